"""Find articles: hits with snippets, facets by source, language and month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from datasette import Response

from archive.browse.health import HOLDINGS
from archive.browse.moments import last_of_month
from archive.browse.searchform import LAST_PAGE, PAGE_SIZE, SearchForm, search_form
from archive.browse.site import Site
from archive.search.counts import counts, counts_query
from archive.search.hits import marked, names_marked
from archive.search.query import Query
from archive.search.statements import search_query

SPLIT = "\x1e"
"""Parts a snippet where a match begins and ends; no stored text has controls."""

Month = tuple[int, int, str, str]
"""Number, hits, first day, last day."""


async def search_page(site: Site, request: Any) -> Response:
    """``/search``."""
    form = search_form(request.scope["query_string"])
    query = await site.query(form.q)
    names = {row["slug"]: row for row in await site.rows("SELECT slug, name, timezone FROM source ORDER BY name")}
    statement = counts_query(query, **form.filters)
    counted = counts(await site.kept_rows(statement.sql, statement.parameters))
    context = {
        "form": form,
        "total": counted.hits,
        "pages": min(-(-counted.hits // PAGE_SIZE), LAST_PAGE),
        "hits": [dict(hit) | source_of(names, hit) for hit in await found(site, query, form, PAGE_SIZE)],
        "pieces": lambda snippet: pieces(names_marked(snippet, query)),
        "names": names,
        "sources": counted.sources,
        "languages": counted.languages,
        "all_languages": sorted({row["language"] for row in await site.kept_rows(HOLDINGS)} - {None}),
        "years": by_year(counted.months),
    }
    return await site.render(request, "search", context, index=False)


async def found(site: Site, query: Query, form: SearchForm, limit: int, newest: bool = False) -> Sequence[sqlite3.Row]:
    """The hits of the form's page; a feed has one page only."""
    statement = search_query(
        query,
        limit=limit,
        offset=0 if newest else form.offset,
        newest=newest or form.newest,
        **form.filters,
    )
    return await site.rows(statement.sql, statement.parameters)


def source_of(names: Mapping[str, sqlite3.Row], hit: sqlite3.Row) -> dict[str, str]:
    """The name and zone of a hit's source."""
    source = names[hit["source"]]
    return {"source_name": source["name"], "timezone": source["timezone"]}


def pieces(snippet: str) -> Iterator[tuple[bool, str]]:
    """The snippet's pieces, each with whether it matched; one line."""
    for index, part in enumerate(marked(snippet.replace("\n", " "), SPLIT, SPLIT).split(SPLIT)):
        if part:
            yield index % 2 == 1, part


def by_year(months: Iterable[tuple[str, int]]) -> list[tuple[str, list[Month]]]:
    """Every year with its twelve months, newest year first."""
    years: dict[str, list[Month]] = {}
    hits = dict(months)
    for year in sorted({value[:4] for value in hits}, reverse=True):
        years[year] = [
            (number, hits.get(f"{year}-{number:02}", 0), f"{year}-{number:02}-01", last_of_month(year, number))
            for number in range(1, 13)
        ]
    return list(years.items())
