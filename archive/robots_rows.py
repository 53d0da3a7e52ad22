"""Rows of ``robots_txt``: what a host's robots.txt said, kept from run to run for as long as a reading holds."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from archive.gate import clean


class Reading(NamedTuple):
    """A robots.txt that still holds."""

    content: bytes
    """The lines that count; none where there is no robots.txt."""

    age: float
    """Seconds since it was fetched."""


def find(connection: sqlite3.Connection, place: str, now: str) -> Reading | None:
    """The reading of ``scheme://host[:port]``; None where there is none, or it is over, or its clock was ahead."""
    row = connection.execute(
        "SELECT content, fetched_at, fresh_seconds FROM robots_txt WHERE place = ?", [clean(place)]
    ).fetchone()
    if row is None:
        return None
    content, fetched_at, fresh_seconds = row
    age = (datetime.fromisoformat(now) - datetime.fromisoformat(fetched_at)).total_seconds()
    return Reading(content, age) if 0 <= age < fresh_seconds else None


def keep(
    connection: sqlite3.Connection, place: str, status: int | None, content: bytes, fresh_seconds: int, now: str
) -> None:
    """In the caller's transaction. ``status`` is None where it is redirected too often."""
    connection.execute(
        """INSERT OR REPLACE INTO robots_txt (place, status, content, fetched_at, fresh_seconds)
        VALUES (?, ?, ?, ?, ?)""",
        [clean(place), status, content, now, fresh_seconds],
    )


def forget(connection: sqlite3.Connection, place: str) -> None:
    """In the caller's transaction."""
    connection.execute("DELETE FROM robots_txt WHERE place = ?", [clean(place)])
