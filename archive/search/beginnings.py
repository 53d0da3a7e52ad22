"""How a word, or its beginning, may be spelled in an archive whose authors had other keyboards than its readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from archive.search.endings import PLAIN
from archive.search.expand import TO_ARABIC, tajik, yeh_and_kaf, yo

HARMONIES = tuple(
    str.maketrans(*letters) for letters in (("оу", "өү"), ("оуи", "өүі"), ("аоуи", "әөүі"), ("кгу", "қғў"), ("у", "ў"))
)
"""Letters of Kyrgyz, Kazakh and Uzbek that change together, since the vowels of a word agree."""

KAZAKH, UZBEK = {"к": "кқ", "г": "гғ", "н": "нң", "и": "иі"}, {"к": "кқ", "г": "гғ", "х": "хҳ"}
FIRST_KAZAKH, FIRST_UZBEK = {"у": "уүұ"}, {"у": "уў"}
"""Letters that change each by itself: мұғалім, ўқувчи; some of them only as the first vowel of a word."""

PERSIAN = {"ی": "یيئ", "ک": "کك"}
FIRST_PERSIAN, LAST_PERSIAN = {"ا": "اآأ"}, {"ه": "هۀة"}

MOST_SPELLINGS = 12
"""Of one kind; a beginning with more places that may be spelled otherwise is tried with all changed together."""


def spelled_beginnings(beginning: str) -> tuple[str, ...]:
    """The beginning itself first. One with letters beyond the Russian alphabet may also be in plain ones."""
    plain = beginning.translate(PLAIN)
    if "\u0600" <= beginning[:1] < "\u0700":
        return tuple(dict.fromkeys((beginning, *yeh_and_kaf(beginning), *persian(plain))))
    spelled = dict.fromkeys((beginning, plain, *yo(beginning)))
    if plain == beginning:
        spelled |= dict.fromkeys(tajik(beginning))
        harmonious = [beginning.translate(letters) for letters in HARMONIES]
        spelled |= dict.fromkeys(word.replace("н", nasal) for word in (beginning, *harmonious) for nasal in "нң")
        spelled |= dict.fromkeys((*turkic(beginning, KAZAKH, FIRST_KAZAKH), *turkic(beginning, UZBEK, FIRST_UZBEK)))
    return tuple(spelled)


def turkic(plain: str, choices: Mapping[str, str], first_vowel: Mapping[str, str]) -> tuple[str, ...]:
    first = next((place for place, letter in enumerate(plain) if letter in "аоуиыеэ"), -1)
    spelled = [choices.get(letter, letter) for letter in plain]
    if first >= 0:
        spelled[first] = first_vowel.get(plain[first], spelled[first])
    return all_of(spelled)


def persian(plain: str) -> Iterator[str]:
    """With the first alef and last heh as they may be, yeh and kaf Arabic or Persian; a yeh may stand for hamza."""
    ends = [
        FIRST_PERSIAN.get(plain[0], plain[0]),
        plain[1:-1],
        LAST_PERSIAN.get(plain[-1], plain[-1])[: len(plain) - 1],
    ]
    for word in map("".join, product(ends[0], [ends[1]], ends[2] or [""])):
        yield word
        yield word.translate(TO_ARABIC)
    yield from all_of([PERSIAN.get(letter, letter) for letter in plain])


def all_of(choices: list[str]) -> tuple[str, ...]:
    """Every spelling; none where there are very many."""
    count = 1
    for choice in choices:
        count *= len(choice)
    return tuple(map("".join, product(*choices))) if count <= MOST_SPELLINGS else ()
