"""Rows of ``timetable``: when each source is asked for news again. How that is reckoned stands in ``archive.pace``.

All functions that write run in the caller's transaction.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from archive.clock import iso
from archive.pace import LONGEST, Pace, Visit, after, due_at, is_due
from archive.records import Source
from archive.trouble import Trouble, from_json, to_json

WEEK = timedelta(days=7)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def fixed_interval(source: Source) -> timedelta | None:
    """The time that its file names; None for ``auto``."""
    found = re.fullmatch(r"(\d+)([mhd])", source.crawl.interval)
    return timedelta(**{UNITS[found[2]]: int(found[1])}) if found else None


def due(connection: sqlite3.Connection, source: Source, now: str) -> datetime:
    """When the source is to be asked for news again; ``now`` for one that never was, or when the clock was wrong."""
    pace = pace_of(connection, source.slug)
    moment = datetime.fromisoformat(now)
    if pace and pace.asked_at > moment:
        return moment
    return due_at(pace, source.slug, fixed_interval(source), _of_late(connection, source.slug, now)) if pace else moment


def rests(connection: sqlite3.Connection, source: Source, now: str) -> bool:
    """Whether the source is not to be asked for news yet: its time has not come, or all that it has is fresh."""
    if not is_due(due(connection, source, now), datetime.fromisoformat(now)):
        return True
    rows = connection.execute("SELECT url FROM discovery WHERE source = ?", [source.slug]).fetchall()
    return bool(rows) and all(is_fresh(connection, source, url, now) for (url,) in rows)


def is_fresh(connection: sqlite3.Connection, source: Source, url: str, now: str) -> bool:
    """Whether a feed, sitemap or listing said that it is not to be read again yet; a fixed interval overrules it."""
    row = connection.execute(
        "SELECT fetched_at, fresh_seconds, skip_hours FROM discovery WHERE source = ? AND url = ?", [source.slug, url]
    ).fetchone()
    if row is None or fixed_interval(source):
        return False
    moment = datetime.fromisoformat(now)
    fetched = datetime.fromisoformat(row[0])
    until = fetched + min(timedelta(seconds=row[1]), LONGEST)
    return (fetched <= moment and not is_due(until, moment)) or moment.hour in json.loads(row[2])


def seen(connection: sqlite3.Connection, slug: str, visit: Visit) -> None:
    """Write down what a run saw of a source that it asked for news."""
    old = pace_of(connection, slug)
    old = replace(old, trouble=trouble_of(connection, slug)) if old else None
    new = after(old, visit, _of_late(connection, slug, iso(visit.at)))
    connection.execute(
        """INSERT OR REPLACE INTO timetable (source, asked_at, answered_at, per_day, failures, not_before, trouble)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [
            *(slug, iso(new.asked_at), _iso(new.answered_at), new.per_day, new.failures, _iso(new.not_before)),
            to_json(new.trouble),
        ],
    )


def hold(connection: sqlite3.Connection, slug: str, until: datetime, now: str) -> None:
    """Its server asked to be left alone until then; a day is long enough."""
    latest = min(until, datetime.fromisoformat(now) + LONGEST)
    connection.execute(
        """INSERT INTO timetable (source, asked_at, failures, not_before) VALUES (?, ?, 0, ?)
        ON CONFLICT (source) DO UPDATE SET not_before = excluded.not_before""",
        [slug, now, iso(latest)],
    )


def is_held(connection: sqlite3.Connection, source: Source, now: str) -> bool:
    """Whether nothing at all is to be asked of the source now, no article either.

    Its server asked to be left alone for longer, or gave nothing of any kind when it was last asked, and its time has
    not come: an article more would meet the same.
    """
    pace, moment = pace_of(connection, source.slug), datetime.fromisoformat(now)
    if pace is None:
        return False
    if pace.not_before is not None and not is_due(pace.not_before, moment):
        return pace.not_before <= moment + LONGEST  # a later one was reckoned by a clock that ran ahead
    trouble = trouble_of(connection, source.slug)
    is_there = trouble is not None and trouble.sign.kind == "unusable"
    return pace.failures > 0 and not is_there and not is_due(due(connection, source, now), moment)


def pace_of(connection: sqlite3.Connection, slug: str) -> Pace | None:
    """Without its trouble; None for a source that was never asked for news."""
    row = connection.execute(
        "SELECT asked_at, answered_at, per_day, failures, not_before FROM timetable WHERE source = ?", [slug]
    ).fetchone()
    if row is None:
        return None
    asked, answered, per_day, failures, not_before = row
    return Pace(datetime.fromisoformat(asked), _moment(answered), per_day, failures, _moment(not_before))


def trouble_of(connection: sqlite3.Connection, slug: str) -> Trouble | None:
    """What a source answers instead of news; an archive of an earlier schema cannot tell."""
    row = connection.execute("SELECT trouble FROM timetable WHERE source = ?", [slug]).fetchone()
    return from_json(row[0]) if row else None


def _of_late(connection: sqlite3.Connection, slug: str, now: str) -> float:
    """Its articles of the last seven days, a day; the index of its newest articles alone answers."""
    (articles,) = connection.execute(
        "SELECT count(*) FROM article WHERE source = ? AND coalesce(published, first_seen) >= ?",
        [slug, iso(datetime.fromisoformat(now) - WEEK)],
    ).fetchone()
    return float(articles / WEEK.days)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _iso(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None
