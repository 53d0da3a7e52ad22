"""The one spider: asks each source's feeds, sitemaps and listings, then its articles, newest first."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
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
from archive.records import Capture, Entry, Source
from archive.sources import default_seeds, load_catalogue
from archive.urls import clean_url, in_scope, is_front_page, same_site, url_key
from crawler import signs
from crawler.challenges import wall
from crawler.discovery.steps import Step, first_steps, following, read
from crawler.failures import ComeBackLater, OffScope, OptedOut, advice, outcome_of
from crawler.freshness import freshness
from crawler.items import NoPage, Page
from crawler.middlewares import header_pairs
from crawler.opt_out import chosen, opt_outs
from crawler.room import room_of
from crawler.run import Run
from crawler.source_run import SourceRun
from crawler.wishes import Wishes

Output = Iterator[Request | Page | NoPage]

DISCOVERY_PRIORITY = 1_000_000
"""Above every article: a source's articles wait until all of its feeds, sitemaps and listings have answered."""

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""What the sitemap protocol allows; feeds and listings keep to the limit of a page."""

CACHE_KB = 16 << 10
"""Of the archive's pages in memory."""

GONE = (404, 410)
BUSY = (408, 425, 429)
"""Like 5xx: the same request may do better later."""


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
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        try:
            catalogue = load_catalogue(Path(settings["BACKISSUE_SEEDS"] or default_seeds()))
            database = Path(settings["BACKISSUE_DB"])
            asked = wishes or Wishes(sources=tuple(source.split(",")) if source else ())
            opt_out = chosen(settings["BACKISSUE_OPT_OUT"])
            room = room_of(database, settings["BACKISSUE_MIN_FREE"], settings["BACKISSUE_MAX_CAPTURES"])
            spider.run = Run.open(database, catalogue, asked, clock, tell, room)
            spider.run.opt_out = opt_out
        except BackissueError as error:
            if wishes is not None:
                raise
            sys.stderr.write(f"Error: {error}\n")
            raise SystemExit(error.exit_code) from None
        # The writer's cache of 64 MB is made for imports; a crawl has fewer pages a second, and less room.
        spider.run.archive.db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        delays = spider.run.scopes.delays()
        slots = {host: {"concurrency": 1, "delay": delay, "jitter": 0} for host, delay in delays.items()}
        settings.set("DOWNLOAD_SLOTS", {**slots, **settings.getdict("DOWNLOAD_SLOTS")}, priority="spider")
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
            visit.tally.hints.append(self.hint(step, response, error))
            self.problem(visit, str(error))
        else:
            more = following(step, leads, self.run.wishes.backfill)
            # Editions of an outlet share the sitemaps that their robots.txt names.
            yield from self.ask(visit, visit.ahead.now(one for one in more if one.url not in self.run.asked))
        yield from self.discovery_ended(visit)

    def keep(self, visit: SourceRun, step: Step, response: Response) -> tuple[str, ...]:
        """Put what an answer names into the archive; gives the URLs that it leads to. Raises DiscoveryError.

        What names only pages on hosts of no scope is not kept: they would all end as off-scope, and stay so when the
        user has corrected the source file.
        """
        archive, source = self.run.archive, visit.source
        if response.status == 304:
            visit.tally.answered += 1
            return archive.not_modified(source, step.url)
        if response.status in GONE and step.kind == "listing" and step.number > 1:
            return ()
        if response.status != 200:
            late = response.status >= 500 or response.status in BUSY
            mend = "Try again later" if late else f"Open it in a browser and correct the source file of {source.slug}"
            raise DiscoveryError(f"{step.url} answers HTTP {response.status}. {mend}.")
        entries, leads = self.read(step, response, source)
        stray = [entry.url for entry in entries if self.run.scopes.is_elsewhere(entry.url, source.homepage)]
        is_elsewhere = not leads and self.run.scopes.is_elsewhere(response.url, step.url)
        if len(stray) == len(entries) and (stray or is_elsewhere):
            raise Departed(step.url, response.url if is_elsewhere else stray[0])
        if step.kind == "listing" and not entries and wall(response.body):
            raise DiscoveryError(f"{step.url} is a wall, not a list of articles. Open it in a browser.")
        keys = (url_key(entry.url, source) for entry in entries)
        if step.listing is not None and visit.patience.repeats(step.listing, keys):
            leads = ()
        if step.kind == "robots":
            if not (leads or source.feeds or source.listings):
                raise DiscoveryError(
                    f"{step.url} names no sitemap, and {source.slug} has neither feeds nor listings. Add "
                    "one to its source file."
                )
            visit.tally.answered += any(url in self.run.asked for url in leads)
            return leads
        # An index on a host of no scope says nothing; its sitemaps do.
        visit.tally.answered += not (leads and self.run.scopes.is_elsewhere(response.url, source.homepage))
        visit.tally.found += archive.discovered(
            source,
            step.kind,
            step.url,
            self.run.owned(entries),
            leads,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            **freshness(response.body, _header(response, "Cache-Control"), _header(response, "Age")),
        )
        return leads

    def hint(self, step: Step, response: Response, error: DiscoveryError) -> signs.Hint:
        """What an answer that is not usable says of its source."""
        if self.run.scopes.is_elsewhere(response.url, step.url):
            statuses = response.meta.get("redirect_reasons", ())
            return signs.of_departure(step.url, response.url, statuses, response.body)
        if isinstance(error, Departed):
            return signs.of_strays(self.run.scopes.source(response.meta["source"]), error.to)
        told = (_header(response, name) for name in ("cf-mitigated", "Retry-After"))
        return signs.of_answer(step.url, response.status, response.body, *told)

    def read(self, step: Step, response: Response, source: Source) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        """As ``steps.read``; a document that breaks its parser costs its source this one answer, not the run."""
        try:
            return read(step, response.body, response.url, source)
        except DiscoveryError:
            raise
        except Exception as error:  # whatever a hostile document makes a parser raise
            self.logger.exception("%s broke its parser", response.url)
            name = type(error).__name__
            raise DiscoveryError(f"{step.url} broke the {step.kind} parser ({name}). Please report it.") from error

    def discovery_failed(self, failure: Failure) -> Output:
        request = failure.request  # type: ignore[attr-defined]
        visit = self.run.source_run(request.meta["source"])
        assert failure.value is not None
        visit.tally.hints.append(signs.of_failure(self.outcome(failure)))
        self.problem(visit, f"{request.url}: {advice(failure.value)}.")
        yield from self.discovery_ended(visit)

    def problem(self, visit: SourceRun, sentence: str) -> None:
        visit.tally.problems.append(sentence)
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
        item = self.answered(response, capture.fetched_at if capture else self.run.archive.now())
        if isinstance(item, Page):
            await self.run.source_run(item.task.source).unread.acquire()
        yield item
        for one in self.chain(response.meta):
            yield one

    def article_failed(self, failure: Failure) -> Output:
        request = failure.request  # type: ignore[attr-defined]
        task: Task = request.meta["task"]
        outcome = self.outcome(failure)
        if isinstance(failure.value, ComeBackLater) and request.meta["chained"]:
            self.put_back(request.url, task, failure.value)
            yield from self.chain(request.meta)
            return
        if isinstance(failure.value, OffScope) and (led_to := clean_url(request.url)):
            # A front page may lie outside of its edition's scope; that of another outlet is evidence of nothing.
            is_front = is_front_page(led_to, self.run.scopes.source(task.source)) and same_site(task.url, led_to)
            if task.article_id is not None and is_front:
                outcome = "missing:front-page"
            elif self.run.scopes.is_elsewhere(led_to, task.url):
                told = signs.of_departure(task.url, led_to, request.meta.get("redirect_reasons", ()))
                self.run.source_run(task.source).tally.departures.append(told)
        signals = failure.value.signals if isinstance(failure.value, OptedOut) else ()
        yield NoPage(task, request.meta.get("capture_id"), outcome, signals)
        yield from self.chain(request.meta)

    def put_back(self, url: str, task: Task, error: ComeBackLater) -> None:
        """Leave a URL to the next run, for its host may not be asked now."""
        visit = self.run.source_run(task.source)
        host = urlsplit(url).netloc
        if host not in visit.put_off:
            visit.put_off.add(host)
            self.problem(visit, f"{url}: {advice(error)}; what is left of {host} waits for the next run.")
        self.run.put_back(task)

    def chain(self, meta: dict[str, Any]) -> Output:
        if meta["chained"]:
            yield from self.next_article(self.run.source_run(meta["source"]))

    def answered(self, response: Response, fetched_at: str) -> Page | NoPage:
        """What an answer to an article request is, by its status."""
        task: Task = response.meta["task"]
        capture_id: int | None = response.meta.get("capture_id")
        if response.status == 200 and capture_id is not None:  # what it is, the reader tells
            content_type = _header(response, "Content-Type")
            signals = opt_outs(header_pairs(response), response.body)
            return Page(task, capture_id, response.url, response.body, content_type, fetched_at, signals)
        if response.status == 304 and task.article_id is not None:
            return NoPage(task, None, "unchanged")
        if wall(response.body, _header(response, "cf-mitigated")) == "challenge":
            return NoPage(task, capture_id, "rejected:challenge")
        if response.status in GONE and task.article_id is not None:
            self.run.source_run(task.source).tally.missing += 1
            return NoPage(task, capture_id, f"missing:http-{response.status}")
        return NoPage(task, capture_id, f"failed:http-{response.status}")

    def outcome(self, failure: Failure) -> str:
        assert failure.value is not None
        return outcome_of(failure.value)


class Departed(DiscoveryError):
    """A feed, sitemap or listing whose articles lie on hosts of no scope."""

    def __init__(self, url: str, to: str) -> None:
        super().__init__(
            f"{url} leads to {to}, which lies in no scope. Open it in a browser and correct the source file."
        )
        self.to = to


def _limits(step: Step) -> dict[str, int]:
    return {"download_maxsize": MAX_SITEMAP_BYTES} if step.kind == "sitemap" else {}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
