"""Site memory: what a source's pages and feeds taught about it, for the extractor.

The extractor gets a frozen snapshot (``Memory``) and gives back what it saw (``Observations``); only the writer merges.
Three things are known of a source: the headlines of its articles, how often blocks of each kind belonged to the text,
and which blocks repeat on the pages of a day. All are counts, so the order in which pages came leaves no trace.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from archive.fingerprints import headline_key
from archive.gate import clean

RECENT_HEADLINES = 4000
"""A sidebar shows the days around the fetch: a source's newest headlines are enough, and a snapshot stays small."""

MOST_KINDS = 600
"""Kinds in a snapshot, those on most pages first; the busiest of 72 measured outlets had 310 in its articles."""

MIN_WORDS = 3
MIN_LETTERS = 15
"""A shorter line says too little to be told from a subheading or a name of the article's own."""

REPEATED_PAGES = 3
REPEATED_SHARE = 0.03
"""A block repeats when it stands on so many pages that were fetched on one day, and on this share of them."""

WEIGHT = 0.6
"""Of a kind's log-odds beside those of the block itself. Measured from .3 to 1.0, with little between them."""

UNDECIDED = 0.25
"""A kind whose blocks were text for more than this share, and less than half, says nothing: table rows, captions."""

KNOWN_PAGES = 3
"""Pages from which a kind is known."""

KEEP = 0.0
"""Log-odds from which a block is kept: it is as likely text as not."""


_SIGN = re.compile(r"\s+[|–—-]+\s+")


@dataclass(frozen=True, slots=True)
class KindScore:
    """How blocks of a kind were judged."""

    pages: int
    score: int
    """Sum over the pages of the share of the kind's letters that belonged to the text, in thousandths."""

    @property
    def share(self) -> float:
        return self.score / (1000 * self.pages)

    @property
    def log_odds(self) -> float:
        """Towards the text, shrunk while few pages are known: (n - 1) / n of what they say, since one may be the page
        at hand."""
        share = min(max(self.share, 0.001), 0.999)
        if UNDECIDED < share < 0.5:
            return 0.0
        return WEIGHT * (self.pages - 1) / self.pages * math.log(share / (1 - share))


@dataclass(frozen=True, slots=True)
class Memory:
    """What the archive knows of a source before it reads one of its pages."""

    source: str
    """Slug."""

    headlines: frozenset[int] = frozenset()
    """``headline_key`` of the source's known headlines."""

    kinds: Mapping[int, KindScore] = field(default_factory=lambda: MappingProxyType({}))
    """By ``kind_key``."""

    repeated: Mapping[int, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    """Blocks that repeat, by ``headline_key``: on how many of how many pages of a day."""

    learned: bool = False
    """Whether the memory is sure of itself: text then comes without asking anybody but for a sample."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Memory, (self.source, self.headlines, dict(self.kinds), dict(self.repeated), self.learned))

    def log_odds(self, kind: int) -> float:
        """What the kind of a block says about it; 0 for one that is not known."""
        known = self.kinds.get(kind)
        return known.log_odds if known else 0.0

    def is_strange(self, kind: int) -> bool:
        """Whether a kind was seen on so few pages that they may be the page at hand."""
        known = self.kinds.get(kind)
        return known is None or known.pages < KNOWN_PAGES

    def total(self, log_odds: float, kind: int, key: int) -> float:
        """All that is known of a block: its own log-odds and its kind's; a block that repeats is the site's."""
        return -math.inf if key in self.repeated else log_odds + self.log_odds(kind)


@dataclass(frozen=True, slots=True)
class Observations:
    """What one page taught."""

    headline: str | None = None
    """The page's own headline."""

    kinds: tuple[tuple[int, str, int], ...] = ()
    """``kind_key``, the kind in words, and the share of its letters that belong to the text, in thousandths."""

    blocks: tuple[tuple[int, str], ...] = ()
    """Blocks that may belong to the text: ``headline_key`` and the beginning of each."""

    lesson: bytes | None = None
    """The page's blocks as ``lessons.pack`` writes them, to be judged again when more is known."""


def is_telling(line: str) -> bool:
    """Whether a line is long enough to be recognised as a headline."""
    return len(line.split()) >= MIN_WORDS and sum(map(str.isalpha, line)) >= MIN_LETTERS


def headline_parts(title: str) -> list[str]:
    """A headline, and what stands before and after a dash or a bar in it: one side may be the name of the site."""
    parts = (part for cut in _SIGN.finditer(title) for part in (title[: cut.start()], title[cut.end() :]))
    return [part for part in dict.fromkeys((title, *parts)) if is_telling(part)]


def snapshot(connection: sqlite3.Connection, source: str) -> Memory:
    """The memory of a source as it stands."""
    headlines = connection.execute(
        "SELECT key FROM headline WHERE source = ? ORDER BY id DESC LIMIT ?", [source, RECENT_HEADLINES]
    )
    kinds = connection.execute(
        "SELECT kind, pages, score FROM memory_kind WHERE source = ? ORDER BY pages DESC, kind LIMIT ?",
        [source, MOST_KINDS],
    )
    repeated = connection.execute(
        """SELECT key, block.pages, day.pages FROM memory_block block JOIN memory_day day USING (source, day)
        WHERE source = ? AND block.pages >= ? AND block.pages >= ? * day.pages
        ORDER BY day""",
        [source, REPEATED_PAGES, REPEATED_SHARE],
    )
    learned = connection.execute("SELECT learned FROM memory_source WHERE source = ?", [source]).fetchone()
    return Memory(
        source,
        frozenset(key for (key,) in headlines),
        {kind: KindScore(pages, score) for kind, pages, score in kinds},
        {key: (pages, of) for key, pages, of in repeated},
        bool(learned and learned[0]),
    )


def learn(connection: sqlite3.Connection, source: str, day: str, seen: Observations) -> None:
    """Count what a page of this day (``YYYY-MM-DD``) taught, in the caller's transaction."""
    if not seen.kinds:
        return
    connection.execute(
        """INSERT INTO memory_source (source, since, pages) VALUES (?, ?, 1)
        ON CONFLICT (source) DO UPDATE SET pages = pages + 1, since = min(since, excluded.since)""",
        [source, day],
    )
    connection.execute(
        """INSERT INTO memory_day (source, day, pages) VALUES (?, ?, 1)
        ON CONFLICT (source, day) DO UPDATE SET pages = pages + 1""",
        [source, day],
    )
    connection.executemany(
        """INSERT INTO memory_kind (source, kind, name, pages, score, last_day) VALUES (?, ?, ?, 1, ?, ?)
        ON CONFLICT (source, kind) DO UPDATE SET
        pages = pages + 1, score = score + excluded.score, last_day = max(last_day, excluded.last_day)""",
        [(source, kind, clean(name), score, day) for kind, name, score in seen.kinds],
    )
    connection.executemany(
        """INSERT INTO memory_block (source, day, key, beginning, pages) VALUES (?, ?, ?, ?, 1)
        ON CONFLICT (source, day, key) DO UPDATE SET
        pages = pages + 1, beginning = min(beginning, excluded.beginning)""",
        [(source, day, key, clean(beginning)) for key, beginning in seen.blocks],
    )


def forget(connection: sqlite3.Connection, source: str) -> None:
    """Forget what the pages of a source taught, but for its headlines, which are those of its articles."""
    for table in ("memory_source", "memory_day", "memory_kind", "memory_block"):
        connection.execute(f"DELETE FROM {table} WHERE source = ?", [source])


def merge(connection: sqlite3.Connection, source: str, headlines: Iterable[tuple[str, str]]) -> None:
    """Keep headlines, given as (text, url_key of its article), in the caller's transaction."""
    rows = [(source, headline_key(part), key) for text, key in headlines for part in headline_parts(text)]
    connection.executemany("INSERT OR IGNORE INTO headline (source, key, url_key) VALUES (?, ?, ?)", rows)


def headlines_of_others(
    connection: sqlite3.Connection, source: str, keys: Iterable[int], own: Iterable[str]
) -> set[int]:
    """Those of the headline keys that belong to an article of the source with none of the url_keys in ``own``."""
    mine = set(own)
    found = set()
    for key in keys:
        rows = connection.execute("SELECT url_key FROM headline WHERE source = ? AND key = ?", [source, key])
        owners = {owner for (owner,) in rows}
        if owners and not owners & mine:
            found.add(key)
    return found
