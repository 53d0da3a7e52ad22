"""What else the archive has of an article: the same text elsewhere, nearly the same, and more on its event."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.browse.site import Site
from archive.withheld import NO_COPY, SHOWN

MOST = 50
"""Of each kind; what is printed more often is agency copy."""

MOST_OF_STORY = 20

OTHER = """article.id, title, language, published, first_seen, duplicate_of, removed, name AS source_name, timezone"""
BY_DATE = "ORDER BY coalesce(published, first_seen), article.id LIMIT :most"

SAME_TEXT = f"""SELECT {OTHER} FROM article JOIN source ON slug = article.source
    WHERE (article.id = :root OR duplicate_of = :root) AND article.id <> :id AND {SHOWN}
    ORDER BY duplicate_of IS NOT NULL, coalesce(published, first_seen), article.id LIMIT :most"""

NEARLY = f"""SELECT {OTHER}, similarity, kind, earlier FROM (
        SELECT of_id AS other, similarity, kind, 1 AS earlier FROM near_duplicate WHERE article_id = :id
        UNION ALL SELECT article_id, similarity, kind, 0 FROM near_duplicate WHERE of_id = :id)
    JOIN article ON article.id = other JOIN source ON slug = article.source
    WHERE {SHOWN} {BY_DATE}"""

OF_STORY = f"""SELECT {OTHER} FROM article JOIN source ON slug = article.source
    WHERE (story = :story OR article.id = :story) AND article.id <> :id AND {NO_COPY} AND {SHOWN}
    {BY_DATE}"""

STORY = "SELECT story FROM article WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Related:
    """Rows of other articles, oldest first; of the same text its first one before all."""

    same_text: list[sqlite3.Row]
    nearly: list[sqlite3.Row]
    """With ``similarity`` (0 to 1), ``kind`` of the later of the two, and whether the other one is ``earlier``."""

    story: list[sqlite3.Row]
    """Without those that stand in the other lists."""


async def related(site: Site, row: sqlite3.Row) -> Related:
    """What is related to an article, a row with ``id`` and ``duplicate_of``."""
    number = row["id"]
    root = row["duplicate_of"] or number
    same = await site.rows(SAME_TEXT, {"root": root, "id": number, "most": MOST})
    nearly = await site.rows(NEARLY, {"id": number, "most": MOST})
    story = (await site.rows(STORY, [number]))[0][0]
    told = {other["id"] for other in (*same, *nearly)}
    others = await site.rows(OF_STORY, {"story": story, "id": number, "most": MOST_OF_STORY}) if story else []
    return Related(same, nearly, [other for other in others if other["id"] not in told])
