"""How many hits a search has, and how they divide by source, language and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from archive.search.conditions import DAY, Conditions, conditions_of
from archive.search.query import Query
from archive.search.statements import COPIES, NO_COPY_OF_MATCHING, Statement

Facet = Literal["source", "language", "month"]
FACETS = {"source": "article.source", "language": "article.language", "month": f"substr({DAY}, 1, 7)"}

NO_COPIES = f"article.id NOT IN ({COPIES})"
ALL = "article INDEXED BY article_facets"
HITS = "article_fts CROSS JOIN article INDEXED BY article_facets ON article.id = article_fts.rowid"
"""The index has all that is counted by; SQLite alone would read the articles, whose texts are long."""


def count_query(
    query: Query | str,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    duplicates: bool = False,
) -> Statement:
    """How many articles search_query would go through to its end: one row, ``hits``. Arguments as there."""
    conditions = conditions_of(query, source, language, since, until, duplicates)
    return counted("SELECT count(*) AS hits", conditions, "")


def facet_query(
    query: Query | str,
    facet: Facet,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    duplicates: bool = False,
) -> Statement:
    """The same articles counted by source, language or month: rows of ``value``, ``hits``.

    Most hits first, months (``2026-11``, UTC) newest first; an unknown language is None. Other arguments as
    in search_query.
    """
    conditions = conditions_of(query, source, language, since, until, duplicates)
    order = "value DESC" if facet == "month" else "hits DESC, value"
    select = f"SELECT {FACETS[facet]} AS value, count(*) AS hits"
    return counted(select, conditions, f" GROUP BY 1 ORDER BY {order}")


def counted(select: str, conditions: Conditions, ending: str) -> Statement:
    hidden = conditions.hides_copies
    if not conditions.match:
        found = conditions.given(NO_COPIES * hidden)
        return Statement(f"{select} FROM {ALL} WHERE {found}{ending}", conditions.parameters)
    found = conditions.given("article_fts MATCH :match", NO_COPY_OF_MATCHING * hidden)
    return Statement(f"{select} FROM {HITS} WHERE {found}{ending}", conditions.parameters | {"match": conditions.match})
