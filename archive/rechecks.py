"""When a known article is looked at again: often while it is young, ever more rarely, and after a year no more.

All functions run on the writer's connection; the moment is handed in, so a year can be tested in a second.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from archive.clock import iso
from archive.records import CrawlRules

STEPS = (
    (timedelta(hours=3), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=3)),
    (timedelta(days=30), timedelta(days=3)),
    (timedelta(days=365), timedelta(days=30)),
)
"""An article younger than the one is looked at again after the other; older than all, never. As the design page has
it; its edits per hour fall about as fast."""

GONE_STEP = timedelta(days=3)
"""A removed article is asked for no more often: it seldom comes back."""


def next_look(born: str, checked_at: str, *, sooner: timedelta | None = None, removed: bool = False) -> str | None:
    """When an article is due again; None when it is more than a year old by then.

    ``born`` is when it was published, else first seen: UTC ISO-8601, or a day, which begins at midnight UTC. Its age is
    counted in seconds at the moment of the check. ``sooner`` is the longest that a missing one may wait.
    """
    now = datetime.fromisoformat(checked_at)
    begun = datetime.fromisoformat(born)
    begun = begun if begun.tzinfo else begun.replace(tzinfo=now.tzinfo)
    step = next((step for until, step in STEPS if now - begun < until), None)
    if step is None:
        return None
    step = max(step, GONE_STEP) if removed else min(step, sooner or step)
    return iso(now + step) if now + step - begun < STEPS[-1][0] else None


def look_again(
    connection: sqlite3.Connection, article_id: int, checked_at: str, rules: CrawlRules | None = None
) -> None:
    """Set when an article that was just checked is due; in the caller's transaction.

    ``rules``: it was missing, and is asked for often enough for its removal checks to end in ``removed_days``.
    """
    born, removed = connection.execute(
        "SELECT coalesce(published, first_seen), removed FROM article WHERE id = ?", [article_id]
    ).fetchone()
    sooner = None
    if rules is not None:
        sooner = max(timedelta(days=rules.removed_days) / max(rules.removed_checks - 1, 1), STEPS[0][1])
    due = next_look(born, checked_at, sooner=sooner, removed=removed is not None)
    connection.execute("UPDATE article SET due = ? WHERE id = ?", [due, article_id])


def not_seen(connection: sqlite3.Connection, article_id: int, now: str) -> None:
    """Set when an article is due of which a look told nothing; one that was missing, as rules by default have it."""
    (was_missing,) = connection.execute(
        "SELECT missing_since IS NOT NULL FROM article WHERE id = ?", [article_id]
    ).fetchone()
    look_again(connection, article_id, now, CrawlRules() if was_missing else None)


def due_articles(connection: sqlite3.Connection, source: str, now: str, most: int) -> list[int]:
    """The articles of a source to look at now, at most so many; first the one that is the most overdue for its step.

    The index ``article_due`` alone answers, and only with the rows that are due: an archive that grows costs nothing.
    What became a year old while it waited is left out, whenever it was due.
    """
    year_ago = iso(datetime.fromisoformat(now) - STEPS[-1][0])
    rows = connection.execute(
        """SELECT id FROM article INDEXED BY article_due
        WHERE source = ?1 AND due BETWEEN ?3 AND ?2 AND coalesce(published, first_seen) > ?3
        ORDER BY (julianday(?2) - julianday(due)) / max(julianday(due) - julianday(checked_at), 1e-6) DESC, due, id
        LIMIT ?4""",
        [source, now, year_ago, most],
    )
    return [article_id for (article_id,) in rows]
