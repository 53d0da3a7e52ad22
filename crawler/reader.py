"""From a kept page to its outcome: extraction in worker processes, the archive, and the mending at the end of a run."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial

from archive.entries import Task
from archive.fingerprints import fingerprint
from archive.lessons import Lesson
from archive.memory import Memory, Observations, snapshot
from archive.records import Article, Capture, Entry, Outcome, Rejection, Source
from archive.removals import Evidence
from archive.sources import imported_source
from archive.urls import is_front_page, url_path_matches
from crawler.challenges import wall
from crawler.extraction.extract import extract
from crawler.items import Page
from crawler.opt_out import opt_outs
from crawler.run import Run
from crawler.unpacking import TooLarge, Truncated, body_of
from crawler.workers import Died, Hung, Raised, Workers

logger = logging.getLogger(__name__)

WARMING = "https://backissue.example/news/1"
warm_up = partial(
    extract,
    f"<h1>Bridge</h1><p>{'The bridge over the river reopened on Monday, the city said. ' * 9}</p>".encode(),
    WARMING,
    imported_source(WARMING),
    Memory("warming"),
)
"""trafilatura, the trees and the languages take seconds to load; that time is not the first page's."""

SETTLED_AT_ONCE = 1000
"""New texts of a source after which it is settled in the midst of a run: a long one learns, too."""


def page_of(capture_id: int, capture: Capture, task: Task, body: bytes) -> Page:
    """A kept capture as the answer that it was; ``body`` is its payload unpacked."""
    headers = {name.lower(): value for name, value in reversed(capture.headers)}
    signals = opt_outs(capture.headers, body)
    return Page(task, capture_id, capture.url, body, headers.get("content-type"), capture.fetched_at, signals)


Result = tuple[Article | Rejection, Observations]


class Reader:
    """Extraction runs in worker processes; this process alone writes."""

    def __init__(self, run: Run, workers: Workers) -> None:
        self.run = run
        self.workers = workers
        self._unsettled: Counter[str] = Counter()
        self._new_pages: defaultdict[str, set[asyncio.Future[Outcome]]] = defaultdict(set)
        """By source: pages without an article yet, whose headlines are not known before they are read."""

    async def outcome(self, page: Page) -> Outcome:
        """Read a page and archive what it says."""
        if page.task.article_id is not None:
            return await self._read(page)
        reading = asyncio.ensure_future(self._read(page))
        others = self._new_pages[page.task.source]
        others.add(reading)
        try:
            return await reading
        finally:
            others.remove(reading)

    async def settle(self) -> None:
        """Read again what this run's later pages taught about; so texts do not depend on the order of the pages.

        What it raises is the run's fault: Scrapy would only log it.
        """
        try:
            for slug in tuple(self.run.source_runs):
                await self._settle(self.run.scopes.source(slug))
        except Exception as error:
            self.run.fault = error
            raise

    async def _read(self, page: Page) -> Outcome:
        archive, task = self.run.archive, page.task
        source = self.run.scopes.source(task.source)
        if task.url != page.url:
            if task.article_id is not None and wall(page.body) == "challenge":
                return archive.reject(Rejection(reason="challenge"), page.capture_id, task)
            if is_front_page(page.url, source):
                return self._front_page(page)
            owner = self.run.scopes.source_of(page.url)
            if owner is None:
                return archive.reject(Rejection(reason="off-scope"), page.capture_id, task)
            source = owner if task.article_id is None else source
        if page.opt_out and self.run.obeys_opt_out(source):
            return archive.opted_out(page.opt_out, page.capture_id, task)
        before = None
        try:
            result, seen = await self._extract(page, source, archive.memory(source))
            if task.article_id is not None:
                if others := self._new_pages[task.source]:
                    # Their headlines may stand in this page's sidebar, which would pass for a change of its text.
                    await asyncio.wait(others)
                (result, seen), before = await self._beside_stored(page, source, task.article_id, (result, seen))
        except Hung as error:
            logger.error("Extraction of %s took too long: %s", page.url, error)
            return archive.fail("extraction-timeout", page.capture_id, task)
        except (Died, Raised) as error:
            logger.error("Extraction of %s failed: %s", page.url, error)
            return archive.fail("extraction-error", page.capture_id, task)
        if task.article_id is not None and (evidence := self._absence(result, page, source, task.article_id)):
            return archive.missing(source, page.capture_id, task, evidence)
        if isinstance(result, Article):
            result = replace(result, opt_out=page.opt_out)
            outcome = archive.add(result, source, page.capture_id, task, seen, before)
            await self._count(source, outcome)
            return outcome
        return archive.reject(result, page.capture_id, task)

    async def _beside_stored(
        self, page: Page, source: Source, article_id: int, read: Result
    ) -> tuple[Result, Article | None]:
        """The page, and what it said when the stored text was read: both under what is known by now, for the headlines
        of this run may be in one of them. Where nothing differs, or that page cannot be read any more, the page as it
        was ``read``, and None."""
        article, archive = read[0], self.run.archive
        stored = archive.text_of(article_id)
        if not isinstance(article, Article) or (stored.title, stored.text) == (article.title, article.text):
            return read, None
        known = snapshot(archive.db.conn, source.slug)
        before = await self._again(stored.capture_id, source, known, page.task)
        return (read, None) if before is None else (await self._extract(page, source, known), before)

    async def _again(
        self,
        capture_id: int | None,
        source: Source,
        memory: Memory,
        led_by: Task | None = None,
        lesson: Lesson | None = None,
    ) -> Article | None:
        """A kept capture, read again; None where it cannot be, or is no article to today's extractor.

        ``led_by`` stands for the task that led to it then: what a feed said of it must not make a difference.
        ``lesson`` is what its page left.
        """
        kept = self.run.archive.kept(capture_id) if capture_id is not None else None
        if capture_id is None or kept is None:
            return None
        capture, task = kept
        try:
            page = page_of(capture_id, capture, led_by or task, body_of(capture))
            result, _ = await self._extract(page, source, memory, lesson)
        except (TooLarge, Truncated, Hung, Died, Raised) as error:
            logger.warning("%s could not be read again: %r", capture.url, error)
            return None
        return result if isinstance(result, Article) else None

    async def _extract(self, page: Page, source: Source, memory: Memory, lesson: Lesson | None = None) -> Result:
        entry: Entry | None = page.task.entry
        return await self.workers.call(
            extract,
            page.body,
            page.url,
            source,
            memory,
            content_type=page.content_type,
            fetched_at=page.fetched_at,
            entry=entry,
            lesson=lesson,
        )

    async def _count(self, source: Source, outcome: Outcome) -> None:
        if outcome.outcome == "unchanged":
            return
        self._unsettled[source.slug] += 1
        if self._unsettled[source.slug] >= SETTLED_AT_ONCE:
            await self._settle(source)

    async def _settle(self, source: Source) -> None:
        archive = self.run.archive
        self._unsettled.pop(source.slug, None)
        settled = archive.settle(source)

        async def reread(article_id: int) -> None:
            stored = archive.text_of(article_id)
            lesson = settled.lessons.get(article_id)
            if article := await self._again(stored.capture_id, source, settled.memory, lesson=lesson):
                archive.mend_text(article_id, article)

        await asyncio.gather(*map(reread, settled.again))
        archive.mend(source)
        tally = self.run.source_run(source.slug).tally
        tally.take_back(archive.taken_back.pop(source.slug, 0))
        if settled.changed is not None:
            tally.problems.append(
                f"built anew? {settled.changed:.0%} of the text stands in kinds of blocks that its pages did not have "
                f"before. It is learned again: backissue sources show {source.slug} --memory"
            )

    def _front_page(self, page: Page) -> Outcome:
        """An article that leads to the front page is gone; a new link that does is no article."""
        if page.task.article_id is not None:
            source = self.run.scopes.source(page.task.source)
            return self.run.archive.missing(source, page.capture_id, page.task, "front-page")
        return self.run.archive.reject(Rejection(reason="front-page"), page.capture_id, page.task)

    def _absence(self, read: Article | Rejection, page: Page, source: Source, article_id: int) -> Evidence | None:
        """What a page says of the known article that should stand there being gone; None where it says nothing.

        Only a redirect makes a listing evidence, for an article may look like one; to a page whose path is no article's
        it does so whatever is read there, unless it is the article.
        """
        if isinstance(read, Rejection) and read.reason == "soft-404":
            return "soft-404"
        if page.url == page.task.url:
            return None
        if isinstance(read, Rejection) and read.reason in ("front-page", "listing"):
            return "listing" if read.reason == "listing" else "front-page"
        if source.article_url is None or url_path_matches(page.url, source.article_url):
            return None
        if isinstance(read, Article):
            stored = self.run.archive.text_of(article_id)
            return (
                None if stored.title == read.title or fingerprint(stored.text) == fingerprint(read.text) else "listing"
            )
        return "listing" if read.reason in ("no-text", "too-short") else None
