"""The closing lines of a run: what happened at each source, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from archive.plurals import counted
from archive.reports import Usual
from crawler.room import size_text
from crawler.run import Run
from crawler.tally import Tally, summary


def closing_lines(run: Run) -> Iterator[str]:
    """One line per source that was asked, what went wrong below it, and a total; one for all that were not due."""
    left_alone = run.left_alone()
    asked = {slug: visit for slug, visit in sorted(run.source_runs.items()) if slug not in left_alone}
    width = max(map(len, ("total", *asked, *(source.slug for source in run.skipped))))
    for slug, visit in asked.items():
        judged = run.judged.get(slug)
        usually = _usually(judged.usual) if judged and judged.usual else ""
        yield f"{slug:{width}}  {_outcomes(visit.tally)}  ({_traffic(visit.tally)}{usually})"
        for problem in visit.tally.problems:
            yield f"{'':{width}}  ! {problem}"
        for sentence in judged.alarms.values() if judged else ():
            yield f"{'':{width}}  ! {sentence}"
    for source in run.skipped:
        yield f"{source.slug:{width}}  skipped: {source.status}{f' ({source.evidence})' if source.evidence else ''}"
    if not_due := _not_due(run):
        yield not_due
    if asked:
        yield _total([visit.tally for visit in asked.values()], width)
    elif not (run.source_runs or run.stopped or run.interrupted):
        yield "There is no source to crawl: none is ok or unprobed. See backissue sources list."
    if run.offline:
        yield f"{run.offline[0].upper()}{run.offline[1:]}."
    if run.stopped:
        yield f"Stopped: {run.stopped}"
    if run.interrupted:
        yield "Interrupted; what was fetched is kept. The next crawl goes on from here."


def _not_due(run: Run) -> str | None:
    """The sources that were left alone, and until when, unless that is what their feeds say."""
    slugs = sorted(run.left_alone())
    if not slugs:
        return None
    first = min(run.not_due[slug] for slug in slugs)
    until = f" before {first:%Y-%m-%d %H:%M} UTC" if first > datetime.fromisoformat(run.began) else ""
    return f"{f'{slugs[0]} is' if len(slugs) == 1 else f'{len(slugs)} sources are'} not due{until}."


def _total(tallies: list[Tally], width: int) -> str:
    total = Tally()
    for tally in tallies:
        total.outcomes += tally.outcomes
        total.requests += tally.requests
        total.not_modified += tally.not_modified
        total.bytes += tally.bytes
    failed = sum(tally.failed for tally in tallies)
    words = [summary(total.outcomes)] if total.outcomes or not failed else []
    words += [f"{failed} of {counted(len(tallies), 'source')} failed"] if failed else []
    return f"{'total':{width}}  {'; '.join(words)}  ({_traffic(total)})"


def problem_lines(run: Run) -> Iterator[str]:
    """What went wrong at feeds, sitemaps and listings, a line each."""
    for slug, visit in sorted(run.source_runs.items()):
        for problem in visit.tally.problems:
            yield f"{slug}  ! {problem}"


def alarm_lines(run: Run, *, fresh: bool = False) -> Iterator[str]:
    """The alarms that the run raised, a line each; ``fresh``: only those that the run before it did not raise.

    That it had to stop for want of room is one, too.
    """
    if run.stopped and not (fresh and run.was_stopped):
        yield run.stopped
    if run.offline and (run.went_offline or not fresh):
        yield run.offline
    for slug, judged in sorted(run.judged.items()):
        for kind, sentence in judged.alarms.items():
            if kind in judged.fresh or not fresh:
                yield f"{slug}: {sentence}"


def _usually(usual: Usual) -> str:
    requests = counted(round(usual["requests"]), "request")
    return f"; usually {usual['new']:.0f} new, {requests}, {size_text(usual['bytes'])}"


def _outcomes(tally: Tally) -> str:
    if tally.failed and not tally.outcomes:
        return "failed"
    return summary(Counter(tally.outcomes))


def _traffic(tally: Tally) -> str:
    return f"{counted(tally.requests, 'request')}, {tally.not_modified} × 304, {size_text(tally.bytes)}"
