"""Relate many articles: those of an archive of an earlier schema, once, and all of them where their relations broke."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence

from sqlite_utils import Database

from archive import relations
from archive.changes import next_change
from archive.progress import Tell, told_at_times

AT_ONCE = 200
"""Articles that are related in one transaction; some 0.3 s."""

QUIETLY = 1_000
"""Articles from which on it is said that they are; fewer take a second or two."""

INDEXES = ("near_duplicate", "story_link", "shingle", "story_term", "sketch")

NEAR = """(SELECT group_concat(of_id || kind || similarity) FROM
    (SELECT of_id, kind, similarity FROM near_duplicate WHERE article_id = article.id ORDER BY of_id))"""
"""All that an article is a near-copy of."""


def relate_waiting(db: Database, tell: Tell) -> None:
    """Relate the articles that were not related yet; what a crash leaves undone is done next time."""
    to_do = waiting(db.conn)
    if len(to_do) >= QUIETLY:
        tell(f"{len(to_do):,} articles are related to each other, once. It may be interrupted, and goes on then.")
    _relate(db, to_do, tell)


def relate_anew(db: Database, tell: Tell) -> int:
    """Forget how all articles are related and relate them, in the caller's transaction; how many are otherwise now.

    Relations follow from the articles alone, so nothing is lost. Only what is related otherwise takes a number in the
    change sequence.
    """
    connection = db.conn
    connection.execute(
        f"CREATE TEMP TABLE before AS SELECT id, change, story, {NEAR} AS near FROM main.article AS article ORDER BY id"
    )
    (value,) = connection.execute("SELECT value FROM sequence WHERE name = 'change'").fetchone()
    for table in INDEXES:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE article SET story = NULL WHERE story IS NOT NULL")
    to_do = waiting(connection)
    if len(to_do) >= QUIETLY:
        tell(f"{len(to_do):,} articles are related to each other anew. Interrupted, it changes nothing.")
    _relate(db, to_do, tell)
    connection.execute(
        """UPDATE article SET change = before.change FROM temp.before
        WHERE before.id = article.id AND article.change IS NOT before.change"""
    )
    connection.execute("UPDATE sequence SET value = ? WHERE name = 'change'", [value])
    changed = connection.execute(
        f"""SELECT id FROM article JOIN temp.before USING (id)
        WHERE article.story IS NOT before.story OR {NEAR} IS NOT before.near ORDER BY id"""
    ).fetchall()
    for (article_id,) in changed:
        connection.execute("UPDATE article SET change = ? WHERE id = ?", [next_change(connection), article_id])
    connection.execute("DROP TABLE temp.before")
    return len(changed)


def _relate(db: Database, to_do: Sequence[int], tell: Tell) -> None:
    progress = told_at_times(tell, lambda done, of: f"{done:,} of {of:,} articles are related.")
    for start in range(0, len(to_do), AT_ONCE):
        with db.atomic():
            for article_id in to_do[start : start + AT_ONCE]:
                relations.relink(db.conn, article_id)
        progress(min(start + AT_ONCE, len(to_do)), len(to_do))


def waiting(connection: sqlite3.Connection) -> array[int]:
    """The articles that were not related yet, by id: those of an archive of an earlier schema, or none.

    Whatever is related has its row in ``sketch``, and ids only rise, so the answer is immediate where there are none.
    """
    rows = connection.execute(
        "SELECT id FROM article WHERE id > (SELECT coalesce(max(article_id), 0) FROM sketch) ORDER BY id"
    )
    return array("q", (article_id for (article_id,) in rows))
