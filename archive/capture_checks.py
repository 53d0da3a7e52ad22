"""Are the kept pages what was fetched? Files by their length, payloads by their digest, all of them or a sample."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.capture_rows import payload_place
from archive.captures import digest_told, payload_digest, read_payload
from archive.errors import DamagedArchive

SAMPLE = 50
"""Payloads that are read back when not all are asked for: a tenth of a second."""


def short_files(connection: sqlite3.Connection, folder: Path) -> Iterator[str]:
    """What is wrong with each file that is gone, or shorter than its last record."""
    rows = connection.execute("SELECT file, max(offset + length), count(*) FROM capture GROUP BY file")
    for file, end, count in rows:
        path = folder / file
        if not path.is_file():
            yield f"{path} is gone; captures in it: {count}"
        elif (missing := end - path.stat().st_size) > 0:
            yield f"{path} is {missing} bytes short"


def sampled(connection: sqlite3.Connection) -> tuple[int, int]:
    """The last capture's id, and the step between those of a sample spread over the whole archive."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM capture").fetchone()
    return last, max(1, last // SAMPLE)


def changed_payloads(connection: sqlite3.Connection, folder: Path, *, sample: bool) -> Iterator[str]:
    """The ids of captures that cannot be read back, or whose payload has another digest than it had."""
    query = "SELECT id, file, offset, length, digest, payload_id FROM capture"
    if sample:
        last, step = sampled(connection)
        marks = ", ".join(map(str, range(last, 0, -step)))
        query += f" WHERE id IN ({marks})"
    for capture_id, file, offset, length, digest, payload_id in connection.execute(f"{query} ORDER BY file, offset"):
        try:
            place = (file, offset, length)
            told = digest_told(folder, *place)
            held = place if payload_id is None else payload_place(connection, capture_id)
            if told != digest or (
                (payload_id is None or sample) and payload_digest(read_payload(folder, *held)) != digest
            ):
                yield str(capture_id)
        except DamagedArchive:
            yield str(capture_id)
