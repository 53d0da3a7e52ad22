"""Light stemmers for languages that Snowball has none for, or none that keeps their words apart.

Own rules, from the grammars: the endings of nouns and adjectives go, outermost first; verbs and derived words stay as
they are. Words come in plain letters (``PLAIN``), as many people type them: ғ as г, ҷ as ч, ё as е. A stem need be no
word; it is compared with other stems only.
"""

from __future__ import annotations

import re

PLAIN = str.maketrans("ғқҳһҷӣіӯўүұөңәёيىكۀ", "гкххчииууууонаеییکه")
"""Letters of the region's alphabets to those that stand for them on other keyboards, one for one."""

A, I, HARD = "[аео]", "[иыу]", "кпстфхцчшщ"  # noqa: E741
"""Vowels of endings by harmony; consonants after which an ending begins without voice."""

TAJIK_OWNER = r"(?<=..)ии?$|(?<=...)(?:[ая](?:мон|тон|шон)|аш)$|(?<=о)я[мтш]$|(?<=....)е$"
TAJIK_PLURAL = r"(?<=..)хо$|(?<=..а)гон$|(?<=..у)ен$|(?<=....)(?<!ист)он$"
TAJIK_WHOLE = frozenset({"рахмон", "сулаймон"})
"""Stems that another word would be left of: Раҳмон is not the plural of раҳм."""

TURKIC_CASE = (
    rf"(?<=...)(?:нинг|гача|[мбп]ен|(?<![{HARD}])н{I}н|н{I}|(?<![{HARD}])(?<!о.)д{I}н?|(?<=[{HARD}])т{I}н?"
    rf"|(?<=[иыу])н{A}|(?<![{HARD}])г{A}|(?<=[{HARD}])к{A}|д{A}н?|(?<=[{HARD}])т{A}|(?<=[{HARD}])(?<!с)т{A}н|(?<=[мн])н{A}н)$"
)
TURKIC_OWNER = rf"(?<=...)(?:{I}(?:м|б|нг){I}з|{I}нг|{I}[мн]|(?<=[аеоиыуя])с{I}|{I})$"
TURKIC_PLURAL = rf"(?<=..)(?:л{A}р|(?<=[лмнрйзж])д{A}р|(?<=[{HARD}бвгд])т{A}р)$"
TURKIC_WHOLE = frozenset({"доллар", "карда"})

UZBEK_CASE = r"(?<=...)(?:ning|gacha|ni|ga|(?<=k)ka|(?<=q)qa|dan|da)$"
UZBEK_OWNER = r"(?<=...)(?:imiz|ingiz|im|ing|(?<=[aeiou])si|i)$"
UZBEK_PLURAL = r"(?<=..)lar$"
UZBEK_WHOLE = frozenset({"dollar", "morning", "evening", "similar", "popular", "regular"})
FOREIGN_TO_UZBEK = r"w|c(?!h)|ea|ee|oo|ou|th|ph"
"""What Uzbek words in Latin letters never hold: war is not the stem of warning."""

PERSIAN_PLURAL = r"(?<=...)ها(?:یی|ی(?:مان|تان|شان|م|ت|ش)?)?$|(?<=....)(?<!ست)ان$"
PERSIAN_OWNER = r"(?<=...)یی?$"

SOFTENED = str.maketrans("гбg", "кпk")
"""Last consonants that endings give a voice: kitap, kitabı."""


def tajik(word: str) -> str:
    """китобҳоямонро, китоби and китобе are китоб; plain letters."""
    stem = word.removesuffix("ро") if len(word) >= 4 else word
    if stem in TAJIK_WHOLE:
        return stem
    stem = re.sub(TAJIK_OWNER, "", stem)
    while stem not in TAJIK_WHOLE and (shorter := re.sub(TAJIK_PLURAL, "", stem)) != stem:
        stem = shorter
    return stem


def turkic(word: str) -> str:
    """Uzbek, Kazakh and Kyrgyz in Cyrillic: мактабларимизда is мактап; plain letters."""
    return without(word, TURKIC_WHOLE, TURKIC_CASE, TURKIC_OWNER, TURKIC_PLURAL, rf"(?<=...){I}$")


def uzbek(word: str) -> str:
    """Uzbek in Latin letters: maktablarimizda is maktab."""
    if re.search(FOREIGN_TO_UZBEK, word):
        return word
    stem = without(word, UZBEK_WHOLE, UZBEK_CASE, UZBEK_OWNER, UZBEK_PLURAL, "(?<=...)i$")
    return stem[:-2] + "q" if stem.endswith("gʻ") else stem


def persian(word: str) -> str:
    """کتاب of کتابها and کتابی; Snowball's makes دانشگاه (university) and دانش (knowledge) one."""
    return without(word, frozenset(), PERSIAN_PLURAL, PERSIAN_OWNER, PERSIAN_PLURAL)


def without(word: str, whole: frozenset[str], *endings: str) -> str:
    """The word without one ending of each kind, unless it is whole, and with the last consonant as it is alone."""
    for ending in endings:
        if word in whole:
            return word
        word = re.sub(ending, "", word)
    return word if word in whole else word[:-1] + word[-1:].translate(SOFTENED)
