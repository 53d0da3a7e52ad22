"""Lines of a text that are headlines of other articles: a sidebar's, not the article's."""

from __future__ import annotations

import sqlite3

from archive import memory, settling
from archive.fingerprints import headline_key


def without_headlines(connection: sqlite3.Connection, article_id: int, source: str, key: str, text: str) -> str:
    """The text without the lines that the archive knows as headlines of other articles of the source.

    ``key`` is the article's url_key. A text of nothing else stays as it is.
    """
    own = settling.own_keys(connection, article_id, key)
    lines = text.split("\n")
    keys = {line: headline_key(line) for line in lines if memory.is_telling(line)}
    foreign = memory.headlines_of_others(connection, source, keys.values(), own)
    return "\n".join(line for line in lines if keys.get(line) not in foreign) or text
