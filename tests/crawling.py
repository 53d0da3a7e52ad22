"""Whole crawls inside the test process: the real spider, the real archive, real HTTP over loopback."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from archive.clock import Clock, utc_now
from archive.records import Outcome
from crawler.run import Run, outcome_committed
from crawler.spiders.news import NewsSpider
from crawler.wishes import Wishes


def crawl(
    database: Path,
    seeds: Path,
    wishes: Wishes | None = None,
    *,
    allow: str = "",
    clock: Clock = utc_now,
    **settings: Any,
) -> tuple[Run, list[Outcome]]:
    """A run, closed, and its outcomes in the order of their commits. ``allow``: as in BACKISSUE_ALLOW_PEERS.

    Extraction runs inline, and Scrapy without Twisted's reactor: with another download handler than in production.
    """
    chosen = Settings()
    chosen.setmodule("crawler.settings", priority="project")
    chosen.setdict(
        {
            "BACKISSUE_DB": str(database),
            "BACKISSUE_SEEDS": str(seeds),
            "BACKISSUE_WORKERS": 0,
            "TWISTED_REACTOR_ENABLED": False,
            "DOWNLOAD_HANDLERS": {},
            "LOG_ENABLED": False,
            **settings,
        },
        priority="cmdline",
    )
    outcomes: list[Outcome] = []

    async def run() -> Run:
        runner = AsyncCrawlerRunner(chosen)
        crawler = runner.create_crawler(NewsSpider)

        def committed(outcome: Outcome) -> None:
            outcomes.append(outcome)

        crawler.signals.connect(committed, signal=outcome_committed, weak=False)
        await runner.crawl(crawler, wishes=wishes or Wishes(), clock=clock)
        assert isinstance(crawler.spider, NewsSpider)
        return crawler.spider.run

    with environment(BACKISSUE_ALLOW_PEERS=allow):
        return asyncio.run(run()), outcomes


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """The variables set, and no proxy."""
    without = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with patch.dict(os.environ, {**without, **variables}, clear=True):
        yield
