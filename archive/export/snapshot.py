"""The articles of an archive as they stood at one moment, while a crawl may go on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from archive.errors import UnknownSource, UsageProblem
from archive.newsarticle import ARTICLE_ROWS, NewsArticle, article_rows, news_article
from archive.readonly import damaged_or_foreign, open_readonly
from archive.revision_kinds import versions_of
from archive.withheld import SHOWN, WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What an export was asked for."""

    source: tuple[str, ...] = ()
    """Slugs; empty: all."""

    language: tuple[str, ...] = ()
    """BCP 47 language ranges; empty: all."""

    since: int | None = None
    """The cursor of an earlier export: only what changed after it."""

    revisions: bool = False
    """Every text of an article, not only the last."""

    excel: bool = False
    """Cells that a spreadsheet takes for text."""


class Snapshot:
    """What one read transaction sees: the rows, their count and the cursor agree."""

    def __init__(self, connection: sqlite3.Connection, query: Query) -> None:
        self.query = query
        self.rows = 0
        """Articles handed out so far, those that were removed or withheld included."""
        self.tombstones = 0
        """Of these, the articles that have gone from their site, or are withheld."""
        self.schema: int = connection.execute("PRAGMA user_version").fetchone()[0]
        self.cursor: int = connection.execute("SELECT value FROM sequence WHERE name = 'change'").fetchone()[0]
        """The last change that this export takes account of; the next one's ``since``."""
        self._connection = connection

    def articles(self) -> Iterator[NewsArticle]:
        """The articles, by id, one at a time."""
        statement, values = selection(self.query, article_rows(self._connection))
        for row in self._connection.execute(statement, values):
            self.rows += 1
            self.tombstones += row["removed"] is not None or row["withheld"] is not None
            yield news_article(row, versions_of(self._connection, row["id"]) if self.query.revisions else None)

    def withheld(self) -> int:
        """How many articles of the sources and languages asked for are withheld."""
        conditions, values = narrowed(self.query)
        where = " AND ".join([f"article.id IN ({WITHHELD})", *conditions])
        (count,) = self._connection.execute(f"SELECT count(*) FROM article WHERE {where}", values).fetchone()
        return int(count)


@contextmanager
def open_snapshot(db_path: Path, query: Query) -> Iterator[Snapshot]:
    """Hold one read transaction; the writer goes on meanwhile, but its log cannot be emptied.

    Raises UnknownSource for a slug that the archive does not know, UsageProblem for a cursor it never gave,
    DamagedArchive also while the rows are read.
    """
    with closing(open_readonly(db_path)) as connection, _telling_damage(db_path):
        connection.execute("BEGIN")
        snapshot = Snapshot(connection, query)
        _check_sources(connection, query, db_path)
        _check_cursor(snapshot, db_path)
        yield snapshot


@contextmanager
def _telling_damage(db_path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise damaged_or_foreign(error, db_path) from error
        raise


def selection(query: Query, rows: str = ARTICLE_ROWS) -> tuple[str, list[str | int]]:
    """The SELECT, read in the order of the rows on disk: no sort, so nothing is gathered in memory.

    What is withheld is left out, but told where only changes are asked for.
    """
    conditions, values = narrowed(query)
    if query.since is None:
        conditions.append(SHOWN)
    else:
        conditions.append("article.id IN (SELECT id FROM article WHERE change > ?)")
        values.append(query.since)
    return f"{rows} WHERE {' AND '.join(conditions)} ORDER BY article.id", values


def narrowed(query: Query) -> tuple[list[str], list[str | int]]:
    """WHERE terms for the sources and languages asked for, and their values."""
    conditions: list[str] = []
    values: list[str | int] = []
    if query.source:
        marks = ", ".join("?" * len(query.source))
        conditions.append(f"+article.source IN ({marks})")  # without the +, SQLite would use an index and sort
        values += query.source
    if query.language:
        ranges = " OR ".join(["instr(lower(article.language) || '-', ?) = 1"] * len(query.language))
        conditions.append(f"({ranges})")
        values += [f"{language.lower()}-" for language in query.language]
    return conditions, values


def _check_sources(connection: sqlite3.Connection, query: Query, db_path: Path) -> None:
    known = [slug for (slug,) in connection.execute("SELECT slug FROM source ORDER BY slug")]
    for slug in query.source:
        if slug not in known:
            near = ", ".join(get_close_matches(slug, known) or known[:5]) or "none yet"
            raise UnknownSource(f"{db_path}: holds no source named {slug}. It has: {near}.")


def _check_cursor(snapshot: Snapshot, db_path: Path) -> None:
    since = snapshot.query.since
    if since is not None and not 0 <= since <= snapshot.cursor:
        raise UsageProblem(
            f"--since {since}: {db_path} counts its changes from 0 to {snapshot.cursor}. "
            "Give the cursor of an earlier export of this archive, or 0 for everything."
        )
