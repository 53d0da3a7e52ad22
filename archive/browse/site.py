"""The archive that our pages show: where it is, who may see it, and how a page of it is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted

from archive.browse.links import file_size, host_of, web_link
from archive.browse.moments import moment
from archive.browse.words import ENGLISH, counted, endonym, noun_form
from archive.errors import BackissueError
from archive.readonly import open_readonly
from archive.search import Query, with_forms

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STYLE = (Path(__file__).parent / "static" / "backissue.css").read_bytes()
STYLE_PATH = f"/-/backissue/{sha256(STYLE).hexdigest()[:12]}.css"

Page = Callable[["Site", Any], Awaitable[Response]]
View = Callable[[Any], Awaitable[Response]]


class Site:
    """One archive, attached to one Datasette."""

    def __init__(self, datasette: Any, database: str) -> None:
        self.datasette = datasette
        self.database = database

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """``plugins: backissue:`` of Datasette's configuration: ``title`` and ``public``."""
        return self.datasette.plugin_config("backissue") or {}

    @property
    def public(self) -> bool:
        """Whether strangers look on: excerpts instead of texts, no captures."""
        return bool(self.settings.get("public"))

    @property
    def title(self) -> str:
        """The archive's name, as its owner gave it."""
        return str(self.settings.get("title") or "Backissue")

    def path(self, path: str) -> str:
        """A path on this server, under its ``base_url``."""
        return str(self.datasette.urls.path(path))

    def absolute(self, request: Any, path: str) -> str:
        """The same with scheme and host, as the reader's browser named them."""
        return str(self.datasette.absolute_url(request, self.path(path)))

    async def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
        """Every row of a query; ``datasette.database.QueryInterrupted`` after ``sql_time_limit_ms``."""
        return list((await self.datasette.get_database(self.database).execute(sql, parameters)).rows)

    async def query(self, text: str) -> Query:
        """What a reader typed, in all forms of its words that the archive has."""
        query: Query = await self.datasette.get_database(self.database).execute_fn(
            lambda connection: with_forms(connection, text)
        )
        return query

    async def render(
        self,
        request: Any,
        template: str,
        context: Mapping[str, object],
        *,
        status: int = 200,
        index: bool = True,
    ) -> Response:
        """One of our templates, with the headers that keep it inert."""
        everywhere = {
            "site": self,
            "say": ENGLISH,
            "counted": counted,
            "noun_form": noun_form,
            "endonym": endonym,
            "moment": moment,
            "web_link": web_link,
            "host_of": host_of,
            "file_size": file_size,
            "stylesheet": self.path(STYLE_PATH),
            "noindex": not (index and self.public),
        }
        name = f"backissue/{template}.html"
        html = await self.datasette.render_template(name, everywhere | dict(context), request=request)
        return Response.html(html, status=status, headers=dict(HEADERS))

    async def problem(self, request: Any, status: int, sentence: str) -> Response:
        """A plain page that says what is wrong."""
        return await self.render(request, "problem", {"sentence": sentence}, status=status, index=False)

    async def ensure_visible(self, request: Any) -> None:
        """Raise ``datasette.Forbidden`` unless this reader may see the database."""
        if hasattr(self.datasette, "ensure_permissions"):  # 0.65
            needed = [("view-database", self.database), "view-instance"]
            await self.datasette.ensure_permissions(request.actor, needed)
        else:
            from datasette.resources import DatabaseResource

            await self.datasette.ensure_permission(
                action="view-database", resource=DatabaseResource(self.database), actor=request.actor
            )

    def view(self, page: Page) -> View:
        """A page as Datasette's router calls it."""

        async def guarded(request: Any) -> Response:
            await self.ensure_visible(request)
            try:
                return await page(self, request)
            except QueryInterrupted:
                return await self.problem(request, 400, ENGLISH["too_slow"])

        return guarded


def find_archive(datasette: Any) -> str | None:
    """The name of the first attached database that is an archive of a version we know."""
    for name, database in datasette.databases.items():
        if database.path is not None and is_archive(Path(database.path)):
            return str(name)
    return None


def is_archive(path: Path) -> bool:
    """Whether the file can be opened as an archive."""
    try:
        open_readonly(path).close()
    except BackissueError:
        return False
    return True
