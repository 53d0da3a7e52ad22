"""The one place where a search becomes SQL: for the command line, the pages and the feeds alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.errors import UsageProblem
from archive.search.conditions import DAY, conditions_of
from archive.search.query import Query
from archive.withheld import NO_COPY, WITHHELD

RANKED = 2_000
"""So many of the newest matches are ranked, unless all are asked for."""

FEW = 5_000
"""Up to so many matches are sorted by date; of more, the newest are read off the index ``article_newest``."""

RECENT_SHARE, LEAST_RECENT, MOST_RECENT = 15, 3_000, 30_000
"""Where a word is known to be common, its newest matches are looked for among so many of the newest articles for each
hit that is wanted: enough for a word that is in every fifteenth."""

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

NEWEST_FIRST = f"{DAY} DESC, article.id DESC"
COLUMNS = """article.id, article.url, article.title, article.source, article.language, article.published,
    article.first_seen, article.removed, article.duplicate_of"""

MATCHING = "SELECT rowid FROM article_fts WHERE article_fts MATCH :match"
OF_SHOWN = f"copy.duplicate_of IS NOT NULL AND copy.duplicate_of NOT IN ({WITHHELD})"
COPIES = f"SELECT copy.id FROM article AS copy INDEXED BY article_duplicate_of WHERE {OF_SHOWN}"
NO_COPY_OF_MATCHING = f"article.id NOT IN ({COPIES} AND copy.duplicate_of IN ({MATCHING}))"
NO_COPY_OF_HIT = f"article.id NOT IN ({COPIES} AND copy.duplicate_of IN (SELECT id FROM hit))"
NEWEST_MATCHING = f"""SELECT article.id, {DAY} FROM article INDEXED BY article_newest
    WHERE article.id IN ({MATCHING}) AND {{conditions}} ORDER BY {NEWEST_FIRST}"""

NEWEST = f"""hit(id) AS MATERIALIZED ({MATCHING}),
newest(id, day) AS MATERIALIZED (
    SELECT * FROM (
        SELECT article.id, {DAY} FROM hit CROSS JOIN article INDEXED BY article_facets ON article.id = hit.id
        WHERE {{few}} ORDER BY {NEWEST_FIRST}
        LIMIT CASE WHEN (SELECT count(*) FROM hit) <= {FEW} THEN :window ELSE 0 END)
    UNION ALL
    SELECT * FROM ({NEWEST_MATCHING} LIMIT CASE WHEN (SELECT count(*) FROM hit) > {FEW} THEN :window ELSE 0 END))"""

OLDEST = "(SELECT min(id) FROM recent)"
NO_COPY_OF_RECENT = "article.id NOT IN (SELECT id FROM copy)"
NEWEST_OF_COMMON = f"""recent(id) AS MATERIALIZED (
    SELECT article.id FROM article INDEXED BY article_newest ORDER BY {NEWEST_FIRST} LIMIT :recent),
matching(id) AS MATERIALIZED ({MATCHING} AND rowid >= {OLDEST}),
copied(id, first) AS MATERIALIZED (
    SELECT copy.id, copy.duplicate_of FROM article AS copy INDEXED BY article_duplicate_of
    WHERE {OF_SHOWN} AND copy.id >= {OLDEST}),
copy(id) AS MATERIALIZED (
    SELECT id FROM copied WHERE first IN (SELECT id FROM matching)
    UNION ALL
    SELECT id FROM copied WHERE first < {OLDEST}
        AND EXISTS (SELECT 1 FROM article_fts WHERE article_fts MATCH :match AND rowid = copied.first)),
lately(id, day) AS MATERIALIZED (
    SELECT article.id, {DAY} FROM recent CROSS JOIN article INDEXED BY article_facets ON article.id = recent.id
    WHERE article.id IN (SELECT id FROM matching) AND {{recent}} ORDER BY {NEWEST_FIRST} LIMIT :window),
newest(id, day) AS MATERIALIZED (
    SELECT * FROM lately WHERE (SELECT count(*) FROM lately) = :window
    UNION ALL
    SELECT * FROM ({NEWEST_MATCHING}
        LIMIT CASE WHEN (SELECT count(*) FROM lately) < :window THEN :window ELSE 0 END))"""
UNRANKED_PAGE = """page(id, day, score) AS MATERIALIZED (
    SELECT id, day, 0.0 FROM newest ORDER BY day DESC, id DESC LIMIT :limit OFFSET :offset)"""
RANKED_PAGE = f"""page(id, day, score) AS MATERIALIZED (
    SELECT newest.id, newest.day,
        -bm25(article_fts, {TITLE_WEIGHT}, {TEXT_WEIGHT}, {KEYS_WEIGHT}) * (1 + coalesce({RECENCY_SHARE}
        / (1 + (julianday((SELECT max(day) FROM newest)) - julianday(newest.day)) / {RECENCY_DAYS}), 0))
        AS score
    FROM article_fts CROSS JOIN newest ON newest.id = article_fts.rowid
    WHERE article_fts MATCH :match AND article_fts.rowid >= (SELECT min(id) FROM newest)
    ORDER BY score DESC, newest.day DESC, newest.id DESC LIMIT :limit OFFSET :offset)"""
FOUND = f"""SELECT {COLUMNS},
    snippet(article_fts, 1, '{MARK}', '{UNMARK}', '…', {SNIPPET_TOKENS}) AS snippet, page.score AS score
FROM article_fts CROSS JOIN page ON page.id = article_fts.rowid CROSS JOIN article ON article.id = page.id
WHERE article_fts MATCH :match AND article_fts.rowid BETWEEN (SELECT min(id) FROM page) AND (SELECT max(id) FROM page)
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
    new_since: int | None = None,
) -> Statement:
    """The hits of a query, best first: id, url, title, source, language, published, first_seen, removed,
    duplicate_of, snippet, score.

    ``since`` and ``until`` are days, months or years in UTC, both part of the range; an article without a
    date counts from when it was first seen. ``new_since`` is a ``cursor``: only what came or changed after it.
    ``newest`` orders by date; ``everything`` ranks all matches instead of the RANKED newest. The snippet is the
    article's own text with MARK and UNMARK around what matched. The score is comparable within one answer only,
    0 when nothing was ranked. A query without words is answered by the newest articles.

    A duplicate is left out when its first is in the same answer: when the words match both, and neither
    source, language nor date was asked for. Whoever narrows to a source sees all that it published, and
    ``duplicates`` shows them in any case. Removed articles are found like others.

    Raises UsageProblem for a date, limit or offset that makes no sense.
    """
    if limit < 1 or offset < 0:
        raise UsageProblem(f"limit {limit}, offset {offset}: ask for at least 1 hit, from offset 0 on.")
    limit, offset = min(limit, MOST_ROWS), min(offset, MOST_ROWS)
    conditions = conditions_of(query, source, language, since, until, duplicates, new_since)
    parameters = conditions.parameters | {"limit": limit, "offset": offset}
    if not conditions.match:
        return Statement(LATEST.format(conditions=conditions.given(NO_COPY * conditions.hides_copies)), parameters)
    window = offset + limit if newest else MOST_ROWS if everything else RANKED
    parameters |= {"match": conditions.match, "window": window}
    every = conditions.given(NO_COPY_OF_MATCHING * conditions.hides_copies)
    found = NEWEST.format(conditions=every, few=conditions.given(NO_COPY_OF_HIT * conditions.hides_copies))
    if conditions.common and window < MOST_ROWS:
        recent = conditions.given(NO_COPY_OF_RECENT * conditions.hides_copies)
        found = NEWEST_OF_COMMON.format(conditions=every, recent=recent)
        parameters["recent"] = max(LEAST_RECENT, min(RECENT_SHARE * window, MOST_RECENT))
    return Statement(f"WITH {found},\n{UNRANKED_PAGE if newest else RANKED_PAGE}\n{FOUND}", parameters)
