"""Names that one place or people has in several languages: Тошканд, Ташкент, Toshkent.

They come from ``names.txt`` in this package and from a file of that name beside the archive; each line has the names
of one thing, parted by commas, and ``#`` begins a remark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from archive.search.endings import PLAIN
from archive.search.fold import APOSTROPHES, SHORTEST_SKELETON, skeleton
from archive.search.stems import languages_of

FILE_NAME = "names.txt"
PACKAGED = Path(__file__).with_name(FILE_NAME)

ALIKE_LETTERS = (
    *("aаәeеэёiиіїйyыoоөuуўӯүұюя", "cdghjkqsxzгғджзйкқсхҳһцчҷшщş"),
    *("bб", "fф", "lл", "mм", "nнң", "pп", "rр", "tтц", "vwв"),
)
ALIKE = {letter: letters for letters in ALIKE_LETTERS for letter in letters}
"""Letters that one name may begin with in different spellings."""

Names = tuple[str, ...]
"""Of one thing, in lower case, apostrophes as ʻ."""

ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "ʻ"))


def names_beside(connection: sqlite3.Connection) -> list[Names]:
    """The lines that the owner of an archive wrote beside it; none for an archive in memory."""
    file = next((row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"), "")
    path = Path(file).with_name(FILE_NAME) if file else None
    return names_in(path) if path is not None and path.is_file() else []


def names_in(path: Path) -> list[Names]:
    """The lines of a file; what is no UTF-8 in it stands for nothing that anybody looks for."""
    lines = path.read_text(encoding="utf-8", errors="replace").lower().translate(ONE_APOSTROPHE).splitlines()
    listed = (line.partition("#")[0].split(",") for line in lines)
    return [tuple(filter(None, map(str.strip, names))) for names in listed]


@cache
def packaged_names() -> list[Names]:
    return names_in(PACKAGED)


def other_names(connection: sqlite3.Connection, word: str) -> Names:
    """What else a word in lower case may be called; nothing, for most words.

    Where no line has just this word, it may be a name in another form or spelling: Хороге, Khorugh.
    """
    beside = names_beside(connection)
    listed = [*packaged_names(), *beside]
    called = [names for names in listed if word in names]
    if not called and word:
        letters = ALIKE.get(word[0], word[0])
        alike = set(called_as(word, packaged_like(letters) | names_like(letters, beside)))
        called = [names for names in listed if not alike.isdisjoint(names)] if alike else []
    return tuple(dict.fromkeys(name for names in called for name in names if name != word))


def names_like(letters: str, listed: Iterable[Names]) -> dict[str, str]:
    """The names that begin with one of these letters, each with itself in plain letters."""
    return {name: name.translate(PLAIN) for names in listed for name in names if name[0] in letters}


@cache
def packaged_like(letters: str) -> dict[str, str]:
    return names_like(letters, packaged_names())


def names_of_words(connection: sqlite3.Connection, words: Sequence[str]) -> list[Names]:
    """For each of the words in lower case the other names of what it is called by with its neighbours, in any form:
    Саудовской Аравии."""
    found: list[Names] = [()] * len(words)
    for name, names in [*packaged_of_words(), *of_words(names_beside(connection))]:
        parts = name.split()
        for place in range(len(words) - len(parts) + 1):
            if all(is_called(word, part) for word, part in zip(words[place:], parts, strict=False)):
                for part in range(place, place + len(parts)):
                    found[part] = (*found[part], *(other for other in names if other != name))
    return found


def of_words(listed: Iterable[Names]) -> list[tuple[str, Names]]:
    """The names of several words, each with all that are in its line."""
    return [(name, names) for names in listed for name in names if " " in name]


@cache
def packaged_of_words() -> list[tuple[str, Names]]:
    return of_words(packaged_names())


def is_called(word: str, name: str) -> bool:
    """Whether a name is the word in another form or spelling."""
    return word == name or name in called_as(word, names_like(ALIKE.get(word[:1], word[:1]), [(name,)]))


def called_as(word: str, known: Mapping[str, str]) -> Iterator[str]:
    """The names that are the word in another form or spelling; ``known`` has them with themselves in plain letters."""
    if not known:
        return
    key, plain = skeleton(word), word.translate(PLAIN)
    if len(key) >= SHORTEST_SKELETON:
        yield from (name for name in known if skeleton(name) == key)
    begun = {name: letters for name, letters in known.items() if letters[:2] == plain[:2]}
    for language in languages_of(word) if begun else ():
        yield from language.forms(word, plain, begun)
