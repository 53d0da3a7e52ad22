"""Scrapy extension: a server that says when to come back is left alone until then, in later runs too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.freshness import ASKS_FOR_PATIENCE, retry_after
from crawler.run import Run, run_of


class RetryAfter:
    """Notes the latest ``Retry-After`` of each source."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(run_of(crawler))
        crawler.signals.connect(extension.received, signal=signals.response_downloaded)
        return extension

    def received(self, request: Request, response: Response) -> None:
        slug, value = request.meta.get("source"), response.headers.get("Retry-After")
        if slug is None or value is None or response.status not in ASKS_FOR_PATIENCE:
            return
        now = datetime.fromisoformat(self.run.archive.now())
        seconds = retry_after(value.decode("latin-1"), (response.headers.get("Date") or b"").decode("latin-1"), now)
        asked = now + timedelta(seconds=seconds) if seconds else None
        tally = self.run.source_run(slug).tally
        tally.not_before = max(filter(None, (asked, tally.not_before)), default=None)
