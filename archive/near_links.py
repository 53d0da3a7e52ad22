"""Near-duplicates in the archive: found by the index of shingles, compared, linked to whichever was published first.

What is linked follows from the texts alone. A shingle that MOST articles or more have is the site's, or a phrase, and
leads nowhere; when it comes to that, or falls below it again, the links that hang on it are made anew. So the order in
which articles came leaves no trace. All functions run in the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from archive.near_duplicates import Sketch, Text, likeness, may_be_near
from archive.sketches import near_sketch

MOST = 65
"""Articles with a shingle from which on it leads nowhere. Real copies of one text are fewer: measured on 10,788 wire
items with 130 labelled pairs, where looking no further lost none."""

Link = tuple[int, int, float, str]
"""A row of ``near_duplicate``: the later article, the earlier one, similarity, kind."""


def relink(connection: sqlite3.Connection, article_id: int, text: Text, before: Sketch, after: Sketch) -> set[int]:
    """Bring the index and the links of an article in step; which articles are linked otherwise now.

    ``before`` is what the index has of it, ``after`` what it should have, and what ``sketch`` says already.
    """
    come, gone = after.shingles - before.shingles, before.shingles - after.shingles
    others = _others(connection, article_id, after.shingles | gone)
    _move(connection, article_id, come, gone)
    found = (others[one] for one in after.shingles & others.keys() if len(others[one]) < MOST - 1)
    has = set(_links(connection, article_id, text, after, set().union(*found)))
    had = _links_of(connection, article_id) if before.shingles else set()
    if had != has:
        connection.execute("DELETE FROM near_duplicate WHERE article_id = ?1 OR of_id = ?1", [article_id])
        _keep(connection, has)
    turned = {one for one in (come | gone) & others.keys() if len(others[one]) == MOST - 1}
    silent, revived = ([others[one] for one in sorted(turned & which)] for which in (come, gone))
    return _ends(had ^ has) | _drop_lost(connection, silent) | _find_again(connection, revived)


def _move(connection: sqlite3.Connection, article_id: int, come: Iterable[int], gone: Iterable[int]) -> None:
    connection.executemany("DELETE FROM shingle WHERE h = ? AND article_id = ?", [(one, article_id) for one in gone])
    connection.executemany(
        "INSERT INTO shingle (h, article_id) VALUES (?, ?)", [(one, article_id) for one in sorted(come)]
    )


def _others(connection: sqlite3.Connection, article_id: int, shingles: Iterable[int]) -> dict[int, list[int]]:
    """The other articles that have a shingle, at most MOST, for those that any has; in one statement, for speed."""
    rows = connection.execute(
        """SELECT value, (SELECT group_concat(article_id) FROM
            (SELECT article_id FROM shingle WHERE h = value AND article_id <> ?2 LIMIT ?3)) AS others
        FROM json_each(?1) WHERE others IS NOT NULL""",
        [json.dumps(sorted(shingles)), article_id, MOST],
    )
    return {shingle: [*map(int, others.split(","))] for shingle, others in rows}


def _links(
    connection: sqlite3.Connection, article_id: int, text: Text, sketch: Sketch, candidates: Iterable[int]
) -> Iterator[Link]:
    for other in candidates:
        if may_be_near(sketch, near_sketch(connection, other)):
            yield from _link(connection, article_id, other, text)


def _link(connection: sqlite3.Connection, one: int, other: int, text: Text) -> Iterator[Link]:
    first, second = in_order(connection, (one, other))
    beside = _text_of(connection, other)
    later, earlier = (text, beside) if second == one else (beside, text)
    found = likeness(later, earlier)
    if found is not None:
        yield second, first, found.similarity, found.kind


def _text_of(connection: sqlite3.Connection, article_id: int) -> Text:
    return Text(*connection.execute("SELECT title, text FROM article WHERE id = ?", [article_id]).fetchone())


def in_order(connection: sqlite3.Connection, article_ids: Collection[int]) -> list[int]:
    """Articles, first the one that counts as first: by published, then first_seen, then url_key."""
    rows = connection.execute(
        f"""SELECT id FROM article WHERE id IN ({", ".join("?" * len(article_ids))})
        ORDER BY published IS NULL, published, first_seen, url_key""",
        list(article_ids),
    )
    return [article_id for (article_id,) in rows]


def _links_of(connection: sqlite3.Connection, article_id: int) -> set[Link]:
    query = "SELECT article_id, of_id, similarity, kind FROM near_duplicate WHERE article_id = ?1 OR of_id = ?1"
    return set(connection.execute(query, [article_id]))


def _keep(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    connection.executemany(
        "INSERT INTO near_duplicate (article_id, of_id, similarity, kind) VALUES (?, ?, ?, ?)", sorted(links)
    )


def _ends(links: Iterable[Link]) -> set[int]:
    """Both articles of every link."""
    return {article_id for link in links for article_id in link[:2]}


def _drop_lost(connection: sqlite3.Connection, silent: Iterable[Collection[int]]) -> set[int]:
    """Take away the links between holders of a shingle that leads nowhere now, where no other one leads there."""
    changed: set[int] = set()
    for holders in silent:
        marks = ", ".join("?" * len(holders))
        query = f"SELECT article_id, of_id FROM near_duplicate WHERE article_id IN ({marks}) AND of_id IN ({marks})"
        for pair in connection.execute(query, [*holders, *holders]).fetchall():
            if not _lead_to_each_other(connection, *pair):
                connection.execute("DELETE FROM near_duplicate WHERE article_id = ? AND of_id = ?", pair)
                changed.update(pair)
    return changed


def _lead_to_each_other(connection: sqlite3.Connection, one: int, other: int) -> bool:
    shared = near_sketch(connection, one).shingles & near_sketch(connection, other).shingles
    return any(len(others) < MOST - 1 for others in _others(connection, one, shared).values())


def _find_again(connection: sqlite3.Connection, revived: Iterable[Collection[int]]) -> set[int]:
    """Link the holders of a shingle that leads somewhere again."""
    changed: set[int] = set()
    for holders in revived:
        sketches = {each: near_sketch(connection, each) for each in holders}
        for one, other in combinations(holders, 2):
            if may_be_near(sketches[one], sketches[other]):
                new = set(_link(connection, one, other, _text_of(connection, one))) - _links_of(connection, one)
                _keep(connection, new)
                changed |= _ends(new)
    return changed
