"""What keeps searches quick as an archive grows, when a run ends: few pieces of index, the commonest words counted.

Whatever is written to the full text begins a piece of its own, and every word of a search is looked up in each piece.
To know of how many articles a word is, FTS5 reads all its places; of the commonest words the number is kept.
"""

from __future__ import annotations

import sqlite3

PAGES_AT_ONCE, STEPS = 500, 40
"""Of the index, merged in one transaction, of some 0.1 s; and so many transactions at the end of a run."""

COUNTED = 5_000
"""Articles; to count a word of fewer takes FTS5 about 0.1 ms."""

GROWTH = 1.25
"""By so much an archive has grown when its commonest words are counted again, which takes some seconds for 500,000."""

COUNTED_AT = "common words"
ARTICLES = "SELECT coalesce(sum(articles), 0) FROM holding"


def merge(connection: sqlite3.Connection) -> bool:
    """Take one step in merging pieces of one size, in the caller's transaction; False when there are none.

    FTS5 tells it by the number of rows that it changed.
    """
    before = connection.total_changes
    connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('merge', ?)", [PAGES_AT_ONCE])
    return connection.total_changes - before >= 2


def count_common_words(connection: sqlite3.Connection) -> None:
    """Count them if it is time, in the caller's transaction."""
    (articles,) = connection.execute(ARTICLES).fetchone()
    row = connection.execute("SELECT value FROM sequence WHERE name = ?", [COUNTED_AT]).fetchone()
    if articles <= max(COUNTED, GROWTH * row[0] if row else 0):
        return
    connection.execute("DELETE FROM common_word")
    connection.execute(
        "INSERT INTO common_word (word, articles) SELECT term, doc FROM article_vocabulary WHERE doc >= ?", [COUNTED]
    )
    connection.execute("INSERT OR REPLACE INTO sequence (name, value) VALUES (?, ?)", [COUNTED_AT, articles])
