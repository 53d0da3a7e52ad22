"""Counts in a terminal: one line each, with a bar where there is room for one."""

from __future__ import annotations

import click

from archive.stats import By
from archive.stats_window import Window

EIGHTHS = " ▏▎▍▌▋▊▉"
HEADS = {
    "day": "Articles by day of publication, in each source's time zone",
    "month": "Articles by month of publication, in each source's time zone",
    "source": "Articles by source",
    "language": "Articles by language",
}
LEAST_BAR = 10
"""Columns below which bars say nothing."""


def stats_text(shown: Window, by: By, *, columns: int | None, colour: bool) -> str:
    """A line for each count: what it counts, articles, a bar on one scale.

    ``columns``: how wide the terminal is; None leaves the bars out.
    """
    lines = [(count.key or "unknown", f"{count.articles:,}", count.articles) for count in shown.counts]
    label = max((len(name) for name, _, _ in lines), default=0)
    digits = max((len(number) for _, number, _ in lines), default=0)
    room = (columns or 0) - label - digits - 4
    most = max((articles for _, _, articles in lines), default=0)
    told = [HEADS[by], ""]
    for name, number, articles in lines:
        drawn = bar(articles, most, room) if room >= LEAST_BAR else ""
        painted = click.style(drawn, fg="cyan") if colour and drawn else drawn
        told.append(f"{name:<{label}}  {number:>{digits}}  {painted}".rstrip())
    rest = shown.rest(by)
    return "\n".join([*told, *(["", rest] if rest else [])])


def bar(number: int, most: int, columns: int) -> str:
    """Blocks, to an eighth of a column, so that ``most`` fills the columns; never nothing for one article."""
    eighths = -(-number * columns * 8 // most) if number else 0
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()
