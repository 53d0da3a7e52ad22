"""What an article tells of, as weighed terms: stems, names and numbers of its headline and its first words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from math import sqrt
from zlib import crc32

from archive.everyday import COMMON, SILENT
from archive.places import NUMBERS
from archive.shingles import fold

LEAD = 60
"""Words of the text that count; news tells first what matters."""

IN_TITLE = 3
"""What a word of the headline counts, in words of the text."""

LONGEST = 6
"""Letters of a stem: its last vowels and whatever is behind are endings. Coarse, and the same in every script."""

MOST = 48
"""Terms that are kept, the heaviest."""

KEYS, SHARED = 10, 2
"""Terms that an article is found by, names and numbers first; and how many of them two articles must share."""

DAYS = 31
"""Numbers up to it may be a day of the month, which every article of that day names."""

NAME, WORD, EVERYDAY, FIGURE, DAY = 24, 16, 4, 19, 8
"""Weights of a name, another word, a common one, a number and one up to DAYS. Fitted on the tuning half of the labelled
pairs (``make bench-relations``)."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_](?:['ʼʻ’]?[^\W\d_])*")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Terms:
    """The heaviest terms of an article."""

    weights: dict[int, int]
    """By the hash of the term: names and numbers first, then words, the heaviest of each first."""

    telling: frozenset[int]
    """Names and numbers: the same in every language."""

    figures: frozenset[int]
    """Numbers beyond DAYS."""

    @cached_property
    def keys(self) -> frozenset[int]:
        """What the article is found by."""
        return frozenset(islice(self.weights, KEYS))

    @cached_property
    def square(self) -> int:
        """Of the length of the weights, all of them …"""
        return sum(weight * weight for weight in self.weights.values())

    @cached_property
    def telling_square(self) -> int:
        """… and those of names and numbers."""
        return sum(self.weights[term] ** 2 for term in self.telling)


def terms(title: str, text: str) -> Terms:
    """The terms of an article."""
    counts: dict[int, int] = {}
    weights: dict[int, int] = {}
    for _, term, weight, count in _told(title, text):
        counts[term] = counts.get(term, 0) + count
        weights[term] = max(weight, weights.get(term, 0))
    weighed = [(-round(weight * sqrt(counts[term])), term) for term, weight in weights.items()]
    heaviest = sorted(weighed)[:MOST]
    words = {term: min(-weight, 255) for weight, term in heaviest if weights[term] in (WORD, EVERYDAY)}
    telling = {term: min(-weight, 255) for weight, term in heaviest if term not in words}
    figures = frozenset([term for term in telling if weights[term] == FIGURE])
    return Terms(telling | words, frozenset(telling), figures)


def spellings(title: str, text: str) -> dict[int, str]:
    """Each term as the article writes it first."""
    return {term: word for word, term, _, _ in reversed(_told(title, text))}


def _told(title: str, text: str) -> list[tuple[str, int, int, int]]:
    """Each word of the headline and of the first words: how it is written, its term, its weight, what it counts."""
    head, lead = _TOKEN.findall(title), _TOKEN.findall(text[: LEAD * 16])[:LEAD]
    counted = Counter(head * IN_TITLE + lead)
    told = []
    for word, count in counted.items():
        term, weight = _term(word, not word.islower() and word.lower() not in counted)
        if weight:
            told.append((word, term, weight, count))
    return told


@lru_cache(maxsize=65_536)
def _term(word: str, is_name: bool) -> tuple[int, int]:
    """The hash of a word's term and its weight, which is 0 where it says nothing."""
    if word[0].isdecimal():
        digits = "".join(_DIGITS.findall(word))
        return crc32(digits.encode()), 0 if _YEAR.fullmatch(digits) else FIGURE if int(digits) > DAYS else DAY
    if word.lower() in NUMBERS:
        return crc32(word.lower().encode()), DAY
    stem = _stem(word)
    if len(stem) < 3 or stem in _SILENT:
        return 0, 0
    return crc32(stem.encode()), EVERYDAY if stem in _COMMON else NAME if is_name else WORD


def _stem(word: str) -> str:
    folded = fold(word)
    if len(folded) > 3:
        folded = folded.rstrip("aeiou") or folded
    return folded[:LONGEST]


_SILENT = frozenset(map(_stem, SILENT))
_COMMON = frozenset(map(_stem, COMMON))
