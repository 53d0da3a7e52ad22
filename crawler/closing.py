"""The closing lines of a run: what happened at each source, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.reports import Usual
from crawler.room import size_text
from crawler.run import Run
from crawler.tally import Tally, summary


def closing_lines(run: Run) -> Iterator[str]:
    """One line per source, what went wrong below it, and a total."""
    width = max((len(slug) for slug in run.source_runs), default=0)
    for slug, visit in sorted(run.source_runs.items()):
        judged = run.judged.get(slug)
        usually = _usually(judged.usual) if judged and judged.usual else ""
        yield f"{slug:{width}}  {_outcomes(visit.tally)}  ({_traffic(visit.tally)}{usually})"
        for problem in visit.tally.problems:
            yield f"{'':{width}}  ! {problem}"
        for sentence in judged.alarms.values() if judged else ():
            yield f"{'':{width}}  ! {sentence}"
    for source in run.skipped:
        yield f"{source.slug:{width}}  skipped: {source.status}{f' ({source.evidence})' if source.evidence else ''}"
    if not run.source_runs:
        yield "There is no source to crawl: none is ok or unprobed. See backissue sources list."
        return
    total = Tally()
    for visit in run.source_runs.values():
        total.outcomes += visit.tally.outcomes
        total.requests += visit.tally.requests
        total.not_modified += visit.tally.not_modified
        total.bytes += visit.tally.bytes
    yield f"{'total':{width}}  {summary(total.outcomes)}  ({_traffic(total)})"
    if run.offline:
        yield f"{run.offline.capitalize()}."
    if run.stopped:
        yield f"Stopped: {run.stopped}"
    if run.interrupted:
        yield "Interrupted; what was fetched is kept. The next crawl goes on from here."


def problem_lines(run: Run) -> Iterator[str]:
    """What went wrong at feeds, sitemaps and listings, a line each."""
    for slug, visit in sorted(run.source_runs.items()):
        for problem in visit.tally.problems:
            yield f"{slug}  ! {problem}"


def alarm_lines(run: Run, *, fresh: bool = False) -> Iterator[str]:
    """The alarms that the run raised, a line each; ``fresh``: only those that the run before it did not raise.

    That it had to stop for want of room is always one.
    """
    if run.stopped:
        yield run.stopped
    if run.offline and (run.went_offline or not fresh):
        yield run.offline
    for slug, judged in sorted(run.judged.items()):
        for kind, sentence in judged.alarms.items():
            if kind in judged.fresh or not fresh:
                yield f"{slug}: {sentence}"


def _usually(usual: Usual) -> str:
    return f"; usually {usual['new']:.0f} new, {usual['requests']:.0f} requests, {size_text(usual['bytes'])}"


def _outcomes(tally: Tally) -> str:
    if tally.failed and not tally.outcomes:
        return "failed"
    return summary(Counter(tally.outcomes))


def _traffic(tally: Tally) -> str:
    return f"{tally.requests} requests, {tally.not_modified} × 304, {size_text(tally.bytes)}"
