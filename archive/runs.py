"""Rows of ``source``, ``crawl`` and ``crawl_source``: who was asked, and how each run ended.

All functions run in the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from archive import intervals
from archive.gate import clean, clean_or_none
from archive.records import Source, SourceReport


def register(connection: sqlite3.Connection, sources: Iterable[Source]) -> None:
    """Keep sources as their files describe them now."""
    connection.executemany(
        """INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET
        name = excluded.name, country = excluded.country, languages = excluded.languages,
        timezone = excluded.timezone, homepage = excluded.homepage, license = excluded.license,
        status = excluded.status""",
        [
            (
                s.slug,
                clean(s.name),
                s.country,
                json.dumps(s.languages),
                s.timezone,
                clean(s.homepage),
                clean(s.license),
                s.status,
            )
            for s in sources
        ],
    )


def start(connection: sqlite3.Connection, command: str, now: str) -> int:
    """The id of a run that has begun."""
    cursor = connection.execute("INSERT INTO crawl (started, command) VALUES (?, ?)", [now, clean(command)])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish(
    connection: sqlite3.Connection, crawl_id: int, exit_code: int, reports: Iterable[SourceReport], now: str
) -> None:
    """Write down how a run ended, source by source, and when each is to be asked again."""
    reports = tuple(reports)
    connection.executemany(
        """INSERT INTO crawl_source (crawl_id, source, requests, not_modified, bytes, seconds, outcomes, problem)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                crawl_id,
                r.source,
                r.requests,
                r.not_modified,
                r.bytes,
                r.seconds,
                json.dumps(r.outcomes),
                clean_or_none(r.problem),
            )
            for r in reports
        ],
    )
    for report in reports:
        if report.visit is not None:
            intervals.seen(connection, report.source, report.visit)
        if report.not_before is not None:
            intervals.hold(connection, report.source, report.not_before, now)
    connection.execute("UPDATE crawl SET finished = ?, exit_code = ? WHERE id = ?", [now, exit_code, crawl_id])
