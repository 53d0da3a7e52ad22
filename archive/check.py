"""Is the archive what was written? Read-only, but for the index check, which is rolled back.

That every ``url_key`` is unique needs no rule of its own: the schema check finds the constraint in place, and
SQLite's integrity check holds its index against the table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import quote

from archive.capture_checks import changed_payloads, sampled, short_files
from archive.captures import captures_folder
from archive.errors import ArchiveLocked
from archive.fingerprints import sha256
from archive.holdings import MISCOUNTED, MISPLACED
from archive.lock import RunLock
from archive.readonly import SCHEMA_VERSION, open_readonly
from archive.silence import silent_sources

WAL_RESET_FIXED = (3, 51, 3)
"""The first SQLite in which two connections that write or checkpoint at once cannot damage the WAL."""

NAMED = 5
"""So many ids are named in a problem; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found."""

    check: str
    """What was looked at: ``full text``."""

    state: Literal["ok", "problem", "note", "mended"]
    """A note asks for nothing, or for a later check; only a problem makes the exit code 5."""

    detail: str
    """What holds, or what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that holds in every sound archive, and queries whose rows are the ids that break it."""

    check: str
    holds: str
    broken_by: tuple[tuple[str, str], ...]
    since: int = 1
    """The schema from which on it is asked for."""


RULES = (
    Rule(
        "texts",
        "every text has the SHA-256 that was stored with it",
        (
            ("articles with another text", "SELECT id FROM article WHERE sha256 IS NOT text_sha256(text)"),
            (
                "articles with another text in a revision",
                "SELECT DISTINCT article_id FROM revision WHERE sha256 IS NOT text_sha256(text)",
            ),
        ),
    ),
    Rule(
        "revisions",
        "numbered from 1, and the newest is the article's text",
        (
            (
                "articles with a revision too many or too few",
                """SELECT article.id FROM article LEFT JOIN revision ON article_id = article.id
                   GROUP BY article.id HAVING count(revision.id) IS NOT revisions
                   OR max(number) IS NOT revisions""",
            ),
            (
                "articles whose text is not their newest revision",
                """SELECT article.id FROM article JOIN revision ON article_id = article.id
                   AND number = revisions WHERE revision.sha256 IS NOT article.sha256""",
            ),
        ),
    ),
    Rule(
        "index rows",
        "one row of the full-text index for each article",
        (
            (
                "articles that a search cannot find",
                "SELECT id FROM article EXCEPT SELECT id FROM article_fts_docsize",
            ),
            (
                "indexed articles that are gone",
                "SELECT id FROM article_fts_docsize EXCEPT SELECT id FROM article",
            ),
        ),
    ),
    Rule(
        "entries",
        "each one that was archived names its article",
        (
            (
                "entries that name no article",
                """SELECT id FROM entry WHERE article_id IS NULL
                   AND outcome IN ('new', 'duplicate', 'unchanged', 'revised', 'removed')""",
            ),
        ),
    ),
    Rule(
        "copies",
        "every copy points to the first of its text",
        (
            (
                "articles that point to another one, or to none",
                """SELECT id FROM (SELECT id, duplicate_of, first_value(id) OVER (PARTITION BY fingerprint
                   ORDER BY published IS NULL, published, first_seen, url_key) AS first
                   FROM article WHERE fingerprint <> '')
                   WHERE duplicate_of IS NOT nullif(first, id)""",
            ),
        ),
    ),
    Rule(
        "holdings",
        "every article is counted once, where it belongs",
        (
            ("articles that are counted elsewhere, or nowhere", MISPLACED),
            ("rows of holding that count other articles than belong to them", MISCOUNTED),
        ),
        since=9,
    ),
    Rule(
        "change sequence",
        "no article is ahead of it",
        (
            (
                "articles that export --since would miss",
                """SELECT id FROM article
                   WHERE change > (SELECT coalesce(max(value), 0) FROM sequence WHERE name = 'change')""",
            ),
        ),
    ),
)


def check_archive(path: Path, *, captures: bool = False) -> Iterator[Finding]:
    """Run every check and give its finding as soon as it is there.

    ``captures``: read every kept payload back and compare its digest; without it presence and size of the files are
    looked at, and a sample is read. Raises what ``open_readonly`` raises; the file is left byte for byte as it was.
    """
    with closing(open_readonly(path)) as connection:
        connection.create_function("text_sha256", 1, sha256, deterministic=True)
        sound = _finding("database", "SQLite's integrity check passes", _broken_pages(connection))
        yield sound
        yield _finding("foreign keys", "every link leads somewhere", _dangling(connection))
        yield _schema(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for rule in (rule for rule in RULES if rule.since <= version):
            yield _finding(rule.check, rule.holds, _broken(rule, connection))
        if sound.state == "ok":
            yield _full_text(path)
        folder = captures_folder(path)
        yield _finding("capture files", "all there, none cut short", short_files(connection, folder))
        yield _captures(connection, folder, sample=not captures)
        yield from _notes(connection)


def _finding(check: str, holds: str, problems: Iterable[str]) -> Finding:
    try:
        found = list(problems)
    except sqlite3.DatabaseError as error:
        found = [f"cannot be read ({error})"]
    return Finding(check=check, state="problem" if found else "ok", detail="; ".join(found) or holds)


def _broken(rule: Rule, connection: sqlite3.Connection) -> Iterator[str]:
    for problem, query in rule.broken_by:
        ids = (str(row[0]) for row in connection.execute(query))
        if named := _named(ids):
            yield f"{problem}: {named}"


def _named(items: Iterable[str]) -> str:
    """``4, 7, 9 and 12 more``; empty when there are none."""
    named: list[str] = []
    others = 0
    for item in items:
        if len(named) < NAMED:
            named.append(item)
        else:
            others += 1
    return ", ".join(named) + (f" and {others} more" if others else "")


def _broken_pages(connection: sqlite3.Connection) -> Iterator[str]:
    for (message,) in connection.execute(f"PRAGMA integrity_check({NAMED})"):
        if message != "ok":
            yield message


def _dangling(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("PRAGMA foreign_key_check")
    if named := _named(f"{table} {rowid} → {parent}" for table, rowid, parent, _ in rows):
        yield f"links that lead nowhere: {named}"


def _schema(connection: sqlite3.Connection) -> Finding:
    """Everything that the migrations make, the full text's triggers before all, is there and unaltered."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < SCHEMA_VERSION:
        detail = f"schema {version}; the next crawl brings it to {SCHEMA_VERSION}"
        return Finding(check="schema", state="note", detail=detail)
    there = objects_of(connection)
    problems = (
        f"{kind} {name} is {'altered' if (kind, name) in there else 'missing'}"
        for (kind, name), sql in migrated_objects().items()
        if there.get((kind, name)) != sql
    )
    return _finding("schema", "tables, indexes and triggers are as the migrations make them", problems)


def migrated_objects() -> dict[tuple[str, str], str]:
    """What a new archive has: the SQL of every table, index and trigger, by kind and name."""
    from archive.store import Archive

    with TemporaryDirectory() as folder, Archive(Path(folder) / "fresh.db") as fresh:
        return objects_of(fresh.db.conn)


def objects_of(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What this database has."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(kind, name): sql for kind, name, sql in rows}


def _full_text(path: Path) -> Finding:
    """Hold the index against the texts. FTS5 asks for it with an INSERT, so this needs the run lock.

    Changes no byte as long as the caller's reader stays open: the last to close would checkpoint the WAL.
    """
    try:
        lock = RunLock(path)
    except (ArchiveLocked, OSError) as error:
        return _not_compared(error)
    writable = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None)
    with closing(lock), closing(writable):
        try:
            writable.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:  # a file that may only be read
            return _not_compared(error)
        return _finding("full text", "the index says what the texts say", _index_problems(writable))


def _not_compared(reason: Exception) -> Finding:
    return Finding(check="full text", state="note", detail=f"not compared with the texts: {reason}")


def _index_problems(writable: sqlite3.Connection) -> Iterator[str]:
    try:
        writable.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield f"the index does not match the texts ({error})"
    finally:
        writable.execute("ROLLBACK")


def _captures(connection: sqlite3.Connection, folder: Path, *, sample: bool) -> Finding:
    last, step = sampled(connection)
    holds = f"one payload in {step} has its digest" if sample and step > 1 else "every payload has its digest"
    changed = _named(changed_payloads(connection, folder, sample=sample)) if last else ""
    return _finding("captures", holds, [f"captures that are not what was fetched: {changed}"] * bool(changed))


def _notes(connection: sqlite3.Connection) -> Iterator[Finding]:
    waiting = connection.execute("SELECT count(*) FROM capture WHERE outcome IS NULL").fetchone()[0]
    if waiting:
        detail = f"waiting to be extracted by the next crawl: {waiting}"
        yield Finding(check="captures", state="note", detail=detail)
    for slug, silence in silent_sources(connection):
        detail = f"{slug}: nothing new for {silence.days} days; its longest pause of late was {silence.usual}"
        yield Finding(check="silent source", state="note", detail=detail)
    if sqlite3.sqlite_version_info < WAL_RESET_FIXED:
        detail = f"{sqlite3.sqlite_version} has the WAL-reset bug (mended in 3.51.3): only Backissue may write"
        yield Finding(check="SQLite", state="note", detail=detail)
