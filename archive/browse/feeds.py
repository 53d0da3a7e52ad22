"""The newest articles of a search as a feed, in the two formats that readers of feeds know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette import Response

from archive.browse.feed import Feed, atom, json_feed
from archive.browse.searchform import SearchForm, search_form
from archive.browse.searchpage import found, source_of
from archive.browse.site import HEADERS, Site
from archive.search.hits import marked

SIZE = 50
CHANGED = """SELECT article_id, max(seen_at) AS seen_at FROM revision
    WHERE article_id IN ({marks}) GROUP BY article_id"""


async def atom_page(site: Site, request: Any) -> Response:
    """``/feed.atom``."""
    form = search_form(request.scope["query_string"])
    return await atom_of(site, request, form, form.link("/feed.atom"), await title_of(site, form))


async def json_feed_page(site: Site, request: Any) -> Response:
    """``/feed.json``."""
    form = search_form(request.scope["query_string"])
    return await json_feed_of(site, request, form, form.link("/feed.json"), await title_of(site, form))


async def atom_of(site: Site, request: Any, form: SearchForm, path: str, title: str) -> Response:
    """A search as Atom; ``path`` is where this feed is."""
    return await feed_of(site, request, form, path, title, atom, "application/atom+xml; charset=utf-8")


async def json_feed_of(site: Site, request: Any, form: SearchForm, path: str, title: str) -> Response:
    """A search as JSON Feed."""
    return await feed_of(site, request, form, path, title, json_feed, "application/feed+json; charset=utf-8")


async def title_of(site: Site, form: SearchForm) -> str:
    """What is asked for: words, the source by its name, the rest as it was given; empty for the whole archive."""
    names = await site.rows("SELECT name FROM source WHERE slug = ?", [form.source])
    source = names[0]["name"] if names else form.source
    return ", ".join(filter(None, (form.q, source, form.language, form.since, form.until)))


async def feed_of(
    site: Site,
    request: Any,
    form: SearchForm,
    path: str,
    title: str,
    written: Callable[..., bytes],
    content_type: str,
) -> Response:
    """The newest articles of a search."""
    names = {row["slug"]: row for row in await site.rows("SELECT slug, name, timezone FROM source")}
    query = await site.query(form.q)
    hits = [dict(hit) | source_of(names, hit) for hit in await found(site, query, form, SIZE, newest=True)]
    for hit in hits:
        hit["snippet"] = marked(hit["snippet"], "", "")
    changed = await site.rows(CHANGED.format(marks=", ".join("?" * len(hits))), [hit["id"] for hit in hits])
    about = Feed(
        title=f"{site.title}: {title}" if title else site.title,
        this=site.absolute(request, path),
        page=site.absolute(request, form.link("/search")),
    )
    times = {row["article_id"]: row["seen_at"] for row in changed}
    content = written(about, hits, times, site.absolute(request, "/article/"))
    return Response(content, headers=dict(HEADERS), content_type=content_type)
