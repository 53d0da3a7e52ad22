"""Latin skeletons of names, so that Rahmon finds Раҳмон, Рахмон and Rakhmon.

They are kept beside the text, so that any SQLite finds them without a tokenizer of ours.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

SHORTEST_SKELETON = 3
"""Letters; shorter ones are prepositions and initials, alike in every language."""

LONGEST_WORD = 64
"""Letters; what is longer is no name, and is neither indexed nor looked up as one."""

APOSTROPHES = "'`´‘’ʻʼ"
MARKS = "\u0300-\u036f\u064b-\u0652"

LETTER = r"[^\W\d_]"
WORD = re.compile(rf"{LETTER}++(?:[{APOSTROPHES}]{LETTER}++|[{MARKS}]++{LETTER}*+)*+")
"""A run of letters, with the marks on them and the apostrophes between them. Two of these are letters as well: what was
matched is never given back, for that would try every way to part a run of them."""

# fmt: off
LATIN_OF = {
    "a": "аәə", "b": "б", "ch": "чç", "d": "д", "e": "еєэ", "f": "ф", "g": "гғґ", "h": "хҳһx",
    "i": "иіӣїйыyı", "j": "жҷž", "k": "кқҡq", "l": "л", "m": "м", "n": "нң", "o": "оө", "p": "п",
    "r": "р", "s": "с", "sh": "шщş", "t": "т", "ts": "ц", "u": "уӯўүұ", "v": "вw", "z": "з",
    "io": "ё", "iu": "ю", "ia": "я", "": "ьъ", "'": APOSTROPHES, "ی": "يى", "ک": "ك",
}
# fmt: on
LETTERS = str.maketrans({letter: latin for latin, letters in LATIN_OF.items() for letter in letters})
"""Letter by letter: Cyrillic of Tajik, Russian, Uzbek, Kazakh and Kyrgyz, Latin of Uzbek and Turkmen.

Ў, ӯ and oʻ are one sound that Russian writes у, so all become u. Arabic yeh and kaf become the Persian ones.
"""

DIGRAPHS = (
    *(("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("shch", "sh"), ("sch", "sh")),
    *(("ch", "\0"), ("c", "k"), ("\0", "ch")),
)
"""Spellings of one sound, in this order; a c that is not part of ch is a k."""

POSSESSIVE = re.compile(r"['’]s$")
GLIDE = re.compile(r"i+(?=[aeou])")
DOUBLED = re.compile(r"(.)\1+")


def search_keys(title: str, text: str) -> str:
    """The skeletons of the capitalised words of an article, each once, in order, joined by blanks.

    A word that the article also writes in lower case is no name and is left out: a headline in capitals
    and the first words of sentences would else make up most of the column.
    """
    words = dict.fromkeys(WORD.findall(unicodedata.normalize("NFC", f"{title}\n{text}")))
    cased = filterfalse(str.islower, words)
    names = (word for word in cased if word[0].isupper() and word.lower() not in words)
    keys = (skeleton(spelling) for name in names for spelling in yo_spellings(name))
    return " ".join(dict.fromkeys(key for key in keys if len(key) >= SHORTEST_SKELETON))


def yo_spellings(word: str) -> tuple[str, ...]:
    """The word, and with е for ё if it has one: Семёнов is Semyonov to some and Semenov to others."""
    return (word, word.replace("ё", "е").replace("Ё", "Е")) if "ё" in word or "Ё" in word else (word,)


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """A word's spelling reduced to what its transliterations share: ``rahmon`` of Раҳмон, Рахмон and Rakhmon.

    Letters and digits only, in lower case, without marks; empty when nothing is left or the word is longer
    than LONGEST_WORD. ҳ х kh are h, қ q are k, ғ gh are g, ҷ дж zh are j, ya and ia are a (likewise ye, yo,
    yu), apostrophes and soft signs are nothing, doubled letters are single.
    """
    if len(word) > LONGEST_WORD:
        return ""
    latin = POSSESSIVE.sub("", unicodedata.normalize("NFC", word).lower()).translate(LETTERS)
    latin = latin.replace("o'", "u")
    if not latin.isascii():
        latin = unicodedata.normalize("NFKD", latin).lower()
    if not latin.isalnum():
        latin = "".join(filter(str.isalnum, latin))
    for spelling, sound in DIGRAPHS:
        latin = latin.replace(spelling, sound)
    return DOUBLED.sub(r"\1", GLIDE.sub("", latin))
