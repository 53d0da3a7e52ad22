"""The forms of a query's words that an archive has: президента for президент, Рахмона for Rahmon.

The full text keeps words as they were written, so that any SQLite can search it; the query does the rest. A word's stem
opens a range of the archive's vocabulary (``article_vocabulary``), and of that range the words with the same stem are
its forms.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, product

from archive.search.beginnings import spelled_beginnings
from archive.search.endings import PLAIN
from archive.search.expand import name_key
from archive.search.fold import SHORTEST_SKELETON, WORD, skeleton
from archive.search.irregular import irregular
from archive.search.other_names import names_of_words, other_names
from archive.search.query import Query, Term, parse
from archive.search.ranges import Spelled, beginning_with, ranges, read, single
from archive.search.stems import languages_of
from archive.search.typed import typed, without_parts
from archive.search.uzbek_scripts import in_other_script
from archive.search.vocabulary import articles_of

MOST_FORMS = 40
"""Those in most articles; no word of the region's languages has more in use."""

LIKE_SURNAMES, MOST_SURNAMES = ("ов", "ев", "ёв"), 8
"""Words of which the search keys say whether they are names, and of how many this is asked."""

MOST_PHRASES = 16
"""Spellings of one phrase; more than two words that the archive has in two spellings are rare."""

COMPOUND = re.compile(r"(.*[^\w]|.*ʻ)(\w+)")

VOWEL_CASES = ("u", "e", "i", "oi", "ei", "a")
CASES = (*VOWEL_CASES, "om", "em", "ro", "ning", "nin", "ni", "ga", "ka", "da", "dan", "ta", "tan")
"""What the search keys of a name end in beside the name itself: Rahmonu, Rahmonom, Rahmonro, Rahmonning."""


def with_forms(connection: sqlite3.Connection, query: Query | str) -> Query:
    """The query, each of its words with the forms that the archive has; never raises for what was typed.

    Prefixes stay as they are; what stands in quotation marks is looked for in this form, also as it is written with
    letters that it was typed without.
    """
    query = without_parts(parse(query) if isinstance(query, str) else query)
    languages = {language.partition("-")[0] for language in query.languages}
    groups = tuple(tuple(formed(connection, term, languages) for term in group) for group in query.groups)
    return query._replace(
        groups=with_names_of_words(connection, groups),
        excluded=tuple(formed(connection, term, languages) for term in query.excluded),
    )


def with_names_of_words(
    connection: sqlite3.Connection, groups: tuple[tuple[Term, ...], ...]
) -> tuple[tuple[Term, ...], ...]:
    """The groups; where words beside one another are a name, with its other names in each of them.

    So both are found by them, and this alone: (Саудовская OR Arabia) AND (Аравия OR Arabia).
    """
    if len(groups) < 2:
        return groups
    plain = [group[0] if len(group) == 1 and not (group[0].exact or group[0].prefix) else None for group in groups]
    named = names_of_words(connection, [typed(term.text) if term else "" for term in plain])
    return tuple(
        (group[0]._replace(forms=tuple(dict.fromkeys((*group[0].forms, *forms_of_names(connection, names))))),)
        if names
        else group
        for group, names in zip(groups, named, strict=True)
    )


def forms_of_names(connection: sqlite3.Connection, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield from name_forms(connection, name)


def name_forms(connection: sqlite3.Connection, name: str) -> dict[str, int]:
    """The forms of a listed name that the archive has as names: чинят (they mend) is none of Чин, which is China.

    A script without capitals does not tell names; all forms are taken there.
    """
    forms = phrase_forms(connection, name, (), one_spelling)
    keys = {form: name_key(Term(form)) for form in forms if form.upper() != form}
    known = read(connection, single({key for key in keys.values() if key}))
    return {form: articles for form, articles in forms.items() if not keys.get(form) or keys[form] in known}


def formed(connection: sqlite3.Connection, term: Term, languages: Collection[str]) -> Term:
    """The term with its forms and those of its other names, and with the search keys that they have."""
    if term.prefix:
        return term
    if term.exact:
        phrase = term.text.lower()
        forms = spelled_phrases(connection, phrase)
        common = 0 if term.title else max(articles_of(connection, words) for words in (phrase, *forms))
        return term._replace(forms=forms, articles=common)
    word = typed(term.text)
    names = other_names(connection, word)
    found = phrase_forms(connection, word, languages)
    other_script = in_other_script(word, "uz" in languages) if not languages or "uz" in languages else None
    if other_script:
        found |= forms_of(connection, other_script, {"uz"}, one_spelling)
    for name in names:
        found |= name_forms(connection, name)
    return term._replace(
        forms=tuple(dict.fromkeys((*found, *names))),
        keys=() if term.title else keys_of(connection, word, found, names),
        articles=0 if term.title else max(found.values(), default=0),
    )


def spelled_phrases(connection: sqlite3.Connection, phrase: str) -> tuple[str, ...]:
    """A phrase in the letters that the archive has it in, where it was typed without them: рохи охан, роҳи оҳан.

    In just these forms: every spelling is as long as what was typed.
    """
    choices = [(word, *(other for other in spellings_of(connection, word) if other != word)) for word in phrase.split()]
    spelled = list(islice(product(*choices), MOST_PHRASES)) if any(len(choice) > 1 for choice in choices) else []
    return tuple(map(" ".join, spelled))


def spellings_of(connection: sqlite3.Connection, word: str) -> Iterator[str]:
    """The spellings of a word that the archive has; only itself, if it is written with letters that are not plain."""
    if not WORD.fullmatch(word) or word != word.translate(PLAIN):
        return
    yield from read(connection, single(spelled_beginnings(word)))


def phrase_forms(
    connection: sqlite3.Connection, words: str, languages: Collection[str], spelled: Spelled = spelled_beginnings
) -> dict[str, int]:
    """The forms of a word or a name of several words; with a hyphen (алма-ата) those of what stands behind it.

    An apostrophe that is no letter parts words in the index: o'zbekistonda is a phrase there.
    """
    if " " in words:
        choices = [list(forms_of(connection, word, languages, spelled)) or [word] for word in words.split()]
        return dict.fromkeys(map(" ".join, islice(product(*choices), MOST_PHRASES)), 0)
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
    plain = word.translate(PLAIN)
    spoken = languages_of(word, languages)
    listed = read(connection, single(spelling for form in irregular(plain) for spelling in spelled(form)))
    found = read(connection, single(whole for language in spoken for whole in language.whole(word, plain)))
    beginnings = {begun for language in spoken for begun in language.beginnings(word, plain, found)}
    found |= read(connection, ranges(beginnings, spelled))
    found |= read(connection, single(islice(surnames(plain, found), MOST_SURNAMES)))
    known = {form: form.translate(PLAIN) for form in found}
    listed |= {form: found[form] for language in spoken for form in language.forms(word, plain, known)}
    return dict(sorted(listed.items(), key=lambda item: (-item[1], item[0]))[:MOST_FORMS])


def surnames(plain: str, found: Iterable[str]) -> Iterator[str]:
    """The search keys of what may be a surname or a plural: they are in the archive if it is a name."""
    for bare in (form.translate(PLAIN) for form in found if form.endswith(LIKE_SURNAMES)):
        if plain.startswith(bare[:-2]):
            yield skeleton(bare)


def keys_of(
    connection: sqlite3.Connection, word: str, forms: Collection[str], names: Collection[str]
) -> tuple[str, ...]:
    """The search keys of a word, of its other names and of the cases of all these, as far as the archive has them."""
    keys = {name_key(Term(form)) for form in (word, *forms, *names)} - {""}
    roots = {min((key for key in keys if key[:4] == beginning), key=len) for beginning in {key[:4] for key in keys}}
    return tuple(sorted(keys.union(*(cases_of(connection, key) for key in roots))))


def cases_of(connection: sqlite3.Connection, key: str) -> set[str]:
    """The search keys that a name has in its cases; none for a very short one, which begins too many."""
    root = key.removesuffix("a")
    if len(key.rstrip("aeiou")) <= SHORTEST_SKELETON:
        return set()
    cases = {key + case for case in CASES} | {root + case for case in VOWEL_CASES if root != key}
    return cases & read(connection, [beginning_with(root)]).keys()
