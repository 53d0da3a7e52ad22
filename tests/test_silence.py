"""A source that answers and has nothing new is told from one that pauses as it always does; how often chance errs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from archive.silence import LOOKED_AT, Silence, silence_at
from tests.benchmarks.year_plan import BUSY, HOLIDAYS, PACES
from tests.benchmarks.year_world import BEGIN, DAY, moments

YEARS = 6


def days_of_articles() -> Iterator[list[str]]:
    """Of each outlet of ``make bench-year``, with its holidays every year."""
    chance = Random(18)
    for habit, per_day, outlets in PACES:
        breaks = [(first + 365 * year, last + 365 * year) for year in range(YEARS) for first, last in HOLIDAYS]
        for _ in range(outlets):
            there = moments(habit, per_day, 365 * YEARS, chance, [] if per_day > BUSY else breaks)
            yield sorted({at.date().isoformat() for at in there})


def false_alarms(days: list[str]) -> int:
    """How often a source becomes silent that has articles on these days and is asked on every day."""
    alarms = known = 0
    was_silent = False
    for number in range(365 * YEARS):
        today = (BEGIN + DAY * number).date().isoformat()
        while known < len(days) and days[known] <= today:
            known += 1
        is_silent = silence_at(today, days[max(0, known - LOOKED_AT) : known][::-1]) is not None
        alarms += is_silent and not was_silent
        was_silent = is_silent
    return alarms


def test_chance_raises_three_false_alarms_in_240_years_of_sources_that_are_well() -> None:
    assert sum(map(false_alarms, days_of_articles())) == 3


DAILY = [f"2026-11-{day:02}" for day in range(20, 5, -1)]
WEEKLY = [(date(2026, 11, 20) - timedelta(weeks=ago)).isoformat() for ago in range(8)]


@pytest.mark.parametrize(
    ("crawled", "days", "expected"),
    [
        ("2026-11-20", DAILY, None),
        ("2026-11-25", DAILY, None),  # five days are a holiday with a weekend
        ("2026-11-26", DAILY, Silence(6, 1)),
        ("2026-11-26", [day for day in DAILY for _ in range(9)], Silence(6, 1)),  # it is days that tell, not articles
        ("2026-12-11", WEEKLY, None),  # three weeks are three of its pauses
        ("2026-12-12", WEEKLY, Silence(22, 7)),
        ("2026-12-30", DAILY[:7], None),  # too few to tell
        ("2026-11-26", ["2099-01-01", *DAILY], Silence(6, 1)),
        ("2026-11-26", ["yesterday", *DAILY], Silence(6, 1)),
    ],
)
def test_silence_is_longer_than_the_longest_pause_of_late(crawled: str, days: list[str], expected: object) -> None:
    assert silence_at(crawled, days) == expected


def published(weekday: int, kind: str, chance: Random) -> int:
    """How many articles a healthy source has on a day."""
    if kind == "busy":
        return chance.randint(5, 40) // (5 if weekday > 4 else 1)
    if kind == "weekdays":
        return 0 if weekday > 4 else chance.randint(1, 6)
    return int(weekday == 2)


def test_no_healthy_source_is_called_silent_in_a_thousand_days() -> None:
    """But for the busy one, each has a holiday of four days in a quarter."""
    chance, looked_at = Random(7), 0
    for kind in ("busy", "weekdays", "weekly"):
        days: list[str] = []
        for number in range(400):
            today = date(2026, 1, 5) + timedelta(days=number)
            holiday = number % 91 in (42, 43, 44, 45)
            days[:0] = [today.isoformat()] * (
                0 if holiday and kind != "busy" else published(today.weekday(), kind, chance)
            )
            assert silence_at(today.isoformat(), days[:LOOKED_AT]) is None, (kind, today)
            looked_at += 1
    assert looked_at >= 1000
