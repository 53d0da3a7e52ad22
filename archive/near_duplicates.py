"""Is one text a copy of another with small changes? The rule alone; ``archive/near_links.py`` keeps what it says.

On real wires the enemy is the bulletin: one template, other numbers, another report. So the numbers must agree too, and
the names in the headlines, for names are swapped in a template as numbers are; and two reports with their site's tail
share their ends only, so the beginning is asked about as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from zlib import crc32

import numpy as np

from archive.places import Place, are_two_reports, places
from archive.search.fold import SHORTEST_SKELETON, WORD, skeleton
from archive.shingles import Hashes, runs, telling

Kind = Literal["copy", "extended", "truncated"]

CONTAINED = 0.5
"""Share of the five-word runs of the shorter text that the longer one must have."""

BEGINNING = 1 / 3
"""Share of those in its first half: two reports that share their site's tail share less. Both fitted on the labelled
pairs of ``make bench-relations``, where anything from .45 to .52 and from .32 to .38 gives the same."""

SAME_NUMBERS = 0.8
"""Share of the numbers of the text with fewer that the other one must have: 130 labelled pairs of a real wire."""

LIKELY = 0.2
"""Share of telling runs from which two texts are compared; the mean of a pair at CONTAINED is that share itself."""

LONGER = 1.25
"""Times as many words: the longer one is extended, or the shorter one truncated."""

STEM = 5
"""Letters of a name's skeleton that are compared: what follows is its ending."""

_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to find its copies by."""

    shingles: frozenset[int] = frozenset()
    """Its telling runs; none where it is too short, or an exact copy of another one."""

    numbers: frozenset[int] = frozenset()
    """Hashes of its numbers."""


@dataclass(frozen=True)
class Text:
    """A headline and a text, taken apart as far as a comparison asks for."""

    title: str
    text: str

    @cached_property
    def runs(self) -> Hashes:
        """In their order; a text that says one thing twice has it twice."""
        return runs(self.text)

    @cached_property
    def sketch(self) -> Sketch:
        found = frozenset(telling(self.runs).tolist())
        return Sketch(found, numbers(self.text)) if found else Sketch()

    @cached_property
    def places(self) -> dict[tuple[str, ...], Place]:
        return places(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words as they are written, headline and text."""
        return frozenset(WORD.findall(f"{self.title}\n{self.text}"))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(skeleton(word)[:STEM] for word in self.words)

    @cached_property
    def headline_names(self) -> frozenset[str]:
        """Stems of the capitalised words of the headline that the text never writes in lower case."""
        names = (word for word in WORD.findall(self.title) if word[0].isupper() and word.lower() not in self.words)
        return frozenset(stem for name in names if len(stem := skeleton(name)[:STEM]) >= SHORTEST_SKELETON)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the later of two texts stands to the earlier one."""

    similarity: float
    """Share of the five-word runs of the shorter text that both have, 0 to 1, to three digits."""

    kind: Kind


def numbers(text: str) -> frozenset[int]:
    """A hash for each number, whatever marks stand between its digits: 10,613 is 10 613."""
    return frozenset(crc32("".join(_DIGITS.findall(found)).encode()) for found in _NUMBER.findall(text))


def may_be_near(one: Sketch, other: Sketch) -> bool:
    """Whether comparing the texts is worth while; what it turns away cannot be near, or so seldom that it is missed."""
    fewer = min(len(one.shingles), len(other.shingles))
    shared = len(one.shingles & other.shingles)
    return shared > 0 and shared >= LIKELY * fewer and numbers_agree(one.numbers, other.numbers)


def numbers_agree(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SAME_NUMBERS * min(len(one), len(other))


def likeness(later: Text, earlier: Text) -> Likeness | None:
    """What the later text is of the earlier one; None where it is a text of its own."""
    if not may_be_near(later.sketch, earlier.sketch):
        return None
    shorter, longer = sorted((later, earlier), key=lambda text: len(text.runs))
    one, other = np.unique(shorter.runs), np.unique(longer.runs)
    similarity = round(len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other)), 3)
    beginning = float(np.isin(shorter.runs[: len(shorter.runs) // 2], other).mean())
    if similarity < CONTAINED or beginning < BEGINNING:
        return None
    if not (beginning == 1 or names_agree(later, earlier)) or are_two_reports(later.places, earlier.places):
        return None
    return Likeness(similarity, _kind(later, earlier))


def names_agree(one: Text, other: Text) -> bool:
    """False where each headline has a name that the other article lacks: the template is one, the news are two.

    Not asked of a text whose beginning is all in the other: it was cut out of that, and may have lost the names.
    """
    return one.headline_names <= other.stems or other.headline_names <= one.stems


def _kind(later: Text, earlier: Text) -> Kind:
    if len(later.runs) >= LONGER * len(earlier.runs):
        return "extended"
    return "truncated" if len(earlier.runs) >= LONGER * len(later.runs) else "copy"
