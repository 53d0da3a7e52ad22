"""What an archive has of the texts and the event of one article, as plain data: copies, near-copies, its story."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.withheld import NO_COPY, SHOWN

SINCE = 3
"""``PRAGMA user_version`` from which an archive has these tables; of an older one only exact copies are told."""

MOST = 100
"""Of each kind."""

COPIES = f"""SELECT article.id, title, source, published FROM article
    WHERE (article.id = :first OR duplicate_of = :first) AND article.id <> :id AND {SHOWN}
    ORDER BY duplicate_of IS NOT NULL, published IS NULL, published, first_seen, url_key LIMIT :most"""

NEAR_COPIES = f"""SELECT article.id, title, source, published, kind, similarity, is_first FROM (
        SELECT of_id AS other, kind, similarity, 1 AS is_first FROM near_duplicate WHERE article_id = :id
        UNION ALL SELECT article_id, kind, similarity, 0 FROM near_duplicate WHERE of_id = :id)
    JOIN article ON article.id = other WHERE {SHOWN}
    ORDER BY published IS NULL, published, first_seen, url_key LIMIT :most"""

OF_STORY = f"""SELECT article.id, title, source, published, score, reason FROM article LEFT JOIN story_link
        ON (story_link.article_id, other_id) IN ((article.id, :id), (:id, article.id))
    WHERE story = :story AND article.id <> :id AND {NO_COPY} AND {SHOWN}
    ORDER BY published IS NULL, published, first_seen, url_key LIMIT :most"""


def related(connection: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """``duplicates``, ``nearDuplicates`` and ``storyArticles``, the first published of each first.

    All have id, headline, source and datePublished. A near-duplicate has the similarity (0 to 1), the kind of the later
    of the two (``copy``, ``extended``, ``truncated``), and ``isFirst`` where the other one is the earlier. One of
    the story has the score (0 to 1) and the reason of the link to this one; null where they are linked to its first
    article only.
    """
    first, story = _first_and_story(connection, article_id)
    given = {"id": article_id, "first": first, "story": story, "most": MOST}
    if _is_told(connection):
        near, told = connection.execute(NEAR_COPIES, given).fetchall(), connection.execute(OF_STORY, given).fetchall()
    else:
        near, told = [], []
    return {
        "duplicates": [_named(row) for row in connection.execute(COPIES, given)],
        "nearDuplicates": [
            _named(row) | {"kind": row["kind"], "similarity": row["similarity"], "isFirst": bool(row["is_first"])}
            for row in near
        ],
        "storyArticles": [_named(row) | {"score": row["score"], "reason": row["reason"]} for row in told],
    }


def _is_told(connection: sqlite3.Connection) -> bool:
    return int(connection.execute("PRAGMA user_version").fetchone()[0]) >= SINCE


def _first_and_story(connection: sqlite3.Connection, article_id: int) -> tuple[int, int | None]:
    story = "story" if _is_told(connection) else "NULL"
    first, of_story = connection.execute(
        f"SELECT coalesce(duplicate_of, id), {story} FROM article WHERE id = ?", [article_id]
    ).fetchone()
    return first, of_story


def _named(row: sqlite3.Row) -> dict[str, Any]:
    return {"id": row["id"], "headline": row["title"], "source": row["source"], "datePublished": row["published"]}
