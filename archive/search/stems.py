"""Which words are forms of one word: by Snowball where it has the language, else by our own endings."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import NamedTuple

from archive.search.endings import PLAIN, persian, tajik, turkic, uzbek


class Stemmer(NamedTuple):
    """Takes the forms of a word to one stem, in a language or in a few that are alike."""

    languages: frozenset[str]
    """BCP 47, without script."""

    letters: frozenset[str]
    """What a word of theirs is made of."""

    stem: Callable[[str], str]
    """Of a word in plain letters."""

    def of(self, word: str, surname: bool = False) -> str:
        """The stem of a word in lower case; Snowball takes a surname in -ов for a plural, but not its other cases."""
        return self.stem((word + "у" if surname else word).translate(PLAIN))


class Stemmed(NamedTuple):
    """What the forms of one word have in common in one language."""

    stemmer: Stemmer
    stem: str

    def has(self, word: str, surname: bool) -> bool:
        """Whether the word is one of them: what a stem changes of a word is its end, so most need no stemming."""
        return (
            word.translate(PLAIN).startswith(self.stem[:-1])
            and self.stemmer.letters.issuperset(word)
            and self.stemmer.of(word, surname) == self.stem
        )


@cache
def snowball(language: str) -> Callable[[str], str]:
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
    return stem


def russian(word: str) -> str:
    """Snowball's, but for countries: it takes the end of Кыргызстан for an ending and that of Кыргызстане not."""
    country, ending, case = word.rpartition("стан")
    return country + ending if country and case in ("", "а", "у", "ом", "е") else snowball("russian")(word)


def english(word: str) -> str:
    """Snowball's, but for nouns in -tion: an election and the elected are two words."""
    noun = word.removesuffix("s")
    return noun if noun.endswith(("tion", "sion")) else snowball("english")(word)


CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
LATIN = "abcdefghijklmnopqrstuvwxyz"
PERSIAN = "".join(map(chr, range(0x621, 0x6D4)))

STEMMERS = (
    Stemmer(frozenset({"ru"}), frozenset(CYRILLIC), russian),
    Stemmer(frozenset({"tg"}), frozenset(CYRILLIC + "ғқҳҷӣӯ") - frozenset("цщыь"), tajik),
    Stemmer(frozenset({"uz", "kk", "ky"}), frozenset(CYRILLIC + "ғқҳһўңөүұәі"), turkic),
    Stemmer(frozenset({"en"}), frozenset(LATIN), english),
    Stemmer(frozenset({"uz"}), frozenset(LATIN + "ʻ"), uzbek),
    Stemmer(frozenset({"fa"}), frozenset(PERSIAN), persian),
)


def stems(word: str, languages: Collection[str] = (), surname: bool = False) -> list[Stemmed]:
    """The word's stem in each language that writes with such letters; in those named only, if any are."""
    return [
        Stemmed(stemmer, stemmer.of(word, surname))
        for stemmer in STEMMERS
        if stemmer.letters.issuperset(word) and (not languages or not stemmer.languages.isdisjoint(languages))
    ]
