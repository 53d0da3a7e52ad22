"""Rows of ``discovery``: when a feed, sitemap or listing was read, how to ask for it again, and where it led."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

from archive.gate import clean

Kind = Literal["feed", "sitemap", "listing"]


def conditional_headers(connection: sqlite3.Connection, source: str, url: str) -> dict[str, str]:
    """``If-None-Match`` and ``If-Modified-Since``, as far as the last answer allows."""
    row = connection.execute(
        "SELECT etag, last_modified FROM discovery WHERE source = ? AND url = ?", [source, clean(url)]
    ).fetchone()
    names = ("If-None-Match", "If-Modified-Since")
    return {name: value for name, value in zip(names, row or (), strict=False) if value}


def keep(
    connection: sqlite3.Connection,
    source: str,
    kind: Kind,
    url: str,
    *,
    etag: str | None,
    last_modified: str | None,
    entries: int,
    leads: Sequence[str],
    now: str,
    fresh_seconds: int = 0,
    skip_hours: Sequence[int] = (),
) -> None:
    """What a full answer said, in the caller's transaction; ``fresh_seconds`` and ``skip_hours`` (UTC) of when to read
    it again."""
    connection.execute(
        """INSERT OR REPLACE INTO discovery
        (source, url, kind, etag, last_modified, status, fetched_at, entries, leads, fresh_seconds, skip_hours)
        VALUES (?, ?, ?, ?, ?, 200, ?, ?, ?, ?, ?)""",
        [
            *(source, clean(url), kind, etag, last_modified, now, entries),
            *(json.dumps([clean(lead) for lead in leads]), fresh_seconds, json.dumps(skip_hours)),
        ],
    )


def not_modified(connection: sqlite3.Connection, source: str, url: str, now: str) -> tuple[str, ...]:
    """The leads of the last full answer, in the caller's transaction; none when there was none."""
    row = connection.execute(
        "UPDATE discovery SET status = 304, fetched_at = ? WHERE source = ? AND url = ? RETURNING leads",
        [now, source, clean(url)],
    ).fetchone()
    return tuple(json.loads(row[0])) if row else ()
