"""Do the indexes by which articles are related have what their sketches say, and these what the texts say?"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator

from archive import sketches
from archive.soundness import AS_STORED

SAMPLE = 50
"""Articles that are sketched anew when not all are: a tenth of a second."""

INDEXED = """SELECT sketch.article_id, ifnull(shingles.n, 0), ifnull(sum_h, 0), ifnull(terms.n, 0), ifnull(sum_term, 0),
        ifnull(sum_day, 0)
    FROM sketch
    LEFT JOIN (SELECT article_id, count(*) AS n, sum(h) AS sum_h FROM shingle GROUP BY article_id) AS shingles
        ON shingles.article_id = sketch.article_id
    LEFT JOIN (SELECT article_id, count(*) AS n, sum(term) AS sum_term, sum(day) AS sum_day FROM story_term
        GROUP BY article_id) AS terms ON terms.article_id = sketch.article_id"""

STRAYS = """SELECT article_id FROM shingle WHERE article_id NOT IN (SELECT article_id FROM sketch)
    UNION SELECT article_id FROM story_term WHERE article_id NOT IN (SELECT article_id FROM sketch)"""

LEFT_OUT = """SELECT id FROM article WHERE id < (SELECT max(article_id) FROM sketch)
    AND id NOT IN (SELECT article_id FROM sketch)"""
"""What is newer than all that is related waits for the next run that writes."""

SKETCHED = f"SELECT 1 FROM sketch JOIN article ON article.id = article_id WHERE article_id = ? AND {AS_STORED}"
"""A text that is another one than was stored is told by its own check."""


def out_of_step(connection: sqlite3.Connection) -> Iterator[int]:
    """The articles whose rows in the two indexes are not those of their sketch, by number and sum."""
    for article_id, *indexed in connection.execute(INDEXED):
        if indexed != _sums(connection, article_id):
            yield article_id
    for query in (STRAYS, LEFT_OUT):
        for (article_id,) in connection.execute(query):
            yield article_id


def _sums(connection: sqlite3.Connection, article_id: int) -> list[int] | None:
    """What both indexes should have of an article; None where its sketch is no sketch."""
    try:
        sketched = sketches.stored(connection, article_id)
    except (ValueError, struct.error):
        return None
    shingles, cells = sketched.near.shingles, sketched.told.cells
    terms, days = sum(term for term, _ in cells), sum(day for _, day in cells)
    return [len(shingles), sum(shingles), len(cells), terms, days]


def sampled(connection: sqlite3.Connection) -> tuple[int, int]:
    """The last article that is related, and the step between those of a sample spread over the whole archive."""
    (last,) = connection.execute("SELECT coalesce(max(article_id), 0) FROM sketch").fetchone()
    return last, max(1, last // SAMPLE)


def stale(connection: sqlite3.Connection, *, sample: bool) -> Iterator[int]:
    """The articles whose sketch is not what their text says today. Call ``teach_digest`` first."""
    last, step = sampled(connection)
    for article_id in range(last, 0, -step if sample else -1):
        if _sums(connection, article_id) is not None and connection.execute(SKETCHED, [article_id]).fetchone():
            kept, (_, made) = sketches.stored(connection, article_id), sketches.of_article(connection, article_id)
            if (kept.near, kept.told.terms, kept.told.cells) != (made.near, made.told.terms, made.told.cells):
                yield article_id
