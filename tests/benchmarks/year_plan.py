"""Who the forty are, and what befalls them in the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tests.benchmarks.year_world import BEGIN, DAY, HOUR, Event, Habit, Happening, Outlet, moments

PACES: tuple[tuple[Habit, float, int], ...] = (
    ("daily", 8, 1), ("daily", 4, 2), ("weekdays", 4, 1), ("daily", 2, 2), ("weekdays", 2, 4), ("daily", 1, 6),
    ("weekdays", 1, 6), ("steady", 3 / 7, 10), ("steady", 1 / 7, 5), ("steady", 1 / 14, 3),
)  # fmt: skip
"""Habit, articles a day, how many outlets: forty that publish 49 articles on an average day."""

HOLIDAYS = ((75, 79), (119, 121), (245, 248))
"""Days on which nobody but the busy ones publishes: Navruz, two in May, three in September."""

TOLD: tuple[tuple[Happening, str | None, timedelta, int], ...] = (
    ("503", None, 6 * HOUR, 3), ("timeout", None, 6 * HOUR, 3),
    ("timeout", None, 2 * DAY, 2), ("503", None, 4 * DAY, 1),
    ("no name", "dead", 60 * DAY, 2), ("404", "dead", 60 * DAY, 1), ("timeout", "dead", 60 * DAY, 1),
    ("sold", "dead", 60 * DAY, 1),
    ("moved 301", "moved", 30 * DAY, 2), ("moved 302", "moved", 30 * DAY, 1),
    ("challenge 403", "challenge", 10 * DAY, 1), ("challenge 503", "challenge", 10 * DAY, 1),
    ("challenge of articles", "challenge", 7 * DAY, 1), ("403", "blocked", 10 * DAY, 1),
    ("built anew", "extraction", 30 * DAY, 2), ("silent", "silent", 70 * DAY, 3),
    ("429", None, 12 * HOUR, 2), ("feed moved", None, 60 * DAY, 1), ("feed gone", "feeds", 20 * DAY, 1),
)  # fmt: skip
"""What happens, the alarm that must tell it, how long it lasts, how many outlets it happens to."""

BUSY = 4
"""Outlets that need many articles for their events to be seen come first."""


@dataclass(frozen=True, slots=True)
class Plan:
    outlets: Sequence[Outlet]
    offline: Sequence[tuple[datetime, datetime]]
    asleep: Sequence[tuple[datetime, datetime]]
    jumps: Sequence[tuple[datetime, datetime, timedelta]]

    @property
    def spells(self) -> list[tuple[datetime, datetime]]:
        """Our own troubles, and the three days after them, in which no source counts as healthy."""
        own = [*self.offline, *self.asleep, *((first, last) for first, last, _ in self.jumps)]
        return [(first, last + 3 * DAY) for first, last in own]


def plan(days: int = 365) -> Plan:
    """Events begin after two months, when the habits are known, each at a moment by chance; ten outlets have none."""
    chance = Random(40)
    paces = [(habit, per_day) for habit, per_day, count in PACES for _ in range(count)]
    happenings = [one for one in TOLD for _ in range(one[3])]
    fit = chance.sample(range(len(paces)), len(happenings))
    # A collapse shows where pages are many.
    often = sorted(fit, key=lambda index: -paces[index][1])
    happenings.sort(key=lambda one: one[0] not in ("built anew", "challenge of articles"))
    outlets = []
    events = dict(zip(often[:3] + [i for i in fit if i not in often[:3]], happenings, strict=True))
    for index, (habit, per_day) in enumerate(paces):
        slug = f"source-{index:02}"
        found = [] if per_day > BUSY else [one for one in HOLIDAYS if one[1] < days]
        there = moments(habit, per_day, days, chance, found)
        befallen = []
        if index in events:
            what, told, length, _ = events[index]
            begin = BEGIN + DAY * chance.uniform(days / 6, max(days / 6 + 1, days - length / DAY - days / 10))
            begin = begin.replace(microsecond=0)
            befallen = [Event(slug, what, begin, begin + length, told)]
        rechecks = 3 if index in events and events[index][0] == "feed gone" else 0
        outlets.append(Outlet(slug, there, befallen, ttl=60 if index == 0 else 0, rechecks=rechecks))
    return Plan(
        outlets,
        offline=_spell(0.50, 5 * DAY, days),
        asleep=_spell(0.35, 3 * DAY, days),
        jumps=[
            (first, last, by)
            for at, by in ((0.7, 26 * HOUR), (0.8, -26 * HOUR))
            for first, last in _spell(at, HOUR, days)
        ],
    )


def _spell(share: float, length: timedelta, days: int) -> list[tuple[datetime, datetime]]:
    begin = BEGIN + DAY * round(days * share) + 9 * HOUR
    return [(begin, begin + length)]
