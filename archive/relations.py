"""How articles are related: whatever changes one calls relink(), in its own transaction.

Every relation follows from the articles as they stand, so it does not depend on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from array import array

from archive import duplicates, near_links
from archive.changes import next_change


def relink(connection: sqlite3.Connection, article_id: int, *fingerprints: str) -> None:
    """Bring all relations of an article that is new, or whose text, headline or dates changed, in step with it.

    ``fingerprints`` are those of the text that it has and of the one that it had. Articles that are related otherwise
    now take a number in the change sequence; this one has it from whatever changed it.
    """
    copies = {one for print_ in dict.fromkeys(fingerprints) for one in duplicates.relink(connection, print_)}
    changed: set[int] = set()
    for one in sorted(copies | {article_id}):
        changed |= near_links.relink(connection, one)
    for one in sorted(changed - copies - {article_id}):
        connection.execute("UPDATE article SET change = ? WHERE id = ?", [next_change(connection), one])


def waiting(connection: sqlite3.Connection) -> array[int]:
    """The articles that were not related yet, by id: those of an archive of an earlier schema, or none.

    Whatever is related has its row in ``sketch``, and ids only rise, so the answer is immediate where there are none.
    """
    rows = connection.execute(
        "SELECT id FROM article WHERE id > (SELECT coalesce(max(article_id), 0) FROM sketch) ORDER BY id"
    )
    return array("q", (article_id for (article_id,) in rows))
