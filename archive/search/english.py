"""English forms: plurals, tenses and participles; no derived words. Porter's stems make police and policy one, and
protest and Protestant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

VOWELS = "aeiouy"
WHOLE = """
    news series species means thus gas bus plus virus status campus bonus census focus crisis basis always perhaps
    king ring thing wing morning evening during nothing something anything everything spring string ceiling
    united hundred need speed seed feed indeed exceed proceed red bed shed sacred kindred
    forest arrest harvest interest request protest honest contest modest conquest manifest
    is was has his its this us yes less unless
"""
"""Words that end like forms and are none."""

NO_PLURAL = ("ss", "us", "is")


@cache
def whole_words() -> frozenset[str]:
    return frozenset(WHOLE.split())


def english(word: str, known: Collection[str] = ()) -> set[str]:
    """Each word that this one may be a form of, itself among them; some of them are no words."""
    if len(word) < 4 or word in whole_words():
        return {word}
    return {word, *of_plural(word), *of_verb(word), *of_degree(word)}


def english_beginnings(word: str, known: Collection[str]) -> Iterator[str]:
    """What the forms of a word begin with: city and citi, mine and mining, life and live."""
    for base in english(word):
        yield base
        if base.endswith("e"):
            yield base[:-1] + "ing"
        if base.endswith("y"):
            yield base[:-1] + "i"
        if base.endswith("is"):
            yield base[:-2] + "es"
        if base.endswith(("f", "fe")):
            yield base.removesuffix("e")[:-1] + "ve"


def of_plural(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or word.endswith(NO_PLURAL):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y", word[:-1])
    if word.endswith("ves"):
        return (word[:-1], word[:-3] + "f", word[:-3] + "fe")
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        return (word[:-1], word[:-2], word[:-2] + "is")
    return (word[:-1],)


def of_verb(word: str) -> tuple[str, ...]:
    if word.endswith("ied"):
        return (word[:-3] + "y",)
    for ending in ("ed", "ing"):
        base = word.removesuffix(ending)
        if base != word and has_vowel(base):
            return bases(base)
    return ()


def of_degree(word: str) -> tuple[str, ...]:
    """Newest and heaviest; newer would make a farm of a farmer."""
    if word.endswith("iest") and len(word) > 6:
        return (word[:-4] + "y",)
    base = word.removesuffix("est")
    return bases(base) if base != word and len(base) > 2 and has_vowel(base) else ()


def bases(base: str) -> tuple[str, ...]:
    """What stood before -ed or -ing: plan of plann, mine of min, visit or invite of visit or invit."""
    doubled = len(base) > 2 and base[-1] == base[-2] and base[-1] not in VOWELS
    if doubled:
        return (base, base[:-1])
    if base.endswith("ee"):
        return (base,)
    if base.endswith("e"):
        return (base + "e",) if len(base) > 3 else (base,)
    short = base[-1] not in VOWELS + "wx" and base[-2:-1] in VOWELS and not has_vowel(base[:-2])
    return (base + "e",) if short and len(base) > 2 else (base, base + "e")


def has_vowel(letters: str) -> bool:
    return any(letter in VOWELS for letter in letters)
