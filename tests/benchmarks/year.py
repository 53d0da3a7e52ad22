"""A year of forty sources and what befalls them: which alarms come, when, and how often each is asked.

``make bench-year``; ``ARGS=90`` for so many days instead of 365. Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from archive.reports import KINDS
from tests.benchmarks.written import write_between
from tests.benchmarks.year_grade import Graded, Spells, false_alarms, grade, missing, spending, waits
from tests.benchmarks.year_life import Year, live
from tests.benchmarks.year_plan import plan
from tests.benchmarks.year_world import BEGIN, DAY, HOUR

GRACE = 2
"""Due runs in which an alarm must come."""


def main(days: int = 365) -> int:
    forty = plan(days)
    with TemporaryDirectory(prefix="backissue-year-") as folder:
        year = live(
            forty.outlets,
            days,
            Path(folder),
            offline=forty.offline,
            asleep=forty.asleep,
            jumps=forty.jumps,
        )
    last = BEGIN + DAY * days
    rows = list(event_rows(year, last, forty.offline))
    return write_between(
        "bench-year", ("what", "how often", "measured", "goal", "reached"), [*rows, *figure_rows(year, forty.spells)]
    )


def event_rows(year: Year, last: datetime, offline: Spells) -> Iterator[tuple[object, ...]]:
    kinds: defaultdict[tuple[str, str | None, timedelta], list[Graded]] = defaultdict(list)
    for outlet in year.outlets:
        for event in outlet.events:
            graded = grade(event, outlet, year.looks[event.slug], last, offline)
            length = event.end - event.begin if event.told is None else timedelta(0)
            kinds[event.what, event.told, length].append(graded)
    for (what, told, length), graded in kinds.items():
        wrong = Counter(kind for one in graded for kind in one.wrong)
        mistaken = f"; wrongly {dict(wrong)}" if wrong else ""
        if told is None:
            yield (
                f"{what}, {_span(length)}",
                len(graded),
                f"no alarm{mistaken}" if not wrong else mistaken[2:],
                "none",
                not wrong,
            )
            continue
        known = [one for one in graded if one.known_after is not None]
        runs = [one.runs for one in known]
        after = _span(median(one.known_after for one in known if one.known_after is not None)) if known else "-"
        lasted = [one.lasted for one in known if one.lasted is not None]
        over = f", over {_span(max(lasted))} after it ends at the latest" if lasted else ""
        in_time = bool(known) and all(one is not None and one <= GRACE for one in runs) and not wrong
        said = "/".join("never" if one is None else str(one) for one in runs)
        yield (
            f"{what}: `{told}`", len(known), f"knowable after {after}, told in due run {said}{over}{mistaken}",
            f"<= {GRACE} runs, no other kind", in_time,
        )  # fmt: skip


def figure_rows(year: Year, spells: Spells) -> Iterator[tuple[object, ...]]:
    found, healthy = false_alarms(year, spells)
    kinds = ("silent", *sorted(set(KINDS) - {"silent"}))
    for kind in kinds:
        goal = "0" if kind == "silent" else ""
        yield (
            f"false `{kind}` in {healthy:.0f} healthy source-days", found[kind],
            f"{1000 * found[kind] / healthy:.2f} in 1,000", goal, found[kind] == 0 if goal else None,
        )  # fmt: skip
    shares = sorted(spending(year, spells))
    cuts = quantiles(shares, n=100)
    over = sum(share > 1 for share in shares)
    yield (
        "requests of a source in a day, of its budget", len(shares),
        f"median {median(shares):.0%}, p95 {cuts[94]:.0%}, most {shares[-1]:.0%}; {over} above it",
        "<= 100%", over == 0,
    )  # fmt: skip
    counts = sorted(year.requests.values())
    yield (
        "requests of a source in a day", len(counts),
        f"median {median(counts):.0f}, p95 {quantiles(counts, n=100)[94]:.0f}, most {counts[-1]}", "", None,
    )  # fmt: skip
    well = [outlet.slug for outlet in year.outlets if not outlet.events]
    hours = sorted(waits(year, well, spells))
    yield (
        "hours until an article of a source that nothing befalls is in the archive", len(hours),
        f"median {median(hours):.1f}, p95 {quantiles(hours, n=100)[94]:.1f}, most {hours[-1]:.1f}", "", None,
    )  # fmt: skip
    lacking = {outlet.slug: missing(year, outlet) for outlet in year.outlets}
    lost = sum(lacking[slug] for slug in well)
    yield (
        "articles that such sources had, and that never came",
        sum(len(year.arrived[slug]) for slug in well),
        lost,
        "0",
        lost == 0,
    )
    ill = [
        outlet
        for outlet in year.outlets
        if any(event.told is None or event.told == "challenge" for event in outlet.events)
    ]
    gone = {outlet.slug: lacking[outlet.slug] for outlet in ill if lacking[outlet.slug]}
    yield "articles lost to outages and challenges, by source", len(ill), gone or 0, "", None
    yield "requests to the new host of a source that moved", "", year.strangers, "", None
    yield "requests of idle ticks, run to see that they do nothing", year.idle, year.disturbed, "0", not year.disturbed
    yield "runs; ticks that found the run before still at it", year.runs, year.lost, "0", not year.lost
    yield "seconds of one core", "", f"{year.seconds:.0f}", "", None


def _span(span: timedelta) -> str:
    return f"{span / DAY:.1f} days" if span >= DAY else f"{span / HOUR:.1f} h"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
