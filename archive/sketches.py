"""What the indexes have of an article: kept beside them, to take it out again and to judge candidates by."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from struct import calcsize, iter_unpack, pack, unpack

from archive.near_duplicates import Sketch, Text
from archive.story_terms import Terms, terms

SHINGLE, NUMBER, DAY, TERM = "Q", "I", "I", "IBB"
"""How hashes, days and terms are packed, little-endian; the kind of a term, its last byte, is 0 for a word, 1 for a
name, 2 for a number."""

NO_TERMS = Terms({}, frozenset(), frozenset())

Cell = tuple[int, int]
"""A key of ``Terms``, and a day counted from 1 January of the year 1."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The terms of an article, and its day."""

    terms: Terms = NO_TERMS
    day: int = 0

    @property
    def cells(self) -> frozenset[Cell]:
        return frozenset((term, self.day) for term in self.terms.keys)


@dataclass(frozen=True, slots=True)
class Sketched:
    """All of it. Nothing where the article was not related yet, and of an exact copy of another article."""

    near: Sketch = field(default_factory=Sketch)
    told: Dated = field(default_factory=Dated)


NOTHING = Sketched()


def of_article(connection: sqlite3.Connection, article_id: int) -> tuple[Text, Sketched]:
    """An article's headline and text as they stand, and what the indexes should have of it."""
    title, content, moment, is_copy = connection.execute(
        "SELECT title, text, coalesce(published, first_seen), duplicate_of IS NOT NULL FROM article WHERE id = ?",
        [article_id],
    ).fetchone()
    text = Text(title, content)
    return text, NOTHING if is_copy else Sketched(text.sketch, Dated(terms(title, content), day_number(moment)))


def day_number(moment: str) -> int:
    """The day of a moment or a day, counted from 1 January of the year 1."""
    return date.fromisoformat(moment[:10]).toordinal()


def stored(connection: sqlite3.Connection, article_id: int) -> Sketched:
    """What the indexes have of an article."""
    row = connection.execute(
        "SELECT shingles, numbers, terms FROM sketch WHERE article_id = ?", [article_id]
    ).fetchone()
    return NOTHING if row is None else Sketched(_sketch(*row[:2]), _dated(row[2]))


def keep(connection: sqlite3.Connection, article_id: int, sketched: Sketched) -> None:
    """Write down what the indexes have of an article."""
    near = sketched.near
    connection.execute(
        "INSERT OR REPLACE INTO sketch (article_id, shingles, numbers, terms) VALUES (?, ?, ?, ?)",
        [article_id, _packed(near.shingles, SHINGLE), _packed(near.numbers, NUMBER), _packed_terms(sketched.told)],
    )


def near_sketch(connection: sqlite3.Connection, article_id: int) -> Sketch:
    """What a text is found and judged by as a near-duplicate."""
    return _sketch(
        *connection.execute("SELECT shingles, numbers FROM sketch WHERE article_id = ?", [article_id]).fetchone()
    )


def dated_terms(connection: sqlite3.Connection, article_ids: Iterable[int]) -> dict[int, Dated]:
    """What each of the articles tells of, in the order of their ids."""
    wanted = sorted(article_ids)
    marks = ", ".join("?" * len(wanted))
    rows = connection.execute(f"SELECT article_id, terms FROM sketch WHERE article_id IN ({marks})", wanted)
    return {article_id: _dated(packed) for article_id, packed in rows}


def _sketch(shingles: bytes, numbers: bytes) -> Sketch:
    return Sketch(_hashes(shingles, SHINGLE), _hashes(numbers, NUMBER))


def _hashes(packed: bytes, kind: str) -> frozenset[int]:
    return frozenset(unpack(f"<{len(packed) // calcsize(f'<{kind}')}{kind}", packed))


def _packed(hashes: Collection[int], kind: str) -> bytes:
    return pack(f"<{len(hashes)}{kind}", *sorted(hashes))


def _packed_terms(of: Dated) -> bytes:
    """The day, then each term; nothing where there is none."""
    if not of.terms.weights:
        return b""
    telling, figures = of.terms.telling, of.terms.figures
    rows = [(term, weight, (term in telling) + (term in figures)) for term, weight in of.terms.weights.items()]
    return pack(f"<{DAY}{TERM * len(rows)}", of.day, *chain.from_iterable(rows))


@lru_cache(maxsize=2048)
def _dated(packed: bytes) -> Dated:
    """Kept in memory for the last ones: articles of one day are looked up again and again."""
    if not packed:
        return Dated()
    rows = [*iter_unpack(f"<{TERM}", packed[calcsize(DAY) :])]
    return Dated(
        Terms(
            {term: weight for term, weight, _ in rows},
            frozenset([term for term, _, kind in rows if kind]),
            frozenset([term for term, _, kind in rows if kind == 2]),
        ),
        *unpack(f"<{DAY}", packed[: calcsize(DAY)]),
    )
