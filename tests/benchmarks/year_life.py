"""Live so many days with outlets and what befalls them: ``crawl --due`` every ten minutes of a clock that is set.

The real spider, archive and extraction; ticks at which nothing is due are skipped, but for one in a hundred. Archives
are closed without a digest (``make bench-damage`` measures it): over a year, reading it all twice a run takes longer
than the crawls.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from archive.clock import iso
from archive.intervals import due
from archive.pace import is_due
from archive.readonly import open_readonly
from archive.sources import Catalogue, load_catalogue
from crawler.wishes import Wishes
from tests.benchmarks.year_world import BEGIN, DAY, Handler, Outlet, World
from tests.crawling import crawl
from tests.sites import write_source

TICK = timedelta(minutes=10)
SAMPLED = 100
"""One idle tick in so many is run all the same."""


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
    with patch("crawler.opening.load_catalogue", lambda folder: catalogue), patch("archive.seal.DIGESTED", 0):
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
