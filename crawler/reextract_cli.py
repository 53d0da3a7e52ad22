"""What ``backissue reextract`` tells: the articles that differ, a live picture, the closing lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from time import monotonic

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from archive.options import Settings, print_json
from archive.reextraction import VERDICTS, Judged
from crawler.logs import set_up
from crawler.process import LEVELS, STDERR
from crawler.reextract import Counts, Report, Wish, reextract


def reextract_and_tell(settings: Settings, wish: Wish) -> int:
    """The exit code."""

    def told(judged: Judged) -> None:
        if settings.json:
            if judged.verdict != "same" or judged.changes or judged.left:
                print_json(judged_object(judged))
        elif settings.verbosity >= 0:
            for line in lines_of(judged, all_=settings.verbosity > 0):
                click.echo(line)

    def watch(report: Report) -> AbstractContextManager[object]:
        if settings.json or settings.verbosity or not sys.stderr.isatty():
            return nullcontext()
        return live(report)

    set_up(STDERR, LEVELS.get(settings.verbosity, "DEBUG"))
    report = reextract(
        settings.db,
        settings.seeds,
        wish,
        told=told,
        tell=settings.tell,
        watch=watch,
    )
    for line in closing_lines(report, wish):
        settings.tell(line)
    if report.stopped and settings.verbosity < 0:
        click.echo(f"Alarm: {report.stopped}", err=True)
    if settings.json:
        print_json(summary_object(report))
    return report.exit_code()


def judged_object(judged: Judged) -> dict[str, object]:
    """One article, for ``--json``."""
    return {
        "id": judged.article_id,
        "url": judged.url,
        "source": judged.source,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "was": judged.was,
        "now": judged.now,
        "metadata": {name: [judged.before.get(name), now] for name, now in judged.columns.items()},
        "texts": [number for number, _, _ in judged.texts],
        "left": [{"number": number, "reason": reason} for number, reason in judged.left],
    }


def lines_of(judged: Judged, all_: bool) -> Iterator[str]:
    """A line for a text that was not, or not simply, taken; ``all_``: for whatever differs."""
    size = f"{judged.was} → {judged.now} letters"
    where = f"article {judged.article_id}  {judged.url}"
    if judged.verdict == "shorter":
        yield f"shorter     {size}  {where}"
    elif judged.reason is not None and (all_ or judged.reason != "no-capture"):
        yield f"{judged.verdict:10}  {judged.reason.removeprefix('rejected:')}  {where}"
    elif all_ and judged.changes:
        what = size if judged.verdict == "better" else "text as it was"
        metadata = f"; {', '.join(judged.fields)}" if judged.fields else ""
        yield f"{judged.verdict:10}  {what}{metadata}  {where}"
    for number, reason in judged.left:
        if all_ or reason != "no-capture":
            yield f"{'left':10}  text {number}: {reason.removeprefix('rejected:')}  {where}"


def closing_lines(report: Report, wish: Wish) -> Iterator[str]:
    """A line for each source, a total, and what to do about what was left."""
    total = _sum(report)
    width = max((len(slug) for slug in (*report.counts, "total")), default=0)
    for slug, counts in (*sorted(report.counts.items()), ("total", total)):
        yield f"{slug:{width}}  {told_counts(counts)}"
    if total.metadata:
        yield f"Metadata: {', '.join(f'{name} {count}' for name, count in total.fields.most_common())}."
    if total.verdicts["shorter"] and not wish.accept_shorter:
        yield (
            "Texts that are shorter by more than 30 % stay as they are. Look at them with backissue show ID and its "
            "--raw; --accept-shorter takes them."
        )
    if without := total.reasons["no-capture"]:
        yield f"{without} {'text has' if without == 1 else 'texts have'} no kept page to be read again."
    if wish.dry_run:
        yield f"Nothing was written; {_articles(total.changed)} would have been mended."
    elif total.changed:
        was = "was" if total.changed == 1 else "were"
        texts = total.verdicts["better"] or total.earlier or total.verdicts["shorter"] * wish.accept_shorter
        kept = " Texts that gave way are kept in the table replaced_text." if texts else ""
        yield f"{_articles(total.changed)} {was} mended.{kept}"
    if report.stopped:
        yield f"Stopped: {report.stopped}"
    if report.interrupted:
        yield "Interrupted; what was mended stays. The same command once more does the rest."


def told_counts(counts: Counts) -> str:
    """``3 same, 1 better, 1 shorter; metadata of 2; 1 earlier text``."""
    verdicts = ", ".join(f"{counts.verdicts[word]} {word}" for word in VERDICTS if counts.verdicts[word])
    parts = [verdicts or "nothing kept"]
    if counts.metadata:
        parts.append(f"metadata of {counts.metadata}")
    if counts.earlier:
        parts.append(f"{counts.earlier} earlier {'text' if counts.earlier == 1 else 'texts'}")
    return "; ".join(parts)


def summary_object(report: Report) -> dict[str, object]:
    """The last line of ``--json``."""
    return {
        "summary": {
            slug: {
                **{word: counts.verdicts[word] for word in VERDICTS if counts.verdicts[word]},
                "metadata": dict(sorted(counts.fields.items())),
                "earlier": counts.earlier,
                "changed": counts.changed,
            }
            for slug, counts in sorted(report.counts.items())
        },
        "exit": report.exit_code(),
        **({"stopped": report.stopped} if report.stopped else {}),
    }


def live(report: Report) -> Live:
    """How far it is, redrawn four times a second on stderr."""
    began = monotonic()

    def line() -> Text:
        total = _sum(report)
        done = total.verdicts.total()
        speed = done / max(monotonic() - began, 1e-3)
        words = f"{done} of {total.articles} articles, {speed:.0f} a second, now {report.reading}: {told_counts(total)}"
        return Text(words, overflow="ellipsis", no_wrap=True)

    return Live(get_renderable=line, console=Console(stderr=True), transient=True, redirect_stdout=False)


def _articles(count: int) -> str:
    return f"{count} {'article' if count == 1 else 'articles'}"


def _sum(report: Report) -> Counts:
    total = Counts()
    for counts in report.counts.values():
        total.add(counts)
    return total
