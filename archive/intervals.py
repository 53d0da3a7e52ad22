"""When a source is asked for news again: ``interval`` of its file, a time or ``auto``, which follows its own pace."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, timedelta

from archive.clock import iso
from archive.records import Source

SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(hours=24)
"""Between them lies ``auto``: the mean time between two of its articles of the last seven days."""

WEEK = timedelta(days=7)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def interval(connection: sqlite3.Connection, source: Source, now: str) -> timedelta:
    """How long a source rests after it was asked; the index of its newest articles alone answers."""
    if found := re.fullmatch(r"(\d+)([mhd])", source.crawl.interval):
        return timedelta(**{UNITS[found[2]]: int(found[1])})
    (articles,) = connection.execute(
        "SELECT count(*) FROM article WHERE source = ? AND coalesce(published, first_seen) >= ?",
        [source.slug, iso(datetime.fromisoformat(now) - WEEK)],
    ).fetchone()
    return max(SHORTEST, min(LONGEST, WEEK / articles)) if articles else LONGEST


def rests(connection: sqlite3.Connection, source: Source, now: str) -> bool:
    """Whether one of its feeds, sitemaps or listings gave a usable answer less than an interval ago."""
    (asked,) = connection.execute("SELECT max(fetched_at) FROM discovery WHERE source = ?", [source.slug]).fetchone()
    if asked is None:
        return False
    return datetime.fromisoformat(now) - datetime.fromisoformat(asked) < interval(connection, source, now)
