"""What the archive has of each source of the catalogue, and of sources that the catalogue no longer names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TypedDict

from archive.clock import iso, utc_now
from archive.health import health_of
from archive.intervals import due
from archive.readonly import open_readonly
from archive.records import Source
from archive.withheld import SHOWN


class Held(TypedDict):
    """What the archive has of one source; None where there is no archive, or nothing of the source."""

    articles: int | None
    newest: str | None
    """Published, else first seen: UTC ISO-8601 or a day."""

    lastCrawl: str | None
    """When the last crawl that took it up ended, UTC ISO-8601."""


class Fares(TypedDict):
    """How one source fares, as its last crawl told."""

    health: str
    """One of ``health.HEALTHS``."""

    problem: str | None
    """One sentence, where nothing that was asked for news gave any."""

    alarms: dict[str, str]
    """A sentence for each kind."""

    told: list[str]
    """What is wrong and what to do next: the alarms, and the problem where none explains it."""

    due: str | None
    """When ``crawl --due`` asks it for news again, UTC ISO-8601; None where it never was, or has no source file."""


class Listed(Held, Fares):
    """One line of ``sources list``."""

    source: str
    name: str
    languages: list[str]
    status: str


def listed(catalogue: Iterable[Source], database: Path) -> list[Listed]:
    """Every source of the catalogue, then those that only the archive knows, each sorted by slug.

    Works without an archive too. Raises what ``open_readonly`` raises for a file that is not an archive.
    """
    sources = tuple(catalogue)
    known = [(each.slug, each.name, list(each.languages), each.status) for each in sources]
    if not database.exists():
        nothing = Held(articles=None, newest=None, lastCrawl=None)
        return [_row(source, nothing, _fares(source[3], None, None)) for source in known]
    with closing(open_readonly(database)) as connection:
        slugs = {source[0] for source in known}
        known += [
            (slug, name, json.loads(languages), status)
            for slug, name, languages, status in connection.execute(
                "SELECT slug, name, languages, status FROM source ORDER BY slug"
            )
            if slug not in slugs
        ]
        due = _due_moments(connection, sources)
        return [
            _row(
                source,
                held(connection, source[0]),
                _fares(source[3], _last_run(connection, source[0]), due.get(source[0])),
            )
            for source in known
        ]


def held(connection: sqlite3.Connection, slug: str) -> Held:
    """What the archive has of one source."""
    articles, newest = connection.execute(
        f"SELECT count(*), max(coalesce(published, first_seen)) FROM article WHERE source = ? AND {SHOWN}", [slug]
    ).fetchone()
    (last_crawl,) = connection.execute(
        "SELECT max(finished) FROM crawl JOIN crawl_source ON crawl_id = crawl.id WHERE source = ?", [slug]
    ).fetchone()
    return Held(articles=articles, newest=newest, lastCrawl=last_crawl)


def _last_run(connection: sqlite3.Connection, slug: str) -> tuple[str | None, str] | None:
    """Problem and alarms (JSON) of the last run that asked the source for news; None where none did.

    An archive from before schema 11 does not tell which runs did, and has no alarms.
    """
    alarms, asked = ("alarms", "answered IS NOT NULL") if _has_timetable(connection) else ("'{}'", "1")
    row = connection.execute(
        f"SELECT problem, {alarms} FROM crawl_source WHERE source = ? AND {asked} ORDER BY crawl_id DESC LIMIT 1",
        [slug],
    ).fetchone()
    return tuple(row) if row else None


def _due_moments(connection: sqlite3.Connection, sources: Iterable[Source]) -> dict[str, str]:
    if not _has_timetable(connection):
        return {}
    asked = {slug for (slug,) in connection.execute("SELECT source FROM timetable")}
    now = iso(utc_now())
    return {source.slug: iso(due(connection, source, now)) for source in sources if source.slug in asked}


def _has_timetable(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'timetable'").fetchone() is not None


def _fares(status: str, last_run: tuple[str | None, str] | None, due: str | None) -> Fares:
    problem, alarms = last_run or (None, "{}")
    known: dict[str, str] = json.loads(alarms)
    word, told = health_of(status, problem, known, asked=last_run is not None)
    return Fares(health=word, problem=problem, alarms=known, told=list(told), due=due)


def _row(source: tuple[str, str, list[str], str], held: Held, fares: Fares) -> Listed:
    slug, name, languages, status = source
    return Listed(source=slug, name=name, languages=languages, status=status, **held, **fares)
