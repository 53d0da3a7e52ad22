"""Searches that the archive's owner keeps in a file: each with its hits of late and a feed whose address stays.

They say what somebody watches, so public pages have none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from datasette import Response

from archive.browse.feeds import atom_of, json_feed_of
from archive.browse.searchform import SearchForm
from archive.browse.searchpage import found, source_of
from archive.browse.site import Site
from archive.errors import UsageProblem
from archive.search.saved import beside, saved_searches

HITS = 3
"""Headlines under each search."""

MOST = 30
"""Searches on one page; the file may have more, each with its feed."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One of them, with its newest hits."""

    name: str
    form: SearchForm
    hits: list[dict[str, Any]]

    @property
    def feed(self) -> str:
        """The path of its feeds, without the ending."""
        return f"/saved/{quote(self.name)}"


def searches_of(site: Site) -> dict[str, str]:
    """Queries by name. Raises UsageProblem for a file that cannot be used."""
    path = site.settings.get("searches") or beside(Path(site.datasette.get_database(site.database).path))
    return saved_searches(Path(path))


async def saved_page(site: Site, request: Any) -> Response:
    """``/saved``."""
    if site.public:
        return await site.problem(request, 403, "public_saved")
    try:
        searches = searches_of(site)
    except UsageProblem as problem:
        return await site.render(request, "problem", {"sentence": str(problem)}, status=500, index=False)
    names = {row["slug"]: row for row in await site.rows("SELECT slug, name, timezone FROM source")}
    shown = [await with_hits(site, names, name, query) for name, query in list(searches.items())[:MOST]]
    return await site.render(request, "saved", {"searches": shown}, index=False)


async def with_hits(site: Site, names: Mapping[str, Any], name: str, query: str) -> Saved:
    """A search and what it found last."""
    form = SearchForm(q=query, newest=True)
    hits = await found(site, await site.query(query), form, HITS)
    return Saved(name, form, [dict(hit) | source_of(names, hit) for hit in hits])


async def saved_feed(site: Site, request: Any) -> Response:
    """``/saved/<name>.atom`` and ``.json``: the query may change, the address stays."""
    if site.public:
        return await site.problem(request, 403, "public_saved")
    name, kind = unquote(request.url_vars["name"]), request.url_vars["kind"]
    try:
        query = searches_of(site).get(name)
    except UsageProblem as problem:
        return await site.render(request, "problem", {"sentence": str(problem)}, status=500, index=False)
    if query is None:
        return await site.problem(request, 404, "no_saved")
    feed_of = atom_of if kind == "atom" else json_feed_of
    return await feed_of(site, request, SearchForm(q=query), f"/saved/{quote(name)}.{kind}", name)
