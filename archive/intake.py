"""The archive's second door: responses that were fetched elsewhere, and articles that were exported, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive import capture_rows, entries, imports, memory
from archive.entries import Task
from archive.exported import ExportedArticle
from archive.records import Capture, Outcome, Source
from archive.store import Archive
from archive.urls import url_key


def take_in(archive: Archive, capture: Capture, source: Source) -> tuple[int, Task | Outcome]:
    """Keep a response of a registered source, bytes first, then its row: the capture's id, and its task.

    One that is there and was read is not kept again; in the place of a task comes its outcome, ``unchanged`` with the
    article's id, or the refusal. One that is there and was not read, or could not be, is to be read now.
    """
    known = imports.find(archive.db.conn, capture)
    if known is not None and known.outcome is not None:
        return known.capture_id, known.outcome
    key = url_key(capture.url, source)
    place = capture_rows.append(archive.db.conn, archive.captures, capture) if known is None else None
    with archive.db.atomic():
        task = entries.entry_task(archive.db.conn, imports.keep_entry(archive.db.conn, key, capture))
        task = replace(task, url=capture.url, source=source.slug)
        if place is not None:
            return capture_rows.insert(archive.db.conn, capture, place, task), task
    assert known is not None
    return known.capture_id, task


def restore(archive: Archive, exported: Iterable[tuple[ExportedArticle, Source]]) -> list[Outcome]:
    """Put exported articles back into their registered sources, all in one transaction."""
    outcomes = []
    with archive.db.atomic():
        for one, source in exported:
            key, outcome = imports.restore(archive.db.conn, one, source, archive.now())
            memory.merge(archive.db.conn, source.slug, [(one.article.title, key)])
            outcomes.append(outcome)
    return outcomes
