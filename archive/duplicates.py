"""Same text, other URL: every copy keeps its row and points to the one that was first."""

from __future__ import annotations

import sqlite3

from archive.changes import next_change


def first_published(connection: sqlite3.Connection, fingerprint: str) -> int | None:
    """The article of this text that counts as first: by published, then first_seen, then url_key; None without one.

    Texts without a letter or digit, whose fingerprint is empty, are no copies of each other.
    """
    row = connection.execute(
        """SELECT id FROM article WHERE fingerprint = ? AND fingerprint <> ''
        ORDER BY published IS NULL, published, first_seen, url_key LIMIT 1""",
        [fingerprint],
    ).fetchone()
    return None if row is None else int(row[0])


def relink(connection: sqlite3.Connection, fingerprint: str) -> list[int]:
    """Let all articles of this text point to the first of them, whatever order they came in; which did not yet."""
    first = first_published(connection, fingerprint)
    wrong = connection.execute(
        """SELECT id FROM article
        WHERE fingerprint = ?1 AND duplicate_of IS NOT (CASE WHEN id = ?2 THEN NULL ELSE ?2 END)""",
        [fingerprint, first],
    ).fetchall()
    for (article_id,) in wrong:
        connection.execute(
            "UPDATE article SET duplicate_of = ?, change = ? WHERE id = ?",
            [None if article_id == first else first, next_change(connection), article_id],
        )
    return [article_id for (article_id,) in wrong]
