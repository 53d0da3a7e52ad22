"""From a query's words to an FTS5 expression: each word in the spellings that an article may have it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from archive.search.fold import APOSTROPHES, LONGEST_WORD, SHORTEST_SKELETON, WORD, skeleton
from archive.search.query import Query, Term

TAJIK = {"г": "гғ", "к": "кқ", "у": "уӯ", "х": "хҳ", "ч": "чҷ"}
PLAIN = str.maketrans("ғқӯҳҷӣ", "гкухчи")
TO_ARABIC = str.maketrans("یک", "يك")
TO_PERSIAN = str.maketrans("يىك", "ییک")
YO_PLACES = 4
"""A word with more е than this is not tried with ё: long compounds are seldom typed with one е too many."""

TAJIK_PLACES = 7
"""A word with more letters that may stand for Tajik ones is not tried: хукукхои has 7, so 128 spellings."""

NO_KEY = frozenset("бвдйлмпрстфхцшщюяёғқҳҷңүұ")
"""Letters that no skeleton has: a word with one of them stands in title and text alone. It is found quicker where FTS5
need not look in which column that is."""

INNER_APOSTROPHE = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=\w)")


def expand(word: str) -> tuple[str, ...]:
    """The spellings to look for, the word itself first, all in lower case.

    е may stand for ё (елка), a letter for its Tajik neighbour (карор, точики) and a Tajik letter for its
    plain one, Persian yeh and kaf for the Arabic, any apostrophe for the ʻ that the archive keeps. The forms
    of a word (президента) are not among them: ``with_forms`` asks the archive's vocabulary for them.
    """
    word = word.lower()
    if len(word) > LONGEST_WORD or not WORD.fullmatch(word):
        return (word,)
    spellings = (word, *apostrophes(word), *yo(word), *tajik(word), *yeh_and_kaf(word))
    return tuple(dict.fromkeys(spellings))


def apostrophes(word: str) -> tuple[str, ...]:
    return (INNER_APOSTROPHE.sub("ʻ", word), INNER_APOSTROPHE.sub("ʼ", word), INNER_APOSTROPHE.sub("'", word))


def yo(word: str) -> tuple[str, ...]:
    """With each е in turn made ё, and with every ё made е."""
    places = [place for place, letter in enumerate(word) if letter == "е"]
    added = (word[:place] + "ё" + word[place + 1 :] for place in places[: YO_PLACES + 1])
    return (word.replace("ё", "е"), *(added if len(places) <= YO_PLACES and "ё" not in word else ()))


def tajik(word: str) -> tuple[str, ...]:
    """A word with Tajik letters also without them; a word without, with each of them where it may stand."""
    plain = word.translate(PLAIN)
    if plain != word:
        return (plain,)
    choices = [TAJIK.get(letter, letter) for letter in word]
    if choices[-1] == "и":
        choices[-1] = "иӣ"
    if sum(len(choice) > 1 for choice in choices) > TAJIK_PLACES:
        return ()
    return tuple(map("".join, product(*choices)))


def yeh_and_kaf(word: str) -> tuple[str, ...]:
    return (word.translate(TO_PERSIAN), word.translate(TO_PERSIAN).translate(TO_ARABIC))


def match_expression(query: Query) -> str:
    """The FTS5 expression of a query's words; empty when none must be found."""
    found = " AND ".join(map(any_of, query.groups))
    return f"({found}) NOT {excluding_expression(query)}" if found and query.excluded else found


def excluding_expression(query: Query) -> str:
    """The FTS5 expression of what must not be found (FTS5 knows no bare NOT)."""
    return any_of(query.excluded)


def any_of(terms: tuple[Term, ...]) -> str:
    """The FTS5 expression that one of the terms fulfils."""
    return "(" + " OR ".join(map(term_expression, terms)) + ")"


def term_expression(term: Term) -> str:
    """One term in title and text, or as a name among the search keys; a title's term in the title alone."""
    star = "*" if term.prefix else ""
    found = [quoted(spelling) + star for spelling in spellings(term)]
    if term.title:
        return f"title : ({' OR '.join(found)})"
    return " OR ".join(
        (
            *(spelled for spelled in found if not NO_KEY.isdisjoint(spelled)),
            *column("{title text}", [spelled for spelled in found if NO_KEY.isdisjoint(spelled)]),
            *column("search_keys", [quoted(key) + star for key in name_keys(term)]),
        )
    )


def column(name: str, found: Sequence[str]) -> Iterator[str]:
    """That one of the FTS5 strings is found there, if there are any."""
    if found:
        yield f"{name} : ({' OR '.join(found)})"


def spellings(term: Term) -> tuple[str, ...]:
    """What to look for in the text: in quotation marks no other forms, only the letters may be others."""
    word = term.text.lower()
    if term.exact:
        return tuple(dict.fromkeys((word, *apostrophes(word), *yeh_and_kaf(word), *term.forms)))
    return tuple(dict.fromkeys((word, *apostrophes(word), *term.forms))) if term.forms else expand(word)


def name_keys(term: Term) -> tuple[str, ...]:
    """The search keys to look for."""
    return term.keys or tuple(filter(None, [name_key(term)]))


def name_key(term: Term) -> str:
    """The skeleton to look for among the search keys; empty for phrases, for short words and in titles."""
    if term.title or term.exact or not WORD.fullmatch(term.text):
        return ""
    key = skeleton(term.text)
    return key if len(key) >= SHORTEST_SKELETON else ""


def quoted(text: str) -> str:
    """An FTS5 string: nothing in it is an operator."""
    return '"' + text.replace('"', '""') + '"'
