"""The one place where a search becomes SQL: for the command line, the pages and the feeds alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.errors import UsageProblem
from archive.search.conditions import COMMON, DAY, Conditions, conditions_of
from archive.search.query import Query
from archive.withheld import NO_COPY, WITHHELD

RANKED = 2_000
"""So many of the newest matches are ranked, unless all are asked for."""

FEW, FEW_RANKED = 5_000, 20_000
"""Up to so many matches are sorted by date; of more, the newest are read off the index ``article_newest``. To find the
RANKED newest there, one goes far."""

LEAST_RECENT, MOST_RECENT = 3_000, 60_000
"""Where a word is known to be common, its newest matches are looked for among the newest articles: among half as many
again as would have them if the word were spread evenly. Where that is more than MOST_RECENT, or than twice the matches,
it takes less time to go through all of them."""

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
OF_KIND = "held.holding_id IN (SELECT id FROM holding AS article WHERE {kind})"
MATCHING_OF_KIND = f"""SELECT article_fts.rowid FROM article_fts CROSS JOIN held ON held.article_id = article_fts.rowid
    WHERE article_fts MATCH :match AND {OF_KIND}"""

NEWEST_OF = f"""SELECT article.id, {DAY} FROM article INDEXED BY article_newest
    CROSS JOIN held ON held.article_id = article.id WHERE {{which}} AND {{conditions}} ORDER BY {NEWEST_FIRST}"""

NO_COPY_OF_HIT = f"""(held.first IS NULL OR held.first = article.id OR held.first IN ({WITHHELD})
        OR held.first NOT IN (SELECT id FROM hit))"""
NEWEST_HITS = f"""(id, day) AS MATERIALIZED (
    SELECT * FROM (
        SELECT article.id, {DAY} FROM hit CROSS JOIN article INDEXED BY article_facets ON article.id = hit.id
        CROSS JOIN held ON held.article_id = article.id WHERE {{conditions}} ORDER BY {NEWEST_FIRST}
        LIMIT iif((SELECT count(*) FROM hit) <= :few, :window, 0))
    UNION ALL
    SELECT * FROM ({NEWEST_OF.format(which="article.id IN (SELECT id FROM hit)", conditions="{conditions}")}
        LIMIT iif((SELECT count(*) FROM hit) > :few, :window, 0)))"""
OF_ALL = f"""hit(id) AS MATERIALIZED ({{matching}}),
newest{NEWEST_HITS}"""

OLDEST = "(SELECT min(id) FROM recent)"
NO_COPY_OF_RECENT = f"""CASE WHEN held.first IS NULL OR held.first = article.id OR held.first IN ({WITHHELD}) THEN 1
        WHEN held.first >= {OLDEST} THEN held.first NOT IN (SELECT id FROM matching)
        ELSE NOT EXISTS (SELECT 1 FROM article_fts WHERE article_fts MATCH :match AND rowid = held.first) END"""
RECENT_HITS = f"{DAY} > (SELECT min(day) FROM recent) AND article.id IN (SELECT id FROM matching)"
"""The last day of the recent articles may not be among them as a whole."""

ALL_OF_KIND = "SELECT max(coalesce(sum(articles), 0), 1) FROM holding AS article WHERE {kind}"
OF_COMMON = f"""wanted(articles) AS MATERIALIZED (
    SELECT max({LEAST_RECENT}, :window * 3 / 2 * (SELECT max(id) FROM article) / :articles{{share}})),
recent(id, day) AS MATERIALIZED (
    SELECT article.id, {DAY} FROM article INDEXED BY article_newest ORDER BY {NEWEST_FIRST}
    LIMIT (SELECT iif(articles <= min({MOST_RECENT}, 2 * :articles), articles, 0) FROM wanted)),
matching(id) AS MATERIALIZED ({MATCHING} AND rowid >= {OLDEST}),
lately(id, day) AS MATERIALIZED (
    {NEWEST_OF.format(which=RECENT_HITS, conditions="{recent}")} LIMIT :window),
hit(id) AS MATERIALIZED ({{matching}} LIMIT iif((SELECT count(*) FROM lately) < :window, -1, 0)),
found{NEWEST_HITS},
newest(id, day) AS MATERIALIZED (
    SELECT * FROM lately WHERE (SELECT count(*) FROM lately) = :window
    UNION ALL
    SELECT * FROM found WHERE (SELECT count(*) FROM lately) < :window)"""

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


class Statement(NamedTuple):
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
    few = FEW if newest else MOST_ROWS if everything else FEW_RANKED
    short = conditions.articles >= COMMON and window < MOST_ROWS
    parameters |= {"match": conditions.match, "articles": conditions.articles, "window": window, "few": few}
    found = (of_common if short else of_all)(conditions)
    return Statement(f"WITH {found},\n{UNRANKED_PAGE if newest else RANKED_PAGE}\n{FOUND}", parameters)


def of_all(conditions: Conditions) -> str:
    """The newest of all matches."""
    return OF_ALL.format(matching=matching(conditions), conditions=hits(conditions))


def of_common(conditions: Conditions) -> str:
    """The newest matches of a common word, looked for among recent articles first."""
    kind = conditions.kind
    return OF_COMMON.format(
        share=f" * ({ALL_OF_KIND.format(kind='1')}) / ({ALL_OF_KIND.format(kind=kind)})" if kind else "",
        recent=conditions.of_any_kind(
            OF_KIND.format(kind=kind) if kind else "", NO_COPY_OF_RECENT * conditions.hides_copies
        ),
        matching=matching(conditions),
        conditions=hits(conditions),
    )


def matching(conditions: Conditions) -> str:
    return MATCHING_OF_KIND.format(kind=conditions.kind) if conditions.kind else MATCHING


def hits(conditions: Conditions) -> str:
    return conditions.of_any_kind(NO_COPY_OF_HIT * conditions.hides_copies)
