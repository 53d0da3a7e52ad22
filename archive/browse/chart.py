"""Articles per day by source: the days of the chart on the front page, which the template draws as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.browse.moments import written
from archive.chart import Bar, stacked

DAYS = 30


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
    """Thirty days that end with the newest one; ``series``, ``top``, ``total`` and ``width`` as in archive.chart."""

    series: tuple[str | None, ...]
    days: tuple[Day, ...]
    top: int
    total: int
    width: int

    @property
    def busiest(self) -> Day:
        """The first of the days with most articles."""
        return max(self.days, key=lambda day: day.total)


def per_day(rows: Iterable[tuple[str, date, int]], last: date) -> Chart | None:
    """The chart of ``(source, day, articles)`` rows up to ``last``; None when no row falls into its days."""
    days = [last - timedelta(days=ago) for ago in reversed(range(DAYS))]
    chart = stacked(
        ((source, day.isoformat(), number) for source, day, number in rows), [day.isoformat() for day in days]
    )
    if chart is None:
        return None
    named = tuple(
        Day(column.key, written(day), column.total, column.counts, column.bars)
        for day, column in zip(days, chart.columns, strict=True)
    )
    return Chart(chart.series, named, chart.top, chart.total, chart.width)
