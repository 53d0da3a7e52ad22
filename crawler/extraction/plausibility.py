"""How surprising a text's letters are: nonsense from a wrong encoding surprises in nearly every one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise
from math import log

_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёғқҳҷӣӯңөүұәһіўїє"
"""The letters by their frequency in Russian; then those that Tajik, Uzbek, Kyrgyz, Kazakh and Ukrainian add."""

_CYRILLIC_SHARES = (
    *(110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16),
    *(14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
    *[12] * 16,
)
"""Per mille; whole numbers will do, a wrong encoding is off by far more."""

_ARABIC = "ایيىردنهمولتبشسکكگزفقخعجحآصطپچضئأةؤغذظثءإ"
_ARABIC_SHARES = (
    *(130, 90, 90, 10, 65, 60, 65, 55, 55, 60, 60, 50, 40, 30, 30, 30, 30, 15, 20, 18, 15, 15, 15, 12, 12),
    *(12, 10, 6, 10, 6, 5, 6, 10, 12, 1, 3, 3, 2, 3, 2, 5),
)
_TYPED = frozenset("\xa0\xad«»·№–—‘’“”„•…ʻʼ\u2009\u200b\u200c\u200d،؛؟")
_SELDOM = frozenset("®©°§‚†‰‹›™€±×¡¿²³½¼¾■▪●►√≈≤≥")
_KINDS = {"t": 4.5, "s": 6.0, "m": 6.0, "x": 9.0, "c": 6.5, "l": 4.0, "r": 7.0, "w": 7.0, "o": 4.2}
"""Nats for a character by its kind: ``t`` a sign that is typed, ``s`` one that is typed seldom, ``x`` one that is not,
``m`` a mark on a letter, ``c`` Cyrillic and ``r`` Arabic that are not listed here, ``l`` Latin with an accent, ``w``
Chinese, Japanese and Korean, ``o`` another script."""

_COSTS = {
    letter: -log(share / 1000)
    for letters, shares in ((_CYRILLIC, _CYRILLIC_SHARES), (_ARABIC, _ARABIC_SHARES))
    for letter, share in zip(letters, shares, strict=True)
}
_SCRIPTS = {"CYRILLIC": "c", "LATIN": "l", "ARABIC": "r", "CJK": "w", "HIRAGANA": "w", "KATAKANA": "w", "HANGUL": "w"}

CAPITAL = 0.3
"""Nats for a capital, beside those for its letter."""

JUMP = 4.0
"""For a capital after a small letter, and two scripts in a word."""

ACCENTS = 1.2
"""For an accented letter beside another."""


def surprise(text: str) -> tuple[float, int]:
    """Nats, and the letters and signs beyond ASCII that they are for, at the frequencies of the region's languages.

    A Chinese character counts for two: it says, and takes, as much.
    """
    beyond = {char: times for char, times in Counter(text).items() if char > "\x7f"}
    if not beyond:
        return 0.0, 0
    total = sum(_cost(char) * times for char, times in beyond.items())
    pairs = Counter(pairwise(text.translate(_CLASSES)))
    total += sum(_JUMPS.get(pair, 0.0) * times for pair, times in pairs.items())
    return total, sum(times * (2 if _CLASSES[ord(char)] == "w" else 1) for char, times in beyond.items())


def _class_of(char: str) -> str:
    """One letter for the kind of a character: small letters for small ones, capitals for capitals."""
    if char < "\x80":
        return ("a" if char.islower() else "A") if char.isalpha() else " "
    category = unicodedata.category(char)
    if char in _TYPED or char in _SELDOM:
        return "t" if char in _TYPED else "s"
    if category[0] != "L":
        return "m" if category == "Mn" else "x"
    script = unicodedata.name(char, "").partition(" ")[0]
    kind = _SCRIPTS.get(script, "o")
    return kind.upper() if char.isupper() and kind in "cl" else kind


class _Classes(dict[int, str]):
    """Filled as characters are met: a table for ``str.translate``."""

    def __missing__(self, point: int) -> str:
        found = self[point] = _class_of(chr(point))
        return found


_CLASSES = _Classes()


def _cost(char: str) -> float:
    kind = _CLASSES[ord(char)]
    cost = _COSTS.get(char.lower()) or _KINDS[kind.lower()]
    return cost + CAPITAL if kind in "CL" else cost


def _jump(left: str, right: str) -> float:
    scripts = {"a": "latin", "l": "latin", "c": "cyrillic", "r": "arabic", "o": "other", "w": "wide"}
    if scripts[left.lower()] != scripts[right.lower()]:
        return JUMP
    if left in "acl" and right in "ACL" and left + right != "aA":
        return JUMP
    return ACCENTS if left in "lL" and right in "lL" else 0.0


_JUMPS = {(left, right): _jump(left, right) for left in "aAcClLrow" for right in "aAcClLrow"}
