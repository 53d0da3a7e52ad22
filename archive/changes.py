"""The change sequence: one number for every change that an export must pass on."""

from __future__ import annotations

import sqlite3


def next_change(connection: sqlite3.Connection) -> int:
    """The next number; rises by one with every call, in the caller's transaction."""
    row = connection.execute("UPDATE sequence SET value = value + 1 WHERE name = 'change' RETURNING value").fetchone()
    return int(row[0])
