"""The forms of a query's words that an archive has: президента for президент, Рахмона for Rahmon.

The full text keeps words as they were written, so that any SQLite can search it; the query does the rest. A word's stem
opens a range of the archive's vocabulary (``article_vocabulary``), and of that range the words with the same stem are
its forms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace

from archive.search.beginnings import spelled_beginnings
from archive.search.endings import PLAIN
from archive.search.expand import apostrophes, name_key
from archive.search.fold import SHORTEST_SKELETON, WORD
from archive.search.query import Query, Term, parse
from archive.search.stems import Stemmed, stems

SHORTEST_STEM = 3
"""Letters; what begins with fewer is most of a vocabulary."""

MOST_WORDS = 3_000
"""Of the vocabulary, read for one beginning; of 500,000 articles three letters open some hundreds."""

MOST_FORMS = 40
"""Those in most articles; no word of the region's languages has more in use."""

UNSTEADY = ("i", "к", "п", "k", "q")
"""Last letters of stems that forms may have otherwise: university of universiti, қишлоғи of қишлоқ."""

LAST = "\U0010ffff"
RANGE = "SELECT term, doc FROM article_vocabulary WHERE term >= ? AND term < ? LIMIT ?"

PLURALS = {"ов": ("ы", "ам", "ами", "ах"), "ев": ("и", "ям", "ями", "ях", "ы", "ам", "ами", "ах")}
"""Endings of nouns whose plural has forms in -ов: банками beside банков, but no рахмонами beside Рахмонов."""

VOWEL_CASES = ("u", "e", "i", "oi", "ei", "a")
CASES = (*VOWEL_CASES, "om", "em", "ro", "ning", "nin", "ni", "ga", "ka", "da", "dan", "ta", "tan")
"""What the search keys of a name end in beside the name itself: Rahmonu, Rahmonom, Rahmonro, Rahmonning."""


def with_forms(connection: sqlite3.Connection, query: Query | str) -> Query:
    """The query, each of its words with the forms that the archive has; never raises for what was typed.

    Takes one look at the vocabulary for each word. Phrases, prefixes and words in quotation marks stay as they are.
    """
    query = parse(query) if isinstance(query, str) else query
    languages = {language.partition("-")[0] for language in query.languages}
    return replace(
        query,
        groups=tuple(tuple(formed(connection, term, languages) for term in group) for group in query.groups),
        excluded=tuple(formed(connection, term, languages) for term in query.excluded),
    )


def formed(connection: sqlite3.Connection, term: Term, languages: Collection[str]) -> Term:
    """The term with its forms, and with the search keys that a name in its forms has."""
    if term.prefix or term.exact or not WORD.fullmatch(term.text):
        return term
    (word,) = apostrophes(term.text.lower())
    forms = forms_of(connection, word, languages)
    keys = {name_key(Term(form)) for form in (word, *forms)} - {""}
    return replace(term, forms=forms, keys=() if term.title else keys_of(connection, keys))


def forms_of(connection: sqlite3.Connection, word: str, languages: Collection[str] = ()) -> tuple[str, ...]:
    """The words of the archive that are forms of this one, in lower case, those in most articles first."""
    found: dict[str, int] = {}
    for beginning in beginnings(word, stems(word, languages)):
        found.update(connection.execute(RANGE, (beginning, beginning + LAST, MOST_WORDS)))
    wanted = stems(word, languages, surname(word, found))
    forms = [form for form in found if any(same.has(form, surname(form, found)) for same in wanted)]
    return tuple(sorted(forms, key=lambda form: (-found[form], form))[:MOST_FORMS])


def beginnings(word: str, stemmed: Collection[Stemmed]) -> Collection[str]:
    """Where to look in the vocabulary: what the stems share with the word, in the spellings that it may have."""
    plain = word.translate(PLAIN)
    shared = [shared_letters(plain, same.stem) for same in stemmed]
    steady = [letters - same.stem.endswith(UNSTEADY) for letters, same in zip(shared, stemmed, strict=True)]
    shortest = min((letters for letters in (*shared, *steady) if letters >= SHORTEST_STEM), default=0)
    return spelled_beginnings(word[:shortest]) if shortest else ()


def shared_letters(word: str, stem: str) -> int:
    """How many letters they begin with alike; a stem may end otherwise than its words: universiti, university."""
    letters = min(len(word), len(stem))
    return next((place for place in range(letters) if word[place] != stem[place]), letters)


def surname(word: str, vocabulary: Collection[str]) -> bool:
    """Whether a word in -ов is somebody's name, not the plural of a noun whose other forms are in use."""
    plurals = PLURALS.get(word[-2:], ())
    return bool(plurals) and (word + "ым" in vocabulary or not any(word[:-2] + end in vocabulary for end in plurals))


def keys_of(connection: sqlite3.Connection, keys: Collection[str]) -> tuple[str, ...]:
    """The search keys of a name in its cases, as far as the archive has them."""
    shortest = min(keys, key=len, default="")
    root = shortest.rstrip("aeiou")
    if len(root) <= SHORTEST_SKELETON:
        return tuple(sorted(keys))
    cases = {shortest + case for case in CASES} | {root + case for case in VOWEL_CASES}
    rows = connection.execute(RANGE, (root, root + LAST, MOST_WORDS))
    return tuple(sorted({*keys, *(cases & {term for term, _ in rows})}))
