"""An archive to write to in tests: a clock that can be set, two sources, and short cuts for pages that arrive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.entries import Task
from archive.records import Article, Capture, CrawlRules, Entry, IdentityRules, Outcome, Source
from archive.store import Archive

VODI = Source(
    slug="vodi-en",
    name="Vodi News (English)",
    country="TJ",
    languages=("en",),
    timezone="Asia/Dushanbe",
    scope=("vodi.example/en/",),
    homepage="https://vodi.example/en/",
    crawl=CrawlRules(removed_checks=3, removed_days=2),
)
KUH = replace(VODI, slug="kuh", name="Kuh", scope=("kuh.example/",), homepage="https://kuh.example/")
NUMBERED = replace(VODI, slug="raqam", scope=("raqam.example/",), identity=IdentityRules(id=r"/(\d+)\.html$"))

BRIDGE = "The bridge over the Varzob river reopened on Monday.\nIt carries two lanes of traffic."
LIBRARY = "A library with four thousand books opened in Khorog.\nPupils helped to carry the shelves."


class SetClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@contextmanager
def open_archive(path: Path, clock: SetClock | None = None) -> Iterator[Archive]:
    """An archive that knows the sources of this module."""
    with Archive(path, clock or SetClock()) as archive:
        archive.register((VODI, KUH, NUMBERED))
        yield archive


def page(url: str, title: str = "Bridge over the Varzob reopens", text: str = BRIDGE, **facts: Any) -> Article:
    return Article(url=url, title=title, text=text, **facts)


def entry(url: str, source: Source = VODI, **facts: Any) -> Entry:
    return Entry(url=url, source=source.slug, found_in="feed", **facts)


def response(url: str, payload: bytes = b"<p>page</p>", source: Source = VODI, **facts: Any) -> Capture:
    defaults: dict[str, Any] = {"fetched_at": "2026-11-07T00:00:00Z", "status": 200, "headers": ()}
    return Capture(url=url, source=source.slug, payload=payload, **{**defaults, **facts})


def found(archive: Archive, *urls: str, source: Source = VODI) -> list[Task]:
    """The URLs stood in a feed; their tasks."""
    archive.discovered(source, "feed", f"{source.homepage}feed", [entry(url, source) for url in urls])
    tasks: list[Task] = []
    while task := archive.next_entry(source, [one.entry_id for one in tasks if one.entry_id is not None]):
        tasks.append(task)
    return sorted(tasks, key=lambda task: urls.index(task.url))


def arrives(archive: Archive, article: Article, source: Source = VODI, *, at: str | None = None) -> Outcome:
    """The page was found in a feed (under ``at``, where it redirects), fetched and read."""
    (task,) = found(archive, at or article.url, source=source)
    capture_id = archive.record(response(article.url, source=source, fetched_at=archive.now()), task)
    return archive.add(article, source, capture_id, task)


def seen_again(archive: Archive, article: Article, article_id: int, source: Source = VODI) -> Outcome:
    """A known article was fetched again and read."""
    task = recheck(archive, article_id, source)
    capture_id = archive.record(response(article.url, source=source, fetched_at=archive.now()), task)
    return archive.add(article, source, capture_id, task)


def gone(archive: Archive, article_id: int, source: Source = VODI) -> Outcome:
    """A known article answered 404."""
    task = recheck(archive, article_id, source)
    capture_id = archive.record(response(task.url, b"", source, status=404, fetched_at=archive.now()), task)
    return archive.missing(source, capture_id, task, "http-404")


def recheck(archive: Archive, article_id: int, source: Source = VODI) -> Task:
    (url,) = archive.db.execute("SELECT url FROM article WHERE id = ?", [article_id]).fetchone()
    task = archive.requested(source, url)
    assert task.article_id == article_id
    return task


def row(archive: Archive, article_id: int | None) -> sqlite3.Row:
    cursor = archive.db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    found_row: sqlite3.Row = cursor.execute("SELECT * FROM article WHERE id = ?", [article_id]).fetchone()
    return found_row


def column(archive: Archive, query: str) -> list[Any]:
    """The first column of a query's rows."""
    return [values[0] for values in archive.db.execute(query)]


def index_is_in_step(archive: Archive) -> bool:
    """Whether the full text says what the articles say; only the ``rank`` form of FTS5's check compares them."""
    try:
        with archive.db.atomic():
            archive.db.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    return True
