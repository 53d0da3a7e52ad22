"""Scrapy extensions: robots.txt's Crawl-delay, what went over the wire, and an end where no outcome would be true."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.failures import NotKept
from crawler.pauses import least_delay
from crawler.run import Run, run_of

MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay would stop a crawl rather than slow it."""


class CrawlDelay:
    """Lengthens the pause between two requests to a host to what its robots.txt asks for; never shortens it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        host = urlparse_cached(request).hostname or ""
        if asked is None:
            return
        least = max(least_delay(downloader, host), min(asked, MAX_CRAWL_DELAY))
        # Slots are made from these: there is none yet where the rules were kept, and an idle one is dropped.
        downloader.per_slot_settings.setdefault(host, {})["delay"] = least
        if slot := downloader.slots.get(host):
            slot.delay = max(slot.delay, least)


class Traffic:
    """Counts requests, answers 304 and bytes of every source, as they cross the wire."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(run_of(crawler))
        crawler.signals.connect(extension.sent, signal=signals.request_reached_downloader)
        crawler.signals.connect(extension.received, signal=signals.response_downloaded)
        return extension

    def sent(self, request: Request) -> None:
        if slug := request.meta.get("source"):
            self.run.source_run(slug).tally.requests += 1

    def received(self, request: Request, response: Response) -> None:
        if slug := request.meta.get("source"):
            tally = self.run.source_run(slug).tally
            tally.bytes += len(response.body)
            tally.not_modified += response.status == 304


class StopOnFault:
    """Ends the run at the first error that is no URL's own, such as a full disk: no outcome would be true."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler = crawler
        self.run = run
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler, run_of(crawler))
        crawler.signals.connect(extension.failed, signal=signals.spider_error)
        crawler.signals.connect(extension.failed, signal=signals.item_error)
        return extension

    def failed(self, failure: Failure) -> None:
        if self.run.fault is None:
            error = failure.value
            self.run.fault = error.__cause__ if isinstance(error, NotKept) else error
            assert self.crawler.engine is not None
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="fault"))
