"""Russian forms, as keys that they share: Snowball's stem, and keys of our own for what it takes apart.

Those are vowels that come and go (рынок, рынка; окно, окон), nouns in -й (чай, чая), countries in -стан, participles.
Words are in lower case, with е for ё.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache

from archive.search.fold import skeleton

VOWELS = "аеиоуыэюя"
FLEETING = "кцлнрмг"
"""Before these о and е come and go; before others they seldom do, and город would be горд."""

OF_Y = frozenset(("ями", "ях", "ям", "ем", "ев", "ю", "я", "е", "и", "й"))
"""Endings of nouns in -й: чая, чаем."""

LIKE_ADJECTIVES = ("ая", "яя", "ую", "юю", "ое", "ее", "ие", "ые", "ей", "ой", "ии", "ий", "ый", "ем")
"""Ends that adjectives and other nouns have, too: Китая ends like большая."""

OF_SOFT = {
    **dict.fromkeys(("ия", "ию", "ии", "ией", "ием", "иям", "иями", "иях"), True),
    **dict.fromkeys(("ие", "ий"), False),
    **dict.fromkeys(("ья", "ьи", "ье", "ьей", "ьям", "ьями", "ьях"), True),
    **dict.fromkeys(("ью",), False),
}
"""Endings of nouns in -ия, -ие and -ья with the vowel that they keep, which Snowball takes away; whether no other word
ends so, though Tajik беморӣ does: бемории."""

ACTIONS = ("ение", "ений", "ание", "аний")
"""Ends of nouns that are no forms of their verbs: сообщение."""

PLURALS = {"ов": ("ы", "ам", "ами", "ах"), "ев": ("и", "ям", "ями", "ях", "ы", "ам", "ами", "ах")}
"""Endings of nouns whose plural has forms in -ов: банками beside банков, but no рахмонами beside Рахмонов."""

LIKE_CASES = ("ам", "им", "ым", "ом", "ем", "ых", "их")
ALTERNATING = {"ж": ("з", "д"), "ш": ("с",), "ч": ("к", "т"), "щ": ("ст", "ск", "т")}
"""Last consonants of verbs that change: снизить, снижен."""

VERBAL = ("ить", "ила", "или", "ило", "ил", "ит", "ят", "ится", "ился", "илась", "ились", "иться")
ONCE = ("нуть", "нула", "нули", "нуло", "нул", "нет", "нут")
VERBAL_IN_A = ("ать", "ала", "али", "ало", "ал")
PARTICIPLES = ("ен", "ан", "ыт", "ут", "ет", "ят")


@cache
def snowball() -> Callable[[str], str]:
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer("russian").stemWord
    return stem


def russian(word: str, known: Collection[str] = ()) -> set[str]:
    """The keys of a word; ``known`` are words of the archive, which may say of what it is a form."""
    return {snowball()(word + "у")} if is_nominative(word, known) else set(keys_of_case(word, known))


def keys_of_case(word: str, known: Collection[str]) -> Iterator[str]:
    """The keys of a word that may be in any case."""
    country, ending, case = word.rpartition("стан")
    if country and case in ("", "а", "у", "ом", "е"):
        yield country + ending
        return
    noun = noun_in_y(word)
    if noun:
        yield noun
        if is_sure(noun, word, known):
            return
    if word.endswith(ACTIONS):
        yield word[:-1]
        return
    ending = longest_of(OF_SOFT, word)
    if ending:
        yield word[: len(word) - len(ending) + 1]
        if OF_SOFT[ending] or word[:-1] + "я" in known:
            return
    elif word.endswith("ей"):
        yield word[:-2] + "ь"
        if word[:-2] + "ья" in known:
            return
    stem = snowball()(word)
    yield from (stem, stem.replace("ь", ""), *squeezed(word), *verbal(word, stem))


def russian_beginnings(word: str, known: Collection[str]) -> Iterator[str]:
    """What the forms of a word begin with: снижен, too, for снизить."""
    for key in keys_of_case(word, known):
        yield key.removesuffix("й") if key == noun_in_y(word) else key
    verb = next((word.removesuffix(ending) for ending in VERBAL if word.endswith(ending)), "")
    if len(verb) > 3:
        yield from (verb[:-1] + other + "ен" for other, letters in ALTERNATING.items() if verb[-1] in letters)
    verb = next((word.removesuffix(ending) for ending in VERBAL_IN_A if word.endswith(ending)), "")
    if len(verb) > 2 and verb[-1] in ALTERNATING:
        yield verb


def russian_words(word: str) -> Iterator[str]:
    """Words to look for that begin otherwise than other forms: китай for китая, рынок for рынка, статей for статья."""
    noun = noun_in_y(word)
    if noun:
        yield noun
    ending = longest_of(OF_SOFT, word)
    if ending.startswith("ь"):
        yield from (word[: len(word) - len(ending)] + end for end in ("ей", "ья"))
    elif word.endswith("ей"):
        yield word[:-2] + "ья"
    stem = snowball()(word)
    if len(stem) >= 3 and stem[-1] in FLEETING and stem[-2] not in VOWELS:
        before = stem[:-2] if stem[-2] in "йь" else stem[:-1]
        yield from (
            before + vowel + stem[-1] + soft
            for vowel in "ое"
            for soft in ("", "ь" * (stem[-1] in "нл"))[: 1 + (stem[-1] in "нл")]
        )
    verb = next((word.removesuffix(ending) for ending in VERBAL_IN_A if word.endswith(ending)), "")
    if len(verb) > 2:
        others = (other for other, letters in ALTERNATING.items() if verb[-1] in letters or verb[-2:] in letters)
        yield from (verb.removesuffix(verb[-1]) + other + end for other in others for end in ("ет", "ут"))


def is_nominative(word: str, known: Collection[str]) -> bool:
    """Whether a word that ends like a case (Рахмонов, ислам) is whole: by its own cases among the known words.

    One in -ов or -ев is also taken for a surname where it is written like a name (a search key is known) and no noun
    has other forms of its plural.
    """
    plurals = PLURALS.get(word[-2:])
    if not plurals:
        return word.endswith(LIKE_CASES) and any(word + case in known for case in ("а", "у"))
    if word + "ым" in known or word + "ом" in known:
        return True
    if word[-3:-2] in "кгхжшчщ" and word[:-2] + "и" in known:
        return False
    if any(word[:-2] + ending in known for ending in plurals):
        return False
    return skeleton(word) in known or any(word + case in known for case in ("а", "у", "е"))


def is_sure(noun: str, word: str, known: Collection[str]) -> bool:
    """Whether the word is a form of the noun in -й, and of nothing else: новой may be known and новое no form of it."""
    if noun == word:
        return word[:-1] + "я" in known
    return not word.endswith(LIKE_ADJECTIVES) or (noun in known and not word.endswith(("ое", "ее")))


def noun_in_y(word: str) -> str | None:
    """The noun in -й that the word may be a form of: китай of Китая."""
    base = word.removesuffix(longest_of(OF_Y, word))
    return base + "й" if base != word and base[-1] in "аеоуя" else None


def longest_of(endings: Collection[str], word: str) -> str:
    """The longest of these that the word ends in, behind two letters; nothing, if it ends in none."""
    return next((word[-length:] for length in range(min(4, len(word) - 2), 0, -1) if word[-length:] in endings), "")


def squeezed(word: str) -> tuple[str, ...]:
    """Without the vowel that goes before endings: рынк of рынок, окн of окон, бойц of боец, камн of камень."""
    bare = word.removesuffix("ь")
    if len(bare) < 4 or bare[-1] not in FLEETING or bare[-2] not in "ое":
        return ()
    before = bare[:-2]
    return (before + "й" + bare[-1],) if before[-1] in VOWELS else (before.rstrip("ь") + bare[-1],)


def verbal(word: str, stem: str) -> Iterator[str]:
    """What the forms of a verb share that Snowball keeps apart: построенный with построить, погибший with погибнуть,
    снижен with снизить, пишет with писать."""
    verb = word.removesuffix("ся").removesuffix("сь")
    if len(verb) < 5:
        return
    if verb != word:
        yield snowball()(verb)
    once = next((verb.removesuffix(ending) for ending in ONCE if verb.endswith(ending)), "")
    if len(once) > 2:
        yield once + "ну"
    if verb.endswith("нуть") and once[-1:] not in VOWELS:
        yield once
    elif verb.endswith(("ла", "ли", "ло")) and verb[-3] not in VOWELS and len(verb) > 5:
        yield verb[:-2]
    elif stem.endswith("ш") and stem[-2] not in VOWELS and len(word) - len(stem) > 1:
        yield stem[:-1]
    elif verb.endswith(("ет", "ут")) and verb[-3] in ALTERNATING:
        yield from (verb[:-3] + letter + "а" for letter in ALTERNATING[verb[-3]])
    elif verb.endswith(("ит", "ат")) and verb[-3] in ALTERNATING:
        yield verb[:-2] + "а"
    if len(stem) > 5 and stem != word and stem.endswith(PARTICIPLES):
        yield snowball()(stem)
    short = stem if stem.endswith("ен") else longest_participle(verb)
    if len(short) > 5 and short[-3] in ALTERNATING:
        yield from (short[:-3] + letter for letter in ALTERNATING[short[-3]])
    elif len(short) > 6 and short[-3] == "л" and short[-4] in "пбвмф":
        yield short[:-3]


def longest_participle(word: str) -> str:
    """The short form of a participle in its masculine: снижен for снижены."""
    return next(
        (word[: len(word) - len(ending)] + "ен" for ending in ("ена", "ено", "ены", "ен") if word.endswith(ending)), ""
    )
