"""The names of people in what a page gives as its author, without job titles, agencies twice over and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from typing import Final

from archive.fingerprints import letters
from crawler.extraction.byline_words import (
    AND,
    BY,
    COUNTS,
    DONE,
    FOR,
    JOB_STEMS,
    JOBS,
    JOBS_BEFORE,
    LINKS,
    NOBODY,
    WEEKDAYS,
)
from crawler.extraction.months import MONTHS

LONGEST = 80
"""Characters of a name."""

LONGEST_LINE = 1_000
"""Characters of a line that are read."""

MOST = 30
"""Names of one article."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BY: Final = re.compile(
    rf"^(?:(?:{_any(DONE)})\s+)?(?:(?:{_any(BY)})(?:\s+(?:by|von|par|por))?\s*[:–—-]\s*|(?:{_any(BY)})(?:\s+(?:by|von|par|por))?\s+|(?:{_any(DONE)})\s*:\s*)",
    re.IGNORECASE,
)
_DONE_BY: Final = re.compile(rf"^(?:{_any(DONE)})\b.*?\s(?:by|von|автор:?)\s+", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\S*(?:://|www\.)\S*|\(?\S+@\S+\)?|@\w+")
_ASIDE: Final = re.compile(r"\s*[(\[<][^)\]>]*[)\]>]?\s*")
_FOR: Final = re.compile(rf"\s*[,–—-]?\s*\b(?:{_any(FOR)})\b.*$", re.IGNORECASE)
_LINKS: Final = re.compile(rf"\s*(?:\b(?:{_any(LINKS)})\b|says:).*$", re.IGNORECASE)
_COUNT: Final = re.compile(rf"(?<!\w)(?:{_any(COUNTS)})\s*(?::|\d).*$", re.IGNORECASE)
_COUNTED: Final = re.compile(rf"(?<!\S)\d[\d\s.,]{{0,12}}(?:{_any(COUNTS)})(?!\w).*$", re.IGNORECASE)
_PARTS: Final = re.compile(rf"\s*(?:[,;|•·]|\s[/&+]\s|\s[–—-]+(?:\s|$)|\s(?:{_any(AND)})\s)\s*")
_JOB: Final = re.compile(rf"(?:{_any(JOBS)}|\w*(?:{_any(JOB_STEMS)})\w*)\.?", re.IGNORECASE)
_BEFORE: Final = frozenset(JOBS_BEFORE)
_NOBODY: Final = frozenset(map(letters, (*NOBODY, *BY, *COUNTS)))
_CALENDAR: Final = frozenset((*WEEKDAYS, *MONTHS))
_NUMBER: Final = re.compile(r"(?<!\w)\W*\d")
_DATE: Final = re.compile(
    r"\s+(?:(?:am|on|le|at|um|vor|от|в)\s+)?(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b).*$", re.IGNORECASE
)


def read_names(text: str) -> Iterator[str]:
    """The names in one line of tidy text, in its order."""
    line = _BY.sub("", _DONE_BY.sub("", text[:LONGEST_LINE].strip()))
    for cut in (_ADDRESS, _COUNT, _COUNTED, _FOR, _LINKS):
        line = cut.sub("", line)
    if dated := _DATE.search(line):
        line = _without_calendar(line[: dated.start()])
    for place, part in enumerate(_PARTS.split(_ASIDE.sub(" ", line))):
        name = _once(_without_job(part.strip(" :,-–—*\t\"'")))
        if is_name(name) and not (place and _is_description(name)):
            yield name


def _without_calendar(line: str) -> str:
    """The line without the weekday or the month at its end, whose day was cut off."""
    words = line.split()
    while words and (words[-1].lower().strip(",.") in _CALENDAR):
        words.pop()
    return " ".join(words)


def _is_description(text: str) -> bool:
    """What follows a name after a comma and is none: mostly words in small letters."""
    words = text.split()
    return len(words) > 2 and sum(word[0].islower() for word in words) * 2 > len(words)


def is_name(text: str) -> bool:
    """Whether it can be a name: short, with letters, no number, nobody's."""
    told = letters(text)
    return 1 < len(text) <= LONGEST and not _NUMBER.search(text) and told not in _NOBODY and any(map(str.isalpha, text))


def is_capitalised(text: str) -> bool:
    """Whether at most five words begin like a name's, as those of running text do not."""
    words = text.split()
    if len(words) > 5 or words[0][0].islower():
        return False
    return not any(word[0].islower() and len(word) > 3 for word in words)


def is_full(text: str) -> bool:
    """Whether it looks like first name and name: two to four words with capitals, or any in a script without them."""
    words = text.split()
    is_caseless = text.lower() == text.upper()
    if ":" in text or len(words) > 4 or (len(words) < 2 and not is_caseless):
        return False
    inner = (word for place, word in enumerate(words) if place in (0, len(words) - 1) or len(word) > 3)
    return all(word[0].isalpha() and not word[0].islower() and not word[-1].isdigit() for word in inner)


def without_parts(names: Iterable[str]) -> tuple[str, ...]:
    """The names once each, and none that is only a part of a longer one beside it."""
    keys: dict[str, str] = {}
    for name in names:
        keys.setdefault(letters(name), name)
    plain = {key: f" {_plain(name)} " for key, name in keys.items()}
    return tuple(
        name for key, name in keys.items() if not any(plain[key] in other for own, other in plain.items() if own != key)
    )[:MOST]


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s«»“”\"„]+", name.casefold())).strip()


def _without_job(part: str) -> str:
    words = part.split()
    jobs = [place for place, word in enumerate(words) if _JOB.fullmatch(word)]
    if not jobs:
        return part
    first, last = jobs[0], jobs[-1]
    if all(word.lower() in _BEFORE for word in words[:first]):
        rest = words[last + 1 :]
        return " ".join(dropwhile(lambda word: word[0].islower(), rest))
    is_name = first > 1 or words[0].lower() == words[0].upper()
    return " ".join(words[:first]) if is_name else ""


def _once(name: str) -> str:
    """An agency's name without its short form after it: «НИАТ «Ховар» Ховар»."""
    words = name.split()
    if len(words) > 1 and letters(words[-1]) in map(letters, words[:-1]):
        return " ".join(words[:-1])
    return name
