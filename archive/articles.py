"""Rows of ``article`` and ``revision``: first seen, changed, mended, gone. All run in the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from archive import duplicates, relations, removals
from archive.changes import next_change
from archive.fingerprints import fingerprint, sha256
from archive.gate import clean, clean_or_none
from archive.rechecks import look_again, next_look
from archive.records import Article, Revision, RevisionKind
from archive.revision_kinds import kind_of_change
from archive.search.fold import search_keys

Foreign = tuple[tuple[int, str], ...]

NO_COLUMNS: Mapping[str, object] = MappingProxyType({})

PUBLISHED = ("published", "published_raw", "published_precision", "published_zone")
"""Columns that say one thing together."""


def through_the_gate(article: Article) -> Article:
    """The article with every string cleaned."""
    tag = article.language
    return Article(
        url=clean(article.url),
        title=clean(article.title, tag),
        text=clean(article.text, tag),
        canonical_url=clean_or_none(article.canonical_url),
        language=clean_or_none(article.language),
        published=article.published,
        published_raw=clean_or_none(article.published_raw),
        published_precision=article.published_precision,
        published_zone=article.published_zone,
        modified=article.modified,
        authors=tuple(map(clean, article.authors)),
        section=clean_or_none(article.section),
        keywords=tuple(clean(keyword, tag) for keyword in article.keywords),
        description=clean_or_none(article.description, tag),
        image=clean_or_none(article.image),
        license=clean_or_none(article.license),
        foreign=article.foreign,
        opt_out=article.opt_out,
    )


def insert(
    connection: sqlite3.Connection,
    article: Article,
    key: str,
    source: str,
    capture_id: int | None,
    now: str,
    columns: Mapping[str, object] = NO_COLUMNS,
) -> tuple[int, str]:
    """The id of the new row, and whether its text is ``new`` or a ``duplicate``.

    ``columns``: what else its row has, or in the place of ``now``, where it comes from another archive.
    """
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
        **columns,
    }
    row["due"] = next_look(article.published or str(row["first_seen"]), str(row["checked_at"]))
    print_ = str(row["fingerprint"])
    word = "new" if duplicates.first_published(connection, print_) is None else "duplicate"
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO article ({names}) VALUES ({marks})", list(row.values()))
    assert cursor.lastrowid is not None
    _add_revision(connection, cursor.lastrowid, 1, article, capture_id, now, "first")
    relations.relink(connection, cursor.lastrowid, print_)
    return cursor.lastrowid, word


def seen(connection: sqlite3.Connection, article_id: int, now: str) -> None:
    """The article stands where it stood: its times move, and removal checks start anew.

    One that was removed is no longer; that it was gone is still told by ``removals``.
    """
    row: dict[str, Any] = {"last_seen": now, "checked_at": now}
    if removals.returned(connection, article_id, now):
        row["change"] = next_change(connection)
    _update(connection, article_id, row)
    look_again(connection, article_id, now)


def by_id(connection: sqlite3.Connection, article_id: int) -> sqlite3.Row:
    """An article that is there."""
    row = row_by(connection, "id", article_id)
    assert row is not None
    return row


def row_by(connection: sqlite3.Connection, column: Literal["id", "url_key"], value: str | int) -> sqlite3.Row | None:
    """The article that has the value in a column where no two have the same."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    row: sqlite3.Row | None = cursor.execute(f"SELECT * FROM article WHERE {column} = ?", [value]).fetchone()
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
    connection: sqlite3.Connection,
    old: sqlite3.Row,
    article: Article,
    capture_id: int | None,
    now: str,
    before: Article | None = None,
) -> None:
    """A new text of a known article; the old one stays as a revision.

    ``before``: the page of the old one as it is read today, to tell what the outlet changed by; without it the stored
    text is.
    """
    title, text = (before.title, before.text) if before else (old["title"], old["text"])
    kind = kind_of_change(title, text, article.title, article.text)
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
    _add_revision(connection, old["id"], old["revisions"] + 1, article, capture_id, now, kind)
    relations.relink(connection, old["id"], old["fingerprint"], str(row["fingerprint"]))


def note_opt_out(connection: sqlite3.Connection, article_id: int, signals: tuple[str, ...] | None) -> None:
    """Set what the page of a known article says against being archived, where that is looked at and another."""
    (known,) = connection.execute("SELECT opt_out FROM article WHERE id = ?", [article_id]).fetchone()
    if signals is not None and json.dumps(signals) != known:
        change_row(connection, article_id, {"opt_out": json.dumps(signals)})


def newest_text(connection: sqlite3.Connection, article_id: int) -> Revision:
    """The text of an article as it stands."""
    row = connection.execute(
        """SELECT article_id, number, seen_at, title, text, sha256, capture_id, kind FROM revision
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
        if name not in kept and value != (old[name] if name in there else "[]")  # an old schema may not have it
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


def _update(connection: sqlite3.Connection, article_id: int, row: dict[str, Any]) -> None:
    assignments = ", ".join(f"{name} = ?" for name in row)
    connection.execute(f"UPDATE article SET {assignments} WHERE id = ?", [*row.values(), article_id])


def _add_revision(
    connection: sqlite3.Connection,
    article_id: int,
    number: int,
    article: Article,
    capture_id: int | None,
    now: str,
    kind: RevisionKind,
) -> None:
    connection.execute(
        """INSERT INTO revision (article_id, number, seen_at, title, text, sha256, capture_id, kind)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [article_id, number, now, article.title, article.text, sha256(article.text), capture_id, kind],
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
        **({} if article.opt_out is None else {"opt_out": json.dumps(article.opt_out)}),
    }


SHORT_WORDS = 30
"""An article with fewer words is hardly a text: a caption, a teaser, a flash."""


def is_short(connection: sqlite3.Connection, article_id: int) -> bool:
    (words,) = connection.execute("SELECT word_count FROM article WHERE id = ?", [article_id]).fetchone()
    return bool(words < SHORT_WORDS)
