"""A year of forty sources and what befalls them: which alarms come, when, and how often each is asked.

``make bench-year``; ``ARGS=90`` for so many days instead of 365. The real spider, archive and extraction, and ``crawl
--due`` every ten minutes of a clock that is set; ticks at which nothing is due are skipped, but for one in a hundred.
Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from unittest.mock import patch

from archive.clock import iso
from archive.intervals import due
from archive.pace import is_due, natural
from archive.readonly import open_readonly
from archive.silence import LOOKED_AT, silence_at
from archive.sources import Catalogue, load_catalogue
from archive.trouble import DEAD, STEADY
from crawler.wishes import Wishes
from tests.benchmarks.written import write_between
from tests.benchmarks.year_plan import plan
from tests.benchmarks.year_world import BEGIN, DAY, HOUR, Event, Handler, Outlet, World, midnight
from tests.crawling import crawl
from tests.sites import write_source

TICK = timedelta(minutes=10)
SAMPLED = 100
"""One idle tick in so many is run all the same."""

FIRST_DAY = (BEGIN - DAY, BEGIN + DAY)
GRACE = 2
"""Due runs in which an alarm must come."""


@dataclass(frozen=True, slots=True)
class Look:
    """One run at a source that asked it for news."""

    at: datetime
    failed: bool
    alarms: tuple[str, ...]
    fresh: frozenset[str]


@dataclass(slots=True)
class Year:
    """What happened."""

    outlets: Sequence[Outlet]
    days: int
    looks: defaultdict[str, list[Look]] = field(default_factory=lambda: defaultdict(list))
    runs: int = 0
    idle: int = 0
    """Ticks at which nothing was due, and that were run to see that they do nothing."""

    disturbed: int = 0
    """Requests that those made."""

    lost: int = 0
    """Ticks that found the run before still at it."""

    requests: Counter[tuple[str, object]] = field(default_factory=Counter)
    strangers: int = 0
    arrived: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    """By source: when each article was published, and when it was in the archive."""

    seconds: float = 0


def live(
    outlets: Sequence[Outlet],
    days: int,
    folder: Path,
    *,
    offline: Sequence[tuple[datetime, datetime]] = (),
    asleep: Sequence[tuple[datetime, datetime]] = (),
    jumps: Sequence[tuple[datetime, datetime, timedelta]] = (),
) -> Year:
    """Crawl for so many days. ``asleep``: no tick; ``jumps``: from when to when the clock is wrong, and by how much."""
    begun = time.process_time()
    seeds, database = folder / "seeds", folder / "archive.db"
    for outlet in outlets:
        write_source(seeds, outlet.slug, outlet.host, crawl={"delay": 0, "rechecks": outlet.rechecks}, **_urls(outlet))
    catalogue = load_catalogue(seeds)
    year, world, chance = Year(outlets, days), World(outlets, offline), Random(5)
    Handler.world = world
    at, following, by_how_much = BEGIN, BEGIN, timedelta(0)
    with patch("crawler.spiders.news.load_catalogue", lambda folder: catalogue):
        while at < BEGIN + DAY * days:
            if any(first <= at < last for first, last in asleep):
                at += TICK
                continue
            wrong = sum((by for first, last, by in jumps if first <= at < last), timedelta(0))
            world.truth, world.now = at, at + wrong
            if is_due(following, world.now) or wrong != by_how_much:
                by_how_much = wrong
                _tick(year, world, database, seeds)
                following = _next(database, catalogue, world.now)
                longest = max(world.spent.values(), default=0)
                year.lost += int(longest // TICK.total_seconds())
                at += TICK * int(longest // TICK.total_seconds())
            elif chance.randrange(SAMPLED) == 0:
                before = world.requests.total()
                _tick(year, world, database, seeds)
                year.disturbed += world.requests.total() - before
                year.idle += 1
            at += TICK
    year.requests, year.strangers = Counter(world.requests), world.strangers.total()
    year.arrived = dict(_arrived(database, outlets))
    year.seconds = time.process_time() - begun
    return year


def _urls(outlet: Outlet) -> dict[str, object]:
    return {"homepage": f"https://{outlet.host}/", "feeds": [f"https://{outlet.host}/feed"]}


def _next(database: Path, catalogue: Catalogue, now: datetime) -> datetime:
    """When something is due next: a source, or an article of one that looks at them again."""
    with closing(open_readonly(database)) as connection:
        moments = [due(connection, source, iso(now)) for source in catalogue.sources]
        for source in catalogue.sources:
            if source.crawl.rechecks:
                (first,) = connection.execute("SELECT min(due) FROM article WHERE source = ?", [source.slug]).fetchone()
                moments += [datetime.fromisoformat(first)] if first else []
    return min(moments)


def _tick(year: Year, world: World, database: Path, seeds: Path) -> None:
    world.spent.clear()
    handlers = {"http": Handler, "https": Handler}
    run, _ = crawl(database, seeds, Wishes(due=True), clock=world, DOWNLOAD_HANDLERS=handlers, RETRY_TIMES=1)
    assert run.fault is None, run.fault
    year.runs += 1
    for visit in run.visits():
        slug = visit.source.slug
        judged = run.judged[slug]
        year.looks[slug].append(Look(world.truth, visit.tally.failed, tuple(judged.alarms), judged.fresh))


def _arrived(database: Path, outlets: Sequence[Outlet]) -> Iterator[tuple[str, list[tuple[datetime, datetime]]]]:
    with closing(open_readonly(database)) as connection:
        for outlet in outlets:
            rows = connection.execute(
                "SELECT published, first_seen FROM article WHERE source = ? AND published >= ?",
                [outlet.slug, iso(BEGIN)],
            )
            yield outlet.slug, [(datetime.fromisoformat(one), datetime.fromisoformat(other)) for one, other in rows]


# What it is measured by


@dataclass(frozen=True, slots=True)
class Graded:
    """How one event was told."""

    event: Event
    runs: int | None
    """Due runs from the moment at which its alarm can be known to the alarm; None where it never came."""

    known_after: timedelta | None
    """From its beginning to that moment; None where it must raise no alarm, or was over before."""

    wrong: frozenset[str]
    """Other kinds that were raised."""

    lasted: timedelta | None
    """From its end to the first run without the alarm; None where it did not end, or raised none."""


def grade(event: Event, outlet: Outlet, looks: Sequence[Look], last: datetime) -> Graded:
    during = [look for look in looks if event.begin <= look.at < event.end]
    after = [look for look in looks if look.at >= event.end]
    wrong = frozenset(kind for look in during for kind in look.fresh) - {event.told}
    known_at = knowable(event, outlet, during)
    if event.told is None or known_at is None or known_at >= min(event.end, last):
        return Graded(event, None, None, wrong, None)
    told = [event.told in look.alarms for look in during if look.at >= known_at]
    earlier = any(event.told in look.alarms for look in during if look.at < known_at)
    runs = 0 if earlier else told.index(True) + 1 if True in told else None
    over = next((look.at for look in after if event.told not in look.alarms), None)
    return Graded(event, runs, known_at - event.begin, wrong, over - event.end if over else None)


def knowable(event: Event, outlet: Outlet, during: Sequence[Look]) -> datetime | None:
    """When the definition of its alarm is first met, whoever looks."""
    if not during:
        return None
    first = during[0].at
    if event.told == "dead":
        return first + DEAD["unreachable" if event.what == "timeout" else "gone"]
    if event.told == "feeds" or event.what == "moved 302":
        return first + STEADY
    if event.told == "extraction":  # three of the newest five pages are bad
        bad = [at for at in outlet.moments if at >= event.begin]
        return bad[2] if len(bad) > 2 else None
    if event.what == "challenge of articles":
        return next((at for at in outlet.moments if at >= event.begin), None)
    if event.told == "silent":
        return _silent_at(event, outlet)
    return event.begin


def _silent_at(event: Event, outlet: Outlet) -> datetime | None:
    days = [at.date().isoformat() for at in outlet.moments if at < event.begin][-LOOKED_AT:][::-1]
    day = event.begin.date()
    while midnight(day) < event.end:
        if silence_at(day.isoformat(), days):
            return midnight(day)
        day += DAY
    return None


def false_alarms(year: Year, spells: Sequence[tuple[datetime, datetime]]) -> tuple[Counter[str], float]:
    """Alarms of sources that nothing befalls, by kind, and their days. ``spells``: our own troubles, that all share.

    A source is healthy again three days after the end of what befell it.
    """
    found: Counter[str] = Counter()
    healthy = 0.0
    for outlet in year.outlets:
        ill = [(event.begin, event.end + 3 * DAY) for event in outlet.events] + list(spells)
        days = [BEGIN + DAY * day for day in range(year.days)]
        healthy += sum(not any(begin < day + DAY and day < end for begin, end in ill) for day in days)
        for look in year.looks[outlet.slug]:
            if not any(begin <= look.at < end for begin, end in ill):
                found.update(look.fresh)
    return found, healthy


def spending(year: Year, spells: Sequence[tuple[datetime, datetime]]) -> list[float]:
    """Requests of each source on each day but those of our own troubles, as a share of its budget.

    The budget: robots.txt and the feed at twice the runs that its interval has in a day, by its busiest of the last
    eight days, and each of the day's articles once, and what waits from the day before.
    """
    shares = []
    for outlet in year.outlets:
        a_day = Counter((at - BEGIN) // DAY for at in outlet.moments)
        for day in range(1, year.days):
            busiest = max(a_day[day - ago] for ago in range(8))
            budget = 2 * 2 * (DAY / natural(busiest)) + a_day[day] + a_day[day - 1]
            begin = BEGIN + DAY * day
            if any(first < begin + DAY and begin < last for first, last in spells):
                continue
            spent = year.requests[outlet.slug, begin.date()]
            looked_at = outlet.rechecks * 24
            shares.append(spent / (budget + looked_at))
    return shares


def waits(year: Year, slugs: Sequence[str], spells: Sequence[tuple[datetime, datetime]]) -> list[float]:
    """Hours from publication to the archive, of articles of these sources that appeared once they were known."""
    pairs = [pair for slug in slugs for pair in year.arrived[slug]]
    known = [(at, seen) for at, seen in pairs if not any(begin <= at < end for begin, end in (*spells, FIRST_DAY))]
    return [(seen - at) / HOUR for at, seen in known]


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
    rows = list(event_rows(year, last))
    return write_between(
        "bench-year", ("what", "how often", "measured", "goal", "reached"), [*rows, *figure_rows(year, forty.spells)]
    )


def event_rows(year: Year, last: datetime) -> Iterator[tuple[object, ...]]:
    outlets = {outlet.slug: outlet for outlet in year.outlets}
    kinds: defaultdict[tuple[str, str | None, timedelta], list[Graded]] = defaultdict(list)
    for outlet in year.outlets:
        for event in outlet.events:
            graded = grade(event, outlets[event.slug], year.looks[event.slug], last)
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


def figure_rows(year: Year, spells: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[object, ...]]:
    found, healthy = false_alarms(year, spells)
    kinds = ("silent", *sorted({"moved", "challenge", "blocked", "dead", "feeds", "extraction"}))
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
    missing = {outlet.slug: _missing(year, outlet) for outlet in year.outlets}
    lost = sum(missing[slug] for slug in well)
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
    gone = {outlet.slug: missing[outlet.slug] for outlet in ill if missing[outlet.slug]}
    yield "articles lost to outages and challenges, by source", len(ill), gone or 0, "", None
    yield "requests to the new host of a source that moved", "", year.strangers, "", None
    yield "requests of idle ticks, run to see that they do nothing", year.idle, year.disturbed, "0", not year.disturbed
    yield "runs; ticks that found the run before still at it", year.runs, year.lost, "0", not year.lost
    yield "seconds of one core", "", f"{year.seconds:.0f}", "", None


def _missing(year: Year, outlet: Outlet) -> int:
    """Articles that were in the feed at the end or fell out of it unseen; the last two days may still come."""
    there = [at for at in outlet.moments if at < BEGIN + DAY * (year.days - 2)]
    came = {published for published, _ in year.arrived[outlet.slug]}
    return sum(at.replace(microsecond=0) not in came for at in there if at > BEGIN)


def _span(span: timedelta) -> str:
    return f"{span / DAY:.1f} days" if span >= DAY else f"{span / HOUR:.1f} h"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
