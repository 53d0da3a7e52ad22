"""How many hits a search has, and how they divide by source, language and month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from archive.search.conditions import Conditions, conditions_of
from archive.search.query import Query
from archive.search.statements import Statement
from archive.withheld import WITHHELD

FACETS = {"source": "hits DESC, value", "language": "hits DESC, value", "month": "value DESC"}
"""In which order their values come."""

BY_FACET = """SELECT * FROM (
    SELECT '{facet}' AS facet, article.{facet} AS value, sum(counted.hits) AS hits
    FROM counted CROSS JOIN holding AS article ON article.id = counted.holding_id{where}
    GROUP BY 2 HAVING sum(counted.hits) > 0 ORDER BY {order})"""

KEPT = f"""counted(holding_id, hits) AS MATERIALIZED (
    SELECT id, articles FROM holding
    UNION ALL
    SELECT holding_id, -1 FROM held WHERE article_id IN ({WITHHELD}))"""
KEPT_WITHOUT_COPIES = f"""counted(holding_id, hits) AS MATERIALIZED (
    SELECT id, articles - duplicates FROM holding
    UNION ALL
    SELECT holding_id, -1 FROM held WHERE article_id IN ({WITHHELD}) AND coalesce(first, article_id) = article_id
    UNION ALL
    SELECT holding_id, 1 FROM article AS copy INDEXED BY article_duplicate_of CROSS JOIN held ON article_id = copy.id
    WHERE copy.duplicate_of IN ({WITHHELD}) AND copy.id NOT IN ({WITHHELD}))"""

FOUND = """counted(holding_id, hits) AS MATERIALIZED (
    SELECT held.holding_id, count(*) FROM {found} WHERE {conditions} GROUP BY 1)"""
FOUND_WITHOUT_COPIES = """found(holding_id, hits) AS MATERIALIZED (
    SELECT CASE WHEN held.first IS NULL THEN held.holding_id ELSE -held.article_id END, count(*)
    FROM {found} WHERE {conditions} GROUP BY 1),
alike(id, holding_id, first) AS MATERIALIZED (
    SELECT held.article_id, held.holding_id, held.first
    FROM found CROSS JOIN held ON held.article_id = -found.holding_id WHERE found.holding_id < 0),
counted(holding_id, hits) AS MATERIALIZED (
    SELECT holding_id, hits FROM found WHERE holding_id > 0
    UNION ALL
    SELECT holding_id, 1 FROM alike WHERE first = id OR first NOT IN (SELECT id FROM alike))"""
"""Sorted once, by one number: of an article without copies its row of ``holding``, of any other itself, below 0."""

BY_WORDS = "article_fts CROSS JOIN held ON held.article_id = article_fts.rowid"
BY_ARTICLES = "article INDEXED BY article_facets CROSS JOIN held ON held.article_id = article.id"
WITH_ARTICLES = " CROSS JOIN article INDEXED BY article_facets ON article.id = held.article_id"
"""The index has all that is asked for; SQLite alone would read the articles, whose texts are long."""

Part = tuple[Any, int]


class Counts(NamedTuple):
    """The hits of a search, counted. A part is a value and how many hits have it."""

    hits: int
    sources: list[Part]
    """By slug, most hits first."""

    languages: list[Part]
    """By BCP 47 tag or None, most hits first."""

    months: list[Part]
    """``2026-11``, UTC, newest first."""


def counts_query(
    query: Query | str,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    duplicates: bool = False,
) -> Statement:
    """The articles that search_query would go through to its end, counted in one pass: rows for ``counts``.

    Arguments as in search_query.
    """
    conditions = conditions_of(query, source, language, since, until, duplicates)
    where = f" WHERE {conditions.kind}" if conditions.kind else ""
    by_facet = (BY_FACET.format(facet=facet, where=where, order=order) for facet, order in FACETS.items())
    if conditions.match:
        conditions.parameters["match"] = conditions.match
    return Statement(f"WITH {counted(conditions)}\n" + "\nUNION ALL\n".join(by_facet), conditions.parameters)


def counted(conditions: Conditions) -> str:
    """The hits of each row of ``holding``, but for what is asked of source and language."""
    if not (conditions.match or conditions.terms):
        return KEPT_WITHOUT_COPIES if conditions.hides_copies else KEPT
    found = BY_WORDS + WITH_ARTICLES * bool(conditions.terms) if conditions.match else BY_ARTICLES
    asked = ("article_fts MATCH :match",) * bool(conditions.match)
    given = " AND ".join((*asked, f"held.article_id NOT IN ({WITHHELD})", *conditions.terms))
    return (FOUND_WITHOUT_COPIES if conditions.hides_copies else FOUND).format(found=found, conditions=given)


def counts(rows: Iterable[Sequence[Any]]) -> Counts:
    """What the rows of counts_query say."""
    parts: dict[str, list[Part]] = {facet: [] for facet in FACETS}
    for facet, value, hits in rows:
        parts[facet].append((value, hits))
    hits = sum(number for _, number in parts["source"])
    return Counts(hits, parts["source"], parts["language"], parts["month"])
