"""Our one Datasette plugin: an archive's own pages beside Datasette's tables.

It adds pages only where an archive is among the attached databases, and takes nothing of Datasette's own but the
front page and the page of an address that nothing has; the tables stay at ``/<database>``. It is configured under
``plugins: backissue:`` with ``title``, ``public`` and ``searches`` (the path of the file of saved searches), as
``backissue serve`` does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils import escape_fts

from archive.browse.article import article_json, article_page, missing
from archive.browse.capturefile import capture_file
from archive.browse.daypage import day_page
from archive.browse.diff import diff_page
from archive.browse.feeds import atom_page, json_feed_page
from archive.browse.front import front_page
from archive.browse.robots import robots_page
from archive.browse.savedpage import saved_feed, saved_page
from archive.browse.searchpage import search_page
from archive.browse.site import STYLE, STYLE_PATH, Site, find_archive
from archive.browse.sourcepage import source_page
from archive.browse.words.english import ENGLISH

ID = r"/article/(?P<id>[0-9]{1,18})"
ROUTES = (
    (r"^/$", front_page),
    (r"^/search$", search_page),
    (rf"^{ID}$", article_page),
    (rf"^{ID}\.json$", article_json),
    (rf"^{ID}/diff/(?P<old>[0-9]{{1,9}})\.\.(?P<new>[0-9]{{1,9}})$", diff_page),
    (r"^/article/[0-9]+(/.*)?$", missing),
    (r"^/capture/(?P<id>[0-9]{1,18})$", capture_file),
    (r"^/source/(?P<slug>[^/]{1,200})$", source_page),
    (r"^/day/(?P<day>[^/]{1,20})$", day_page),
    (r"^/saved$", saved_page),
    (r"^/saved/(?P<name>[^/]{1,600})\.(?P<kind>atom|json)$", saved_feed),
    (r"^/feed\.atom$", atom_page),
    (r"^/feed\.json$", json_feed_page),
    (r"^/robots\.txt$", robots_page),
)
NOTHING = '""'
"""The empty phrase of FTS5: it matches nothing, and is no error."""

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages, if an archive is attached; else a sentence under their addresses that no database takes."""
    name = find_archive(datasette)
    if name is None:
        return [(pattern, no_archive) for pattern, _ in ROUTES[1:-1] if free(pattern, datasette.databases)]
    site = Site(datasette, name)
    return [(f"^{STYLE_PATH}$", style), *((pattern, site.view(page)) for pattern, page in ROUTES)]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """For quotes alone Datasette gives FTS5 nothing at all, which is a syntax error there, as a NUL is."""
    conn.create_function("escape_fts", 1, lambda query: escape_fts(query.replace("\x00", " ")) or NOTHING)


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Where an archive is attached, an address that nothing has is answered by a page that leads back."""
    name = find_archive(datasette)
    if not isinstance(exception, NotFound) or name is None or request.path.endswith((".json", ".csv")):
        return None
    return Site(datasette, name).problem(request, 404, "nowhere")


def free(pattern: str, databases: Container[str]) -> bool:
    """Whether no database has the name that the pattern's path begins with."""
    return pattern.lstrip("^/").partition("/")[0].partition("$")[0].replace("\\", "") not in databases


async def no_archive(request: Any) -> Response:
    """What our addresses say where there is nothing of ours."""
    raise NotFound(ENGLISH.words["no_archive"])


async def style(request: Any) -> Response:
    """The stylesheet, under an address that changes with it."""
    return Response(STYLE, headers=dict(FOREVER), content_type="text/css; charset=utf-8")
