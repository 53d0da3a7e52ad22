"""Light stemmers for languages that Snowball has none for, or none that keeps their words apart.

Own rules, from the grammars: the endings of nouns and adjectives go, outermost first; verbs and derived words stay as
they are. Words come in plain letters (``PLAIN``), as many people type them: ғ as г, ҷ as ч, ё as е. A stem need be no
word; it is compared with other stems only. No patterns here: to compile them would take a search longer than to run.
"""

from __future__ import annotations

from collections.abc import Mapping

PLAIN = str.maketrans("ғқҳһҷӣіӯўүұөңәёيىكۀ", "гкххчииууууонаеییکه")
"""Letters of the region's alphabets to those that stand for them on other keyboards, one for one."""


Endings = Mapping[str, tuple[int, str]]
"""Endings of one kind, of which a word has one at most: how many letters must be left before it, and which of these
must be their last; any, where there are none."""

A, I, HARD, VOWELS = "аео", "иыу", "кпстфхцчшщ", "аеиоуыэюя"  # noqa: E741
"""Vowels of endings by harmony; consonants after which an ending begins without voice."""

SOFT = "".join(letter for letter in "абвгдежзийклмнопрстуфхцчшщыьэюя" if letter not in HARD)

TAJIK_OBJECT: Endings = {"ро": (2, "")}
TAJIK_OWNER: Endings = {
    **dict.fromkeys(("и", "ии"), (2, "")),
    **dict.fromkeys(("амон", "атон", "ашон", "ямон", "ятон", "яшон", "аш"), (3, "")),
    **dict.fromkeys(("ям", "ят", "яш"), (3, "о")),
    "е": (4, ""),
}
TAJIK_PLURAL: Endings = {"хо": (2, ""), "гон": (3, "а"), "ен": (3, "у"), "он": (4, "")}
TAJIK_WHOLE = ("рахмон", "сулаймон", "истон")
"""What another word would be left of: Раҳмон is not the plural of раҳм."""

TURKIC_CASE: Endings = {
    **dict.fromkeys(("нинг", "гача", "мен", "бен", "пен"), (3, "")),
    **{f"н{i}": (3, "") for i in I},
    **{f"н{i}н": (3, SOFT) for i in I},
    **{f"д{i}{n}": (3, SOFT) for i in I for n in ("", "н")},
    **{f"т{i}{n}": (3, HARD) for i in I for n in ("", "н")},
    **{f"н{a}": (3, I) for a in A},
    **{f"г{a}": (3, SOFT) for a in A},
    **{f"к{a}": (3, HARD) for a in A},
    **{f"д{a}{n}": (3, "") for a in A for n in ("", "н")},
    **{f"т{a}": (3, HARD) for a in A},
    **{f"т{a}н": (3, HARD.replace("с", "")) for a in A},
    **{f"н{a}н": (3, "мн") for a in A},
}
TURKIC_OWNER: Endings = {
    **{f"{i}{n}": (3, "") for i in I for n in ("", "м", "н", "нг")},
    **{f"{i}{n}{j}з": (3, "") for i in I for n in ("м", "б", "нг") for j in I},
    **{f"с{i}": (3, VOWELS) for i in I},
}
TURKIC_PLURAL: Endings = {
    **{f"л{a}р": (2, "") for a in A},
    **{f"д{a}р": (2, "лмнрйзж") for a in A},
    **{f"т{a}р": (2, HARD + "бвгд") for a in A},
}
TURKIC_LAST: Endings = dict.fromkeys(I, (3, ""))
TURKIC_WHOLE = ("доллар", "карда")
NOT_AFTER_O = ("ди", "дин", "ти", "тин")
"""Endings that do not agree with a last о: Tajik корди (of a knife) is no form of кор."""

UZBEK_CASE: Endings = {
    **dict.fromkeys(("ning", "gacha", "ni", "ga", "dan", "da"), (3, "")),
    "ka": (3, "k"),
    "qa": (3, "q"),
}
UZBEK_OWNER: Endings = {
    **dict.fromkeys(("imiz", "ingiz", "im", "ing", "i"), (3, "")),
    "si": (3, "aeiou"),
}
UZBEK_PLURAL: Endings = {"lar": (2, "")}
UZBEK_LAST: Endings = {"i": (3, "")}
UZBEK_WHOLE = ("dollar", "morning", "evening", "similar", "popular", "regular")
FOREIGN_TO_UZBEK = ("w", "ea", "ee", "oo", "ou", "th", "ph")
"""What Uzbek words in Latin letters never hold: war is not the stem of warning."""

PERSIAN_PLURAL: Endings = {
    **{"ها" + owner: (3, "") for owner in ("", "ی", "یی", "یم", "یت", "یش", "یمان", "یتان", "یشان")},
    "ان": (4, ""),
}
PERSIAN_OWNER: Endings = {"ی": (3, ""), "یی": (3, "")}
PERSIAN_WHOLE = ("ستان",)

SOFTENED = str.maketrans("гбg", "кпk")
"""Last consonants that endings give a voice: kitap, kitabı."""


NONE = (64, "")
"""No ending: more letters than a word has."""


def tajik(word: str) -> str:
    """китобҳоямонро, китоби and китобе are китоб; plain letters."""
    stem = without(word, TAJIK_WHOLE, TAJIK_OBJECT, TAJIK_OWNER)
    while (shorter := without(stem, TAJIK_WHOLE, TAJIK_PLURAL)) != stem:
        stem = shorter
    return stem


def turkic(word: str) -> str:
    """Uzbek, Kazakh and Kyrgyz in Cyrillic: мактабларимизда is мактап; plain letters."""
    stem = without(word, TURKIC_WHOLE, TURKIC_CASE)
    if "о" in stem[-2:] and word[len(stem) :] in NOT_AFTER_O:
        stem = word
    return voiceless(without(stem, TURKIC_WHOLE, TURKIC_OWNER, TURKIC_PLURAL, TURKIC_LAST))


def uzbek(word: str) -> str:
    """Uzbek in Latin letters: maktablarimizda is maktab."""
    if any(letters in word for letters in FOREIGN_TO_UZBEK) or "c" in word.replace("ch", ""):
        return word
    stem = without(word, UZBEK_WHOLE, UZBEK_CASE, UZBEK_OWNER, UZBEK_PLURAL, UZBEK_LAST)
    return stem[:-2] + "q" if stem.endswith("gʻ") else voiceless(stem)


def persian(word: str) -> str:
    """کتاب of کتابها and کتابی; Snowball's makes دانشگاه (university) and دانش (knowledge) one."""
    return without(word, PERSIAN_WHOLE, PERSIAN_PLURAL, PERSIAN_OWNER, PERSIAN_PLURAL)


def without(word: str, whole: tuple[str, ...], *kinds: Endings) -> str:
    """The word without the longest ending of each kind, as long as it does not end in something whole."""
    for endings in kinds:
        if word.endswith(whole):
            return word
        for length in range(min(6, len(word) - 2), 0, -1):
            least, last = endings.get(word[-length:], NONE)
            if length <= len(word) - least and (not last or word[-length - 1] in last):
                word = word[:-length]
                break
    return word


def voiceless(stem: str) -> str:
    """With the last consonant as it is when nothing follows."""
    return stem[:-1] + stem[-1:].translate(SOFTENED)
