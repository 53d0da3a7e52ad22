"""The stories of late, as plain data."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from archive.errors import UsageProblem
from archive.search.conditions import AFTER_ANY, DAY, Conditions, checked, dates, given
from archive.withheld import NO_COPY, SHOWN

SINCE = 3
"""``PRAGMA user_version`` from which an archive has stories."""

MOST = 100
"""Articles of one story that are told."""

ARTICLES = f"""SELECT article.id, url, title, source, language, published, score, reason FROM article
    LEFT JOIN story_link ON story_link.article_id = article.id AND other_id = :story
    WHERE story = :story AND {NO_COPY} AND {SHOWN}
    ORDER BY article.id <> :story, {DAY}, article.id LIMIT :most"""


def stories(
    connection: sqlite3.Connection,
    *,
    source: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int,
) -> list[dict[str, Any]]:
    """The stories with the newest articles of the sources and days: those with the newest article first.

    Each has ``story`` (the id of its first article), ``headline`` and ``datePublished`` of that, ``sources``, and
    ``articles``, the first one first: id, url, headline, source, inLanguage, datePublished, and score and reason of the
    link to the first one. Raises UsageProblem for a date that is none, and where the archive has no stories yet.
    """
    if int(connection.execute("PRAGMA user_version").fetchone()[0]) < SINCE:
        raise UsageProblem("the archive is of a version that knew no stories. The next crawl finds them.")
    conditions = Conditions()
    conditions.terms.append("article.story IS NOT NULL")
    conditions.require("article.source = {}", given(source))
    conditions.require(f"{DAY} >= {{}}", dates(checked(since)))
    conditions.require(f"{DAY} < {{}}", [day + AFTER_ANY for day in dates(checked(until))])
    newest = connection.execute(
        f"SELECT story FROM article WHERE {conditions} ORDER BY {DAY} DESC, article.id DESC", conditions.parameters
    )
    return [_told(connection, story) for story in _first_different((story for (story,) in newest), limit)]


def _first_different(numbers: Iterable[int], most: int) -> list[int]:
    """The first so many that are not alike; no more are asked for than it takes."""
    found: dict[int, None] = {}
    for number in numbers:
        found[number] = None
        if len(found) == most:
            break
    return list(found)


def _told(connection: sqlite3.Connection, story: int) -> dict[str, Any]:
    rows = connection.execute(ARTICLES, {"story": story, "most": MOST}).fetchall()
    articles = [
        {
            "id": row["id"],
            "url": row["url"],
            "headline": row["title"],
            "source": row["source"],
            "inLanguage": row["language"],
            "datePublished": row["published"],
            "score": row["score"],
            "reason": row["reason"],
        }
        for row in rows
    ]
    return {
        "story": story,
        "headline": articles[0]["headline"],
        "datePublished": articles[0]["datePublished"],
        "sources": sorted({article["source"] for article in articles}),
        "articles": articles,
    }
