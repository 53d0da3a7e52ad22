"""Rows of ``article`` and ``revision``: first seen, changed, mended, gone. All run in the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from archive import duplicates, relations
from archive.changes import next_change
from archive.clock import days_between
from archive.fingerprints import fingerprint, sha256
from archive.gate import clean, clean_or_none
from archive.records import Article, CrawlRules, Revision, Source
from archive.search.fold import search_keys
from archive.urls import in_scope, url_key

Foreign = tuple[tuple[int, str], ...]

PUBLISHED = ("published", "published_raw", "published_precision", "published_zone")
"""Columns that say one thing together."""


def through_the_gate(article: Article) -> Article:
    """The article with every string cleaned."""
    return Article(
        url=clean(article.url),
        title=clean(article.title),
        text=clean(article.text),
        canonical_url=clean_or_none(article.canonical_url),
        language=clean_or_none(article.language),
        published=article.published,
        published_raw=clean_or_none(article.published_raw),
        published_precision=article.published_precision,
        published_zone=article.published_zone,
        modified=article.modified,
        authors=tuple(map(clean, article.authors)),
        section=clean_or_none(article.section),
        keywords=tuple(map(clean, article.keywords)),
        description=clean_or_none(article.description),
        image=clean_or_none(article.image),
        license=clean_or_none(article.license),
        foreign=article.foreign,
    )


def identify(
    connection: sqlite3.Connection, article: Article, source: Source, article_id: int | None
) -> tuple[str, sqlite3.Row | None]:
    """The url_key of a page, and the known article that it is: the one that was asked for, else that of its URL.

    A canonical URL is believed within the source's scope, and unless an article with another headline and another
    text goes by it: some templates give many pages the same one.
    """
    if article_id is not None:
        asked = _row_of(connection, "id", article_id)
        assert asked is not None
        return asked["url_key"], asked
    own = url_key(article.url, source)
    canonical = article.canonical_url
    claimed = url_key(canonical, source) if canonical and in_scope(canonical, source) else own
    at_own, at_claimed = (_row_of(connection, "url_key", key) for key in (own, claimed))
    for row in (at_own, at_claimed):
        if row is not None and _is_page_of(row, article, own, source):
            return row["url_key"], row
    if at_claimed is None:
        return claimed, None
    if at_own is not None and not _give_way(connection, at_own, source):
        return own, at_own
    return own, None


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
    relations.relink(connection, cursor.lastrowid, print_)
    return cursor.lastrowid, word


def seen(connection: sqlite3.Connection, article_id: int, now: str) -> None:
    """The article stands where it stood: its times move, and removal checks start anew.

    One that was removed is no longer; that it was gone is still told by the captures whose outcome is ``removed``.
    """
    row: dict[str, Any] = {"last_seen": now, "checked_at": now, "missing_checks": 0, "missing_since": None}
    if _was_removed(connection, article_id):
        row |= {"removed": None, "change": next_change(connection)}
    _update(connection, article_id, row)


def by_id(connection: sqlite3.Connection, article_id: int) -> sqlite3.Row:
    """An article that is there."""
    row = _row_of(connection, "id", article_id)
    assert row is not None
    return row


def change_row(connection: sqlite3.Connection, article_id: int, row: dict[str, Any]) -> None:
    """Set columns, which is a change that the next export passes on."""
    _update(connection, article_id, {**row, "change": next_change(connection)})


def seen_before(connection: sqlite3.Connection, old: sqlite3.Row, text: str, moment: str) -> None:
    """A capture from before the article's last check: it was there that early, and so was this text if it is its first.

    Which of its copies came first may change with it.
    """
    if moment >= old["first_seen"]:
        return
    change_row(connection, old["id"], {"first_seen": moment})
    connection.execute(
        "UPDATE revision SET seen_at = ? WHERE article_id = ? AND number = 1 AND sha256 = ?",
        [moment, old["id"], sha256(text)],
    )
    relations.relink(connection, old["id"], old["fingerprint"])


def revise(
    connection: sqlite3.Connection, old: sqlite3.Row, article: Article, capture_id: int | None, now: str
) -> None:
    """A new text of a known article; the old one stays as a revision."""
    row = {
        **_text_columns(article.title, article.text),
        **_metadata_columns(article),
        **({} if article.published else {name: old[name] for name in PUBLISHED}),
        "capture_id": capture_id,
        "revisions": old["revisions"] + 1,
        "settled": 0,
        "change": next_change(connection),
    }
    _update(connection, old["id"], row)
    _add_revision(connection, old["id"], old["revisions"] + 1, article, capture_id, now)
    relations.relink(connection, old["id"], old["fingerprint"], str(row["fingerprint"]))


def newest_text(connection: sqlite3.Connection, article_id: int) -> Revision:
    """The text of an article as it stands."""
    row = connection.execute(
        """SELECT article_id, number, seen_at, title, text, sha256, capture_id FROM revision
        WHERE article_id = ? ORDER BY number DESC LIMIT 1""",
        [article_id],
    ).fetchone()
    return Revision(**dict(zip(Revision.__slots__, row, strict=True)))


def rewrite(
    connection: sqlite3.Connection, article_id: int, title: str, text: str, foreign: Foreign | None = None
) -> None:
    """Mend the newest text of an article, and what hangs on it: no revision, for the page did not change."""
    (before,) = connection.execute("SELECT fingerprint FROM article WHERE id = ?", [article_id]).fetchone()
    row = {**_text_columns(title, text), "change": next_change(connection)}
    if foreign is not None:
        row["foreign_paragraphs"] = json.dumps(foreign)
    _update(connection, article_id, row)
    connection.execute(
        """UPDATE revision SET title = ?1, text = ?2, sha256 = ?3 WHERE article_id = ?4
        AND number = (SELECT revisions FROM article WHERE id = ?4)""",
        [title, text, sha256(text), article_id],
    )
    relations.relink(connection, article_id, before, str(row["fingerprint"]))


def other_columns(old: sqlite3.Row, article: Article) -> dict[str, object]:
    """The metadata columns that a page read anew sets otherwise than its row; a date that is known is never lost."""
    row = _metadata_columns(article)
    kept = (*(() if article.published else PUBLISHED), *(() if article.modified else ("modified",)))
    there = old.keys()
    return {
        name: value
        for name, value in row.items()
        if name not in kept and value != (old[name] if name in there else "[]")  # schema 1 had no foreign paragraphs
    }


def rewrite_revision(connection: sqlite3.Connection, article_id: int, number: int, title: str, text: str) -> None:
    """Set one text of an article; call mend_row when all are set."""
    connection.execute(
        "UPDATE revision SET title = ?, text = ?, sha256 = ? WHERE article_id = ? AND number = ?",
        [title, text, sha256(text), article_id, number],
    )


def mend_row(connection: sqlite3.Connection, article_id: int, columns: Mapping[str, object], change: int) -> None:
    """Bring an article in step with its newest revision, set other columns, and link its copies anew."""
    old, newest = by_id(connection, article_id), newest_text(connection, article_id)
    row = {**columns, "change": change}
    if (old["title"], old["text"]) != (newest.title, newest.text):
        row |= _text_columns(newest.title, newest.text)
    _update(connection, article_id, row)
    relations.relink(connection, article_id, old["fingerprint"], str(row.get("fingerprint", old["fingerprint"])))


def missed(connection: sqlite3.Connection, article_id: int, rules: CrawlRules, now: str) -> bool:
    """One more removal check failed; whether the article is removed now, or was so before."""
    checks, since, removed = connection.execute(
        "SELECT missing_checks + 1, coalesce(missing_since, ?), removed FROM article WHERE id = ?", [now, article_id]
    ).fetchone()
    enough = checks >= rules.removed_checks and days_between(since, now) >= rules.removed_days
    row: dict[str, Any] = {"missing_checks": checks, "missing_since": since, "checked_at": now}
    if enough and removed is None:
        row |= {"removed": now, "change": next_change(connection)}
    _update(connection, article_id, row)
    return enough or removed is not None


def _row_of(connection: sqlite3.Connection, column: str, value: str | int) -> sqlite3.Row | None:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    row: sqlite3.Row | None = cursor.execute(f"SELECT * FROM article WHERE {column} = ?", [value]).fetchone()
    return row


def _is_page_of(row: sqlite3.Row, article: Article, own: str, source: Source) -> bool:
    return bool(
        url_key(row["url"], source) == own
        or row["title"] == article.title
        or row["fingerprint"] == fingerprint(article.text)
    )


def _give_way(connection: sqlite3.Connection, squatter: sqlite3.Row, source: Source) -> bool:
    """Let an article that took another page's URL for its canonical one go by its own; False where that is taken."""
    return bool(
        connection.execute(
            "UPDATE OR IGNORE article SET url_key = ? WHERE id = ?", [url_key(squatter["url"], source), squatter["id"]]
        ).rowcount
    )


def _was_removed(connection: sqlite3.Connection, article_id: int) -> bool:
    (removed,) = connection.execute("SELECT removed FROM article WHERE id = ?", [article_id]).fetchone()
    return removed is not None


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
        "foreign_paragraphs": json.dumps(article.foreign),
    }
