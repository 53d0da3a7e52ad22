"""Two texts of one form: what one has in the place of the other's number, weekday or name.

A place is the two words before and the two behind, numbers apart. A desk that copies a text swaps words in their
places, but it leaves the figures; a form that is filled in anew has other figures in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.search.fold import skeleton

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_DIGITS = re.compile(r"\d+")
BEFORE, BEHIND = 2, 2

NAMES = 2
"""Names in each other's places that make two reports; one may be the outlet that a copy says it was told."""

STEM = 5

_NUMBERS = """
one two three four five six seven eight nine ten eleven twelve dozens hundreds
один одна одного два две двое двух три трое трёх четыре четверо четырёх пять пяти шесть шести семь семи
восемь восьми девять девяти десять десяти
як ду се чор чаҳор панҷ шаш ҳафт ҳашт нӯҳ даҳ
bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn эки үч төрт беш алты жети сегиз тогуз он
"""
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday
понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье
душанбе сешанбе чоршанбе панҷшанбе ҷумъа шанбе якшанбе
"""
NUMBERS = frozenset(_NUMBERS.split())
COUNTS = NUMBERS | frozenset(_DAYS.split())
"""Numbers in words, and the days of the week."""


@dataclass(frozen=True, slots=True)
class Place:
    """A word in its place, in a text where that place comes once."""

    word: str
    is_count: bool
    """A number, in digits or words, or a day of the week."""

    is_name: bool
    """Capitalised, and nowhere in the text in lower case."""


def places(text: str) -> dict[tuple[str, ...], Place]:
    """What stands in every place of a text that comes once."""
    words = _TOKEN.findall(text)
    folded = [word.lower() for word in words]
    masked = ["#" if word[0].isdecimal() else word for word in folded]
    everyday = {low for word, low in zip(words, folded, strict=True) if word == low}
    found: dict[tuple[str, ...], Place | None] = {}
    for at in range(BEFORE, len(words) - BEHIND):
        place = (*masked[at - BEFORE : at], *masked[at + 1 : at + 1 + BEHIND])
        word, low = words[at], folded[at]
        is_count = word[0].isdecimal() or low in COUNTS
        is_name = word != low and low not in everyday and not is_count
        found[place] = None if place in found else Place(word, is_count, is_name)
    return {place: there for place, there in found.items() if there is not None}


def are_two_reports(one: dict[tuple[str, ...], Place], other: dict[tuple[str, ...], Place]) -> bool:
    """Whether a number or day, or NAMES names, are others in the same places."""
    names = 0
    for here, there in _differing(one, other):
        if here.is_count and there.is_count:
            return True
        names += here.is_name and there.is_name
    return names >= NAMES


def _differing(one: dict[tuple[str, ...], Place], other: dict[tuple[str, ...], Place]) -> Iterator[tuple[Place, Place]]:
    for place in one.keys() & other.keys():
        here, there = one[place], other[place]
        if _told(here) != _told(there):
            yield here, there


def _told(place: Place) -> str:
    """A word as it is compared: digits alone, a count as it is, the beginning of a name's skeleton."""
    if place.word[0].isdecimal():
        return "".join(_DIGITS.findall(place.word))
    return place.word.lower() if place.is_count else skeleton(place.word)[:STEM]
