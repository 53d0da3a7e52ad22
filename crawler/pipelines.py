"""Capture → extract → archive: where every URL that was taken up gets its outcome."""

from __future__ import annotations

import logging
from typing import Self, cast

from scrapy.crawler import Crawler

from archive.records import Outcome, Rejection
from archive.removals import Evidence
from crawler.items import NoPage, Page
from crawler.logs import OF_OUTCOMES
from crawler.reader import Reader, warm_up
from crawler.run import Run, outcome_committed, run_of
from crawler.workers import Workers

logger = logging.getLogger(__name__)


class ArchivePipeline:
    """Pages go to the reader; what is no page has its outcome already."""

    def __init__(self, crawler: Crawler, run: Run, workers: Workers) -> None:
        self.crawler = crawler
        self.run = run
        self.workers = workers
        self.reader = Reader(run, workers)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        workers = Workers(
            settings.getint("BACKISSUE_WORKERS"),
            settings.getfloat("BACKISSUE_EXTRACTION_SECONDS"),
            warm_up,
            settings.getfloat("BACKISSUE_EXTRACTION_MEGABYTES"),
        )
        return cls(crawler, run_of(crawler), workers)

    async def close_spider(self) -> None:
        """Put to use what the run's pages taught of each other; a run that a fault ended leaves it to the next."""
        try:
            if self.run.fault is None:
                await self.reader.settle()
        finally:
            self.workers.close()

    async def process_item(self, item: Page | NoPage) -> Outcome:
        outcome = await self._read(item) if isinstance(item, Page) else self._end(item)
        self.run.ended(item.task, outcome)
        told = {name: getattr(outcome, name) for name in OF_OUTCOMES}
        logger.info("%s %s", outcome.outcome, outcome.url, extra=told)
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"outcome/{outcome.outcome}")
        self.crawler.signals.send_catch_log(outcome_committed, outcome=outcome)
        return outcome

    async def _read(self, page: Page) -> Outcome:
        try:
            return await self.reader.outcome(page)
        finally:
            self.run.source_run(page.task.source).unread.release()

    def _end(self, item: NoPage) -> Outcome:
        archive, task = self.run.archive, item.task
        if item.outcome == "unchanged":
            return archive.same(task)
        kind, _, reason = item.outcome.partition(":")
        if kind == "missing":
            return archive.missing(self.run.scopes.source(task.source), item.capture_id, task, cast(Evidence, reason))
        if item.outcome == "rejected:opt-out":
            return archive.opted_out(item.opt_out, item.capture_id, task)
        if kind == "rejected":
            return archive.reject(Rejection(reason=reason), item.capture_id, task)
        return archive.fail(reason, item.capture_id, task)
