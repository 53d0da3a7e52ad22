"""Open an archive for writing, or create it; a file that cannot be used is left byte for byte as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.errors import NotAnArchive
from archive.migrations import migrations
from archive.readonly import APPLICATION_ID, BUSY_SECONDS, opening_problem, refuse_unless_archive

COMPANIONS = ("", "-journal", "-wal", "-shm")

CACHE_KB = 64 << 10
"""Of pages in the writer's memory. Each article goes to some thirty places of the indexes; with SQLite's own 2 MB these
are read again for every article: half of the system time of an import of 40,000, 5 % of its CPU."""

LOG_LIMIT = 16 << 20
"""Bytes to which the write-ahead log is cut when it begins anew. It grows while a reader holds what it sees, which only
a reader that ends can end (``make bench-two_runs``), and would stay as large for as long as Datasette has it open."""


def check_place(path: Path) -> None:
    """Raise NotAnArchive, NewerArchive or DamagedArchive unless an archive lies there or can be created.

    It looks read-only: a connection that may write would bring a foreign file's journal to its end.
    """
    if not path.parent.is_dir():
        raise NotAnArchive(f"{path}: there is no folder {path.parent}. Create it, or name another file with --db.")
    if path.is_dir():
        raise NotAnArchive(f"{path}: a folder. Name a file in it with --db.")
    if path.is_symlink() and not path.exists():
        raise NotAnArchive(
            f"{path}: a link to {path.readlink()}, which is not there. Mount the disk that it lies on, or name another "
            "file with --db."
        )
    if path.exists() and not path.is_file():
        raise NotAnArchive(f"{path}: no file but a device, pipe or socket. Name a file with --db.")
    if not is_absent(path):
        refuse_unless_archive(path)


def open_writable(path: Path) -> Database:
    """The database with today's schema. Call check_place and check_sound first, and hold the run lock.

    Raises DamagedArchive, ArchiveLocked where another program holds the file, UsageProblem where it is read-only.
    """
    try:
        if is_absent(path):
            _create(path)
        return _open(path)
    except sqlite3.DatabaseError as error:
        raise opening_problem(error, path) from error


def is_absent(path: Path) -> bool:
    """Whether there is nothing yet that could be an archive."""
    return not path.exists() or path.stat().st_size == 0


def _create(path: Path) -> None:
    """Under another name first: a crash half-way leaves nothing that would be refused as foreign."""
    path = path.resolve()  # an empty file behind a link is filled there
    fresh = path.with_name(path.name + ".new")
    for companion in COMPANIONS:
        fresh.with_name(fresh.name + companion).unlink(missing_ok=True)
    with closing(_open(fresh)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a full disk is told here; close() would keep quiet about it
    fresh.replace(path)


def _open(path: Path) -> Database:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA journal_size_limit = {LOG_LIMIT}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # fails now where it may only be read
        connection.execute("ROLLBACK")
        db = Database(connection)
        migrations.apply(db)
    except BaseException:
        connection.close()
        raise
    return db
