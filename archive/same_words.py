"""Words that say one thing in the region's languages: заминларза, землетрясение, earthquake; ду, два, two.

They come from ``same_words.txt`` beside this module, written like the names of places in ``archive/search/names.txt``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from archive.search.fold import yo_spellings
from archive.search.other_names import ONE_APOSTROPHE, names_in

FILE = Path(__file__).with_name("same_words.txt")

ENDING = 3
"""Letters that an ending may have; what stands before it has two more at least."""

WHOLE = 4
"""Letters that are left when the last vowels of a listed word go, for what stands in their place in other forms."""

BEGINNING = 3
"""Letters by which most words are known not to be listed."""

_PLAIN = ONE_APOSTROPHE | {ord("ё"): "е"}
_LAST = "аеиоуыэюяйьъӣӯaeiouy"

_NUMERALS = """
1 one як один одна одного bir бир
2 two ду два две двое двух ikki эки екі
3 three се три трое трёх uch үч үш
4 four чор чаҳор четыре четверо четырёх toʻrt төрт
5 five панҷ пять пяти пятеро besh беш бес
6 six шаш шесть шести olti алты
7 seven ҳафт семь семи yetti жети жеті
8 eight ҳашт восемь восьми sakkiz сегиз сегіз
9 nine нӯҳ девять девяти toʻqqiz тогуз тоғыз
10 ten даҳ десять десяти oʻn
11 eleven ёздаҳ одиннадцать
12 twelve дувоздаҳ двенадцать
13 thirteen сездаҳ тринадцать
14 fourteen чордаҳ четырнадцать
15 fifteen понздаҳ пятнадцать
16 sixteen шонздаҳ шестнадцать
17 seventeen ҳабдаҳ семнадцать
18 eighteen ҳаждаҳ восемнадцать
19 nineteen нуздаҳ девятнадцать
20 twenty бист двадцать yigirma жыйырма жиырма
30 thirty сӣ тридцать oʻttiz отуз отыз
40 forty чил чиҳил сорок qirq кырк қырық
50 fifty панҷоҳ пятьдесят ellik элүү елу
60 sixty шаст шестьдесят oltmish алтымыш алпыс
70 seventy ҳафтод семьдесят yetmish жетимиш жетпіс
80 eighty ҳаштод восемьдесят sakson сексен
90 ninety навад девяносто toʻqson токсон тоқсан
"""
NUMERALS = {word: line.split()[0] for line in _NUMERALS.strip().splitlines() for word in line.split()[1:]}
"""Numbers in words, in lower case, to their digits. Russian он (he) is ten in Kyrgyz, and left out."""


def meaning(word: str) -> str | None:
    """The first word of the line that has a word in some form; None where no line has. The word in lower case."""
    forms, beginnings = _listed()
    if word[:BEGINNING] not in beginnings:
        return None
    word = word.translate(_PLAIN)
    for cut in range(min(ENDING, len(word) // 2 - 1) + 1):
        found = forms.get(word[: len(word) - cut])
        if found:
            return found
    return None


@cache
def _listed() -> tuple[dict[str, str], frozenset[str]]:
    """Each listed word, whole and without its last vowels, to the first of its line; and how they all begin.

    The first line that has a word counts. What is written in several words stands there for the reader.
    """
    forms: dict[str, str] = {}
    beginnings: set[str] = set()
    for line in names_in(FILE):
        words = [word for word in line if " " not in word]
        beginnings.update(spelled[:BEGINNING] for word in words for spelled in yo_spellings(word))
        for word in [word.translate(_PLAIN) for word in words]:
            forms.setdefault(word, words[0])
            stem = word.rstrip(_LAST)
            if len(stem) >= WHOLE:
                forms.setdefault(stem, words[0])
    return forms, frozenset(beginnings)
