"""What ``backissue import`` tells: outcomes as they are committed, a live picture, the closing lines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click
from rich.console import Group
from rich.text import Text

from archive.options import Settings, print_json
from archive.records import Outcome
from crawler.import_process import import_files
from crawler.import_run import ImportRun
from crawler.logs import escaped, masked, set_up
from crawler.process import LEVELS, STDERR
from crawler.progress import JsonLines, LiveLines
from crawler.room import size_text
from crawler.tally import summary

MOST_SOURCES = 40
"""Lines about sources; an import may hold thousands of hosts. With ``-v`` all are told."""


class ImportLines(LiveLines):
    """The crawl's live lines, and how far the files were read."""

    def __init__(self, run: ImportRun) -> None:
        self.importing = run
        super().__init__(run)

    def lines(self) -> Group:
        place = f"{self.importing.records} records, now in {self.importing.reading}"
        return Group(super().lines(), Text(place, overflow="ellipsis", no_wrap=True))


def import_and_tell(settings: Settings, paths: Sequence[Path]) -> int:
    """The exit code."""
    lines = JsonLines()

    def committed(outcome: Outcome) -> None:
        if settings.json:
            lines.committed(outcome)

    def tell(sentence: str) -> None:
        click.echo(f"! {escaped(masked(sentence))}", err=True)

    def watch(run: ImportRun) -> AbstractContextManager[object]:
        if settings.json or settings.verbosity or not sys.stderr.isatty():
            return nullcontext()
        return ImportLines(run).live

    set_up(STDERR, LEVELS.get(settings.verbosity, "DEBUG"))
    done = import_files(
        settings.db,
        settings.seeds,
        paths,
        committed=committed,
        tell=tell,
        before=settings.tell,
        watch=watch,
    )
    return _close(done, settings)


def _close(done: ImportRun, settings: Settings) -> int:
    code = done.exit_code()
    for line in closing_lines(done, most=MOST_SOURCES if settings.verbosity <= 0 else sys.maxsize):
        if settings.verbosity >= 0 or line.startswith("! "):
            click.echo(escaped(masked(line)), err=True)
    if settings.json:
        counts = {slug: visit.tally.report(slug).outcomes for slug, visit in done.source_runs.items()}
        print_json({"summary": counts, "exit": code, **({"stopped": done.stopped} if done.stopped else {})})
    return code


def closing_lines(run: ImportRun, most: int = MOST_SOURCES) -> Iterator[str]:
    """A line for each source, the largest if they are many, a total, and what was left out."""
    visits = sorted(run.source_runs.items(), key=lambda item: -item[1].tally.outcomes.total())
    width = max((len(slug) for slug, _ in visits[:most]), default=0)
    for slug, visit in sorted(visits[:most]):
        yield f"{slug:{width}}  {summary(visit.tally.outcomes)}"
    if len(visits) > most:
        yield f"… and {len(visits) - most} more sources; -v tells them all."
    total: Counter[str] = sum((visit.tally.outcomes for _, visit in visits), Counter())
    read = sum(visit.tally.bytes for _, visit in visits)
    yield f"{'total':{width}}  {summary(total)}  ({run.records} records, {size_text(read)} of new pages)"
    if run.no_pages:
        kinds = ", ".join(f"{kind} {count}" for kind, count in run.no_pages.most_common())
        yield f"Records that are no pages: {run.no_pages.total()} ({kinds})."
    if run.without_texts:
        yield (
            f"{run.without_texts} articles came without their earlier texts. Export them with --revisions to have all."
        )
    for sentence in run.ended_early:
        yield f"! {sentence}"
    if run.stopped:
        yield f"! Stopped: {run.stopped}"
    if told := run.flaws - len(run.ended_early):
        yield f"{told} {'thing' if told == 1 else 'things'} could not be read; each was told above."
    if run.interrupted:
        yield "Interrupted; what was read is kept. Import the same files again: it goes on from here."
