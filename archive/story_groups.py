"""Which story an article belongs to: that of the earliest article that it is linked to, in the order of their dates.

A story begins with an article that tells of no story that began before, and has those that are linked to this first
article; so it lasts no longer than the window of the links, and cannot grow into its neighbours link by link. Of two
stories an article belongs to the one that it is more like. All functions run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from heapq import heappop, heappush

Order = tuple[bool, str | None, str, str]

BEGINS = "(article.story IS NULL OR article.story = article.id)"
"""Of an article: no story that began before has it."""


def regroup(connection: sqlite3.Connection, article_ids: Collection[int]) -> set[int]:
    """Find the stories of articles whose links changed, and of those that follow from them; which have another now.

    From the first to the last, so that what an article follows from is settled before it.
    """
    waiting: list[tuple[Order, int]] = []
    changed: set[int] = set()
    firsts: set[int] = set()
    for article_id in article_ids:
        heappush(waiting, (_order(connection, article_id), article_id))
    done: set[int] = set()
    while waiting:
        _, article_id = heappop(waiting)
        if article_id in done:
            continue
        done.add(article_id)
        (before,) = connection.execute("SELECT story FROM article WHERE id = ?", [article_id]).fetchone()
        first = _first_of(connection, article_id)
        firsts.update(one for one in (before, first, article_id) if one is not None)
        if first is None and before in (None, article_id):
            continue
        if first != before:
            _set(connection, article_id, first)
            changed.add(article_id)
            if (first is None) != (before in (None, article_id)):
                for other in _later(connection, article_id):
                    heappush(waiting, (_order(connection, other), other))
    return changed | _name_firsts(connection, firsts)


def _order(connection: sqlite3.Connection, article_id: int) -> Order:
    published, first_seen, key = connection.execute(
        "SELECT published, first_seen, url_key FROM article WHERE id = ?", [article_id]
    ).fetchone()
    return published is None, published or "", first_seen, key


def _first_of(connection: sqlite3.Connection, article_id: int) -> int | None:
    """The first article of the story that has this one; None where a story begins with it."""
    row = connection.execute(
        f"""SELECT article.id FROM story_link JOIN article ON article.id = other_id
        WHERE article_id = ? AND {BEGINS}
        ORDER BY score DESC, published IS NULL, published, first_seen, url_key LIMIT 1""",
        [article_id],
    ).fetchone()
    return None if row is None else int(row[0])


def _later(connection: sqlite3.Connection, article_id: int) -> list[int]:
    rows = connection.execute("SELECT article_id FROM story_link WHERE other_id = ?", [article_id]).fetchall()
    return [other for (other,) in rows]


def _name_firsts(connection: sqlite3.Connection, firsts: Collection[int]) -> set[int]:
    """Give articles that a story begins with their own number where another is in it, and none where they are alone."""
    changed: set[int] = set()
    for first in sorted(firsts):
        story, has_others = connection.execute(
            """SELECT story, EXISTS (SELECT 1 FROM article AS other WHERE other.story = article.id
                AND other.id <> article.id AND other.duplicate_of IS NULL)
            FROM article WHERE id = ?""",
            [first],
        ).fetchone()
        named = first if has_others else None
        if story in (None, first) and story != named:
            _set(connection, first, named)
            changed.add(first)
    return changed


def copy_stories(connection: sqlite3.Connection, article_ids: Collection[int]) -> set[int]:
    """Give exact copies of articles the stories of these; which have another one now."""
    changed: set[int] = set()
    for article_id in article_ids:
        rows = connection.execute(
            """SELECT copy.id, article.story FROM article JOIN article AS copy ON copy.duplicate_of = article.id
            WHERE article.id = ? AND copy.story IS NOT article.story""",
            [article_id],
        ).fetchall()
        for copy_id, story in rows:
            _set(connection, copy_id, story)
            changed.add(copy_id)
    return changed


def _set(connection: sqlite3.Connection, article_id: int, story: int | None) -> None:
    connection.execute("UPDATE article SET story = ? WHERE id = ?", [story, article_id])
