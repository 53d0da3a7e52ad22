"""Rows of ``article`` and ``revision``: first seen, changed, mended, gone. All run in the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive import duplicates
from archive.changes import next_change
from archive.clock import days_between
from archive.fingerprints import fingerprint, sha256
from archive.gate import clean
from archive.records import Article, CrawlRules
from archive.search.fold import search_keys


def through_the_gate(article: Article) -> Article:
    """The article with every string cleaned."""
    return Article(
        url=clean(article.url),
        title=clean(article.title),
        text=clean(article.text),
        canonical_url=_cleaned(article.canonical_url),
        language=_cleaned(article.language),
        published=article.published,
        published_raw=_cleaned(article.published_raw),
        published_precision=article.published_precision,
        published_zone=article.published_zone,
        modified=article.modified,
        authors=tuple(map(clean, article.authors)),
        section=_cleaned(article.section),
        keywords=tuple(map(clean, article.keywords)),
        description=_cleaned(article.description),
        image=_cleaned(article.image),
        license=_cleaned(article.license),
    )


def known(connection: sqlite3.Connection, key: str, article_id: int | None) -> sqlite3.Row | None:
    """The article of that id, else of that url_key."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    row: sqlite3.Row | None = cursor.execute(
        "SELECT * FROM article WHERE id = ?1 OR url_key = ?2 ORDER BY id IS ?1 DESC LIMIT 1", [article_id, key]
    ).fetchone()
    return row


def insert(
    connection: sqlite3.Connection, article: Article, key: str, source: str, capture_id: int | None, now: str
) -> tuple[int, str]:
    """The id of the new row, and whether its text is ``new`` or a ``duplicate``."""
    row = {
        "url_key": key,
        "source": source,
        "url": article.url,
        **_text_columns(article.title, article.text),
        **_metadata_columns(article),
        "capture_id": capture_id,
        "first_seen": now,
        "last_seen": now,
        "checked_at": now,
        "change": next_change(connection),
    }
    print_ = str(row["fingerprint"])
    word = "new" if duplicates.first_published(connection, print_) is None else "duplicate"
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO article ({names}) VALUES ({marks})", list(row.values()))
    assert cursor.lastrowid is not None
    _add_revision(connection, cursor.lastrowid, 1, article, capture_id, now)
    duplicates.relink(connection, print_)
    return cursor.lastrowid, word


def seen(connection: sqlite3.Connection, article_id: int, now: str) -> None:
    """The article stands where it stood: only its times move, and removal checks start anew."""
    connection.execute(
        """UPDATE article SET last_seen = ?, checked_at = ?, missing_checks = 0, missing_since = NULL
        WHERE id = ?""",
        [now, now, article_id],
    )


def revise(
    connection: sqlite3.Connection, old: sqlite3.Row, article: Article, capture_id: int | None, now: str
) -> None:
    """A new text of a known article; the old one stays as a revision."""
    row = {
        **_text_columns(article.title, article.text),
        **_metadata_columns(article),
        "published": article.published or old["published"],
        "capture_id": capture_id,
        "revisions": old["revisions"] + 1,
        "settled": 0,
        "change": next_change(connection),
    }
    _update(connection, old["id"], row)
    _add_revision(connection, old["id"], old["revisions"] + 1, article, capture_id, now)
    for print_ in {old["fingerprint"], str(row["fingerprint"])}:
        duplicates.relink(connection, print_)


def rewrite(connection: sqlite3.Connection, article_id: int, title: str, text: str) -> None:
    """Mend the newest text of an article, and what hangs on it: no revision, for the page did not change."""
    (before,) = connection.execute("SELECT fingerprint FROM article WHERE id = ?", [article_id]).fetchone()
    row = {**_text_columns(title, text), "change": next_change(connection)}
    _update(connection, article_id, row)
    connection.execute(
        """UPDATE revision SET text = ?1, sha256 = ?2 WHERE article_id = ?3
        AND number = (SELECT revisions FROM article WHERE id = ?3)""",
        [text, sha256(text), article_id],
    )
    for print_ in {before, str(row["fingerprint"])}:
        duplicates.relink(connection, print_)


def missed(connection: sqlite3.Connection, article_id: int, rules: CrawlRules, now: str) -> bool:
    """One more removal check failed; whether it was the last that it takes."""
    checks, since = connection.execute(
        "SELECT missing_checks + 1, coalesce(missing_since, ?) FROM article WHERE id = ?", [now, article_id]
    ).fetchone()
    gone = bool(checks >= rules.removed_checks and days_between(since, now) >= rules.removed_days)
    row: dict[str, Any] = {"missing_checks": checks, "missing_since": since, "checked_at": now}
    if gone:
        row |= {"removed": now, "change": next_change(connection)}
    _update(connection, article_id, row)
    return gone


def _update(connection: sqlite3.Connection, article_id: int, row: dict[str, Any]) -> None:
    assignments = ", ".join(f"{name} = ?" for name in row)
    connection.execute(f"UPDATE article SET {assignments} WHERE id = ?", [*row.values(), article_id])


def _add_revision(
    connection: sqlite3.Connection, article_id: int, number: int, article: Article, capture_id: int | None, now: str
) -> None:
    connection.execute(
        """INSERT INTO revision (article_id, number, seen_at, title, text, sha256, capture_id)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [article_id, number, now, article.title, article.text, sha256(article.text), capture_id],
    )


def _text_columns(title: str, text: str) -> dict[str, object]:
    return {
        "title": title,
        "text": text,
        "search_keys": search_keys(title, text),
        "word_count": len(text.split()),
        "sha256": sha256(text),
        "fingerprint": fingerprint(text),
    }


def _metadata_columns(article: Article) -> dict[str, object]:
    return {
        "canonical_url": article.canonical_url,
        "language": article.language,
        "published": article.published,
        "published_raw": article.published_raw,
        "published_precision": article.published_precision,
        "published_zone": article.published_zone,
        "modified": article.modified,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "section": article.section,
        "keywords": json.dumps(article.keywords, ensure_ascii=False),
        "description": article.description,
        "image": article.image,
        "license": article.license,
    }


def _cleaned(text: str | None) -> str | None:
    return None if text is None else clean(text)
