"""What was measured of the blocks of one page, kept until the end of the run: would they be judged so today?"""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.memory import KEEP, Memory

SCALE = 1000
"""Log-odds are kept in thousandths."""

BETWEEN = -1.4
MOST_BETWEEN = 6
"""A heading, a row of a table, a point of a list: between two blocks of the text so many are text too, from these
log-odds (a probability of .2), where they are not mostly links. Costs .001 F1 on pages whose reference leaves such
lines out, and loses less of the text."""

BARRED, ROW = 1, 2
LIMITS = (BETWEEN, math.inf, -3.0)
"""Log-odds from which a block between two of the text is text: any block, a barred one, the row of a table."""

FEW = 100
FLOOR = -4.0
SPAN = 2.0
"""Where so few characters are kept, the likeliest blocks are the text: those within a span of the best one. A page that
says nothing is refused by what it says, and a flash, a programme or a table of results is short."""

SMALL = 300
"""Characters; a shorter text may have lost its body."""

STRANGE = 0.3
"""Share of the text in kinds of blocks that the memory does not know."""

OPEN = 0.15
UNDECIDED = 1.0
"""Share of the page's letters in blocks whose log-odds, kind and all, are so near to the limit."""

_HEAD = struct.Struct("<II??")


@dataclass(frozen=True, slots=True)
class Lesson:
    """The blocks of a page that some memory could judge otherwise; columns of equal length."""

    keys: Sequence[int]
    """``headline_key`` of each block."""

    kinds: Sequence[int]
    """``kind_key``."""

    letters: Sequence[int]
    """Characters, 65,535 at most."""

    places: Sequence[int]
    """Where each block stands on the page; those that nothing could make text of are left out."""

    barred: Sequence[int]
    """``BARRED`` for a block that is text only where its own odds say so: mostly links, or in a footer or a menu;
    ``ROW`` for one of a table, which belongs together."""

    plain: Sequence[int]
    """Log-odds by the page alone, in thousandths."""

    voted: Sequence[int] = ()
    """With trafilatura's votes; empty where it was not asked."""

    kept: Sequence[int] = ()
    """1 for a block that was kept."""

    headlines: Sequence[int] = ()
    """Keys of kept lines, and of what remains of them without a date: none may be another article's headline."""

    is_sample: bool = False
    """Whether the page is of those whose votes are always asked for."""

    def wants_votes(self, memory: Memory) -> bool:
        """Whether trafilatura is to be asked: at a source that is not learned, for the sample, and where the page's own
        text looks odd."""
        return not memory.learned or self.is_sample or self._looks_odd(memory)

    def under(self, memory: Memory) -> Lesson | None:
        """The lesson that the page would leave under this memory, not judged yet: without votes that are not asked for;
        None where they are, and the page has none."""
        if self.wants_votes(memory):
            return self if self.voted else None
        return replace(self, voted=())

    def _looks_odd(self, memory: Memory) -> bool:
        text = strange = undecided = 0
        judged = zip(self.plain, self.kinds, self.letters, self.judge(memory, by_page=True), strict=True)
        for value, kind, size, kept in judged:
            if kept:
                text += size
                strange += size * memory.is_strange(kind)
            undecided += size * (abs(value / SCALE + memory.log_odds(kind) - KEEP) < UNDECIDED)
        return text < SMALL or strange > STRANGE * text or undecided > OPEN * sum(self.letters)

    def judge(self, memory: Memory, by_page: bool = False) -> list[bool]:
        """Which blocks belong to the text under this memory; ``by_page`` leaves the votes out."""
        odds = self.plain if by_page or not self.voted else self.voted
        columns = zip(odds, self.kinds, self.keys, strict=True)
        totals = [memory.total(value / SCALE, kind, key) for value, kind, key in columns]
        kept = [total >= KEEP for total in totals]
        if sum(size for size, is_kept in zip(self.letters, kept, strict=True) if is_kept) < FEW:
            open_to = [total for total, bar in zip(totals, self.barred, strict=True) if bar != BARRED]
            limit = min(KEEP, max(FLOOR, max(open_to, default=KEEP) - SPAN))
            limits = (limit, KEEP, min(limit, LIMITS[ROW]))
            kept = [total >= limits[bar] for total, bar in zip(totals, self.barred, strict=True)]
        chosen = [number for number, is_kept in enumerate(kept) if is_kept]
        for first, last in pairwise(chosen):
            between = range(first + 1, last)
            if len(between) > MOST_BETWEEN or self.places[last] - self.places[first] != last - first:
                continue
            if all(totals[number] >= LIMITS[self.barred[number]] for number in between):
                kept[first:last] = [True] * (last - first)
        return kept

    def agreement(self, memory: Memory) -> float:
        """How well the text without votes agrees with the one that has them: F1 of their letters."""
        one, other = self.judge(memory, by_page=True), self.judge(memory)
        both = sum(size for size, a, b in zip(self.letters, one, other, strict=True) if a and b)
        each = sum(size * (a + b) for size, a, b in zip(self.letters, one, other, strict=True))
        return 2 * both / each if each else 1.0


def pack(lesson: Lesson) -> bytes:
    """The lesson in bytes, little-endian."""
    columns = [("q", lesson.keys), ("q", lesson.kinds), ("H", lesson.letters), ("I", lesson.places)]
    columns += [("B", lesson.barred), ("h", lesson.plain)]
    columns += [("h", lesson.voted)] if lesson.voted else []
    columns += [("B", lesson.kept), ("q", lesson.headlines)]
    head = _HEAD.pack(len(lesson.keys), len(lesson.headlines), bool(lesson.voted), lesson.is_sample)
    return head + b"".join(_little(array(kind, values)).tobytes() for kind, values in columns)


def unpack(content: bytes) -> Lesson:
    """The lesson that was packed."""
    blocks, headlines, has_votes, is_sample = _HEAD.unpack_from(content)
    place = _HEAD.size

    def column(kind: str, count: int) -> Sequence[int]:
        nonlocal place
        values = array(kind)
        size = count * values.itemsize
        values.frombytes(content[place : place + size])
        place += size
        return _little(values)

    keys, kinds = column("q", blocks), column("q", blocks)
    letters, places = column("H", blocks), column("I", blocks)
    barred, plain = column("B", blocks), column("h", blocks)
    voted = column("h", blocks) if has_votes else ()
    return Lesson(
        keys, kinds, letters, places, barred, plain, voted, column("B", blocks), column("q", headlines), is_sample
    )


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values
