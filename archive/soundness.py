"""Is a database sound enough to be written to? Looked at before the first byte; what is not is left as it is."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive.errors import DamagedArchive
from archive.progress import Tell
from archive.readonly import BUSY_SECONDS, open_readonly, opening_problem
from archive.seal import Seal

TOLD = 512 << 20
"""Bytes from which the look is announced: it takes some 7 s for each GiB (``make bench-damage`` measures it)."""

AS_STORED = "sha256 IS bytes_sha256(CAST(text AS BLOB))"
"""Of a row with a text: that it is the one that was stored. Call ``teach_digest`` first."""

OTHER_TEXTS = (
    ("articles with another text", f"SELECT id FROM article WHERE NOT {AS_STORED}"),
    ("articles with another text in a revision", f"SELECT DISTINCT article_id FROM revision WHERE NOT {AS_STORED}"),
)


def check_sound(path: Path, left: str, tell: Tell) -> None:
    """Raise DamagedArchive unless the file is as the last run left it, or looks sound from end to end.

    ``left`` is what stands in the lock file. Hold the run lock; nothing is left beside the file.
    """
    seal = Seal.read(left)
    state = "changed" if seal is None else seal.compare(path)
    if state == "rotten":
        raise DamagedArchive(
            f"{path}: damaged (other bytes than the last run left, and nobody wrote to it). It was left as it is; "
            "restore it from a backup, or see backissue check."
        )
    if state == "changed":
        if path.stat().st_size >= TOLD:
            why = "no run left it like this" if seal else "the last run did not end, or it is a copy"
            tell(f"{path}: {path.stat().st_size / 1e6:,.0f} MB are looked through before anything is written; {why}.")
        look_through(path)


def look_through(path: Path) -> None:
    """Raise DamagedArchive where pages are out of order, texts are others than were stored, or the index is broken."""
    try:
        with closing(open_readonly(path, at_rest=True)) as connection:
            teach_digest(connection)
            for problem in _problems(connection):
                raise DamagedArchive(f"{path}: damaged ({problem}). It was left as it is; restore it from a backup.")
            _check_index(path)  # while the reader is open, so that closing it brings no killed run's log to its end
    except sqlite3.DatabaseError as error:
        raise opening_problem(error, path) from error


def teach_digest(connection: sqlite3.Connection) -> None:
    """Let the connection's queries ask for ``bytes_sha256``; bytes, for what is damaged need not be UTF-8."""
    connection.create_function("bytes_sha256", 1, _sha256, deterministic=True)


def _sha256(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()


def compare_index(connection: sqlite3.Connection) -> None:
    """Raise DatabaseError unless the full-text index is in order, and says what the texts say.

    FTS5 asks for it with an INSERT, which writes nothing; without the ``rank`` it would not look at the texts.
    """
    connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")


def _problems(connection: sqlite3.Connection) -> Iterator[str]:
    """One after the other; the index is left to its own check."""
    for (line,) in connection.execute("PRAGMA quick_check"):
        if line != "ok" and "inverted index" not in line:
            yield line.splitlines()[-1]
    for problem, query in OTHER_TEXTS:
        for (article_id,) in connection.execute(query):
            yield f"{problem}: {article_id}"


def _check_index(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as writable:
        writable.execute("BEGIN IMMEDIATE")
        try:
            compare_index(writable)
        except sqlite3.DatabaseError as error:
            raise DamagedArchive(
                f"{path}: damaged (the full-text index does not match the texts: {error}). It was left as it is; "
                "backissue check --fix writes the index anew."
            ) from error
        finally:
            writable.execute("ROLLBACK")
