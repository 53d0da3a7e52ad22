"""The one spider: asks each source's feeds, sitemaps and listings, then its articles, newest first."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.clock import Clock, utc_now
from archive.entries import Task
from archive.errors import BackissueError, DiscoveryError
from archive.progress import Tell, silent
from archive.records import Capture
from archive.urls import in_scope, url_key
from crawler.article_answers import answered, departure, failed
from crawler.discovery.answers import ParserBroke, hint, is_past_the_end, read_answer
from crawler.discovery.steps import Step, first_steps, following
from crawler.failures import ComeBackLater, OutOfReach, advice, outcome_of
from crawler.freshness import freshness
from crawler.headers import header
from crawler.items import NoPage, Page
from crawler.opening import download_slots, opened
from crawler.run import Run
from crawler.signs import of_failure
from crawler.source_run import SourceRun
from crawler.wishes import Wishes

Output = Iterator[Request | Page | NoPage]

DISCOVERY_PRIORITY = 1_000_000
"""Above every article: a source's articles wait until all of its feeds, sitemaps and listings have answered."""

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""What the sitemap protocol allows; feeds and listings keep to the limit of a page."""


class NewsSpider(Spider):
    """``scrapy crawl news -a source=SLUG`` does for one source what ``backissue crawl`` does for all."""

    name = "news"
    run: Run

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        wishes: Wishes | None = None,
        clock: Clock = utc_now,
        tell: Tell = silent,
        **kwargs: Any,
    ) -> Self:
        """Opens the archive. Raises the errors of ``Run.open`` and SourceFileError.

        Under ``scrapy crawl``, which gives no wishes and would answer with a traceback, they end the process.
        """
        source = kwargs.pop("source", None)
        asked = wishes or Wishes(sources=tuple(source.split(",")) if source else ())
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            spider.run = opened(crawler.settings, asked, clock, tell)
        except BackissueError as error:
            if wishes is not None:
                raise
            sys.stderr.write(f"Error: {error}\n")
            raise SystemExit(error.exit_code) from None
        slots = {**download_slots(spider.run), **crawler.settings.getdict("DOWNLOAD_SLOTS")}
        crawler.settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        crawler.signals.connect(spider.close_run, signal=signals.spider_closed)
        return spider

    def close_run(self, reason: str) -> None:
        try:
            self.run.close(interrupted=reason == "shutdown")
        except (sqlite3.Error, OSError) as error:
            self.run.fault = self.run.fault or error

    async def start(self) -> AsyncIterator[Request | Page | NoPage]:
        """What an earlier run left unread, then the named URLs, or every source's feeds, sitemaps and listings.

        A source that is not asked for news goes on to its articles at once.
        """
        for capture_id, capture, task in self.run.unextracted():
            yield self.recalled(capture_id, capture, task)
        for task in self.run.requested():
            yield self.article_request(self.run.source_run(task.source), task, chained=False)
        asked = [(visit, self.ask(visit, first_steps(visit.source))) for visit in self.run.visits()]
        for request in [one for _, requests in asked for one in requests]:
            yield request
        for visit in (*self.run.resting(), *(visit for visit, requests in asked if not requests)):
            for one in () if visit.asking else self.next_article(visit):
                yield one

    # Discovery

    def ask(self, visit: SourceRun, steps: Iterable[Step]) -> list[Request]:
        """Conditional requests for the steps, but for what said that it is still as it was."""
        fresh = tuple(step for step in steps if not self.run.is_fresh(visit.source, step.url))
        self.run.asked.update(step.url for step in fresh)
        visit.open_discovery += len(fresh)
        return [
            Request(
                step.url,
                callback=self.parse_discovery,
                errback=self.discovery_failed,
                headers=self.run.archive.conditional_headers(visit.source, step.url),
                priority=DISCOVERY_PRIORITY,
                dont_filter=True,
                meta={"source": visit.source.slug, "step": step, **_limits(step)},
            )
            for step in fresh
        ]

    def parse_discovery(self, response: Response) -> Output:
        visit = self.run.source_run(response.meta["source"])
        step: Step = response.meta["step"]
        try:
            leads = self.keep(visit, step, response)
        except DiscoveryError as error:
            if isinstance(error, ParserBroke):
                self.logger.error("%s broke its parser", response.url, exc_info=error.__cause__)
            visit.tally.hints.append(hint(step, response, error, visit.source, self.run.scopes))
            self.unusable(visit, str(error))
        else:
            more = following(step, leads, self.run.wishes.backfill)
            # Editions of an outlet share the sitemaps that their robots.txt names.
            yield from self.ask(visit, visit.ahead.now(one for one in more if one.url not in self.run.asked))
        yield from self.discovery_ended(visit)

    def keep(self, visit: SourceRun, step: Step, response: Response) -> tuple[str, ...]:
        """Put what an answer names into the archive; gives the URLs that it leads to. Raises DiscoveryError."""
        run, source = self.run, visit.source
        if response.status == 304:
            visit.tally.answered += 1
            return run.archive.not_modified(source, step.url)
        if is_past_the_end(step, response):
            return ()
        entries, leads = read_answer(step, response, source, run.scopes)
        if step.kind == "robots":
            visit.tally.answered += any(url in run.asked for url in leads)
            return leads
        keys = (url_key(entry.url, source) for entry in entries)
        if step.listing is not None and visit.patience.repeats(step.listing, keys):
            leads = ()
        # An index on a host of no scope says nothing; its sitemaps do.
        visit.tally.answered += not (leads and run.scopes.is_elsewhere(response.url, source.homepage))
        visit.tally.found += run.archive.discovered(
            *(source, step.kind, step.url, run.owned(entries), leads),
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            **freshness(response.body, header(response, "Cache-Control"), header(response, "Age")),
        )
        return leads

    def discovery_failed(self, failure: Failure) -> Output:
        request = failure.request  # type: ignore[attr-defined]
        visit = self.run.source_run(request.meta["source"])
        assert failure.value is not None
        visit.tally.hints.append(of_failure(outcome_of(failure.value)))
        self.unusable(visit, f"{request.url}: {advice(failure.value)}.")
        yield from self.discovery_ended(visit)

    def problem(self, visit: SourceRun, sentence: str) -> None:
        visit.tally.problems.append(sentence)
        self.logger.warning("%s: %s", visit.source.slug, sentence)

    def unusable(self, visit: SourceRun, sentence: str) -> None:
        visit.tally.unusable(sentence)
        self.logger.warning("%s: %s", visit.source.slug, sentence)

    def discovery_ended(self, visit: SourceRun) -> Output:
        """Go on to the articles of the source, and of those whose articles it found, if they wait for no more news."""
        visit.open_discovery -= 1
        for waiting in (visit, *self.run.found_for()):
            if waiting.open_discovery == 0 and not waiting.asking:
                yield from self.next_article(waiting)

    # Articles

    def next_article(self, visit: SourceRun) -> Output:
        """The next URL of a source; URLs that may not be fetched get their outcome on the way."""
        while (task := self.run.next_task(visit)) is not None:
            if in_scope(task.url, visit.source):
                yield self.article_request(visit, task, chained=True)
                return
            yield NoPage(task, None, "rejected:off-scope")
        if self.run.reads_on(visit):
            yield from self.read_on(visit)

    def read_on(self, visit: SourceRun) -> Output:
        """The sitemaps and pages of listings that waited for the articles of those before."""
        while steps := visit.ahead.further():
            if requests := self.ask(visit, (step for step in steps if step.url not in self.run.asked)):
                yield from requests
                return
        if sentence := visit.ahead.left():
            self.problem(visit, sentence)

    def article_request(self, visit: SourceRun, task: Task, chained: bool) -> Request:
        """``chained``: its answer brings the source's next request, so that one is asked for at a time."""
        return Request(
            task.url,
            callback=self.parse_article,
            errback=self.article_failed,
            headers=dict(task.headers),
            priority=-visit.taken_up,
            dont_filter=True,
            meta={"source": task.source, "task": task, "chained": chained},
        )

    def recalled(self, capture_id: int, capture: Capture, task: Task) -> Request:
        """A capture that no run has read yet, on the way of any answer.

        Scrapy 2.19 waits for ever at a Ctrl-C when it comes while items of ``start()`` are in the pipeline.
        """
        request = self.article_request(self.run.source_run(task.source), task, chained=False)
        meta = {**request.meta, "capture": capture, "capture_id": capture_id, "dont_retry": True}
        return request.replace(url=capture.url, meta=meta, priority=DISCOVERY_PRIORITY)

    async def parse_article(self, response: Response) -> AsyncIterator[Request | Page | NoPage]:
        """The source's next article is asked for when this one has a place among those that are to be read."""
        capture: Capture | None = response.meta.get("capture")
        item = answered(response, capture.fetched_at if capture else self.run.archive.now())
        visit = self.run.source_run(item.task.source)
        if isinstance(item, Page):
            await visit.unread.acquire()
        elif item.outcome.startswith("missing:"):
            visit.tally.missing += 1
        yield item
        for one in self.chain(response.meta):
            yield one

    def article_failed(self, failure: Failure) -> Output:
        request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        if isinstance(failure.value, ComeBackLater) and request.meta["chained"]:
            self.put_back(request.url, request.meta["task"], failure.value)
        else:
            item = failed(request, failure.value, self.run.scopes)
            if item.outcome == "rejected:off-scope" and (told := departure(request, self.run.scopes)):
                self.run.source_run(item.task.source).tally.departures.append(told)
            yield item
        yield from self.chain(request.meta)

    def put_back(self, url: str, task: Task, error: ComeBackLater) -> None:
        """Leave a URL to the next run, for its host may not be asked now."""
        visit = self.run.source_run(task.source)
        visit.tally.given_up |= isinstance(error, OutOfReach)
        host = urlsplit(url).netloc
        if host not in visit.put_off:
            visit.put_off.add(host)
            self.problem(visit, f"{url}: {advice(error)}; what is left of {host} waits for the next run.")
        self.run.put_back(task)

    def chain(self, meta: dict[str, Any]) -> Output:
        if meta["chained"]:
            yield from self.next_article(self.run.source_run(meta["source"]))


def _limits(step: Step) -> dict[str, int]:
    return {"download_maxsize": MAX_SITEMAP_BYTES} if step.kind == "sitemap" else {}
