"""A word of Uzbek in its other script: мактабда for maktabda. Words are in lower case, apostrophes as ʻ."""

from __future__ import annotations

from archive.search.endings import FOREIGN_TO_UZBEK

PAIRS = (
    *("а a", "б b", "в v", "г g", "ғ gʻ", "д d", "ж j", "з z", "и i", "й y", "к k", "қ q", "л l", "м m", "н n", "о o"),
    *("п p", "р r", "с s", "т t", "у u", "ў oʻ", "ф f", "х x", "ҳ h", "ъ ʼ", "ч ch", "ш sh", "я ya", "ю yu", "ё yo"),
    "е e",
)
TO_LATIN = dict(pair.split() for pair in PAIRS) | {"э": "e", "ь": "", "ц": "s"}
TO_CYRILLIC = {latin: letter for letter, latin in map(str.split, PAIRS)} | {"ye": "е", "ў": "ў", "ғ": "ғ"}

SURE = 5
"""Letters; a shorter word is too often another one in the other script, as мост and most."""

MARKS = ("ў", "қ", "ғ", "ҳ", "oʻ", "gʻ", "q")
ENDINGS = ("лар", "нинг", "дан", "lar", "ning", "dan")
"""By which a shorter word, too, is known to be Uzbek."""


def in_other_script(word: str, known: bool = False) -> str | None:
    """The word in the other script; None for what is no word of Uzbek, or too short to tell, unless it is ``known``."""
    if not known and len(word) < SURE and not word.endswith(ENDINGS) and not any(mark in word for mark in MARKS):
        return None
    if all(letter in TO_LATIN for letter in word):
        return to_latin(word)
    return None if any(letters in word for letters in FOREIGN_TO_UZBEK) else to_cyrillic(word)


def to_latin(word: str) -> str:
    """A е is ye where a word begins and behind a vowel."""
    starts = (place for place, letter in enumerate(word) if letter == "е" and word[place - 1 : place] in "аеиоуўэюяё")
    spelled = list(map(TO_LATIN.__getitem__, word))
    for place in starts:
        spelled[place] = "ye"
    return "".join(spelled)


def to_cyrillic(word: str) -> str | None:
    """None where a letter is not one of Uzbek. A first e is э."""
    letters, rest = "", word.replace("oʻ", "ў").replace("gʻ", "ғ")
    while rest:
        pair = rest[:2] if rest[:2] in TO_CYRILLIC else rest[:1]
        if pair not in TO_CYRILLIC:
            return None
        letters += "э" if pair == "e" and not letters else TO_CYRILLIC[pair]
        rest = rest[len(pair) :]
    return letters
