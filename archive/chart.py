"""Bars that stand on each other: the numbers of a stacked chart, which a page or a file draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEIGHT = 100
"""The drawing's own height; whoever draws it stretches it to any size."""

STEP = 10
"""Width of a column in the drawing, of which the bar fills ``BAR``."""

BAR = 8
COLOURS = 8
"""Sources with a colour of their own; the rest share the last one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One source's part of one column."""

    series: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day or month, with its parts and their sum."""

    key: str
    total: int
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All columns on one scale."""

    series: tuple[str | None, ...]
    """Slugs, most articles first; None stands for the sources that share a colour."""

    columns: tuple[Column, ...]
    top: int
    """The number that the drawing's full height stands for."""

    @property
    def total(self) -> int:
        """Articles in all columns."""
        return sum(column.total for column in self.columns)

    @property
    def busiest(self) -> Column:
        """The first of the columns with most articles."""
        return max(self.columns, key=lambda column: column.total)

    @property
    def width(self) -> int:
        """The drawing's own width."""
        return STEP * len(self.columns)


def stacked(rows: Iterable[tuple[str, str, int]], keys: Sequence[str]) -> Chart | None:
    """The chart of ``(source, key, articles)`` rows with a column for each key; None when no row has one of them."""
    wanted = set(keys)
    kept = [(source, key, number) for source, key, number in rows if key in wanted]
    if not kept:
        return None
    sums: Counter[str] = Counter()
    for source, _, number in kept:
        sums[source] += number
    ranked = [source for source, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))]
    series = shared_series(ranked)
    place = {source: min(index, len(series) - 1) for index, source in enumerate(ranked)}
    table: Counter[tuple[str, int]] = Counter()
    for source, key, number in kept:
        table[key, place[source]] += number
    counts = [(key, tuple(table[key, index] for index in range(len(series)))) for key in keys]
    top = round_up(max(sum(parts) for _, parts in counts))
    return Chart(series, tuple(stack(index, key, parts, top) for index, (key, parts) in enumerate(counts)), top)


def shared_series(ranked: Sequence[str]) -> tuple[str | None, ...]:
    """The sources with a colour of their own, then None if some have to share."""
    if len(ranked) <= COLOURS:
        return tuple(ranked)
    return (*ranked[: COLOURS - 1], None)


def stack(index: int, key: str, parts: tuple[int, ...], top: int) -> Column:
    """One column's bars, the source with most articles at the bottom."""
    bars = []
    bottom = float(HEIGHT)
    for series, number in enumerate(parts):
        height = round(number * HEIGHT / top, 2)
        bottom = round(bottom - height, 2)
        if number:
            bars.append(Bar(series, index * STEP + (STEP - BAR) / 2, bottom, height))
    return Column(key, sum(parts), parts, tuple(bars))


def round_up(number: int) -> int:
    """The next of 2, 4, 6, 8, 10, 20, 40 … 100, 200 …: a scale whose half is a whole number too."""
    power = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if number <= step * power:
                return step * power
        power *= 10
