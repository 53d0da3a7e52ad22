"""Capture → extract → archive: where every URL that was taken up gets its outcome."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from functools import partial
from importlib import import_module
from typing import Self

from scrapy.crawler import Crawler

from archive.records import Article, Outcome, Rejection
from archive.urls import is_front_page
from crawler.extraction.extract import extract
from crawler.items import NoPage, Page
from crawler.run import Run, outcome_committed, run_of
from crawler.workers import Died, Hung, Raised, Workers

logger = logging.getLogger(__name__)

warm_up = partial(import_module, "crawler.extraction.extract")
"""trafilatura takes seconds to load; that time is not the first page's."""


class ArchivePipeline:
    """Extraction runs in worker processes; this process alone writes."""

    def __init__(self, crawler: Crawler, run: Run, workers: Workers) -> None:
        self.crawler = crawler
        self.run = run
        self.workers = workers
        self._new_pages: defaultdict[str, set[asyncio.Future[Outcome]]] = defaultdict(set)
        """By source: pages without an article yet, whose headlines are not known before they are read."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        workers = Workers(
            settings.getint("BACKISSUE_WORKERS"), settings.getfloat("BACKISSUE_EXTRACTION_SECONDS"), warm_up
        )
        return cls(crawler, run_of(crawler), workers)

    def close_spider(self) -> None:
        self.workers.close()

    async def process_item(self, item: Page | NoPage) -> Outcome:
        outcome = await self._in_turn(item) if isinstance(item, Page) else self._end(item)
        self.run.ended(item.task, outcome)
        logger.info("%s %s", outcome.outcome, outcome.url)
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"outcome/{outcome.outcome}")
        self.crawler.signals.send_catch_log(outcome_committed, outcome=outcome)
        return outcome

    async def _in_turn(self, page: Page) -> Outcome:
        if page.task.article_id is not None:
            return await self._read(page)
        reading = asyncio.ensure_future(self._read(page))
        others = self._new_pages[page.task.source]
        others.add(reading)
        try:
            return await reading
        finally:
            others.remove(reading)

    async def _read(self, page: Page) -> Outcome:
        archive, task = self.run.archive, page.task
        source = self.run.source(task.source)
        if task.url != page.url:
            if is_front_page(page.url, source):
                return self._front_page(page)
            owner = self.run.source_of(page.url)
            if owner is None:
                return archive.reject(Rejection(reason="off-scope"), page.capture_id, task)
            source = owner if task.article_id is None else source
        try:
            result, _ = await self.workers.call(
                extract,
                page.body,
                page.url,
                source,
                archive.memory(source),
                content_type=page.content_type,
                fetched_at=page.fetched_at,
                entry=task.entry,
            )
        except Hung:
            return archive.fail("extraction-timeout", page.capture_id, task)
        except (Died, Raised) as error:
            logger.error("Extraction of %s failed: %s", page.url, error)
            return archive.fail("extraction-error", page.capture_id, task)
        if task.article_id is not None and (others := self._new_pages[task.source]):
            # Their headlines may stand in this page's sidebar, which would pass for a change of its text.
            await asyncio.wait(others)
        if isinstance(result, Article):
            return archive.add(result, source, page.capture_id, task)
        if result.reason == "soft-404" and task.article_id is not None:
            return archive.missing(source, page.capture_id, task)
        return archive.reject(result, page.capture_id, task)

    def _front_page(self, page: Page) -> Outcome:
        """An article that leads to the front page is gone; a new link that does is no article."""
        if page.task.article_id is not None:
            source = self.run.source(page.task.source)
            return self.run.archive.missing(source, page.capture_id, page.task)
        return self.run.archive.reject(Rejection(reason="front-page"), page.capture_id, page.task)

    def _end(self, item: NoPage) -> Outcome:
        archive, task = self.run.archive, item.task
        if item.outcome == "unchanged":
            return archive.same(task)
        if item.outcome == "missing":
            return archive.missing(self.run.source(task.source), item.capture_id, task)
        kind, _, reason = item.outcome.partition(":")
        if kind == "rejected":
            return archive.reject(Rejection(reason=reason), item.capture_id, task)
        return archive.fail(reason, item.capture_id, task)
