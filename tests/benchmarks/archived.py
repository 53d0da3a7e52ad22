"""Recorded pages as an archive holds them: those of one site through the extractor and a real archive, and settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from archive.memory import Memory
from archive.records import Article, Capture, Rejection, Source
from archive.sources import imported_source
from archive.store import Archive
from crawler.extraction import classifier
from crawler.extraction.extract import extract
from tests.benchmarks.fit import UNSEEN, fold_of
from tests.benchmarks.references import Reference

FETCHED = "2026-11-22T10:00:00Z"
SHIPPED = classifier.FOLDER


@dataclass(frozen=True, slots=True)
class Site:
    """What became of the pages of a site."""

    texts: dict[str, str]
    """By the reference's id; empty for a page that was refused."""

    titles: dict[str, str]
    refused: dict[str, str]
    """Reasons by id."""

    memory: Memory


@contextmanager
def trees_of(folder: Path) -> Iterator[None]:
    """Read with these trees."""
    before, classifier.FOLDER = classifier.FOLDER, folder
    for cached in (classifier._plain, classifier._voted):
        cached.cache_clear()
    try:
        yield
    finally:
        classifier.FOLDER = before
        for cached in (classifier._plain, classifier._voted):
            cached.cache_clear()


def archive_unseen(pages: Sequence[Reference]) -> Site:
    """The pages of one site, read with trees that saw none of them."""
    with trees_of(UNSEEN / str(fold_of(pages[0].site))):
        return archive_site(pages)


def archive_site(pages: Sequence[Reference]) -> Site:
    """The pages of one site in a fresh archive, in their order."""
    source = source_of_site(pages)
    results: dict[str, Article | Rejection] = {}
    with TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        archive.register([source])
        ids = {page.id: _arrives(archive, page, source, results) for page in pages}
        settled = archive.settle(source)
        for page in pages:
            if ids[page.id] in settled.again:
                lesson = settled.lessons.get(ids[page.id] or 0)
                article, _ = extract(
                    page.payload(), page.url, source, settled.memory, fetched_at=FETCHED, lesson=lesson
                )
                if isinstance(article, Article):
                    archive.mend_text(ids[page.id] or 0, article)
        archive.mend(source)
        texts = {name: archive.text_of(number).text for name, number in ids.items() if number is not None}
        memory = archive.memory(source)
    articles = {name: one for name, one in results.items() if isinstance(one, Article)}
    refused = {name: one.reason for name, one in results.items() if isinstance(one, Rejection)}
    return Site(texts, {name: article.title for name, article in articles.items()}, refused, memory)


def source_of_site(pages: Sequence[Reference]) -> Source:
    """One source for all hosts of the site's pages."""
    hosts = sorted({urlsplit(page.url).netloc for page in pages})
    return replace(imported_source(pages[0].url), scope=tuple(f"{host}/" for host in hosts))


def _arrives(archive: Archive, page: Reference, source: Source, results: dict[str, Article | Rejection]) -> int | None:
    task = archive.requested(source, page.url)
    capture = Capture(
        url=page.url, source=source.slug, fetched_at=FETCHED, status=200, headers=(), payload=page.payload()
    )
    capture_id = archive.record(capture, task)
    result, seen = extract(page.payload(), page.url, source, archive.memory(source), fetched_at=FETCHED)
    results[page.id] = result
    if isinstance(result, Rejection):
        archive.reject(result, capture_id, task)
        return None
    return archive.add(result, source, capture_id, task, seen).id
