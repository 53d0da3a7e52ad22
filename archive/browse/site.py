"""The archive that our pages show: where it is, who may see it, and how a page of it is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from datasette import Response
from datasette.database import QueryInterrupted

from archive.browse.links import host_of, web_link
from archive.browse.moments import city, moment
from archive.browse.visitor import Visitor, visitor_of
from archive.browse.words import endonym
from archive.errors import BackissueError
from archive.readonly import SCHEMA_VERSION, open_readonly
from archive.search.forms import with_forms
from archive.search.query import Query

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SPOKEN = {"Vary": "Accept-Language"}
STYLE = (Path(__file__).parent / "static" / "backissue.css").read_bytes()
STYLE_PATH = f"/-/backissue/{sha256(STYLE).hexdigest()[:12]}.css"

MOST_ANSWERS = 200
"""Counts and facets that are kept while the archive does not change."""

Answer = TypeVar("Answer")
Page = Callable[["Site", Any], Awaitable[Response]]
View = Callable[[Any], Awaitable[Response]]


class Site:
    """One archive, attached to one Datasette."""

    def __init__(self, datasette: Any, database: str) -> None:
        self.datasette = datasette
        self.database = database
        self.answers: dict[tuple[object, ...], list[sqlite3.Row]] = {}
        self.answers_of: object = None
        self.is_current = False

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
        return await self.call(lambda connection: with_forms(connection, text))

    async def kept_rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[sqlite3.Row]:
        """The same for a query that goes through much of the archive: asked again only when the file has changed."""
        state = self.file_state()
        if self.answers_of != state:
            self.answers.clear()
            self.answers_of = state
        key = (sql, *(parameters or {}).items())
        if key not in self.answers:
            rows = await self.rows(sql, parameters or {})
            if self.answers_of != state:
                return rows
            if len(self.answers) >= MOST_ANSWERS:
                del self.answers[next(iter(self.answers))]
            self.answers[key] = rows
        return self.answers[key]

    def file_state(self) -> tuple[tuple[int, int], ...]:
        """What every commit changes of the database and its write-ahead log: size, and time in nanoseconds."""
        path = self.datasette.get_database(self.database).path
        files = (Path(f"{path}{ending}") for ending in ("", "-wal"))
        return tuple((known.st_size, known.st_mtime_ns) for known in (file.stat() for file in files if file.exists()))

    async def call(self, function: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """What a function of the archive says, given a read-only connection in a thread of its own."""
        answer: Answer = await self.datasette.get_database(self.database).execute_fn(function)
        return answer

    def visitor(self, request: Any) -> Visitor:
        """Who asks, and in which language."""
        return visitor_of(request, self.path(request.scope.get("route_path", request.path)))

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
        visitor = self.visitor(request)
        wording = visitor.wording
        everywhere = {
            "site": self,
            "visitor": visitor,
            "wording": wording,
            "say": wording.words,
            "counted": wording.counted,
            "moment": partial(moment, wording=wording),
            "city": partial(city, wording=wording),
            "to": lambda path, **fields: visitor.address(self.path(path), **fields),
            "endonym": endonym,
            "web_link": web_link,
            "host_of": host_of,
            "stylesheet": self.path(STYLE_PATH),
            "noindex": visitor.chosen or not (index and self.public),
        }
        name = f"backissue/{template}.html"
        html = await self.datasette.render_template(name, everywhere | dict(context), request=request)
        return Response.html(html, status=status, headers=HEADERS | SPOKEN | {"Content-Language": wording.code})

    async def problem(self, request: Any, status: int, key: str, **fields: str) -> Response:
        """A plain page that says what is wrong, in the words of that key, whose fields are filled in."""
        sentence = self.visitor(request).wording.words[key].format(**fields)
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
            self.is_current = self.is_current or await self.call(has_our_schema)
            if not self.is_current:
                return await self.problem(request, 503, "older_archive")
            try:
                return await page(self, request)
            except QueryInterrupted:
                return await self.problem(request, 400, "too_slow")

        return guarded


def has_our_schema(connection: sqlite3.Connection) -> bool:
    """Whether the archive has all the tables that our pages read; whatever next writes to an older one adds them."""
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION)


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
