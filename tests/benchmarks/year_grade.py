"""How a year of forty sources is measured: which alarms came and when, false ones, requests, and losses. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.pace import natural
from archive.silence import LOOKED_AT, silence_at
from archive.trouble import DEAD, STEADY
from tests.benchmarks.year_life import Look, Year
from tests.benchmarks.year_world import BEGIN, DAY, HOUR, Event, Outlet, midnight

Spells = Sequence[tuple[datetime, datetime]]
"""Our own troubles, that all sources share: from when to when."""

LEAD_ELSEWHERE = ("moved 301", "moved 302", "feed moved", "sold")

FIRST_DAY = (BEGIN - DAY, BEGIN + DAY)


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


def grade(event: Event, outlet: Outlet, looks: Sequence[Look], last: datetime, offline: Spells = ()) -> Graded:
    """``offline``: while our own network was away no run could see what befell a source, and none counts."""
    during = [look for look in looks if event.begin <= look.at < event.end and not _within(look.at, offline)]
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
    days = sorted({at.date().isoformat() for at in outlet.moments if at < event.begin}, reverse=True)[:LOOKED_AT]
    day = event.begin.date()
    while midnight(day) < event.end:
        if silence_at(day.isoformat(), days):
            return midnight(day)
        day += DAY
    return None


def false_alarms(year: Year, spells: Spells) -> tuple[Counter[str], float]:
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
            if not _within(look.at, ill):
                found.update(look.fresh)
    return found, healthy


def spending(year: Year, spells: Spells) -> list[float]:
    """Requests of each source on each day but those of our own troubles, as a share of its budget.

    The budget: robots.txt and the feed, and where these lead elsewhere, at twice the runs that its interval has in a
    day, by its busiest of the last eight days; each article of the day and of the day before; and each that came on
    the day and is older, since its source or we were away.
    """
    shares = []
    for outlet in year.outlets:
        a_day = Counter((at - BEGIN) // DAY for at in outlet.moments)
        late = Counter((seen - BEGIN) // DAY for at, seen in year.arrived[outlet.slug] if _is_late(at, seen))
        for day in range(1, year.days):
            begin = BEGIN + DAY * day
            if any(first < begin + DAY and begin < last for first, last in spells):
                continue
            busiest = max(a_day[day - ago] for ago in range(8))
            articles = a_day[day] + a_day[day - 1] + late[day] + outlet.rechecks * 24
            asks = 4 if any(event.what in LEAD_ELSEWHERE and _is_on(event, begin) for event in outlet.events) else 2
            budget = asks * 2 * (DAY / natural(busiest)) + articles
            shares.append(year.requests[outlet.slug, begin.date()] / budget)
    return shares


def _is_on(event: Event, day: datetime) -> bool:
    return event.begin < day + DAY and day < event.end


def _is_late(published: datetime, seen: datetime) -> bool:
    return (seen - BEGIN) // DAY - (published - BEGIN) // DAY > 1


def waits(year: Year, slugs: Sequence[str], spells: Spells) -> list[float]:
    """Hours from publication to the archive, of articles of these sources that appeared once they were known."""
    pairs = [pair for slug in slugs for pair in year.arrived[slug]]
    known = [(at, seen) for at, seen in pairs if not _within(at, (*spells, FIRST_DAY))]
    return [(seen - at) / HOUR for at, seen in known]


def missing(year: Year, outlet: Outlet) -> int:
    """Articles that were in the feed at the end or fell out of it unseen; the last two days may still come."""
    there = [at for at in outlet.moments if at < BEGIN + DAY * (year.days - 2)]
    came = {published for published, _ in year.arrived[outlet.slug]}
    return sum(at.replace(microsecond=0) not in came for at in there if at > BEGIN)


def _within(moment: datetime, spells: Spells) -> bool:
    return any(begin <= moment < end for begin, end in spells)
