"""Which words are forms of one word, in each language: by the endings of its grammar, or by keys that they share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from archive.search import endings
from archive.search.endings import FOREIGN_TO_UZBEK, PLAIN
from archive.search.english import english, english_beginnings
from archive.search.expand import yo
from archive.search.paradigms import Paradigm
from archive.search.russian import russian, russian_beginnings, russian_words

Words = Mapping[str, str]
"""In lower case, each with itself in plain letters."""


class Language(Protocol):
    """A language, or a few that are alike. Words are given in lower case and in plain letters, letter for letter."""

    @property
    def tags(self) -> frozenset[str]:
        """BCP 47, without script."""

    @property
    def letters(self) -> frozenset[str]:
        """What its words are made of."""

    def whole(self, word: str, plain: str) -> Iterable[str]:
        """Words to look up before all others: they may be forms, and say what the word is."""

    def beginnings(self, word: str, plain: str, known: Collection[str]) -> Iterable[str]:
        """What all its other forms begin with: one of these."""

    def forms(self, word: str, plain: str, known: Words) -> Iterator[str]:
        """Those of the known words that are forms of it."""


class ByEndings(NamedTuple):
    """Forms that have a stem in common, which may change before an ending."""

    tags: frozenset[str]
    letters: frozenset[str]
    paradigms: tuple[Paradigm, ...]
    voiced: Mapping[str, str] = {}
    """Last consonants of stems, with what they are before a vowel: мектеп, мектебі."""

    fleeting: str = ""
    """Vowels that go between the last two consonants of a stem when a vowel follows: халық, халқы."""

    foreign: tuple[str, ...] = ()
    """What no word of the language holds."""

    def whole(self, word: str, plain: str) -> Iterable[str]:
        return ()

    def beginnings(self, word: str, plain: str, known: Collection[str]) -> Iterable[str]:
        return {without_i(beginning) for _, beginning, _ in self.stems(word, plain)}

    def forms(self, word: str, plain: str, known: Words) -> Iterator[str]:
        stems = [
            (paradigm, bare := stem.translate(PLAIN), len(bare), vowel)
            for paradigm, stem, vowel in self.stems(word, plain)
        ]
        for form, letters in known.items():
            if any(
                letters.startswith(stem)
                and (not vowel or letters[length : length + 1] in VOWELS)
                and paradigm.goes_on(length, form, letters)
                for paradigm, stem, length, vowel in stems
            ):
                yield form

    def stems(self, word: str, plain: str) -> Iterator[tuple[Paradigm, str, bool]]:
        """The stems that a word may have, and whether a vowel must follow."""
        if any(letters in plain for letters in self.foreign):
            return
        for paradigm in self.paradigms:
            for stem in paradigm.stems(word, plain):
                length = len(stem)
                yield paradigm, word[:length], False
                if self.voiced and length > 2:
                    yield from (
                        (paradigm, other, vowel)
                        for other, vowel in self.changed(word[:length], word[length : length + 1])
                    )

    def changed(self, stem: str, following: str) -> Iterator[tuple[str, bool]]:
        """The stem as it is before other endings, and whether these begin with a vowel."""
        for voiceless, voice in self.voiced.items():
            if stem.endswith(voiceless):
                yield stem.removesuffix(voiceless) + voice, True
            elif stem.endswith(voice) and following and following in VOWELS:
                yield stem.removesuffix(voice) + voiceless, False
        if (
            len(stem) > 3 + stem.isascii()
            and stem[-1] in LIQUID
            and stem[-2] in self.fleeting
            and stem[-3] not in VOWELS
        ):
            yield stem[:-2] + stem[-1], True
        elif (
            len(stem) > 2 + stem.isascii()
            and stem[-1] in LIQUID
            and stem[-2] not in VOWELS
            and following
            and following in VOWELS
        ):
            yield from ((stem[:-1] + vowel + stem[-1], False) for vowel in self.fleeting)


VOWELS = "аәеёиіоөуұүыэюяўӣӯaeiou"
LIQUID = "лнрзкқlnrzkq"


class ByKeys(NamedTuple):
    """Forms that share a key, which may be no word."""

    tags: frozenset[str]
    letters: frozenset[str]
    keys: Callable[[str, Collection[str]], set[str]]
    begin: Callable[[str, Collection[str]], Iterable[str]]
    before: Callable[[str], Iterable[str]] = lambda word: ()

    def whole(self, word: str, plain: str) -> Iterable[str]:
        return {
            spelling for other in self.before(plain) for spelling in (other, shared(word, plain, other), *yo(other))
        }

    def beginnings(self, word: str, plain: str, known: Collection[str]) -> Iterable[str]:
        return [shared(word, plain, beginning) for beginning in self.begin(plain, known)]

    def forms(self, word: str, plain: str, known: Words) -> Iterator[str]:
        letters = set(known.values())
        keys = self.keys(plain, letters)
        return (form for form, bare in known.items() if not keys.isdisjoint(self.keys(bare, letters)))


def without_i(beginning: str) -> str:
    """Tajik ӣ is и before an ending: хоҷагӣ, хоҷагиҳо."""
    return beginning[:-1] if beginning[-1] in "иӣ" and len(beginning) > 3 else beginning


def shared(word: str, plain: str, beginning: str) -> str:
    """The beginning as it is spelled in the word, as far as it goes."""
    letters = next(
        (place for place, letter in enumerate(beginning) if plain[place : place + 1] != letter), len(beginning)
    )
    return word[:letters] + beginning[letters:]


CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
LATIN = "abcdefghijklmnopqrstuvwxyz"
PERSIAN = frozenset(map(chr, range(0x621, 0x6D4)))

LANGUAGES: tuple[Language, ...] = (
    ByKeys(frozenset({"ru"}), frozenset(CYRILLIC), russian, russian_beginnings, russian_words),
    ByEndings(
        frozenset({"tg"}),
        frozenset(CYRILLIC + "ғқҳҷӣӯ") - frozenset("цщыь"),
        (endings.TAJIK, endings.TAJIK_VERB, endings.TAJIK_NOW),
    ),
    ByEndings(
        frozenset({"uz", "kk", "ky"}),
        frozenset(CYRILLIC + "ғқҳһўңөүұәі"),
        (endings.TURKIC, endings.TURKIC_VERB),
        {"қ": "ғ", "к": "г", "п": "б"},
        "аиыіу",
    ),
    ByKeys(frozenset({"en"}), frozenset(LATIN), english, english_beginnings),
    ByEndings(
        frozenset({"uz"}),
        frozenset(LATIN + "ʻ"),
        (endings.UZBEK, endings.UZBEK_VERB),
        {"q": "gʻ", "k": "g"},
        "aiu",
        FOREIGN_TO_UZBEK,
    ),
    ByEndings(
        frozenset({"fa"}),
        PERSIAN,
        (endings.PERSIAN, endings.PERSIAN_LIVING, endings.PERSIAN_VERB, endings.PERSIAN_NOW),
    ),
)


def languages_of(word: str, tags: Collection[str] = ()) -> list[Language]:
    """Those that write with such letters; of those named only, if any are."""
    return [
        language
        for language in LANGUAGES
        if language.letters.issuperset(word) and (not tags or not language.tags.isdisjoint(tags))
    ]
