"""What was fetched elsewhere, or kept in another archive, becomes rows here, each once.

All functions run on the writer's connection; those that write run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive import articles, captures, relations, removals
from archive.exported import ExportedArticle, Version
from archive.gate import clean
from archive.identity import identify
from archive.rechecks import look_again
from archive.records import Article, Capture, Outcome, Source
from archive.urls import url_key

Dated = tuple[Article, str]
"""An article with one of its texts, and when that was seen."""

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
    texts = [(_with_text(article, version), version.seen) for version in exported.versions]
    if old is None:
        article_id, word = _insert(connection, exported, texts, key, source.slug)
    else:
        article_id, word = int(old["id"]), _bring_up_to_date(connection, exported, texts, old)
    _keep_read_entry(connection, url_key(article.url, source), exported, article_id, now)
    return key, Outcome(url=article.url, source=source.slug, outcome=word, id=article_id)


def _with_text(article: Article, version: Version) -> Article:
    title, text = clean(version.title, article.language), clean(version.text, article.language)
    return replace(article, title=title, text=text)


def _insert(
    connection: sqlite3.Connection, exported: ExportedArticle, texts: Sequence[Dated], key: str, source: str
) -> tuple[int, str]:
    (first, seen), *later = texts
    times = {**_last_times(exported), "first_seen": min(exported.first_seen, seen), "settled": 1}
    article_id, word = articles.insert(connection, first, key, source, None, seen, times)
    if _revise(connection, article_id, later):
        articles.change_row(connection, article_id, {"settled": 1})
    if exported.removed is not None:
        _keep_removal(connection, article_id, exported)
    return article_id, word


def _bring_up_to_date(
    connection: sqlite3.Connection, exported: ExportedArticle, texts: Iterable[Dated], old: sqlite3.Row
) -> str:
    """Take what is later than the article's last check, and its first_seen where that is earlier."""
    revised = _revise(connection, old["id"], [text for text in texts if text[1] > old["checked_at"]])
    times = _last_times(exported)
    if times["checked_at"] > old["checked_at"]:
        articles.change_row(connection, old["id"], times)
        _keep_removal(connection, old["id"], exported)
    if exported.first_seen < old["first_seen"]:
        articles.change_row(connection, old["id"], {"first_seen": exported.first_seen})
        relations.relink(connection, old["id"], articles.by_id(connection, old["id"])["fingerprint"])
    return "revised" if revised else "unchanged"


def _last_times(exported: ExportedArticle) -> dict[str, str]:
    return {"last_seen": exported.last_seen, "checked_at": max(exported.last_seen, exported.removed or "")}


def _revise(connection: sqlite3.Connection, article_id: int, texts: Iterable[Dated]) -> bool:
    """Whether any of the texts is another than the one before it."""
    revised = False
    for text, seen in texts:
        row = articles.by_id(connection, article_id)
        if (text.title, text.text) != (row["title"], row["text"]):
            articles.revise(connection, row, text, None, seen)
            revised = True
    return revised


def _keep_removal(connection: sqlite3.Connection, article_id: int, exported: ExportedArticle) -> None:
    removals.restored(connection, article_id, exported.removed, exported.last_seen)
    look_again(connection, article_id, _last_times(exported)["checked_at"])


def _keep_read_entry(
    connection: sqlite3.Connection, key: str, exported: ExportedArticle, article_id: int, now: str
) -> None:
    connection.execute(
        """INSERT OR IGNORE INTO entry (url_key, url, source, found_in, first_seen, last_seen, attempts, outcome,
            outcome_at, article_id) VALUES (?, ?, ?, 'request', ?, ?, 1, 'new', ?, ?)""",
        [key, exported.article.url, exported.source, exported.first_seen, exported.last_seen, now, article_id],
    )
