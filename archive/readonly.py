"""Open an archive for reading: plain sqlite3, so that a search starts as fast as Python does."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from archive import holdings, withheld
from archive.errors import ArchiveLocked, BackissueError, DamagedArchive, NewerArchive, NotAnArchive, UsageProblem

APPLICATION_ID = 0x4261636B
"""``PRAGMA application_id`` of an archive: "Back"."""

SCHEMA_VERSION = 13
"""``PRAGMA user_version``: the number of the last migration that this code knows."""

BUSY_SECONDS = 10.0
"""How long a reader waits for a checkpoint or a recovery; the writer's own transactions never block it."""

OUT_OF_REACH = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,  # a disk that has no room for the WAL's index
)
"""Errors that say something of the place, and nothing of what the file holds."""


def open_readonly(path: Path, *, at_rest: bool = False) -> sqlite3.Connection:
    """A read-only connection with ``sqlite3.Row`` rows. ``at_rest``: nobody writes now, and nothing is left beside it.

    Raises NotAnArchive, NewerArchive, DamagedArchive, or what ``opening_problem`` gives; the file is never created
    or changed.
    """
    if not path.is_file():
        raise NotAnArchive(f"{path}: there is no archive here. Run backissue crawl, or name one with --db.")
    try:
        connection = sqlite3.connect(_uri(path, at_rest), uri=True, timeout=BUSY_SECONDS)
    except sqlite3.OperationalError as error:
        raise opening_problem(error, path) from error
    try:
        _check_identity(connection, path)
    except BaseException:
        connection.close()
        raise
    withheld.prepare(connection)
    holdings.prepare(connection)
    connection.row_factory = sqlite3.Row
    return connection


def refuse_unless_archive(path: Path) -> None:
    """Raise what ``open_readonly`` raises, and leave nothing beside the file, be it an archive or not."""
    open_readonly(path, at_rest=True).close()


def _uri(path: Path, at_rest: bool) -> str:
    """A reader of a WAL database writes beside it; where nobody can, nobody else writes, and it needs not to."""
    at_rest = at_rest or not os.access(path.parent, os.W_OK)
    immutable = at_rest and not any(path.with_name(f"{path.name}-{log}").exists() for log in ("wal", "journal"))
    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' if immutable else ''}"


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Raise unless the open database is an archive of a version that we know."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise opening_problem(error, path) from error
    except UnicodeDecodeError as error:  # SQLite's message names an object of the schema whose name is damaged
        raise damaged_or_foreign(error, path) from error
    if application != APPLICATION_ID:
        raise NotAnArchive(f"{path}: a database, but not a Backissue archive. Name another file with --db.")
    if version > SCHEMA_VERSION:
        raise NewerArchive(
            f"{path}: written by a newer Backissue (schema {version}, this one knows {SCHEMA_VERSION}). "
            "Upgrade Backissue."
        )


def opening_problem(error: sqlite3.DatabaseError, path: Path) -> BackissueError:
    """What an error of SQLite's says of the file: held by another program, out of reach, foreign or damaged."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveLocked(f"{path}: held by another program. Close it there, then run the command again.")
    if code in OUT_OF_REACH:
        return UsageProblem(f"{path}: cannot be used ({error}). See to its permissions and to room on the disk.")
    return damaged_or_foreign(error, path)


def damaged_or_foreign(error: Exception, path: Path) -> NotAnArchive | DamagedArchive:
    """Tell a file that never was a database from one that was damaged."""
    with path.open("rb") as file:
        header = file.read(16)
    if header != b"SQLite format 3\x00":
        return NotAnArchive(f"{path}: not an SQLite database. Name another file with --db.")
    return DamagedArchive(f"{path}: damaged ({error}). It was left as it is; restore it from a backup.")
