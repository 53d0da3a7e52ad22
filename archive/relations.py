"""How articles are related: whatever changes one calls relink(), in its own transaction.

Every relation follows from the articles as they stand, so it does not depend on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from archive import duplicates, near_links, sketches, story_groups, story_links
from archive.changes import next_change


def relink(connection: sqlite3.Connection, article_id: int, *fingerprints: str) -> None:
    """Bring all relations of an article that is new, or whose text, headline or dates changed, in step with it.

    ``fingerprints`` are those of the text that it has and of the one that it had. Articles that are related otherwise
    now take a number in the change sequence; this one has it from whatever changed it.
    """
    copies = {one for print_ in dict.fromkeys(fingerprints) for one in duplicates.relink(connection, print_)}
    changed: set[int] = set()
    linked: set[int] = set()
    for one in sorted(copies | {article_id}):
        before, (text, after) = sketches.stored(connection, one), sketches.of_article(connection, one)
        sketches.keep(connection, one, after)
        changed |= near_links.relink(connection, one, text, before.near, after.near)
        linked |= story_links.relink(connection, one, before.told, after.told)
    if linked:
        changed |= linked | story_groups.regroup(connection, linked)
    if copies or linked:
        changed |= story_groups.copy_stories(connection, _firsts(connection, copies | changed))
    for one in sorted(changed - copies - {article_id}):
        connection.execute("UPDATE article SET change = ? WHERE id = ?", [next_change(connection), one])


def _firsts(connection: sqlite3.Connection, article_ids: Collection[int]) -> set[int]:
    """The articles that are no copies, and for those that are the first one of their text."""
    marks = ", ".join("?" * len(article_ids))
    rows = connection.execute(
        f"SELECT coalesce(duplicate_of, id) FROM article WHERE id IN ({marks})", list(article_ids)
    )
    return {first for (first,) in rows}
