"""Whether a title names an error page, a wall or a challenge, and whether a line is one of theirs.

``named`` reads a whole title or heading, ``says`` the beginning of a sentence. Neither is a verdict, since an article
may be about a missing page: ``verdict.py`` asks for a page without sentences of its own too.
"""

from __future__ import annotations

import re

from crawler.extraction.error_names import NAMES
from crawler.extraction.error_sayings import SAYINGS, SORRY


def _even(text: str) -> str:
    """One letter for ё and е, one sign for the apostrophe: nobody types them alike."""
    return text.replace("’", "'").replace("ё", "е")


_EDGES = ' \t.,!?…:;|«»"“”()[]–—-→>›·•*#\u200f\u200e'
_BETWEEN = r"[\s.,!?…:;|()–—-]+"
_ANY_NAME = {reason: _even(f"(?:{'|'.join(patterns)})") for reason, patterns in NAMES.items()}
_NAME = {reason: re.compile(rf"{names}(?:{_BETWEEN}{names})*") for reason, names in _ANY_NAME.items()}
_SAYING = {
    reason: re.compile(_even(rf"(?:^|[.!?…:]\s+){SORRY}(?:{'|'.join(patterns)}|(?:{_ANY_NAME[reason]})[.!…]*$)"))
    for reason, patterns in SAYINGS.items()
}
_SEGMENT = re.compile(r"\s+[|–—·•»«/:›→-]+\s+|\s*[|»«›]\s*|\s+::\s+")
STEM = 4
"""Letters by which two forms of a word are told to be one; shorter words say too little."""

LEAST_KNOWN, KNOWN = 2, 0.4
"""So many words, and so much of all, are those of error pages where a text is likely one."""

_WORD = re.compile(r"[^\W\d_]+")

LONGEST_NAME = 120
LONGEST_SAYING = 400
"""Characters; longer ones are no name of an error page, and no line of one."""


def named(text: str) -> str | None:
    """The reason whose name the whole text is: a title without the site, a heading."""
    plain = _plain(text)
    if not plain or len(plain) > LONGEST_NAME:
        return None
    return next((reason for reason, pattern in _NAME.items() if pattern.fullmatch(plain)), None)


def segments(title: str) -> list[str]:
    """The parts of a window's title: the page's, the section's and the site's name."""
    return [part for part in _SEGMENT.split(title[: 4 * LONGEST_NAME]) if part.strip(_EDGES)]


def says(line: str) -> str | None:
    """The reason that a line gives: a sentence in it begins as error pages speak."""
    plain = _plain(line[:LONGEST_SAYING])
    return next((reason for reason, pattern in _SAYING.items() if pattern.search(plain)), None) if plain else None


def _plain(text: str) -> str:
    return " ".join(_even(text.casefold()).split()).strip(_EDGES)


def stems(text: str) -> set[str]:
    """The beginnings of a text's longer words."""
    return {word[:STEM] for word in _WORD.findall(_even(text.casefold())) if len(word) >= STEM}


def share_a_word(one: str, other: str) -> bool:
    """Whether two texts have a word in common that error pages do not use."""
    return bool((stems(one) & stems(other)) - _VOCABULARY)


def closest(text: str) -> str | None:
    """The reason of whose words a text has the most; None where it has few words of any."""
    words = stems(text)
    if len(words & _VOCABULARY) < max(LEAST_KNOWN, KNOWN * len(words)):
        return None
    return max(_VOCABULARIES, key=lambda reason: len(words & _VOCABULARIES[reason]))


_VOCABULARIES = {reason: stems(" ".join((*NAMES[reason], *found))) for reason, found in SAYINGS.items()}
_VOCABULARY = frozenset().union(*_VOCABULARIES.values())
