"""What the archive has of each source of the catalogue, and of sources that the catalogue no longer names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TypedDict

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


class Listed(Held):
    """One line of ``sources list``."""

    source: str
    name: str
    languages: list[str]
    status: str


def listed(catalogue: Iterable[Source], database: Path) -> list[Listed]:
    """Every source of the catalogue, then those that only the archive knows, each sorted by slug.

    Works without an archive too. Raises what ``open_readonly`` raises for a file that is not an archive.
    """
    known = [(each.slug, each.name, list(each.languages), each.status) for each in catalogue]
    if not database.exists():
        return [_row(source, Held(articles=None, newest=None, lastCrawl=None)) for source in known]
    with closing(open_readonly(database)) as connection:
        slugs = {source[0] for source in known}
        known += [
            (slug, name, json.loads(languages), status)
            for slug, name, languages, status in connection.execute(
                "SELECT slug, name, languages, status FROM source ORDER BY slug"
            )
            if slug not in slugs
        ]
        return [_row(source, held(connection, source[0])) for source in known]


def held(connection: sqlite3.Connection, slug: str) -> Held:
    """What the archive has of one source."""
    articles, newest = connection.execute(
        f"SELECT count(*), max(coalesce(published, first_seen)) FROM article WHERE source = ? AND {SHOWN}", [slug]
    ).fetchone()
    (last_crawl,) = connection.execute(
        "SELECT max(finished) FROM crawl JOIN crawl_source ON crawl_id = crawl.id WHERE source = ?", [slug]
    ).fetchone()
    return Held(articles=articles, newest=newest, lastCrawl=last_crawl)


def _row(source: tuple[str, str, list[str], str], held: Held) -> Listed:
    slug, name, languages, status = source
    return Listed(source=slug, name=name, languages=languages, status=status, **held)
