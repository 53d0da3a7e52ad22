"""Where the forms of a word stand in an archive's vocabulary."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator

from archive.search.vocabulary import LAST, words

SHORTEST_BEGINNING = 3
"""Letters; what begins with fewer is most of a vocabulary."""

SHORT_ENDINGS = (
    *("", *"аеиоуыйяюіүө", "ом", "ем", "ам", "ов", "ев"),
    *("ро", "ҳо", "ҳои", "ҳоро", "ни", "нинг", "ны", "нын", "ның", "лари", "ларга", "ларнинг"),
    *(plural + vowel + "р" for plural in "лдт" for vowel in "аеоө"),
    *("да", "де", "до", "дө", "дан", "ден", "га", "ге", "ға", "го", "гө", "ди", "ды", "ду", "дин", "дын", "дің", "дың"),
)
LATIN_SHORT_ENDINGS = ("", "s", "i", "ni", "ning", "ga", "da", "dan", "lar", "lari", "larni", "larda", "si", "yi")
PERSIAN_SHORT_ENDINGS = ("", "ی", "ان", "انی", "ها", "های", "هایی", "ند", "ه", "ن", "د")
"""Of words of two letters."""

Range = tuple[str, str]
"""From the first word to before the last."""

Spelled = Callable[[str], tuple[str, ...]]
"""The spellings in which a word, or its beginning, is looked for."""


def read(connection: sqlite3.Connection, ranges: Iterable[Range]) -> dict[str, int]:
    """The words of the archive in these ranges, each with how many articles have it."""
    found: dict[str, int] = {}
    for first, end in ranges:
        found |= words(connection, first, end)
    return found


def single(wanted: Iterable[str]) -> Iterator[Range]:
    """The ranges of single words."""
    return ((word, word + "\0") for word in wanted)


def beginning_with(beginning: str) -> Range:
    return beginning, beginning + LAST


def ranges(beginnings: Collection[str], spelled: Spelled) -> Iterator[Range]:
    """Of all words with these beginnings, in the spellings that they may have.

    Behind one that is too short to open a range, as об, each of the commonest endings is looked up.
    """
    long = {beginning for beginning in beginnings if len(beginning) >= SHORTEST_BEGINNING}
    begun = dict.fromkeys(spelling for beginning in shortest(long) for spelling in spelled(beginning))
    yield from map(beginning_with, shortest(begun))
    short = (beginning for beginning in set(beginnings) - long if len(beginning) == SHORTEST_BEGINNING - 1)
    yield from single(beginning + ending for beginning in short for ending in short_endings(beginning))


def short_endings(word: str) -> tuple[str, ...]:
    """By the script of the word."""
    if word.isascii():
        return LATIN_SHORT_ENDINGS
    return PERSIAN_SHORT_ENDINGS if word[0] > "\u0600" else SHORT_ENDINGS


def shortest(beginnings: Collection[str]) -> list[str]:
    """Without those that begin with another one."""
    return [one for one in beginnings if not any(one != other and one.startswith(other) for other in beginnings)]
