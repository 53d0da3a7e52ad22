"""What was fetched elsewhere, or kept in another archive, becomes rows here, each once.

All functions run on the writer's connection; those that write run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from archive import articles, captures, relations, removals
from archive.exported import ExportedArticle
from archive.gate import clean
from archive.identity import identify
from archive.rechecks import look_again
from archive.records import Capture, Outcome, Source
from archive.urls import url_key

READ = ("new", "duplicate", "unchanged", "revised")
"""Outcomes of a capture whose text is in the archive."""


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """A capture that is in the archive already."""

    capture_id: int
    outcome: Outcome | None
    """None where it was not read yet, or reading it failed: it is to be read (again)."""


def find(connection: sqlite3.Connection, capture: Capture) -> KnownCapture | None:
    """The same bytes from the same URL at the same moment."""
    row = connection.execute(
        """SELECT id, outcome, article_id FROM capture
        WHERE digest = ? AND url = ? AND fetched_at = ? ORDER BY id LIMIT 1""",
        [captures.payload_digest(capture.payload), clean(capture.url), capture.fetched_at],
    ).fetchone()
    if row is None:
        return None
    capture_id, word, article_id = row
    if word is None or word.startswith("failed:"):
        return KnownCapture(capture_id, None)
    known = "unchanged" if word in READ else word
    return KnownCapture(capture_id, Outcome(url=capture.url, source=capture.source, outcome=known, id=article_id))


def keep_entry(connection: sqlite3.Connection, key: str, capture: Capture) -> int:
    """The id of the entry of an imported page, so that no crawl fetches it as news; a known one stays as it was."""
    connection.execute(
        """INSERT OR IGNORE INTO entry (url_key, url, source, found_in, first_seen, last_seen)
        VALUES (?1, ?2, ?3, 'request', ?4, ?4)""",
        [key, capture.url, capture.source, capture.fetched_at],
    )
    (entry_id,) = connection.execute("SELECT id FROM entry WHERE url_key = ?", [key]).fetchone()
    return int(entry_id)


def restore(connection: sqlite3.Connection, exported: ExportedArticle, source: Source, now: str) -> tuple[str, Outcome]:
    """Put an exported article back with all its texts; of a known one only what is later than its last check.

    Gives its url_key too. The texts stay as they are: they were mended where they come from. Copies are linked anew.
    """
    article = articles.through_the_gate(exported.article)
    key, old = identify(connection, article, source, None)
    texts = [
        (articles.through_the_gate(replace(article, title=version.title, text=version.text)), version.seen)
        for version in exported.versions
    ]
    if old is None:
        first, seen = texts.pop(0)
        article_id, word = articles.insert(connection, first, key, source.slug, None, seen)
    else:
        article_id, word = int(old["id"]), "unchanged"
        texts = [(text, seen) for text, seen in texts if seen > old["checked_at"]]
    for text, seen in texts:
        row = articles.by_id(connection, article_id)
        if (text.title, text.text) != (row["title"], row["text"]):
            articles.revise(connection, row, text, None, seen)
            word = "revised" if old is not None else word
    _keep_times(connection, articles.by_id(connection, article_id), exported, fresh=old is None)
    _keep_read_entry(connection, url_key(article.url, source), exported, article_id, now)
    return key, Outcome(url=article.url, source=source.slug, outcome=word, id=article_id)


def _keep_times(connection: sqlite3.Connection, row: sqlite3.Row, exported: ExportedArticle, *, fresh: bool) -> None:
    """When it was first and last there and whether it has gone, where it is new or was checked later than we did."""
    checked = max(exported.last_seen, exported.removed or "")
    if fresh or checked > row["checked_at"]:
        times = {"last_seen": exported.last_seen, "checked_at": checked}
        articles.change_row(connection, row["id"], {**times, "settled": 1 if fresh else row["settled"]})
        removals.restored(connection, row["id"], exported.removed, exported.last_seen)
        look_again(connection, row["id"], checked)
    if exported.first_seen < row["first_seen"]:
        articles.change_row(connection, row["id"], {"first_seen": exported.first_seen})
        relations.relink(connection, row["id"], row["fingerprint"])


def _keep_read_entry(
    connection: sqlite3.Connection, key: str, exported: ExportedArticle, article_id: int, now: str
) -> None:
    connection.execute(
        """INSERT OR IGNORE INTO entry (url_key, url, source, found_in, first_seen, last_seen, attempts, outcome,
            outcome_at, article_id) VALUES (?, ?, ?, 'request', ?, ?, 1, 'new', ?, ?)""",
        [key, exported.article.url, exported.source, exported.first_seen, exported.last_seen, now, article_id],
    )
