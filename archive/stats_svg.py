"""Counts as an SVG file: columns of days and months, bars of sources and languages."""

from __future__ import annotations

from collections.abc import Mapping

from archive.chart import stacked
from archive.chart_svg import columns_svg, ranked_svg
from archive.stats import By
from archive.stats_window import Window

TITLES = {
    "day": "Articles per day",
    "month": "Articles per month",
    "source": "Articles by source",
    "language": "Articles by language",
}


def stats_svg(shown: Window, by: By, names: Mapping[str, str]) -> str:
    """The drawing. ``names``: of the sources, by slug."""
    rows = [(slug, count.key or "", articles) for count in shown.counts for slug, articles in count.sources.items()]
    chart = stacked(rows, [count.key or "" for count in shown.counts]) if by in ("day", "month") else None
    if chart is not None:
        return columns_svg(chart, TITLES[by], lambda slug: names.get(slug, slug) if slug else "other sources")
    named = names if by == "source" else {}
    return ranked_svg(
        [(named.get(count.key or "", count.key or "unknown"), count.articles) for count in shown.counts], TITLES[by]
    )
