"""How the beginning of a word may be spelled in an archive whose authors had other keyboards than its readers."""

from __future__ import annotations

from archive.search.endings import PLAIN
from archive.search.expand import tajik, yeh_and_kaf, yo

HARMONIES = tuple(
    str.maketrans(*letters)
    for letters in (
        ("оу", "өү"),
        ("оуи", "өүі"),
        ("аоуи", "әөүі"),
        ("и", "і"),
        ("кг", "қғ"),
        ("кгу", "қғұ"),
        ("у", "ў"),
    )
)
"""Letters of Kyrgyz, Kazakh and Uzbek that change together, since the vowels of a word agree."""


def spelled_beginnings(beginning: str) -> tuple[str, ...]:
    """The beginning itself first. One with letters beyond the Russian alphabet may also be in plain ones."""
    plain = beginning.translate(PLAIN)
    spelled = dict.fromkeys((beginning, plain, *yo(beginning), *yeh_and_kaf(beginning)))
    if plain == beginning:
        spelled |= dict.fromkeys(tajik(beginning))
        harmonious = [beginning.translate(letters) for letters in HARMONIES]
        spelled |= dict.fromkeys(word.replace("н", nasal) for word in (beginning, *harmonious) for nasal in "нң")
    return tuple(spelled)
