"""Texts that flicker: a page that gives two texts by turns, as when two servers are not in step.

Each text is a revision when it first comes, and so are the first ``RETURNS`` returns to a text that was there before.
From then on no return makes a revision: it is counted for the text it returned to. A text that is new is a revision,
now as before. In the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.fingerprints import sha256
from archive.mending import without_headlines
from archive.records import Article

RETURNS = 2
"""Returns that are revisions: A, B, A, B. An edit that is taken back, and made again, is told whole."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A text that came back after the returns had ceased to be revisions."""

    number: int
    """The first revision that had it."""

    since: str
    """When it first came back so, UTC ISO-8601."""

    last: str
    """When it last did; of all texts of an article the one that did last is what the page says now."""

    returns: int
    """How often."""


def flicker_of(connection: sqlite3.Connection, article_id: int) -> list[Returned]:
    """The texts by turns of an article, by number; none where it does not flicker."""
    rows = connection.execute(
        "SELECT number, since, last, returns FROM flicker WHERE article_id = ? ORDER BY number", [article_id]
    )
    return [Returned(*row) for row in rows]


def is_news(connection: sqlite3.Connection, old: sqlite3.Row, article: Article, now: str, *, differs: bool) -> bool:
    """Whether the text of a page is to be a revision; a return that is none is counted.

    ``differs``: it is not the newest revision's.
    """
    if old["revisions"] < 2 + RETURNS:
        return differs
    first, returns, newest = _texts(connection, old["id"])
    if returns < RETURNS:
        return differs
    number = first[newest] if not differs else _known(connection, old, article, first)
    if number is None:
        return True
    if number != _present(connection, old["id"], first[newest]):
        connection.execute(
            """INSERT INTO flicker (article_id, number, since, last, returns) VALUES (?1, ?2, ?3, ?3, 1)
            ON CONFLICT DO UPDATE SET last = ?3, returns = returns + 1""",
            [old["id"], number, now],
        )
    return False


Text = tuple[str, str]
"""Headline, and the SHA-256 of the text."""


def _texts(connection: sqlite3.Connection, article_id: int) -> tuple[dict[Text, int], int, Text]:
    """Each text with the first revision that had it, the revisions that were returns, and the newest text."""
    first: dict[Text, int] = {}
    returns, text = 0, ("", "")
    rows = connection.execute(
        "SELECT number, title, sha256 FROM revision WHERE article_id = ? ORDER BY number", [article_id]
    )
    for number, title, digest in rows:
        before, text = text, (title, digest)
        returns += text in first and text != before
        first.setdefault(text, number)
    return first, returns, text


def _known(connection: sqlite3.Connection, old: sqlite3.Row, article: Article, first: dict[Text, int]) -> int | None:
    """The revision that first had a page's text, as it came or as it would be mended."""
    mended = without_headlines(connection, old["id"], old["source"], old["url_key"], article.text)
    return first.get((article.title, sha256(article.text))) or first.get((article.title, sha256(mended)))


def _present(connection: sqlite3.Connection, article_id: int, newest: int) -> int:
    """The text that the last visit saw, by the first revision that had it."""
    row = connection.execute(
        """SELECT number FROM flicker WHERE article_id = ?1 AND last > (
            SELECT max(seen_at) FROM revision WHERE article_id = ?1) ORDER BY last DESC LIMIT 1""",
        [article_id],
    ).fetchone()
    return newest if row is None else int(row[0])
