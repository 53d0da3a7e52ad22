"""Near-duplicates in the archive: found by the index of shingles, compared, linked to whichever was published first.

What is linked follows from the texts alone. A shingle that MOST articles or more have is the site's, or a phrase, and
leads nowhere; when it comes to that, or falls below it again, the links that hang on it are made anew. So the order in
which articles came leaves no trace. All functions run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

import numpy as np

from archive.near_duplicates import Sketch, Text, likeness, may_be_near

MOST = 65
"""Articles with a shingle from which on it leads nowhere. Real copies of one text are fewer: measured on 10,788 wire
items with 130 labelled pairs, where looking no further lost none."""

SHINGLE, NUMBER = "<u8", "<u4"
"""How their hashes are packed in ``sketch``."""

Link = tuple[int, int, float, str]
"""A row of ``near_duplicate``: the later article, the earlier one, similarity, kind."""


def relink(connection: sqlite3.Connection, article_id: int) -> set[int]:
    """Bring the index and the links of an article in step with its row; which articles are linked otherwise now.

    An exact copy of another article has no links of its own.
    """
    text, is_copy = _text_of(connection, article_id)
    before, after = stored_sketch(connection, article_id), Sketch() if is_copy else text.sketch
    had = _links_of(connection, article_id)
    come, gone = _move(connection, article_id, before, after)
    holders = {shingle: _holders(connection, shingle) for shingle in after.shingles}
    candidates = {each for found in holders.values() if len(found) < MOST for each in found} - {article_id}
    has = set(_links(connection, article_id, text, candidates))
    if had != has:
        connection.execute("DELETE FROM near_duplicate WHERE article_id = ?1 OR of_id = ?1", [article_id])
        _keep(connection, has)
    changed = _ends(had ^ has)
    changed |= _drop_lost(connection, [holders[one] for one in come if len(holders[one]) == MOST])
    left = (_holders(connection, one) for one in gone)
    return changed | _find_again(connection, [found for found in left if len(found) == MOST - 1])


def stored_sketch(connection: sqlite3.Connection, article_id: int) -> Sketch:
    """What the index has of an article."""
    row = connection.execute("SELECT shingles, numbers FROM sketch WHERE article_id = ?", [article_id]).fetchone()
    if row is None:
        return Sketch()
    shingles, numbers = (np.frombuffer(stored, dtype) for stored, dtype in zip(row, (SHINGLE, NUMBER), strict=True))
    return Sketch(frozenset(shingles.tolist()), frozenset(numbers.tolist()))


def _text_of(connection: sqlite3.Connection, article_id: int) -> tuple[Text, bool]:
    title, text, is_copy = connection.execute(
        "SELECT title, text, duplicate_of IS NOT NULL FROM article WHERE id = ?", [article_id]
    ).fetchone()
    return Text(title, text), bool(is_copy)


def _move(
    connection: sqlite3.Connection, article_id: int, before: Sketch, after: Sketch
) -> tuple[list[int], list[int]]:
    """Put an article's shingles into the index in the place of those it had; which came, and which went."""
    connection.execute(
        "INSERT OR REPLACE INTO sketch (article_id, shingles, numbers) VALUES (?, ?, ?)",
        [article_id, _packed(after.shingles, SHINGLE), _packed(after.numbers, NUMBER)],
    )
    come, gone = sorted(after.shingles - before.shingles), sorted(before.shingles - after.shingles)
    connection.executemany("DELETE FROM shingle WHERE h = ? AND article_id = ?", [(one, article_id) for one in gone])
    connection.executemany("INSERT INTO shingle (h, article_id) VALUES (?, ?)", [(one, article_id) for one in come])
    return come, gone


def _packed(hashes: Iterable[int], dtype: str) -> bytes:
    return np.array(sorted(hashes), dtype).tobytes()


def _holders(connection: sqlite3.Connection, shingle: int) -> list[int]:
    """The articles that have a shingle, at most one more than MOST."""
    rows = connection.execute("SELECT article_id FROM shingle WHERE h = ? LIMIT ?", [shingle, MOST + 1]).fetchall()
    return [article_id for (article_id,) in rows]


def _links(connection: sqlite3.Connection, article_id: int, text: Text, candidates: Iterable[int]) -> Iterator[Link]:
    for other in candidates:
        if may_be_near(text.sketch, stored_sketch(connection, other)):
            yield from _link(connection, article_id, other, text)


def _link(connection: sqlite3.Connection, one: int, other: int, text: Text) -> Iterator[Link]:
    first, second = in_order(connection, (one, other))
    beside, _ = _text_of(connection, other)
    later, earlier = (text, beside) if second == one else (beside, text)
    found = likeness(later, earlier)
    if found is not None:
        yield second, first, found.similarity, found.kind


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
    shared = stored_sketch(connection, one).shingles & stored_sketch(connection, other).shingles
    return any(len(_holders(connection, shingle)) < MOST for shingle in shared)


def _find_again(connection: sqlite3.Connection, revived: Iterable[Collection[int]]) -> set[int]:
    """Link the holders of a shingle that leads somewhere again."""
    changed: set[int] = set()
    for holders in revived:
        sketches = {each: stored_sketch(connection, each) for each in holders}
        for one, other in combinations(holders, 2):
            if may_be_near(sketches[one], sketches[other]):
                new = set(_link(connection, one, other, _text_of(connection, one)[0])) - _links_of(connection, one)
                _keep(connection, new)
                changed |= _ends(new)
    return changed
