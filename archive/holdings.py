"""How many articles of each source, language and month there are: counted as they come, so that no page counts all.

``holding`` has the counts, ``held`` says to which of them an article belongs and which is the first of its copies.
Triggers keep both in the transaction that writes an article; ``check`` holds them against the articles. Migration 9 is
made of MONTH, FIRST and FILL, so they change by another migration only.
"""

from __future__ import annotations

import sqlite3

MONTH = "substr(coalesce({0}.published, {0}.first_seen), 1, 7)"
"""In UTC; an article without a date counts from when it was first seen."""

FIRST = """coalesce((SELECT duplicate_of FROM article WHERE id = held.article_id),
    (SELECT duplicate_of FROM article WHERE duplicate_of = held.article_id LIMIT 1))"""
"""The first of the copies that an article is among, itself included; NULL for one that has none."""

FILL = (
    f"""INSERT INTO holding (source, language, month, articles, duplicates)
        SELECT source, language, {MONTH.format("article")}, count(*), count(duplicate_of)
        FROM article GROUP BY 3, 1, 2""",
    f"""INSERT INTO held (article_id, holding_id)
        SELECT article.id, holding.id FROM article JOIN holding ON holding.source = article.source
        AND coalesce(holding.language, '') = coalesce(article.language, '')
        AND holding.month = {MONTH.format("article")}""",
    f"""UPDATE held SET first = {FIRST} WHERE article_id IN (
        SELECT id FROM article WHERE duplicate_of IS NOT NULL
        UNION SELECT duplicate_of FROM article WHERE duplicate_of IS NOT NULL)""",
)

STAND_INS = (
    f"""CREATE TEMP VIEW holding AS SELECT id, source, language, {MONTH.format("article")} AS month,
        1 AS articles, duplicate_of IS NOT NULL AS duplicates FROM article""",
    f"""CREATE TEMP VIEW held AS SELECT article_id, article_id AS holding_id, {FIRST} AS first
        FROM (SELECT id AS article_id FROM article) AS held""",
    "CREATE TEMP TABLE common_word (word TEXT, articles INTEGER)",
)

MISPLACED = f"""SELECT article.id FROM article LEFT JOIN held ON article_id = article.id
    LEFT JOIN holding ON holding.id = holding_id
    WHERE holding.source IS NOT article.source OR holding.language IS NOT article.language
    OR holding.month IS NOT {MONTH.format("article")} OR held.first IS NOT {FIRST}
    UNION SELECT article_id FROM held WHERE article_id NOT IN (SELECT id FROM article)"""

MISCOUNTED = """SELECT holding.id FROM holding LEFT JOIN held ON holding_id = holding.id
    GROUP BY holding.id HAVING articles <> count(article_id) OR duplicates <> count(nullif(first, article_id))"""


def count_anew(connection: sqlite3.Connection) -> bool:
    """Whether the counts were not those of the articles; then they are made anew, in the caller's transaction."""
    if not any(connection.execute(broken).fetchone() for broken in (MISPLACED, MISCOUNTED)):
        return False
    for statement in ("DELETE FROM held", "DELETE FROM holding", *FILL):
        connection.execute(statement)
    return True


def prepare(connection: sqlite3.Connection) -> None:
    """Let a search ask an archive that is too old to keep counts: each article is a holding, and no word is common."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'held'").fetchone() is None:
        for statement in STAND_INS:
            connection.execute(statement)
