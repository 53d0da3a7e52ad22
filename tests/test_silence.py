"""How often chance alone makes a silence of a source that is well."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from archive.silence import LOOKED_AT, silence_at
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
