"""``check --fix``: what can be mended without losing anything is mended; what it cannot mend it leaves and tells."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from archive import duplicates, holdings
from archive.changes import next_change
from archive.check import Finding, migrated_objects, objects_of
from archive.store import Archive

Mend = Callable[[Archive], str | None]
"""Mends one thing, in the caller's transaction, and says what it did; None where nothing was amiss."""

REMADE = ("trigger", "index", "view")
"""What holds no data of its own."""


def fix_archive(path: Path) -> Iterator[Finding]:
    """Mend what can be, and tell it step by step, each one transaction; run ``check_archive`` before and after.

    Opening the archive cuts the torn tails of its files and brings its schema up to date. Raises what that raises;
    call it only where SQLite's integrity check passes.
    """
    with Archive(path) as archive:
        for file, size in archive.mended_files:
            yield Finding(
                check="capture files", state="mended", detail=f"{file}: a torn tail of {size} bytes was cut off"
            )
        for check, mend in MENDS:
            with archive.db.atomic():
                done = mend(archive)
            if done is not None:
                yield Finding(check=check, state="mended", detail=done)


def _schema(archive: Archive) -> str | None:
    """Make triggers and indexes as the migrations do; tables hold data and are left."""
    connection, there = archive.db.conn, objects_of(archive.db.conn)
    made = []
    for (kind, name), sql in migrated_objects().items():
        if kind in REMADE and there.get((kind, name)) != sql:
            connection.execute(f'DROP {kind} IF EXISTS "{name}"')
            connection.execute(sql)
            made.append(f"{kind} {name}")
    return f"made anew: {', '.join(made)}" if made else None


def _full_text(archive: Archive) -> str | None:
    """Write the index anew from the texts, where it does not say what they say."""
    connection = archive.db.conn
    try:
        connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        connection.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
        return "the index was written anew from the texts"
    return None


def _change_sequence(archive: Archive) -> str | None:
    changed = archive.db.conn.execute(
        """UPDATE sequence SET value = (SELECT max(change) FROM article)
        WHERE name = 'change' AND value < (SELECT max(change) FROM article)"""
    ).rowcount
    return "it stands at the last change again" if changed else None


def _revisions(archive: Archive) -> str | None:
    """Count the revisions of an article anew, where the newest of them is its text."""
    connection = archive.db.conn
    rows = connection.execute(
        """SELECT article.id, max(number) AS newest FROM article JOIN revision ON article_id = article.id
        GROUP BY article.id HAVING newest IS NOT revisions AND count(*) = newest"""
    ).fetchall()
    counted = [
        connection.execute(
            """UPDATE article SET revisions = ?1, change = ?2 WHERE id = ?3 AND sha256 = (
            SELECT sha256 FROM revision WHERE article_id = ?3 AND number = ?1)""",
            [newest, next_change(connection), article_id],
        ).rowcount
        for article_id, newest in rows
    ]
    return f"counted anew for {sum(counted)} articles" if any(counted) else None


def _entries(archive: Archive) -> str | None:
    """An outcome without its article is found by its URL, or else the next crawl takes the entry up again."""
    lost = "article_id IS NULL AND outcome IN ('new', 'duplicate', 'unchanged', 'revised', 'removed')"
    found = archive.db.conn.execute(
        f"""UPDATE entry SET article_id = (SELECT id FROM article WHERE article.url_key = entry.url_key)
        WHERE {lost} AND url_key IN (SELECT url_key FROM article)"""
    ).rowcount
    again = archive.db.conn.execute(f"UPDATE entry SET outcome = NULL, outcome_at = NULL WHERE {lost}").rowcount
    told = [f"{found} led to their articles again"] * bool(found) + [f"{again} put back into the queue"] * bool(again)
    return "; ".join(told) or None


def _copies(archive: Archive) -> str | None:
    connection = archive.db.conn
    shared = connection.execute(
        "SELECT fingerprint FROM article WHERE fingerprint <> '' GROUP BY 1 HAVING count(*) > 1 OR max(duplicate_of)"
    ).fetchall()
    linked = sum(len(duplicates.relink(connection, fingerprint)) for (fingerprint,) in shared)
    return f"{linked} linked anew" if linked else None


def _holdings(archive: Archive) -> str | None:
    return "counted anew" if holdings.count_anew(archive.db.conn) else None


MENDS: tuple[tuple[str, Mend], ...] = (
    ("schema", _schema),
    ("change sequence", _change_sequence),
    ("revisions", _revisions),
    ("copies", _copies),
    ("holdings", _holdings),
    ("entries", _entries),
    ("full text", _full_text),
)
