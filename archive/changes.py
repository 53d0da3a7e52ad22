"""The change sequence: one number for every change that an export must pass on."""

from __future__ import annotations

import sqlite3


def next_change(connection: sqlite3.Connection) -> int:
    """The next number; rises by one with every call, in the caller's transaction."""
    row = connection.execute("UPDATE sequence SET value = value + 1 WHERE name = 'change' RETURNING value").fetchone()
    return int(row[0])


def catch_up(connection: sqlite3.Connection) -> bool:
    """Bring the sequence to the highest number that an article has; whether it was behind, or gone.

    A number that is given out twice is refused by the index on ``article.change``, in the midst of a run.
    """
    (highest,) = connection.execute("SELECT coalesce(max(change), 0) FROM article").fetchone()
    row = connection.execute("SELECT value FROM sequence WHERE name = 'change'").fetchone()
    if row is not None and row[0] >= highest:
        return False
    connection.execute("INSERT OR REPLACE INTO sequence (name, value) VALUES ('change', ?)", [highest])
    return True
