"""A chart as an SVG file of its own: with its words, its colours for light and dark, and a text alternative."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from archive.chart import BAR, HEIGHT, Chart, Column
from archive.gate import clean

LIGHT = ("#35618e", "#b3652a", "#4b7f52", "#8c3b4a", "#7664a4", "#a98b2d", "#3d8286", "#6f6a60")
DARK = ("#7fabd8", "#dd9560", "#83b98a", "#d0808f", "#ab9adb", "#d3b75e", "#77bcc0", "#9d978a")
"""Of the series, as in the pages' style."""

INK, SOFT, HAIR, PAPER = ("#1d1b17", "#e9e4d8"), ("#5d574b", "#a9a293"), ("#d9d3c3", "#3a362d"), ("#fdfcf8", "#171613")
"""Each for light and for dark."""

WIDTH = 760
MARGIN = 24
PLOT_TOP = 64
PLOT_HEIGHT = 200
SCALE = 44
"""Room for the numbers to the right of the columns."""

LINE = 22
"""Height of a line of the legend."""

MOST_KEYS = 7
"""Columns whose keys have room side by side."""

RANKED_LINE = 44
"""Height of a name and the bar under it."""


def columns_svg(chart: Chart, title: str, name: Callable[[str | None], str]) -> str:
    """Columns of days or months, the parts of each source in its colour. ``name``: of a series, for the legend."""
    legend_top = PLOT_TOP + PLOT_HEIGHT + 56
    height = legend_top + LINE * -(-len(chart.series) // 2)
    busiest = chart.busiest
    told = f"{chart.total:,} articles. Most on {busiest.key}: {busiest.total:,}."
    return _document(height, title, told, [*_plot(chart), *_axis(chart.columns), *_legend(chart, name, legend_top)])


def ranked_svg(rows: Sequence[tuple[str, int]], title: str) -> str:
    """Bars under their names, in the order given."""
    most = max((number for _, number in rows), default=1)
    told = f"{sum(number for _, number in rows):,} articles. " + ", ".join(
        f"{name}: {number:,}" for name, number in rows
    )
    parts = []
    for index, (name, number) in enumerate(rows):
        top = PLOT_TOP + index * RANKED_LINE
        width = round((WIDTH - 2 * MARGIN) * number / most, 1)
        parts += [
            f'<text x="{MARGIN}" y="{top}">{_words(name)}</text>',
            f'<text class="soft" x="{WIDTH - MARGIN}" y="{top}" text-anchor="end">{number:,}</text>',
            f'<rect class="s0" x="{MARGIN}" y="{top + 8}" width="{width}" height="12"/>',
        ]
    return _document(PLOT_TOP + len(rows) * RANKED_LINE, title, told, parts)


def _document(height: int, title: str, told: str, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title told">'
    )
    return "\n".join(
        [
            head,
            f'<title id="title">{_words(title)}</title>',
            f'<desc id="told">{_words(told)}</desc>',
            f"<style>{_style(0)} @media (prefers-color-scheme: dark) {{ {_style(1)} }}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
            f'<text class="title" x="{MARGIN}" y="34">{_words(title)}</text>',
            *parts,
            "</svg>\n",
        ]
    )


def _style(scheme: int) -> str:
    """The rules for light (0) or dark (1)."""
    words = f'text {{ font: 13px "Noto Sans", system-ui, sans-serif; fill: {INK[scheme]} }}'
    rules = [
        *([words, ".title { font-size: 17px; font-weight: 600 }"] if scheme == 0 else [f"text {{ fill: {INK[1]} }}"]),
        f".soft {{ fill: {SOFT[scheme]} }} .grid {{ stroke: {HAIR[scheme]} }} .paper {{ fill: {PAPER[scheme]} }}",
        *(f".s{index} {{ fill: {colour} }}" for index, colour in enumerate((LIGHT, DARK)[scheme])),
    ]
    return " ".join(rules)


def _plot(chart: Chart) -> Iterator[str]:
    across = (WIDTH - 2 * MARGIN - SCALE) / chart.width
    down = PLOT_HEIGHT / HEIGHT
    for share in (0, 1, 2):
        y = PLOT_TOP + PLOT_HEIGHT * share // 2
        yield f'<path class="grid" d="M{MARGIN} {y}H{WIDTH - MARGIN - SCALE}"/>'
        number = chart.top * (2 - share) // 2
        yield f'<text class="soft" x="{WIDTH - MARGIN}" y="{y + 4}" text-anchor="end">{number:,}</text>'
    for column in chart.columns:
        if column.total:
            bars = "".join(
                f'<rect class="s{bar.series}" x="{MARGIN + bar.x * across:.2f}" y="{PLOT_TOP + bar.y * down:.2f}" '
                f'width="{BAR * across:.2f}" height="{bar.height * down:.2f}"/>'
                for bar in column.bars
            )
            yield f"<g><title>{column.key}: {column.total:,}</title>{bars}</g>"


def _axis(columns: Sequence[Column]) -> Iterator[str]:
    """The key of every column under it, or of the first, the middle and the last where there is no room for all."""
    across = (WIDTH - 2 * MARGIN - SCALE) / len(columns)
    last = len(columns) - 1
    every = range(len(columns)) if len(columns) <= MOST_KEYS else (0, last // 2, last)
    for index in every:
        anchor = "middle" if len(columns) <= MOST_KEYS else {0: "start", last: "end"}.get(index, "middle")
        x = MARGIN + across * (index + {"start": 0, "middle": 0.5, "end": 1}[anchor])
        y = PLOT_TOP + PLOT_HEIGHT + 22
        yield f'<text class="soft" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{_words(columns[index].key)}</text>'


def _legend(chart: Chart, name: Callable[[str | None], str], top: int) -> Iterator[str]:
    """Two to a line."""
    for index, slug in enumerate(chart.series):
        x, y = MARGIN + index % 2 * (WIDTH // 2 - MARGIN), top + index // 2 * LINE
        yield f'<rect class="s{index}" x="{x}" y="{y - 10}" width="11" height="11"/>'
        yield f'<text x="{x + 18}" y="{y}">{_words(name(slug))}</text>'


def _words(text: str) -> str:
    return escape(clean(text))
