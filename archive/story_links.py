"""Articles on one event in the archive: found by their terms, scored, linked later to earlier.

What is linked follows from the headlines, texts and dates alone: terms are weighed by fixed lists, never by what else
is in the archive. When a cell of the index comes to lead nowhere, or somewhere again, what hangs on it is judged anew.
So the order in which articles came leaves no trace. All functions run in the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator

from archive.near_links import in_order
from archive.sketches import Dated, dated_terms
from archive.stories import shared_terms, story_score
from archive.story_terms import SHARED, spellings
from archive.term_index import MOST, holders, move, neighbours

Link = tuple[int, int, float, str]
"""A row of ``story_link``: the later article, the earlier one, score, reason."""


def relink(connection: sqlite3.Connection, article_id: int, before: Dated, after: Dated) -> set[int]:
    """Bring the index and the links of an article in step; which articles are linked otherwise now.

    ``before`` is what the index has of it, ``after`` what it should have, and what ``sketch`` says already.
    """
    gone, come = before.cells - after.cells, after.cells - before.cells
    move(connection, article_id, gone, come)
    changed, full = _link_anew(connection, article_id, after)
    for term in sorted(full):
        if (term, after.day) in come:
            changed |= _drop_lost(connection, holders(connection, (term, after.day)))
    for cell in sorted(gone):
        left = holders(connection, cell)
        if len(left) == MOST - 1:
            for other in left:
                changed |= _link_anew(connection, other, dated_terms(connection, [other])[other])[0]
    return changed


def _link_anew(connection: sqlite3.Connection, article_id: int, own: Dated) -> tuple[set[int], set[int]]:
    """Which articles are linked otherwise now, and which terms of the article's are in exactly MOST of its day."""
    candidates, full = neighbours(connection, own)
    had = set(
        connection.execute(
            "SELECT article_id, other_id, score, reason FROM story_link WHERE article_id = ?1 OR other_id = ?1",
            [article_id],
        )
    )
    has = set(_links(connection, article_id, own, candidates - {article_id}))
    if had != has:
        connection.execute("DELETE FROM story_link WHERE article_id = ?1 OR other_id = ?1", [article_id])
        connection.executemany(
            "INSERT INTO story_link (article_id, other_id, score, reason) VALUES (?, ?, ?, ?)", sorted(has)
        )
    return _ends(link[:2] for link in had ^ has), full


def _links(connection: sqlite3.Connection, article_id: int, own: Dated, candidates: Iterable[int]) -> Iterator[Link]:
    for other, beside in dated_terms(connection, candidates).items():
        score = story_score(own.terms, beside.terms, abs(own.day - beside.day))
        if score is not None:
            earlier, later = in_order(connection, (article_id, other))
            yield later, earlier, score, _reason(connection, later, own, beside)


def _reason(connection: sqlite3.Connection, later: int, one: Dated, other: Dated) -> str:
    """What both tell of, in the words of the later one."""
    title, text = connection.execute("SELECT title, text FROM article WHERE id = ?", [later]).fetchone()
    spelled = spellings(title, text)
    return ", ".join(spelled[term] for term in shared_terms(one.terms, other.terms))


def _drop_lost(connection: sqlite3.Connection, there: Collection[int]) -> set[int]:
    """Take away the links of articles in a cell that leads nowhere now, where too few others lead there."""
    marks = ", ".join("?" * len(there))
    pairs = connection.execute(
        f"SELECT article_id, other_id FROM story_link WHERE article_id IN ({marks}) OR other_id IN ({marks})",
        [*there, *there],
    ).fetchall()
    lost = [pair for pair in pairs if not _lead_to_each_other(connection, *pair)]
    connection.executemany("DELETE FROM story_link WHERE article_id = ? AND other_id = ?", lost)
    return _ends(lost)


def _lead_to_each_other(connection: sqlite3.Connection, one: int, other: int) -> bool:
    here, there = dated_terms(connection, (one, other)).values()
    shared = here.terms.keys & there.terms.keys
    live = [key for key in shared if all(len(holders(connection, (key, day))) < MOST for day in {here.day, there.day})]
    return len(live) >= SHARED


def _ends(pairs: Iterable[Collection[int]]) -> set[int]:
    return {article_id for pair in pairs for article_id in pair}
