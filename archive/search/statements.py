"""The one place where a search becomes SQL: for the command line, the pages and the feeds alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.errors import UsageProblem
from archive.search.conditions import DAY, Conditions, conditions_of
from archive.search.query import Query

RANKED = 2_000
"""So many of the newest matches are ranked, unless all are asked for."""

FEW = 5_000
"""Up to so many matches are sorted by date; of more, the newest are read off the index ``article_newest``."""

TITLE_WEIGHT, TEXT_WEIGHT, KEYS_WEIGHT = 4.0, 1.0, 1.0
"""Of bm25; own choice, to be settled against a set of judged queries."""

RECENCY_SHARE, RECENCY_DAYS = 0.5, 30.0
"""The newest match scores half as much again, one RECENCY_DAYS older a quarter, an old one nothing."""

SNIPPET_TOKENS = 32
OPENING_LETTERS = 240
"""About as long as a snippet: what an article shows of itself when no word was asked for."""

MARK, UNMARK = "\x02", "\x03"
"""Stand around what matched in a snippet; no stored text has controls."""

MOST_ROWS = 2**31

Facet = Literal["source", "language", "month"]

NEWEST_FIRST = f"{DAY} DESC, article.id DESC"
COLUMNS = """article.id, article.url, article.title, article.source, article.language, article.published,
    article.first_seen, article.removed, article.duplicate_of"""
FACETS = {"source": "article.source", "language": "article.language", "month": f"substr({DAY}, 1, 7)"}

HITS = "hit(id) AS MATERIALIZED (SELECT rowid FROM article_fts WHERE article_fts MATCH :match)"
NEWEST = f"""newest(id, day) AS MATERIALIZED (
    SELECT * FROM (
        SELECT article.id, {DAY} FROM hit CROSS JOIN article ON article.id = hit.id
        WHERE (SELECT count(*) FROM hit) <= {FEW} AND {{conditions}}
        ORDER BY {NEWEST_FIRST} LIMIT :window)
    UNION ALL
    SELECT * FROM (
        SELECT article.id, {DAY} FROM article INDEXED BY article_newest
        WHERE (SELECT count(*) FROM hit) > {FEW} AND article.id IN (SELECT id FROM hit) AND {{conditions}}
        ORDER BY {NEWEST_FIRST} LIMIT :window))"""
UNRANKED_PAGE = """page(id, day, score) AS MATERIALIZED (
    SELECT id, day, 0.0 FROM newest ORDER BY day DESC, id DESC LIMIT :limit OFFSET :offset)"""
RANKED_PAGE = f"""page(id, day, score) AS MATERIALIZED (
    SELECT newest.id, newest.day,
        -bm25(article_fts, {TITLE_WEIGHT}, {TEXT_WEIGHT}, {KEYS_WEIGHT}) * (1 + coalesce({RECENCY_SHARE}
        / (1 + (julianday((SELECT max(day) FROM newest)) - julianday(newest.day)) / {RECENCY_DAYS}), 0))
        AS score
    FROM article_fts CROSS JOIN newest ON newest.id = article_fts.rowid
    WHERE article_fts MATCH :match
    ORDER BY score DESC, newest.day DESC, newest.id DESC LIMIT :limit OFFSET :offset)"""
FOUND = f"""SELECT {COLUMNS},
    snippet(article_fts, 1, '{MARK}', '{UNMARK}', '…', {SNIPPET_TOKENS}) AS snippet, page.score AS score
FROM article_fts CROSS JOIN page ON page.id = article_fts.rowid CROSS JOIN article ON article.id = page.id
WHERE article_fts MATCH :match
ORDER BY page.score DESC, page.day DESC, page.id DESC"""
OPENING = f"""CASE WHEN length(article.text) <= {OPENING_LETTERS} THEN article.text
    ELSE coalesce(nullif(rtrim(rtrim(substr(article.text, 1, {OPENING_LETTERS}),
            replace(replace(substr(article.text, 1, {OPENING_LETTERS}), ' ', ''), char(10), '')), ' ' || char(10)), ''),
        substr(article.text, 1, {OPENING_LETTERS})) || '…' END"""
LATEST = f"""SELECT {COLUMNS}, {OPENING} AS snippet, 0.0 AS score
FROM article WHERE {{conditions}}
ORDER BY {NEWEST_FIRST} LIMIT :limit OFFSET :offset"""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named parameters, for ``sqlite3`` as for Datasette's ``db.execute``."""

    sql: str
    parameters: dict[str, str | int]


def search_query(
    query: Query | str,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
    offset: int = 0,
    newest: bool = False,
    everything: bool = False,
    duplicates: bool = False,
) -> Statement:
    """The hits of a query, best first: id, url, title, source, language, published, first_seen, removed,
    duplicate_of, snippet, score.

    ``since`` and ``until`` are days, months or years in UTC, both part of the range; an article without a
    date counts from when it was first seen. ``newest`` orders by that date; ``everything`` ranks all matches
    instead of the RANKED newest. The snippet is the article's own text with MARK and UNMARK around what
    matched. The score is comparable within one answer only, 0 when nothing was ranked. A query without words
    is answered by the newest articles.

    A duplicate is left out when its first is in the same answer: when the words match both, and neither
    source, language nor date was asked for. Whoever narrows to a source sees all that it published, and
    ``duplicates`` shows them in any case. Removed articles are found like others.

    Raises UsageProblem for a date, limit or offset that makes no sense.
    """
    if limit < 1 or offset < 0:
        raise UsageProblem(f"limit {limit}, offset {offset}: ask for at least 1 hit, from offset 0 on.")
    limit, offset = min(limit, MOST_ROWS), min(offset, MOST_ROWS)
    conditions = conditions_of(query, source, language, since, until, duplicates)
    parameters = conditions.parameters | {"limit": limit, "offset": offset}
    if not conditions.match:
        return Statement(LATEST.format(conditions=conditions), parameters)
    window = offset + limit if newest else -1 if everything else RANKED
    page = UNRANKED_PAGE if newest else RANKED_PAGE
    ctes = f"{HITS},\n{NEWEST.format(conditions=conditions)},\n{page}"
    return Statement(f"WITH {ctes}\n{FOUND}", parameters | {"match": conditions.match, "window": window})


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
    if not conditions.match:
        return Statement(f"{select} FROM article WHERE {conditions}{ending}", conditions.parameters)
    found = f"hit CROSS JOIN article ON article.id = hit.id WHERE {conditions}"
    return Statement(f"WITH {HITS}\n{select} FROM {found}{ending}", conditions.parameters | {"match": conditions.match})
