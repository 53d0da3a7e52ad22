"""``check --fix``: what can be mended without losing anything is mended; what it cannot mend it leaves and tells."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from archive import holdings, relation_checks, relations, withholding
from archive.changes import next_change
from archive.check import Finding, migrated_objects, objects_of
from archive.check_rules import broken
from archive.progress import Tell, silent
from archive.relating import relate_anew
from archive.soundness import compare_index, teach_digest
from archive.store import Archive

Mend = Callable[[Archive], str | None]
"""Mends one thing, in the caller's transaction, and says what it did; None where nothing was amiss."""

REMADE = ("trigger", "index", "view")
"""What holds no data of its own."""


def fix_archive(path: Path, tell: Tell = silent, *, relations: bool = False) -> Iterator[Finding]:
    """Mend what can be, and tell it step by step, each one transaction; run ``check_archive`` before and after.

    Opening the archive cuts the torn tails of its files and brings schema and change sequence up to date. Raises what
    that raises; call it only where SQLite's integrity check passes. What it cannot mend stays as it is, and the next
    run goes on with it. ``tell`` hears of what takes long; ``relations`` as for ``check_archive``.
    """
    with Archive(path, tell=tell, checked=True) as archive:
        for file, size in archive.mended_files:
            yield Finding(
                check="capture files", state="mended", detail=f"{file}: a torn tail of {size} bytes was cut off"
            )
        if archive.caught_up:
            yield Finding(check="change sequence", state="mended", detail="it stands at the last change again")
        mends = (*MENDS, ("relations", lambda archive: _relations(archive, tell, sample=not relations)))
        for check, mend in mends:
            with archive.db.atomic():
                done = mend(archive)
            if done is not None:
                yield Finding(check=check, state="mended", detail=done)


def _schema(archive: Archive) -> str | None:
    """Make triggers and indexes as the migrations do; tables hold data and are left."""
    connection, there = archive.db.conn, objects_of(archive.db.conn)
    made = []
    for (kind, name), sql in migrated_objects().items():
        if kind in REMADE and there.get((kind, name)) != sql:
            connection.execute(f'DROP {kind} IF EXISTS "{name}"')
            connection.execute(sql)
            made.append(f"{kind} {name}")
    return f"made anew: {', '.join(made)}" if made else None


def _full_text(archive: Archive) -> str | None:
    """Write the index anew from the texts, where it does not say what they say."""
    connection = archive.db.conn
    try:
        compare_index(connection)
    except sqlite3.DatabaseError:
        connection.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
        return "the index was written anew from the texts"
    return None


def _revisions(archive: Archive) -> str | None:
    """Count the revisions of an article anew, where the newest of them is its text."""
    connection = archive.db.conn
    rows = connection.execute(
        """SELECT article.id, max(number) AS newest FROM article JOIN revision ON article_id = article.id
        GROUP BY article.id HAVING newest IS NOT revisions AND count(*) = newest"""
    ).fetchall()
    counted = [
        connection.execute(
            """UPDATE article SET revisions = ?1, change = ?2 WHERE id = ?3 AND sha256 = (
            SELECT sha256 FROM revision WHERE article_id = ?3 AND number = ?1)""",
            [newest, next_change(connection), article_id],
        ).rowcount
        for article_id, newest in rows
    ]
    return f"counted anew for {sum(counted)} articles" if any(counted) else None


def _entries(archive: Archive) -> str | None:
    """An outcome without its article is found by its URL, or else the next crawl takes the entry up again."""
    lost = "article_id IS NULL AND outcome IN ('new', 'duplicate', 'unchanged', 'revised', 'removed')"
    found = archive.db.conn.execute(
        f"""UPDATE entry SET article_id = (SELECT id FROM article WHERE article.url_key = entry.url_key)
        WHERE {lost} AND url_key IN (SELECT url_key FROM article)"""
    ).rowcount
    again = archive.db.conn.execute(f"UPDATE entry SET outcome = NULL, outcome_at = NULL WHERE {lost}").rowcount
    told = [f"{found} led to their articles again"] * bool(found) + [f"{again} put back into the queue"] * bool(again)
    return "; ".join(told) or None


def _copies(archive: Archive) -> str | None:
    """Link them to the first of their text, and relate what is a copy no longer, or is one now."""
    connection = archive.db.conn
    wrong = list(broken(connection, "copies"))
    for article_id in wrong:
        (text,) = connection.execute("SELECT fingerprint FROM article WHERE id = ?", [article_id]).fetchone()
        relations.relink(connection, article_id, text)
    return f"{len(wrong)} linked anew" if wrong else None


def _withheld(archive: Archive) -> str | None:
    """Mark what is withheld. A mark that no history explains is the last trace of a wish, and stays."""
    connection = archive.db.conn
    unmarked = list(broken(connection, "withheld", "withheld, and not marked"))
    for article_id in unmarked:
        withholding.mark_again(connection, article_id)
    return f"{len(unmarked)} marked as withheld" if unmarked else None


def _relations(archive: Archive, tell: Tell, *, sample: bool) -> str | None:
    """Relate all articles anew where any relation is not what follows from the articles."""
    connection = archive.db.conn
    teach_digest(connection)
    doubtful = (
        broken(connection, "near-duplicates"),
        broken(connection, "stories"),
        relation_checks.out_of_step(connection),
        relation_checks.stale(connection, sample=sample),
    )
    if not any(list(article_ids) for article_ids in doubtful):
        return None
    return f"all articles were related anew; {relate_anew(archive.db, tell)} are related otherwise now"


def _holdings(archive: Archive) -> str | None:
    return "counted anew" if holdings.count_anew(archive.db.conn) else None


MENDS: tuple[tuple[str, Mend], ...] = (
    ("schema", _schema),
    ("revisions", _revisions),
    ("copies", _copies),
    ("holdings", _holdings),
    ("entries", _entries),
    ("withheld", _withheld),
    ("full text", _full_text),
)
