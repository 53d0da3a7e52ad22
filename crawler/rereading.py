"""Kept pages through today's extractor: in worker processes, a batch of articles at a time, under one site memory."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from archive import capture_rows
from archive.fingerprints import headline_key
from archive.lessons import unpack
from archive.memory import REPEATED_PAGES, REPEATED_SHARE, Memory, Observations, is_telling
from archive.records import Article, Source
from archive.reextraction import Reading
from crawler.extraction.extract import extract
from crawler.reader import page_of
from crawler.unpacking import TooLarge, Truncated, body_of
from crawler.workers import Died, Hung, Raised, Workers

logger = logging.getLogger(__name__)

WAITING = 2
"""Pages that wait for a worker, so that it has the next one at once; memory stays flat."""

NOTHING = Observations()

Key = tuple[int, int]
"""Article and number of the revision."""

Readings = defaultdict[int, dict[int, Reading]]
"""By article and number of the revision."""


class Interrupted(Exception):
    """The user asked to stop; what was read of the batch is dropped."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A text's page, to be read again."""

    article_id: int
    number: int
    capture_id: int | None
    newest: bool
    counts: bool
    """Whether its blocks count as those of one page more: not where another article has the same text."""

    @property
    def key(self) -> Key:
        return self.article_id, self.number


@dataclass(frozen=True, slots=True)
class Read:
    """What came of it."""

    page: KeptPage
    reading: Reading
    seen: Observations = NOTHING
    day: str = ""
    """On which it was fetched, ``YYYY-MM-DD``, UTC."""


def pages_of(connection: sqlite3.Connection, article_id: int) -> list[KeptPage]:
    """The pages of all texts of an article, oldest first."""
    rows = connection.execute(
        """SELECT number, revision.capture_id, number = revisions, duplicate_of IS NULL
        FROM revision JOIN article ON article.id = article_id WHERE article_id = ? ORDER BY number""",
        [article_id],
    )
    return [
        KeptPage(article_id, number, capture_id, bool(newest), bool(newest and first))
        for number, capture_id, newest, first in rows
    ]


class Rereader:
    """Reads captures; one connection, one thread."""

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, workers: Workers, stopping: Callable[[], bool]
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._workers = workers
        self._stopping = stopping
        self._most = asyncio.Semaphore(max(1, workers.count + WAITING))

    async def read_all(self, pages: Iterable[KeptPage], source: Source, memory: Memory) -> list[Read]:
        """In their order. Raises Interrupted."""
        reading = []
        try:
            for page in pages:
                await self._most.acquire()
                if self._stopping():
                    raise Interrupted
                task = asyncio.create_task(self._read(page, source, memory))
                task.add_done_callback(lambda _: self._most.release())
                reading.append(task)
                await asyncio.sleep(0)
            return await asyncio.gather(*reading)
        except BaseException:
            await asyncio.gather(*reading, return_exceptions=True)
            raise

    async def read_batch(self, pages: list[KeptPage], source: Source, memory: Memory) -> Readings:
        """All pages under what is known of the source and what they say of each other. Raises Interrupted.

        The memory forgets what repeated a month ago, and the pages of a day show it again: so the pages of a batch
        should be of few days.
        """
        read = {one.page.key: one for one in await self.read_all(pages, source, memory)}
        taught = with_batch(memory, read.values())
        titles = set(headlines_of(read.values()).values())
        again = [one.page for one in read.values() if is_judged_otherwise(one, taught, titles)]
        read.update({one.page.key: one for one in await self.read_all(again, source, taught)})
        readings: Readings = defaultdict(dict)
        for (article_id, number), one in read.items():
            readings[article_id][number] = one.reading
        return readings

    async def _read(self, page: KeptPage, source: Source, memory: Memory) -> Read:
        if page.capture_id is None:
            return Read(page, "no-capture")
        kept = capture_rows.read(self._connection, self._folder, page.capture_id)
        if kept is None:
            return Read(page, "damaged")
        capture, task = kept
        try:
            answer = page_of(page.capture_id, capture, task, body_of(capture))
            result, seen = await self._workers.call(
                extract,
                answer.body,
                answer.url,
                source,
                memory,
                content_type=answer.content_type,
                fetched_at=answer.fetched_at,
                entry=task.entry,
            )
        except TooLarge:
            return Read(page, "too-large")
        except Truncated:
            return Read(page, "truncated")
        except Hung as error:
            logger.error("Extraction of %s took too long: %s", capture.url, error)
            return Read(page, "extraction-timeout")
        except (Died, Raised) as error:
            logger.error("Extraction of %s failed: %s", capture.url, error)
            return Read(page, "extraction-error")
        reading = (
            replace(result, opt_out=answer.opt_out) if isinstance(result, Article) else f"rejected:{result.reason}"
        )
        return Read(page, reading, seen, capture.fetched_at[:10])


def headlines_of(read: Iterable[Read]) -> Mapping[int, int]:
    """The headline of each article that was read, by its id, as ``headline_key``."""
    return {
        one.page.article_id: headline_key(one.reading.title)
        for one in read
        if one.page.newest and isinstance(one.reading, Article) and is_telling(one.reading.title)
    }


def with_batch(memory: Memory, read: Iterable[Read]) -> Memory:
    """The memory, with the headlines of these pages and the blocks that repeat on those of one day."""
    read = tuple(read)
    days = Counter(one.day for one in read if one.page.counts and one.seen.kinds)
    blocks: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for one in read:
        if one.page.counts:
            blocks[one.day].update({key for key, _ in one.seen.blocks})
    repeated = {
        key: (pages, days[day])
        for day, counted in blocks.items()
        for key, pages in counted.items()
        if pages >= REPEATED_PAGES and pages >= REPEATED_SHARE * days[day]
    }
    return replace(
        memory,
        headlines=memory.headlines | set(headlines_of(read).values()),
        repeated={**memory.repeated, **repeated},
    )


def is_judged_otherwise(one: Read, memory: Memory, titles: Collection[int]) -> bool:
    """Whether a page must be read once more under this memory; ``titles`` are keys of headlines beside it."""
    if one.seen.lesson is None or not isinstance(one.reading, Article):
        return False
    lesson = unpack(one.seen.lesson)
    own = headline_key(one.reading.title)
    if any(key in titles and key != own for key in lesson.headlines):
        return True
    return list(map(int, lesson.judge(memory))) != list(map(int, lesson.kept))
