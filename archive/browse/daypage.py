"""One day: what every source published on it, in the order of publication."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from datasette import Response

from archive.browse.site import Site
from archive.clock import is_day
from archive.revision_kinds import EDITED
from archive.withheld import SHOWN
from archive.zones import local_day, zone

MOST = 1000
"""Articles that are listed; the daily output of the largest catalogues is well below."""

MARGIN = timedelta(hours=14)
"""No zone is further from UTC, so a day anywhere lies within this of the same day in UTC."""

NEAR = f"""SELECT id, title, language, source, published, first_seen, section, removed, duplicate_of,
    {EDITED} AS edited FROM article
    WHERE coalesce(published, first_seen) >= :start AND coalesce(published, first_seen) < :end
    AND published IS NOT NULL AND {SHOWN} ORDER BY coalesce(published, first_seen), id LIMIT :limit"""

BEFORE = f"""SELECT source, published FROM article WHERE coalesce(published, first_seen) < :start
    AND published IS NOT NULL AND {SHOWN} ORDER BY coalesce(published, first_seen) DESC LIMIT 1"""

AFTER = f"""SELECT source, published FROM article WHERE coalesce(published, first_seen) >= :end
    AND published IS NOT NULL AND {SHOWN} ORDER BY coalesce(published, first_seen) LIMIT 1"""

SOURCES = "SELECT slug, name, timezone FROM source ORDER BY name, slug"


async def day_page(site: Site, request: Any) -> Response:
    """``/day/2026-11-28``; whose day it is follows the zone of each source."""
    day = request.url_vars["day"]
    if not is_day(day) or not "0002-01-01" <= day <= "9998-12-31":
        return await site.problem(request, 404, "no_day")
    sources = {row["slug"]: row for row in await site.rows(SOURCES)}
    start, end = window(day)
    near = await site.rows(NEAR, {"start": start, "end": end, "limit": 3 * MOST})
    local = [(day_of(sources, row), row) for row in near]
    today = [row for its_day, row in local if its_day == day]
    earlier = [its_day for its_day, _ in local if its_day < day]
    later = [its_day for its_day, _ in local if its_day > day]
    context = {
        "day": day,
        "groups": by_source(sources, today[:MOST]),
        "total": len(today),
        "shown": min(len(today), MOST),
        "previous": max(earlier, default=None) or await neighbour(site, sources, BEFORE, {"start": start}),
        "next": min(later, default=None) or await neighbour(site, sources, AFTER, {"end": end}),
    }
    return await site.render(request, "day", context, status=200 if today else 404)


def window(day: str) -> tuple[str, str]:
    """The first and the end of the times in UTC (or days) that can belong to a day somewhere."""
    known = date.fromisoformat(day)
    first, last = known - timedelta(days=1), known + timedelta(days=1)
    hours = int(MARGIN.total_seconds() // 3600)
    return f"{first}T{24 - hours:02}", f"{last}T{hours:02}"


def day_of(sources: dict[str, sqlite3.Row], row: sqlite3.Row) -> str:
    """The day on which its source published it."""
    published = row["published"]
    return local_day(published, zone(sources[row["source"]]["timezone"])) if is_day(published[:10]) else ""


async def neighbour(site: Site, sources: dict[str, sqlite3.Row], sql: str, parameters: dict[str, str]) -> str | None:
    """The nearest day before or after the window on which anything was published."""
    rows = await site.rows(sql, parameters)
    return (day_of(sources, rows[0]) or None) if rows else None


def by_source(
    sources: dict[str, sqlite3.Row], rows: Iterable[sqlite3.Row]
) -> Sequence[tuple[sqlite3.Row, list[sqlite3.Row]]]:
    """Every source that published that day, by name, with its articles."""
    groups: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        groups.setdefault(row["source"], []).append(row)
    return [(source, groups[slug]) for slug, source in sources.items() if slug in groups]
