"""Is there nothing to do? A scheduler asks every ten minutes, and most of its ticks need no crawler.

Opening an archive for writing compares every byte with what the last run left, and starting Scrapy takes a second; this
reads some rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from archive.clock import iso
from archive.entries import UNREAD, next_entry
from archive.intervals import due, is_held, rests
from archive.lock import RunLock
from archive.readonly import SCHEMA_VERSION, open_readonly
from archive.rechecks import due_articles
from archive.records import Source
from archive.seal import Seal


class Idle(NamedTuple):
    """A time in which there is nothing to do."""

    until: datetime
    """When the first of the sources, or of their articles, is due; UTC."""

    last_exit: int
    """The exit code of the last run."""


def idle(database: Path, sources: Sequence[Source], now: datetime) -> Idle | None:
    """None where a run has something to do now, or the archive is not there, or not as the last run left it.

    Raises ArchiveLocked, and what ``open_readonly`` raises.
    """
    if not (sources and database.is_file()):
        return None
    with closing(RunLock(database)) as lock:
        seal = Seal.read(lock.left)
        if seal is None or not seal.is_untouched(database):
            return None
        with closing(open_readonly(database, at_rest=True)) as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            if schema < SCHEMA_VERSION or connection.execute(UNREAD).fetchone():
                return None
            if any(_has_work(connection, source, iso(now)) for source in sources):
                return None
            (last,) = connection.execute("SELECT exit_code FROM crawl ORDER BY id DESC LIMIT 1").fetchone()
            return Idle(max(now, min(_moments(connection, sources, iso(now)))), last)


def _has_work(connection: sqlite3.Connection, source: Source, now: str) -> bool:
    if is_held(connection, source, now):
        return False
    if not rests(connection, source, now) or next_entry(connection, source.slug, ()):
        return True
    return bool(due_articles(connection, source.slug, now, min(source.crawl.rechecks, 1)))


def _moments(connection: sqlite3.Connection, sources: Sequence[Source], now: str) -> Iterator[datetime]:
    for source in sources:
        yield due(connection, source, now)
        if source.crawl.rechecks:
            later = "SELECT min(due) FROM article WHERE source = ? AND due > ?"
            (first,) = connection.execute(later, [source.slug, now]).fetchone()
            if first:
                yield datetime.fromisoformat(first)
