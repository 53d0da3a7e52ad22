"""Articles per day by source: the numbers and bars of a stacked chart, which the template draws as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.browse.moments import written

DAYS = 30
HEIGHT = 100
"""The drawing's own height; a page stretches it to any size."""

STEP = 10
"""Width of a day in the drawing, of which the bar fills ``BAR``."""

BAR = 8
COLOURS = 8
"""Sources with a colour of their own; the rest share the last one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One source's part of one day."""

    series: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day, with its parts and their sum."""

    iso: str
    name: str
    total: int
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Thirty days that end with the newest one."""

    series: tuple[str | None, ...]
    """Slugs, most articles first; None stands for the sources that share a colour."""

    days: tuple[Day, ...]
    top: int
    """The number that the drawing's full height stands for."""

    @property
    def total(self) -> int:
        """Articles in all days."""
        return sum(day.total for day in self.days)

    @property
    def busiest(self) -> Day:
        """The first of the days with most articles."""
        return max(self.days, key=lambda day: day.total)

    @property
    def width(self) -> int:
        """The drawing's own width."""
        return STEP * len(self.days)


def per_day(rows: Iterable[tuple[str, date, int]], last: date) -> Chart | None:
    """The chart of ``(source, day, articles)`` rows up to ``last``; None when no row falls into its days."""
    first = last - timedelta(days=DAYS - 1)
    kept = [(source, day, number) for source, day, number in rows if first <= day <= last]
    if not kept:
        return None
    sums: Counter[str] = Counter()
    for source, _, number in kept:
        sums[source] += number
    ranked = [source for source, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))]
    series = shared_series(ranked)
    place = {source: min(index, len(series) - 1) for index, source in enumerate(ranked)}
    table: Counter[tuple[date, int]] = Counter()
    for source, day, number in kept:
        table[day, place[source]] += number
    counts = [
        (day, tuple(table[day, index] for index in range(len(series))))
        for day in (first + timedelta(days=offset) for offset in range(DAYS))
    ]
    top = round_up(max(sum(parts) for _, parts in counts))
    return Chart(series, tuple(stack(index, day, parts, top) for index, (day, parts) in enumerate(counts)), top)


def shared_series(ranked: Sequence[str]) -> tuple[str | None, ...]:
    """The sources with a colour of their own, then None if some have to share."""
    if len(ranked) <= COLOURS:
        return tuple(ranked)
    return (*ranked[: COLOURS - 1], None)


def stack(index: int, day: date, parts: tuple[int, ...], top: int) -> Day:
    """One day's bars, the source with most articles at the bottom."""
    bars = []
    bottom = float(HEIGHT)
    for series, number in enumerate(parts):
        height = round(number * HEIGHT / top, 2)
        bottom = round(bottom - height, 2)
        if number:
            bars.append(Bar(series, index * STEP + (STEP - BAR) / 2, bottom, height))
    return Day(day.isoformat(), written(day), sum(parts), parts, tuple(bars))


def round_up(number: int) -> int:
    """The next of 2, 4, 6, 8, 10, 20, 40 … 100, 200 …: a scale whose half is a whole number too."""
    power = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if number <= step * power:
                return step * power
        power *= 10
