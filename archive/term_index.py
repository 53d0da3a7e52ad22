"""The index of terms and days by which articles on one event are found. All functions run in the caller's transaction.

A cell is a term on a day. One that MOST articles or more are in is of no use: the term is everywhere on that day. It
leads nowhere, so what a look-up costs does not grow with the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from archive.sketches import Cell, Dated
from archive.stories import WINDOW
from archive.story_terms import SHARED

MOST = 65
"""Articles in a cell from which on it leads nowhere."""

FEW = 1000
"""Articles in all cells of an article's terms, counted for each, up to which they are read in a single statement."""


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
    cells = _around(connection, of)
    own = {term: len(cells.get((term, of.day), ())) for term in of.terms.keys}
    live = (there for (term, _), there in cells.items() if len(there) < MOST and own[term] < MOST)
    counted = Counter(chain.from_iterable(live))
    return (
        {article_id for article_id, shared in counted.items() if shared >= SHARED},
        {term for term, count in own.items() if count == MOST},
    )


def _around(connection: sqlite3.Connection, of: Dated) -> dict[Cell, list[int]]:
    """The articles in each cell of its terms within the window, at most one more than MOST of each.

    In a single statement while they are few.
    """
    first, last = of.day - WINDOW, of.day + WINDOW
    found = connection.execute(
        """SELECT term, day, article_id FROM json_each(?1) CROSS JOIN story_term ON term = value
        WHERE day BETWEEN ?2 AND ?3 LIMIT ?4""",
        [json.dumps([*of.terms.keys]), first, last, FEW],
    ).fetchall()
    if len(found) == FEW:
        days = range(first, last + 1)
        return {(term, day): holders(connection, (term, day), MOST + 1) for term in of.terms.keys for day in days}
    cells: defaultdict[Cell, list[int]] = defaultdict(list)
    for term, day, article_id in found:
        cells[term, day].append(article_id)
    return cells


def holders(connection: sqlite3.Connection, cell: Cell, most: int = MOST) -> list[int]:
    """The articles in a cell, at most so many."""
    rows = connection.execute(
        "SELECT article_id FROM story_term WHERE term = ? AND day = ? LIMIT ?", [*cell, most]
    ).fetchall()
    return [article_id for (article_id,) in rows]
