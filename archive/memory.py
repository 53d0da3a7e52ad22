"""Site memory: what a source's pages and feeds taught about it, for the extractor.

The extractor gets a frozen snapshot (``Memory``) and gives back what it saw (``Observations``); only the writer merges.
Today the memory holds headlines: a line that is another article's headline is not part of this one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.fingerprints import headline_key

RECENT_HEADLINES = 4000
"""A sidebar shows the days around the fetch: a source's newest headlines are enough, and a snapshot stays small."""


MIN_WORDS = 3
MIN_LETTERS = 15
"""A shorter line says too little to be told from a subheading or a name of the article's own."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the archive knows of a source before it reads one of its pages."""

    source: str
    """Slug."""

    headlines: frozenset[int] = frozenset()
    """``headline_key`` of the source's known headlines."""


@dataclass(frozen=True, slots=True)
class Observations:
    """What one page taught."""

    headline: str | None = None
    """The page's own headline."""


def is_telling(line: str) -> bool:
    """Whether a line is long enough to be recognised as a headline."""
    return len(line.split()) >= MIN_WORDS and sum(map(str.isalpha, line)) >= MIN_LETTERS


def snapshot(db: Database, source: str) -> Memory:
    """The memory of a source as it stands."""
    rows = db.execute("SELECT key FROM headline WHERE source = ? ORDER BY id DESC LIMIT ?", [source, RECENT_HEADLINES])
    return Memory(source, frozenset(key for (key,) in rows))


def merge(db: Database, source: str, headlines: Iterable[tuple[str, str]]) -> None:
    """Keep headlines, given as (text, url_key of its article), in the caller's transaction."""
    rows = [(source, headline_key(text), key) for text, key in headlines if is_telling(text)]
    db.conn.executemany("INSERT OR IGNORE INTO headline (source, key, url_key) VALUES (?, ?, ?)", rows)


def headlines_of_others(db: Database, source: str, lines: Iterable[str], own: Iterable[str]) -> set[str]:
    """Those of the lines that are a headline of an article of the source with none of the url_keys in ``own``."""
    mine = set(own)
    found = set()
    for line in filter(is_telling, lines):
        rows = db.execute("SELECT url_key FROM headline WHERE source = ? AND key = ?", [source, headline_key(line)])
        keys = {key for (key,) in rows}
        if keys and not keys & mine:
            found.add(line)
    return found
