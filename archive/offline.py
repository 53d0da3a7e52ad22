"""Is it our own network that is away? Told from when the sources of the timetable were asked, and what they gave."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from archive.clock import iso

WITHIN = timedelta(days=1)
"""Every source is asked at least so often."""

FEWEST = 2
"""Of one source it cannot be told whether it is its network or ours."""

NO_ANSWER = """SELECT count(*),
        min(failures > 0 AND coalesce(json_extract(trouble, '$.sign.kind') IN ('gone', 'unreachable'), 0))
    FROM timetable WHERE asked_at BETWEEN ? AND ?"""


def offline(connection: sqlite3.Connection, now: str) -> str | None:
    """A sentence where of all sources that were asked within a day none gives any answer; ``now`` in UTC ISO-8601."""
    asked, none_answers = connection.execute(NO_ANSWER, [_day_ago(now), now]).fetchone()
    if asked < FEWEST or not none_answers:
        return None
    return (
        f"offline: none of the {asked} sources that were asked within a day gives an answer. See whether this machine "
        "reaches the network; nothing is lost, and the next run makes up for it"
    )


def others_are_silent(connection: sqlite3.Connection, source: str, now: str) -> bool:
    """Whether other sources were asked within a day, and none of them had a usable answer."""
    (answered,) = connection.execute(
        "SELECT max(coalesce(answered_at, '') >= ?1) FROM timetable WHERE source != ?2 AND asked_at >= ?1",
        [_day_ago(now), source],
    ).fetchone()
    return bool(answered == 0)


def _day_ago(now: str) -> str:
    return iso(datetime.fromisoformat(now) - WITHIN)
