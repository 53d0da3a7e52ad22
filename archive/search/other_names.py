"""Names that one place or people has in several languages: Тошканд, Ташкент, Toshkent.

They come from ``names.txt`` in this package and from a file of that name beside the archive; each line has the names
of one thing, parted by commas, and ``#`` begins a remark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path

from archive.search.fold import APOSTROPHES, SHORTEST_SKELETON, skeleton
from archive.search.stems import stems

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
    listed = [*packaged_names(), *names_beside(connection)]
    called = [names for names in listed if word in names]
    if not called and word:
        known = {name for names in listed for name in names if name[0] in ALIKE.get(word[0], word[0])}
        alike = set(filter(is_called(word), known))
        called = [names for names in listed if not alike.isdisjoint(names)] if alike else []
    return tuple(dict.fromkeys(name for names in called for name in names if name != word))


def is_called(word: str) -> Callable[[str], bool]:
    """Whether a name is the word in another form or spelling."""
    key, forms = skeleton(word), stems(word)

    def called(name: str) -> bool:
        return any(same.has(name, False) for same in forms) or (len(key) >= SHORTEST_SKELETON and skeleton(name) == key)

    return called
