"""Names that one place or people has in several languages: Тошканд, Ташкент, Toshkent.

They come from ``names.txt`` in this package and from a file of that name beside the archive; each line has the names
of one thing, parted by commas, and ``#`` begins a remark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from archive.search.endings import PLAIN
from archive.search.fold import APOSTROPHES, LETTERS, SHORTEST_SKELETON, skeleton
from archive.search.stems import stems

FILE_NAME = "names.txt"
PACKAGED = Path(__file__).with_name(FILE_NAME)

DIGRAPHS = "cdgkyz"
"""A name that begins so may have a skeleton that begins otherwise: Khorog, horog."""

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
    called = [names for names in listed if word in names] or [names for names in listed if word_among(word)(names)]
    return tuple(dict.fromkeys(name for names in called for name in names if name != word))


@lru_cache(maxsize=32)
def word_among(word: str) -> Callable[[Names], bool]:
    """Whether a word is one of some names in another form or spelling."""
    key, forms, beginning = skeleton(word), stems(word), word[:1].translate(PLAIN)

    def among(names: Names) -> bool:
        return any(
            (name[0].translate(PLAIN) == beginning and any(same.has(name, False) for same in forms))
            or (
                len(key) >= SHORTEST_SKELETON
                and (name[0] in DIGRAPHS or name[0].translate(LETTERS)[:1] == key[0])
                and skeleton(name) == key
            )
            for name in names
        )

    return among
