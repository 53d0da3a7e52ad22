"""The forms of a query's words that an archive has: президента for президент, Рахмона for Rahmon.

The full text keeps words as they were written, so that any SQLite can search it; the query does the rest. A word's stem
opens a range of the archive's vocabulary (``article_vocabulary``), and of that range the words with the same stem are
its forms.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from archive.search import vocabulary
from archive.search.beginnings import spelled_beginnings
from archive.search.endings import PLAIN
from archive.search.expand import name_key
from archive.search.fold import SHORTEST_SKELETON, WORD
from archive.search.other_names import ONE_APOSTROPHE, other_names
from archive.search.query import Query, Term, parse
from archive.search.stems import Stemmed, stems
from archive.search.vocabulary import LAST

SHORTEST_STEM = 3
"""Letters; what begins with fewer is most of a vocabulary."""

MOST_FORMS = 40
"""Those in most articles; no word of the region's languages has more in use."""

UNSTEADY = ("i", "к", "п", "k", "q")
"""Last letters of stems that forms may have otherwise: university of universiti, қишлоғи of қишлоқ."""

SHORT_ENDINGS = ("", *"аеиоуы", "ом", "ро", "ҳо", "ҳои", "ҳоро", "лар", "лари", "да", "дан", "га", "ни", "нинг")
"""Of words of two letters in Tajik, Uzbek and Russian."""

PERSIAN_PLURAL = "\u200cها"
"""Behind a joiner it is a word of its own in the index: whoever looks for a book finds کتاب‌ها."""

COMPOUND = re.compile(r"(.*[^\w]|.*ʻ)(\w+)")

Spelled = Callable[[str], tuple[str, ...]]
"""The spellings in which the beginning of a word is looked for."""

PLURALS = {"ов": ("ы", "ам", "ами", "ах"), "ев": ("и", "ям", "ями", "ях", "ы", "ам", "ами", "ах")}
"""Endings of nouns whose plural has forms in -ов: банками beside банков, but no рахмонами beside Рахмонов."""

LIKE_CASES = ("ам", "им", "ым", "ом", "ем")

VOWEL_CASES = ("u", "e", "i", "oi", "ei", "a")
CASES = (*VOWEL_CASES, "om", "em", "ro", "ning", "nin", "ni", "ga", "ka", "da", "dan", "ta", "tan")
"""What the search keys of a name end in beside the name itself: Rahmonu, Rahmonom, Rahmonro, Rahmonning."""


def with_forms(connection: sqlite3.Connection, query: Query | str) -> Query:
    """The query, each of its words with the forms that the archive has; never raises for what was typed.

    Takes one look at the vocabulary for each word. Phrases, prefixes and words in quotation marks have no other forms.
    """
    query = parse(query) if isinstance(query, str) else query
    languages = {language.partition("-")[0] for language in query.languages}
    return replace(
        query,
        groups=tuple(tuple(formed(connection, term, languages) for term in group) for group in query.groups),
        excluded=tuple(formed(connection, term, languages) for term in query.excluded),
    )


def formed(connection: sqlite3.Connection, term: Term, languages: Collection[str]) -> Term:
    """The term with its forms and those of its other names, and with the search keys that they have."""
    if term.exact and not term.title:
        return replace(term, articles=vocabulary.articles_of(connection, term.text.lower()))
    if term.prefix or term.exact:
        return term
    word = term.text.lower().translate(ONE_APOSTROPHE).partition(PERSIAN_PLURAL)[0]
    names = other_names(connection, word)
    forms = phrase_forms(connection, word, languages)
    for name in names:
        forms |= phrase_forms(connection, name, (), one_spelling)
    return replace(
        term,
        forms=tuple(dict.fromkeys((*forms, *names))),
        keys=() if term.title else keys_of(connection, word, forms, names),
        articles=0 if term.title else max(forms.values(), default=0),
    )


def phrase_forms(
    connection: sqlite3.Connection, words: str, languages: Collection[str], spelled: Spelled = spelled_beginnings
) -> dict[str, int]:
    """The forms of a word; of several (алма-ата) those of the last, behind the others as they are.

    An apostrophe that is no letter parts words in the index: o'zbekistonda is a phrase there.
    """
    found = forms_of(connection, words, languages, spelled) if WORD.fullmatch(words) else {}
    if parted := COMPOUND.fullmatch(words):
        found |= {parted[1] + form: 0 for form in forms_of(connection, parted[2], languages, spelled)}
    return found


def one_spelling(beginning: str) -> tuple[str, ...]:
    """Of a listed name, whose letters are right."""
    return (beginning,)


def forms_of(
    connection: sqlite3.Connection, word: str, languages: Collection[str] = (), spelled: Spelled = spelled_beginnings
) -> dict[str, int]:
    """The words of the archive that are forms of this one, in lower case, each with how many articles have it.

    Those in most articles first.
    """
    found: dict[str, int] = {}
    for first, end in ranges(word, stems(word, languages), spelled):
        found.update(vocabulary.words(connection, first, end))
    wanted = stems(word, languages, nominative(word, found))
    forms = [form for form in found if any(same.has(form, nominative(form, found)) for same in wanted)]
    return {form: found[form] for form in sorted(forms, key=lambda form: (-found[form], form))[:MOST_FORMS]}


def ranges(word: str, stemmed: Collection[Stemmed], spelled: Spelled) -> Iterator[tuple[str, str]]:
    """Where to look in the vocabulary, from the first word to before the last.

    What the stems share with the word opens a range, in the spellings that it may have; where that may be too short to
    open one, as in об, each of the commonest endings is looked up.
    """
    plain = word.translate(PLAIN)
    shared = [shared_letters(plain, same.stem) for same in stemmed]
    steady = [letters - same.stem.endswith(UNSTEADY) for letters, same in zip(shared, stemmed, strict=True)]
    shortest = min((letters for letters in (*shared, *steady) if letters >= SHORTEST_STEM), default=0)
    if shortest:
        yield from ((beginning, beginning + LAST) for beginning in spelled(word[:shortest]))
    if 2 in shared:
        yield from ((word[:2] + ending, word[:2] + ending + "\0") for ending in SHORT_ENDINGS)


def shared_letters(word: str, stem: str) -> int:
    """How many letters they begin with alike; a stem may end otherwise than its words: universiti, university."""
    letters = min(len(word), len(stem))
    return next((place for place in range(letters) if word[place] != stem[place]), letters)


def nominative(word: str, vocabulary: Collection[str]) -> bool:
    """Whether a word that ends like a case (Рахмонов, ислам) is whole: by its own cases in the vocabulary.

    One in -ов or -ев is also taken for a surname where no noun has other forms of its plural.
    """
    plurals = PLURALS.get(word[-2:])
    if plurals:
        return word + "ым" in vocabulary or not any(word[:-2] + ending in vocabulary for ending in plurals)
    return word.endswith(LIKE_CASES) and any(word + case in vocabulary for case in ("а", "у"))


def keys_of(
    connection: sqlite3.Connection, word: str, forms: Collection[str], names: Collection[str]
) -> tuple[str, ...]:
    """The search keys of a word, of its other names and of the cases of all these, as far as the archive has them."""
    keys = {name_key(Term(form)) for form in (word, *forms, *names)} - {""}
    shortest = {min((key for key in keys if key[:4] == beginning), key=len) for beginning in {key[:4] for key in keys}}
    return tuple(sorted(keys.union(*(cases_of(connection, key) for key in shortest))))


def cases_of(connection: sqlite3.Connection, key: str) -> set[str]:
    """The search keys that a name has in its cases; none for a very short one, which begins too many."""
    root = key.rstrip("aeiou")
    if len(root) <= SHORTEST_SKELETON:
        return set()
    cases = {key + case for case in CASES} | {root + case for case in VOWEL_CASES}
    return cases.intersection(vocabulary.words(connection, root, root + LAST))
