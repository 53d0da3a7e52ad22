"""What an article tells of, as weighed terms: stems, names and numbers of its headline and its first words.

A number in words is that number, and a word that ``same_words.txt`` lists is one term in all languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from math import sqrt
from zlib import crc32

from archive.everyday import COMMON, SILENT
from archive.same_words import NUMERALS, meaning
from archive.search.fold import LETTER, LETTERS
from archive.shingles import fold

LEAD = 60
"""Words of the text that count; news tells first what matters."""

LONG = 16
"""Letters of a word, with what stands behind it; of a text with longer ones fewer words count."""

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

NAME, LISTED, WORD, EVERYDAY, FIGURE, DAY = 24, 20, 16, 4, 19, 8
"""Weights of a name, a word of ``same_words.txt``, another word, a common one, a number and one up to DAYS. Fitted on
labelled pairs (``make bench-relations``)."""

_WORDS = frozenset({LISTED, WORD, EVERYDAY})

_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|{LETTER}+(?:['ʼʻ’]{LETTER}+)*")
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
        if term in counts:
            counts[term] += count
            weights[term] = max(weight, weights[term])
        else:
            counts[term], weights[term] = count, weight
    weighed = [(-round(weight * sqrt(counts[term])), term) for term, weight in weights.items()]
    telling: dict[int, int] = {}
    words: dict[int, int] = {}
    for heft, term in sorted(weighed)[:MOST]:
        (words if weights[term] in _WORDS else telling)[term] = min(-heft, 255)
    figures = frozenset([term for term in telling if weights[term] == FIGURE])
    return Terms(telling | words, frozenset(telling), figures)


def spellings(title: str, text: str) -> dict[int, str]:
    """Each term as the article writes it first."""
    spelled: dict[int, str] = {}
    for word, term, _, _ in _told(title, text):
        spelled.setdefault(term, word)
    return spelled


def _told(title: str, text: str) -> Iterator[tuple[str, int, int, int]]:
    """Each word of the headline and of the first words: how it is written, its term, its weight, what it counts."""
    counted = Counter(_TOKEN.findall(title) * IN_TITLE + _lead(text))
    for word, count in counted.items():
        term, weight, as_name = _term(word)
        if as_name != weight and word.lower() not in counted:
            weight = as_name
        if weight:
            yield word, term, weight, count


def _lead(text: str) -> list[str]:
    """The first words of a text; most are short, so half of the letters that they may have are looked at first."""
    words = _TOKEN.findall(text[: LEAD * LONG // 2])
    return (words if len(words) > LEAD else _TOKEN.findall(text[: LEAD * LONG]))[:LEAD]


@lru_cache(maxsize=65_536)
def _term(word: str) -> tuple[int, int, int]:
    """The hash of a word's term and its weights, as a word and as the name that it may be; 0 where it says nothing."""
    if word[0].isdecimal():
        digits = "".join(_DIGITS.findall(word))
        weight = 0 if _YEAR.fullmatch(digits) else FIGURE if int(digits) > DAYS else DAY
        return crc32(digits.encode()), weight, weight
    low = word.lower()
    if low in NUMERALS:
        return crc32(NUMERALS[low].encode()), DAY, DAY
    stem = _stem(low)
    if stem in _SILENT:
        return 0, 0, 0
    listed = meaning(low)
    if listed:
        weight = EVERYDAY if listed in _EVERYDAY else LISTED
        return crc32(f"={listed}".encode()), weight, weight
    if len(stem) < 3:
        return 0, 0, 0
    if stem in _COMMON:
        return crc32(stem.encode()), EVERYDAY, EVERYDAY
    return crc32(stem.encode()), WORD, WORD if word == low else NAME


def _stem(low: str) -> str:
    """In Latin letters, quicker and coarser than ``shingles.fold``, from which it differs in the vowels.

    Russian often writes а and и where Tajik has о and е: Фахробод is Фахрабад. So a and i stand for all of these.
    """
    latin = low[: 2 * LONGEST].translate(_LATIN)
    if not latin.isascii():
        latin = fold(latin).translate(_LATIN)
    if low[0] < "\x80":
        for spelling, sound in _SOUNDS:
            latin = latin.replace(spelling, sound)
    stem = latin.replace("dj", "j").replace("ii", "i").replace("iu", "u").replace("ia", "a")[:LONGEST]
    return stem.rstrip("aiu") or stem if len(stem) > 3 else stem


_TWO_VOWELS = str.maketrans("oe", "ai")
_LATIN = str.maketrans("ey", "ii") | {letter: latin.translate(_TWO_VOWELS) for letter, latin in LETTERS.items()}
_SOUNDS = (("o'", "u"), ("'", ""), ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("o", "a"))
_SILENT = frozenset(map(_stem, SILENT))
_COMMON = frozenset(map(_stem, COMMON))
_EVERYDAY = frozenset(map(meaning, COMMON))
