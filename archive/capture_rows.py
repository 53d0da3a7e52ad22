"""Rows of ``capture``: where in the files each response lies, and what became of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import captures, entries
from archive.entries import UNREAD, Task
from archive.errors import DamagedArchive
from archive.gate import clean
from archive.records import Capture


@dataclass(frozen=True, slots=True)
class Place:
    """Where the record of a capture lies."""

    file: str
    offset: int
    length: int
    payload_id: int | None = None
    """The capture that holds the payload, where it was not stored again."""


def append(connection: sqlite3.Connection, folder: Path, capture: Capture) -> Place:
    """Keep the bytes of a capture; those that the source has sent before, and that can be read back, not once more."""
    row = connection.execute(
        """SELECT id, url, fetched_at, file, offset, length FROM capture
        WHERE digest = ? AND source = ? AND size > 0 AND payload_id IS NULL ORDER BY id LIMIT 1""",
        [captures.payload_digest(capture.payload), capture.source],
    ).fetchone()
    if row is None:
        return Place(*captures.append(folder, capture))
    first_id, url, fetched_at, *place = row
    if not captures.can_be_read(folder, *place):
        return Place(*captures.append(folder, capture))
    return Place(*captures.append(folder, capture, (url, fetched_at)), first_id)


def insert(connection: sqlite3.Connection, capture: Capture, place: Place, task: Task) -> int:
    """The id of a capture that lies at ``place``; in the caller's transaction."""
    cursor = connection.execute(
        """INSERT INTO capture (url, source, fetched_at, status, headers, digest, size, file, offset, length,
        payload_id, entry_id, article_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            clean(capture.url),
            capture.source,
            capture.fetched_at,
            capture.status,
            json.dumps(capture.headers),
            captures.payload_digest(capture.payload),
            len(capture.payload),
            place.file,
            place.offset,
            place.length,
            place.payload_id,
            task.entry_id,
            task.article_id,
        ],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def close(
    connection: sqlite3.Connection, capture_id: int | None, task: Task, word: str, article_id: int | None
) -> None:
    """Write down what became of a capture, and of those that led to it: redirects, and tries before the last."""
    connection.execute("UPDATE capture SET outcome = ?, article_id = ? WHERE id = ?", [word, article_id, capture_id])
    connection.execute(
        """UPDATE capture SET outcome = ?1, article_id = ?2
        WHERE outcome IS NULL AND (entry_id = ?3 OR (entry_id IS NULL AND article_id = ?4))""",
        [word, article_id, task.entry_id, task.article_id],
    )


def fetched_at(connection: sqlite3.Connection, capture_id: int | None) -> str | None:
    """When a capture was fetched, UTC ISO-8601."""
    row = connection.execute("SELECT fetched_at FROM capture WHERE id = ?", [capture_id]).fetchone()
    return None if row is None else str(row[0])


def unextracted(connection: sqlite3.Connection, folder: Path) -> Iterator[tuple[int, Capture, Task]]:
    """Captures without an outcome, oldest first.

    Left out are redirects, and what cannot be read back (``check`` names it): their pages are asked for again.
    """
    for (capture_id,) in connection.execute(UNREAD).fetchall():
        if found := read(connection, folder, capture_id):
            yield capture_id, *found


def read(connection: sqlite3.Connection, folder: Path, capture_id: int) -> tuple[Capture, Task] | None:
    """A capture with its bytes, and the task that led to it; None where it cannot be read back."""
    row = connection.execute(
        "SELECT entry_id, article_id, url, source, fetched_at, status, headers FROM capture WHERE id = ?", [capture_id]
    ).fetchone()
    if row is None:
        return None
    entry_id, article_id, url, source, fetched_at, status, headers = row
    try:
        payload = captures.read_payload(folder, *payload_place(connection, capture_id))
    except DamagedArchive:
        return None
    capture = Capture(
        url=url,
        source=source,
        fetched_at=fetched_at,
        status=status,
        headers=tuple((name, value) for name, value in json.loads(headers)),
        payload=payload,
    )
    if entry_id is not None:
        return capture, entries.entry_task(connection, entry_id)
    return capture, entries.recheck_task(connection, source, article_id)


def payload_place(connection: sqlite3.Connection, capture_id: int) -> tuple[str, int, int]:
    """Where the payload of a capture that is there lies, for ``captures.read_payload``: with it, or with the first."""
    file, offset, length = connection.execute(
        """SELECT held.file, held.offset, held.length FROM capture
        JOIN capture AS held ON held.id = coalesce(capture.payload_id, capture.id) WHERE capture.id = ?""",
        [capture_id],
    ).fetchone()
    return file, offset, length


def committed_ends(connection: sqlite3.Connection) -> dict[str, int]:
    """For each file the end of its last record that has a row, in bytes."""
    return dict(connection.execute("SELECT file, max(offset + length) FROM capture GROUP BY file").fetchall())
