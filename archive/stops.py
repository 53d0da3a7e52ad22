"""Did the last run stop for want of room? Then whoever reads mail was told already. Told from the rows of ``crawl``."""

from __future__ import annotations

import json
import sqlite3


def was_stopped(connection: sqlite3.Connection) -> bool:
    """Whether the last run that ended failed although not all that it asked did: then there was no room for more.

    One that a fault ended looks the same; it was told as an error, and most often it was a full disk.
    """
    last = connection.execute(
        "SELECT id, exit_code FROM crawl WHERE finished IS NOT NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if last is None or last[1] != 1:
        return False
    rows = connection.execute("SELECT answered, outcomes FROM crawl_source WHERE crawl_id = ?", [last[0]]).fetchall()
    return not rows or any(answered or _reached(outcomes) for answered, outcomes in rows)


def _reached(outcomes: str) -> bool:
    return any(not word.startswith("failed:") for word in json.loads(outcomes))
