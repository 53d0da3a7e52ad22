"""The index of terms and days by which articles on one event are found. All functions run in the caller's transaction.

A cell is a term on a day. One that MOST articles or more are in is of no use: the term is everywhere on that day. It
leads nowhere, so what a look-up costs does not grow with the archive.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from archive.sketches import Cell, Dated
from archive.stories import WINDOW
from archive.story_terms import SHARED

MOST = 65
"""Articles in a cell from which on it leads nowhere."""

Cells = dict[int, tuple[int, str]]
"""By day: how many articles have a term, at most one more than MOST, and their ids, separated by commas."""


def move(connection: sqlite3.Connection, article_id: int, gone: Iterable[Cell], come: Iterable[Cell]) -> None:
    """Put an article's cells into the index in the place of those it had."""
    connection.executemany(
        "DELETE FROM story_term WHERE term = ? AND day = ? AND article_id = ?", [(*cell, article_id) for cell in gone]
    )
    connection.executemany(
        "INSERT INTO story_term (term, day, article_id) VALUES (?, ?, ?)",
        [(*cell, article_id) for cell in sorted(come)],
    )


def neighbours(connection: sqlite3.Connection, of: Dated) -> tuple[set[int], set[int]]:
    """The articles that share enough of an article's terms within the window; and its terms that MOST articles have.

    Where the cell of either leads nowhere, a term does not count. A term whose cell has just come to lead nowhere is in
    exactly MOST articles.
    """
    counted: Counter[str] = Counter()
    full: set[int] = set()
    for term in of.terms.keys:
        cells = _around(connection, term, of.day)
        own = cells[of.day][0] if of.day in cells else 0
        if own == MOST:
            full.add(term)
        if own < MOST:
            for count, article_ids in cells.values():
                if count < MOST:
                    counted.update(article_ids.split(","))
    return {int(article_id) for article_id, shared in counted.items() if shared >= SHARED}, full


def _around(connection: sqlite3.Connection, term: int, day: int) -> Cells:
    """In a single statement while they are few; the ids stay text, for speed."""
    most = MOST * (2 * WINDOW + 1)
    found = _cells(connection, term, day - WINDOW, day + WINDOW, most)
    if sum(count for count, _ in found.values()) < most:
        return found
    cells: Cells = {}
    for one in range(day - WINDOW, day + WINDOW + 1):
        cells |= _cells(connection, term, one, one, MOST + 1)
    return cells


def _cells(connection: sqlite3.Connection, term: int, first: int, last: int, most: int) -> Cells:
    rows = connection.execute(
        """SELECT day, count(*), group_concat(article_id) FROM
        (SELECT day, article_id FROM story_term WHERE term = ? AND day BETWEEN ? AND ? LIMIT ?) GROUP BY day""",
        [term, first, last, most],
    )
    return {day: (count, article_ids) for day, count, article_ids in rows}


def holders(connection: sqlite3.Connection, cell: Cell) -> list[int]:
    """The articles in a cell, at most MOST."""
    rows = connection.execute(
        "SELECT article_id FROM story_term WHERE term = ? AND day = ? LIMIT ?", [*cell, MOST]
    ).fetchall()
    return [article_id for (article_id,) in rows]
