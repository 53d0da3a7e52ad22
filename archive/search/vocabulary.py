"""The words of an archive, and how many articles have each: what FTS5 counts, and what was counted before.

FTS5 counts a word by reading all its places, which takes long for the commonest; of those the table ``common_word``
keeps the number that they had at the end of some run.
"""

from __future__ import annotations

import sqlite3

MOST_WORDS = 3_000
"""Read for one beginning; of 500,000 articles three letters open some hundreds."""

LAST = "\U0010ffff"
"""Sorts behind every word that goes on; no word has it."""

COUNTED = "SELECT word, articles FROM common_word WHERE word >= ? AND word < ? ORDER BY word"
BETWEEN = "SELECT term, doc FROM article_vocabulary WHERE term >= ? AND term <= ? LIMIT ?"


def words(connection: sqlite3.Connection, first: str, end: str) -> dict[str, int]:
    """The words from ``first`` to before ``end``, in order, each with its articles; at most MOST_WORDS.

    Those that were counted before are not read: FTS5 is asked for what lies between them.
    """
    found: dict[str, int] = {}
    for word, articles in (*connection.execute(COUNTED, (first, end)), (end, 0)):
        if first < word:
            found.update(connection.execute(BETWEEN, (first, before(word), MOST_WORDS - len(found))))
        if len(found) >= MOST_WORDS or word == end:
            break
        found[word], first = articles, word + "\0"
    return found


def before(word: str) -> str:
    """Sorts before a word, and behind all others that do. FTS5 would read the word itself to see where it ends."""
    last = ord(word[-1])
    return word[:-1] + (chr(0xD7FF if last == 0xE000 else last - 1) + LAST if last else "")


def articles_of(connection: sqlite3.Connection, word: str) -> int:
    """How many articles have a common word; 0 for all others."""
    row = connection.execute("SELECT articles FROM common_word WHERE word = ?", [word]).fetchone()
    return row[0] if row else 0
