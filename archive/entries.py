"""The queue of a crawl is the archive: what was discovered and has no outcome is taken up, newest first.

All functions run on the writer's connection; those that write run in the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from archive.clock import iso
from archive.gate import clean, clean_or_none
from archive.records import Entry, Outcome

MAX_ATTEMPTS = 3
"""A URL that failed in so many crawls is left alone."""

DAY = timedelta(days=1)
"""The last try waits for so long: three runs may lie within half an hour, and an outage lasts for longer."""

WALLED_FOR = timedelta(days=30)

UNREAD = "SELECT id FROM capture WHERE outcome IS NULL AND status NOT BETWEEN 300 AND 399 ORDER BY id"
"""Captures that no run has read yet, oldest first; a redirect's is asked for again."""


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
        {
            **asdict(entry),
            "url": clean(entry.url),
            "title": clean_or_none(entry.title),
            "published_raw": clean_or_none(entry.published_raw),
            "key": key,
            "now": now,
        }
        for key, entry in entries
    ]
    before = connection.total_changes
    connection.executemany(
        """INSERT OR IGNORE INTO entry
        (url_key, url, source, found_in, title, published, published_raw, modified, first_seen, last_seen)
        VALUES (:key, :url, :source, :found_in, :title, :published, :published_raw, :modified, :now, :now)""",
        rows,
    )
    new = connection.total_changes - before
    connection.executemany(
        """UPDATE entry SET last_seen = :now, title = coalesce(title, :title),
            published_raw = CASE WHEN published IS NULL THEN :published_raw ELSE published_raw END,
            published = coalesce(published, :published), modified = coalesce(modified, :modified)
        WHERE url_key = :key""",
        rows,
    )
    return new


def article_of(connection: sqlite3.Connection, key: str) -> int | None:
    """The article of a url_key, or the one that the entry of that url_key led to."""
    row = connection.execute(
        """SELECT id FROM article WHERE url_key = ?
        UNION ALL SELECT article_id FROM entry WHERE url_key = ? AND article_id IS NOT NULL""",
        [key, key],
    ).fetchone()
    return None if row is None else int(row[0])


def keep_requested(connection: sqlite3.Connection, key: str, entry: Entry, now: str) -> int:
    """The id of the entry of a URL that a user asked for; known or not, it is to be taken up."""
    keep(connection, [(key, entry)], now)
    (entry_id,) = connection.execute("SELECT id FROM entry WHERE url_key = ?", [key]).fetchone()
    connection.execute("UPDATE entry SET outcome = NULL WHERE id = ?", [entry_id])
    return int(entry_id)


def retry_failed(connection: sqlite3.Connection, source: str, now: str) -> int:
    """Put what failed in an earlier crawl back into the queue, the last try a day later; the number of entries.

    A challenge says nothing of the article behind it: it is asked for once a day, for a month.
    """
    moment = datetime.fromisoformat(now)
    day_ago, month_ago = iso(moment - DAY), iso(moment - WALLED_FOR)
    failed = connection.execute(
        """UPDATE entry SET outcome = NULL WHERE source = ? AND outcome GLOB 'failed:*'
        AND attempts < ? AND (attempts < ? OR outcome_at <= ?)""",
        [source, MAX_ATTEMPTS, MAX_ATTEMPTS - 1, day_ago],
    ).rowcount
    walled = connection.execute(
        """UPDATE entry SET outcome = NULL WHERE source = ? AND outcome = 'rejected:challenge'
        AND outcome_at <= ? AND first_seen >= ?""",
        [source, day_ago, month_ago],
    ).rowcount
    return failed + walled


def next_entry(
    connection: sqlite3.Connection, source: str, taken: Collection[int], since: str | None = None
) -> Task | None:
    """The source's newest entry without outcome; not one in ``taken``, or known to be older than ``since``."""
    rows = connection.execute(
        """SELECT id, url, source, found_in, title, published, published_raw, modified FROM entry
        WHERE source = ?1 AND outcome IS NULL
        AND coalesce(coalesce(published, modified) >= substr(?2, 1, length(coalesce(published, modified))), 1)
        ORDER BY coalesce(published, modified) DESC, id LIMIT ?3""",
        [source, since, len(taken) + 1],
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
        "SELECT max(id) FROM article WHERE source = ? AND id < ? AND removed IS NULL", [source, below]
    ).fetchone()
    return None if row[0] is None else recheck_task(connection, source, row[0])


def recheck_task(connection: sqlite3.Connection, source: str, article_id: int) -> Task:
    """A known article, asked for only if it is no longer what its last capture was.

    Only a capture from the article's own URL that held its text counts: the validators of a page that stood in its
    place for a day would hide an edit.
    """
    (url,) = connection.execute("SELECT url FROM article WHERE id = ?", [article_id]).fetchone()
    row = connection.execute(
        """SELECT headers FROM capture WHERE article_id = ?1 AND url = ?2 AND status IN (200, 203)
        AND outcome IN ('new', 'duplicate', 'unchanged', 'revised')
        AND id NOT IN (SELECT capture_id FROM removal_check WHERE article_id = ?1 AND capture_id IS NOT NULL)
        ORDER BY id DESC LIMIT 1""",
        [article_id, url],
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
