"""Is the archive what was written? Read-only, but for the index check, which is rolled back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import quote

from archive import relation_checks
from archive.capture_checks import changed_payloads, sampled, short_files
from archive.captures import captures_folder
from archive.check_rules import RULES, Rule
from archive.errors import ArchiveLocked
from archive.lock import RunLock
from archive.newsarticle import RELATED_SINCE
from archive.readonly import SCHEMA_VERSION, open_readonly
from archive.seal import Seal
from archive.silence import silent_sources
from archive.soundness import compare_index, teach_digest

WAL_RESET_FIXED = (3, 51, 3)
"""The first SQLite in which two connections that write or checkpoint at once cannot damage the WAL."""

NAMED = 5
"""So many ids are named in a problem; the others are counted."""

UNREADABLE = (sqlite3.DatabaseError, ValueError)
"""What a damaged page, or damaged JSON or bytes in it, come to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found."""

    check: str
    """What was looked at: ``full text``."""

    state: Literal["ok", "problem", "note", "mended"]
    """A note asks for nothing, or for a later check; only a problem makes the exit code 5."""

    detail: str
    """What holds, or what is wrong, where, and what to do."""


def check_archive(path: Path, *, captures: bool = False, relations: bool = False) -> Iterator[Finding]:
    """Run every check and give its finding as soon as it is there.

    ``captures``: read every kept payload back and compare its digest; without it presence and size of the files are
    looked at, and a sample is read. ``relations``: take every article apart anew and compare what it is related by;
    without it a sample. Raises what ``open_readonly`` raises; the file is left byte for byte as it was.
    """
    with closing(open_readonly(path)) as connection:
        teach_digest(connection)
        sound = _finding("database", "SQLite's integrity check passes", _broken_pages(connection))
        yield sound
        yield _as_left(path)
        yield _finding("foreign keys", "every link leads somewhere", _dangling(connection))
        yield from _told("schema", _schema(connection))
        for rule in RULES:
            yield from _told(rule.check, _ruled(rule, connection))
        if sound.state == "ok":
            yield from _told("relations", _relations(connection, sample=not relations))
            yield _full_text(path)
        folder = captures_folder(path)
        yield _finding("capture files", "all there, none cut short", short_files(connection, folder))
        yield from _told("captures", _captures(connection, folder, sample=not captures))
        yield from _told("sources", _notes(connection))


def _told(check: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a check; that it met a damaged page is one more."""
    try:
        yield from findings
    except UNREADABLE as error:
        yield _finding(check, "", [f"cannot be read ({error})"])


def _finding(check: str, holds: str, problems: Iterable[str]) -> Finding:
    try:
        found = list(problems)
    except UNREADABLE as error:
        found = [f"cannot be read ({error})"]
    return Finding(check=check, state="problem" if found else "ok", detail="; ".join(found) or holds)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _as_left(path: Path) -> Finding:
    """Compare the file with what the last run left, which nobody may change meanwhile."""
    try:
        lock = RunLock(path)
    except (ArchiveLocked, OSError) as error:
        return Finding(check="file", state="note", detail=f"not compared with what the last run left: {error}")
    with closing(lock):
        seal = Seal.read(lock.left)
        state = "changed" if seal is None else seal.compare(path)
    if seal is None:
        detail = "the last run did not end, or this is a copy; the next one looks it through before it writes"
        return Finding(check="file", state="note", detail=detail)
    if state == "changed":
        detail = "another program changed it since the last run; the next one looks it through before it writes"
        return Finding(check="file", state="note", detail=detail)
    holds = "every byte is" if seal.digest else "size and time are"
    rotten = ["other bytes than the last run left, and nobody wrote to it; restore it from a backup"]
    return _finding("file", f"{holds} as the last run left it", rotten * (state == "rotten"))


def _ruled(rule: Rule, connection: sqlite3.Connection) -> Iterator[Finding]:
    if _version(connection) >= rule.since:
        yield _finding(rule.check, rule.holds, _broken(rule, connection))


def _broken(rule: Rule, connection: sqlite3.Connection) -> Iterator[str]:
    for problem, ids in rule.ids(connection):
        if named := _named(map(str, ids)):
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


def _schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Everything that the migrations make, the full text's triggers before all, is there and unaltered."""
    version = _version(connection)
    if version < SCHEMA_VERSION:
        detail = f"schema {version}; the next crawl brings it to {SCHEMA_VERSION}"
        yield Finding(check="schema", state="note", detail=detail)
        return
    there = objects_of(connection)
    problems = (
        f"{kind} {name} is {'altered' if (kind, name) in there else 'missing'}"
        for (kind, name), sql in migrated_objects().items()
        if there.get((kind, name)) != sql
    )
    yield _finding("schema", "tables, indexes and triggers are as the migrations make them", problems)


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
        compare_index(writable)
    except sqlite3.DatabaseError as error:
        yield f"the index does not match the texts ({error})"
    finally:
        writable.execute("ROLLBACK")


def _relations(connection: sqlite3.Connection, *, sample: bool) -> Iterator[Finding]:
    """What articles are found by as near-copies and as one story."""
    if _version(connection) < RELATED_SINCE:
        return
    _, step = relation_checks.sampled(connection)
    whose = f"one article in {step}" if sample and step > 1 else "every article"
    holds = f"the indexes have what the sketches say, and {whose} has the sketch of its text"
    yield _finding("relations", holds, _unrelated(connection, sample=sample))


def _unrelated(connection: sqlite3.Connection, *, sample: bool) -> Iterator[str]:
    if named := _named(map(str, relation_checks.out_of_step(connection))):
        yield f"articles that the indexes of relations have otherwise than their sketches: {named}"
    if named := _named(map(str, relation_checks.stale(connection, sample=sample))):
        yield f"articles whose sketch is not of their text: {named}"


def _captures(connection: sqlite3.Connection, folder: Path, *, sample: bool) -> Iterator[Finding]:
    last, step = sampled(connection)
    holds = f"one payload in {step} has its digest" if sample and step > 1 else "every payload has its digest"
    changed = _named(changed_payloads(connection, folder, sample=sample)) if last else ""
    yield _finding("captures", holds, [f"captures that are not what was fetched: {changed}"] * bool(changed))


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
