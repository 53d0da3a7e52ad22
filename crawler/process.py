"""Run the spider in this process, from the first request to the closed archive."""

from __future__ import annotations

import logging
import multiprocessing
import os
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from archive.progress import Tell, silent
from crawler.limits import give_back
from crawler.logs import Log, set_up
from crawler.run import Run
from crawler.spiders.news import NewsSpider
from crawler.stopping import stop_without_terminal
from crawler.wishes import Wishes

LEVELS = {-1: "ERROR", 0: "ERROR", 1: "INFO"}
"""Log level by verbosity; what goes wrong at a source is told by the closing lines anyway."""

STDERR = Log()


def crawl(
    database: Path,
    seeds: Path,
    wishes: Wishes,
    verbosity: int = 0,
    extensions: dict[Any, int] | None = None,
    overrides: dict[str, Any] | None = None,
    tell: Tell = silent,
    log: Log = STDERR,
) -> Run:
    """The run, closed; its ``exit_code()`` is the contract's. ``overrides`` are Scrapy settings.

    ``tell`` hears of what takes long before the run can begin.

    Installs the reactor and the handlers for Ctrl-C, so it can be called once in a process.
    Raises what opening the archive or the catalogue raises, what ended the run before its time, and KeyboardInterrupt
    at a second Ctrl-C; the archive is then as after a kill.
    """
    give_back()
    settings = _settings(database, seeds, LEVELS.get(verbosity, "DEBUG"), extensions or {}, overrides or {})
    process = AsyncCrawlerProcess(settings)
    set_up(log, settings["LOG_LEVEL"])
    if verbosity <= 0:  # what it gave up is told as the URL's outcome
        logging.getLogger("scrapy.downloadermiddlewares.retry").setLevel(logging.CRITICAL)
    crawler = process.create_crawler(NewsSpider)
    task = process.crawl(crawler, wishes=wishes, tell=tell)
    stop_without_terminal()
    process.start()
    if not task.done():  # a second Ctrl-C stopped the reactor; nothing waits for what a page still costs
        for worker in multiprocessing.active_children():
            worker.kill()
        raise KeyboardInterrupt
    task.result()
    assert isinstance(crawler.spider, NewsSpider)
    if crawler.spider.run.fault is not None:
        raise crawler.spider.run.fault
    return crawler.spider.run


def _settings(
    database: Path, seeds: Path, level: str, extensions: dict[Any, int], overrides: dict[str, Any]
) -> Settings:
    """Ours, and what this run changes of them; ``overrides`` have the last word."""
    os.environ["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
    settings = get_project_settings()
    changed = {
        "BACKISSUE_DB": str(database),
        "BACKISSUE_SEEDS": str(seeds),
        "LOG_LEVEL": level,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "EXTENSIONS": {**settings.getdict("EXTENSIONS"), **extensions},
    }
    settings.setdict({**changed, **overrides}, priority="cmdline")
    return settings
