"""The queue of a crawl is the archive: what was discovered and has no outcome is taken up, newest first.

All functions run on the writer's connection; those that write run in the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archive.records import Entry, Outcome

MAX_ATTEMPTS = 3
"""A URL that failed in so many crawls is left alone."""


@dataclass(frozen=True, slots=True)
class Task:
    """One URL that a crawl takes up: an entry, or a known article to be looked at again."""

    url: str
    source: str
    entry_id: int | None
    article_id: int | None
    entry: Entry | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Conditional request headers of a re-check."""


def keep(connection: sqlite3.Connection, entries: Iterable[tuple[str, Entry]], now: str) -> int:
    """Store entries, given with their url_key, that are not known yet; the number of those that are new.

    A known entry only moves its last_seen, and learns a title or date that it lacked.
    """
    rows = [
        (key, e.url, e.source, e.found_in, e.title, e.published, e.published_raw, e.modified, now, now)
        for key, e in entries
    ]
    before = connection.total_changes
    connection.executemany(
        """INSERT OR IGNORE INTO entry
        (url_key, url, source, found_in, title, published, published_raw, modified, first_seen, last_seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )
    new = connection.total_changes - before
    connection.executemany(
        """UPDATE entry SET last_seen = ?, title = coalesce(title, ?),
            published_raw = CASE WHEN published IS NULL THEN ? ELSE published_raw END,
            published = coalesce(published, ?), modified = coalesce(modified, ?)
        WHERE url_key = ?""",
        [(now, title, raw, published, modified, key) for key, _, _, _, title, published, raw, modified, *_ in rows],
    )
    return new


def keep_requested(connection: sqlite3.Connection, key: str, entry: Entry, now: str) -> int:
    """The id of the entry of a URL that a user asked for; known or not, it is to be taken up."""
    keep(connection, [(key, entry)], now)
    (entry_id,) = connection.execute("SELECT id FROM entry WHERE url_key = ?", [key]).fetchone()
    connection.execute("UPDATE entry SET outcome = NULL WHERE id = ?", [entry_id])
    return int(entry_id)


def retry_failed(connection: sqlite3.Connection, source: str) -> int:
    """Put what failed in an earlier crawl back into the queue; the number of entries."""
    return connection.execute(
        """UPDATE entry SET outcome = NULL
        WHERE source = ? AND outcome GLOB 'failed:*' AND attempts < ?""",
        [source, MAX_ATTEMPTS],
    ).rowcount


def next_entry(
    connection: sqlite3.Connection, source: str, taken: Collection[int], since: str | None = None
) -> Task | None:
    """The source's newest entry without outcome; not one in ``taken``, or known to be older than ``since``."""
    rows = connection.execute(
        """SELECT id, url, source, found_in, title, published, published_raw, modified FROM entry
        WHERE source = ? AND outcome IS NULL AND (? IS NULL OR coalesce(published, modified, ?) >= ?)
        ORDER BY coalesce(published, modified) DESC, id LIMIT ?""",
        [source, since, since, since, len(taken) + 1],
    )
    for row in rows:
        if row[0] not in taken:
            return task_of(row)
    return None


def entry_task(connection: sqlite3.Connection, entry_id: int) -> Task:
    """The task of one entry."""
    return task_of(
        connection.execute(
            """SELECT id, url, source, found_in, title, published, published_raw, modified
            FROM entry WHERE id = ?""",
            [entry_id],
        ).fetchone()
    )


def task_of(row: tuple) -> Task:  # type: ignore[type-arg]
    entry = Entry(
        url=row[1],
        source=row[2],
        found_in=row[3],
        title=row[4],
        published=row[5],
        published_raw=row[6],
        modified=row[7],
    )
    return Task(url=entry.url, source=entry.source, entry_id=row[0], article_id=None, entry=entry)


def next_recheck(connection: sqlite3.Connection, source: str, below: int) -> Task | None:
    """The article of the source with the highest id below ``below``.

    Articles that are gone for good are not asked for again.
    """
    row = connection.execute(
        """SELECT id, url FROM article
        WHERE source = ? AND id < ? AND removed IS NULL ORDER BY id DESC LIMIT 1""",
        [source, below],
    ).fetchone()
    return None if row is None else recheck_task(connection, source, *row)


def recheck_task(connection: sqlite3.Connection, source: str, article_id: int, url: str) -> Task:
    """A known article, asked for only if it is no longer what its last capture was."""
    row = connection.execute(
        "SELECT headers FROM capture WHERE article_id = ? AND status = 200 ORDER BY id DESC LIMIT 1",
        [article_id],
    ).fetchone()
    received = {name.lower(): value for name, value in json.loads(row[0])} if row else {}
    asked = (("If-None-Match", received.get("etag")), ("If-Modified-Since", received.get("last-modified")))
    headers = tuple((name, value) for name, value in asked if value)
    return Task(url=url, source=source, entry_id=None, article_id=article_id, headers=headers)


def close(connection: sqlite3.Connection, entry_id: int | None, outcome: Outcome, now: str) -> None:
    """Write down what became of an entry."""
    connection.execute(
        """UPDATE entry SET outcome = ?, outcome_at = ?, attempts = attempts + 1,
            article_id = coalesce(?, article_id) WHERE id = ?""",
        [outcome.outcome, now, outcome.id, entry_id],
    )
