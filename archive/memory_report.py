"""What the archive learned of a source's pages, and whose a headline is: the site memory for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import TypedDict

from archive.memory import REPEATED_PAGES, REPEATED_SHARE
from archive.settling import AGREES, LEARNED_PAGES, LEAST_VOTED

FIRST_SCHEMA = 2
"""``PRAGMA user_version`` from which an archive has these tables."""


class KnownKind(TypedDict):
    """Blocks that are built alike."""

    kind: str
    """Their tags and classes."""

    pages: int
    text: float
    """Mean share of their letters that belonged to the text, 0 to 1."""

    lastSeen: str
    """Day, UTC."""


class RepeatedBlock(TypedDict):
    """A block that stands on many pages of one day, and so on none of them as the article's own."""

    beginning: str
    pages: int


class RepeatedDay(TypedDict):
    """The repeated blocks of the pages that were fetched on one day, those on most pages first."""

    day: str
    """UTC."""

    pages: int
    blocks: list[RepeatedBlock]


class MemoryReport(TypedDict):
    """All that the memory of one source holds."""

    source: str
    since: str | None
    """The day of the first page that taught anything, UTC; None where none has."""

    pages: int
    learned: bool
    missing: str | None
    """What a source that is not learned waits for."""

    changedAt: str | None
    """The day on which its pages last looked built anew, UTC."""

    changed: float | None
    """The share of their text that stood in unknown kinds of blocks then, 0 to 1."""

    headlines: int
    kinds: list[KnownKind]
    """Those on most pages first."""

    repeated: list[RepeatedDay]
    """The newest day first."""


def memory_report(connection: sqlite3.Connection, source: str) -> MemoryReport:
    """The memory of a source, by slug; an empty one where nothing was learned yet."""
    told = None
    if has_memory(connection):
        told = connection.execute(
            "SELECT since, pages, learned, changed_at, changed FROM memory_source WHERE source = ?", [source]
        ).fetchone()
    (headlines,) = connection.execute("SELECT count(*) FROM headline WHERE source = ?", [source]).fetchone()
    since, pages, learned, changed_at, changed = told or (None, 0, 0, None, None)
    return MemoryReport(
        source=source,
        since=since,
        pages=pages,
        learned=bool(learned),
        missing=None if learned else _missing(pages),
        changedAt=changed_at,
        changed=changed,
        headlines=headlines,
        kinds=_kinds(connection, source) if told else [],
        repeated=_repeated(connection, source) if told else [],
    )


def has_memory(connection: sqlite3.Connection) -> bool:
    """Whether the archive is new enough to have a site memory; the next crawl makes an older one so."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version >= FIRST_SCHEMA)


def holds_source(connection: sqlite3.Connection, slug: str) -> bool:
    """Whether the archive knows the source, which the catalogue need not."""
    return connection.execute("SELECT 1 FROM source WHERE slug = ?", [slug]).fetchone() is not None


def article_of_headline(
    connection: sqlite3.Connection, source: str, keys: Iterable[int], own: Iterable[str]
) -> int | None:
    """The newest article of the source under one of the headline keys, but for those with a url_key in ``own``.

    None where there is no such headline, or where a feed named it and its page was never archived.
    """
    mine = set(own)
    for key in keys:
        rows = connection.execute(
            """SELECT headline.url_key, coalesce(article.id, entry.article_id) AS id FROM headline
            LEFT JOIN article ON article.url_key = headline.url_key
            LEFT JOIN entry ON entry.url_key = headline.url_key
            WHERE headline.source = ? AND key = ? ORDER BY 2 DESC""",
            [source, key],
        )
        for owner, article_id in rows:
            if owner not in mine and article_id is not None:
                return int(article_id)
    return None


def _missing(pages: int) -> str:
    if pages < LEARNED_PAGES:
        return f"{LEARNED_PAGES - pages} more pages, of {LEARNED_PAGES}"
    return (
        f"a crawl with {LEAST_VOTED} new pages or more whose text by the page alone agrees to {AGREES:.0%} with the "
        "text that trafilatura's votes give"
    )


def _kinds(connection: sqlite3.Connection, source: str) -> list[KnownKind]:
    rows = connection.execute(
        """SELECT name, pages, score / (1000.0 * pages), last_day FROM memory_kind
        WHERE source = ? ORDER BY pages DESC, score DESC, name""",
        [source],
    )
    return [KnownKind(kind=name, pages=pages, text=round(text, 3), lastSeen=day) for name, pages, text, day in rows]


def _repeated(connection: sqlite3.Connection, source: str) -> list[RepeatedDay]:
    rows = connection.execute(
        """SELECT day, day.pages, beginning, block.pages FROM memory_block block
        JOIN memory_day day USING (source, day) WHERE source = ? AND block.pages >= ? AND block.pages >= ? * day.pages
        ORDER BY day DESC, block.pages DESC, beginning""",
        [source, REPEATED_PAGES, REPEATED_SHARE],
    )
    return [
        RepeatedDay(day=day, pages=of, blocks=[RepeatedBlock(beginning=row[2], pages=row[3]) for row in of_day])
        for (day, of), of_day in groupby(rows, key=lambda row: (row[0], row[1]))
    ]
