"""Pages that were fetched elsewhere, through the pipeline of a crawl: kept, read in worker processes, archived."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from archive.entries import Task
from archive.errors import UsageProblem
from archive.exported import ExportedArticle
from archive.intake import restore, take_in
from archive.records import Capture, Outcome
from archive.urls import url_key
from crawler.found_pages import PAGE, Flaw, Found, FoundPage, NoPage
from crawler.import_run import ImportRun
from crawler.opt_out import opt_outs
from crawler.reader import Reader, page_of
from crawler.unpacking import TooLarge, Truncated, body_of
from crawler.workers import Workers

RESTORED_AT_ONCE = 100
"""Exported articles in one transaction; each transaction waits for the disk."""

WAITING = 2
"""Pages that wait for a worker, so that it has the next one at once; memory stays flat."""


class Backfill:
    """What is under way: a few pages, each URL once at a time, so that its captures are read in their order."""

    def __init__(self, run: ImportRun, workers: Workers, committed: Callable[[Outcome], None]) -> None:
        """``committed`` is told every outcome when it is in the archive."""
        self.run = run
        self._reader = Reader(run, workers)
        self._committed = committed
        self._most = max(1, workers.count + WAITING)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._left_behind: set[int] = set()
        """Captures that an earlier run did not read and this one has; they are met again in their file."""

        self._exported: list[ExportedArticle] = []

    async def finish_earlier(self, stopping: Callable[[], bool]) -> None:
        """Read what an earlier run kept and did not get to read."""
        for capture_id, capture, task in self.run.unextracted():
            if capture.status in PAGE:
                self._left_behind.add(capture_id)
                await self._begin(url_key(capture.url, self.run.scopes.source(task.source)), capture_id, capture, task)
            if stopping():
                break
        await self._wait_for_all()

    async def take(self, found: Found, tell: Callable[[str], None]) -> None:
        """Raises what is no page's own fault: a full disk, a bug."""
        self.run.records += 1
        if isinstance(found, FoundPage):
            await self._take_page(found)
        elif isinstance(found, NoPage):
            self.run.no_pages[found.kind] += 1
        elif isinstance(found, ExportedArticle):
            self._exported.append(found)
            if len(self._exported) >= RESTORED_AT_ONCE:
                self._restore(tell)
        else:
            self._note(found, tell)
        await asyncio.sleep(0)

    async def finish(self, tell: Callable[[str], None]) -> None:
        """All that was taken gets its outcome."""
        self._restore(tell)
        await self._wait_for_all()
        await self._reader.settle()

    async def give_up(self) -> None:
        """End what is under way, when the run cannot go on; what else that raises is no second line for the user."""
        for reading in self._under_way.values():
            reading.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _note(self, flaw: Flaw, tell: Callable[[str], None]) -> None:
        self.run.flaws += 1
        if flaw.ends_file:
            self.run.ended_early.append(flaw.sentence)
        else:
            tell(flaw.sentence)

    async def _take_page(self, found: FoundPage) -> None:
        archive, source = self.run.archive, self.run.source_for(found.url)
        key = url_key(found.url, source)
        while key in self._under_way:
            await self._wait([self._under_way[key]])
        if found.payload is None:
            task = archive.requested(source, found.url)
            self._ended(task, archive.fail(found.unusable or "truncated", None, task))
            return
        capture = Capture(
            url=found.url,
            source=source.slug,
            fetched_at=found.fetched_at,
            status=200,
            headers=found.headers,
            payload=found.payload,
        )
        if self.run.obeys_opt_out(source) and (signals := _opt_outs(capture)):
            task = archive.requested(source, found.url)
            self._ended(task, archive.opted_out(signals, None, task))
            return
        capture_id, taken = take_in(archive, capture, source)
        if isinstance(taken, Task):
            await self._begin(key, capture_id, capture, taken)
        elif capture_id not in self._left_behind:
            self._ended(Task(url=capture.url, source=source.slug, entry_id=None, article_id=None), taken)

    async def _begin(self, key: str, capture_id: int, capture: Capture, task: Task) -> None:
        while len(self._under_way) >= self._most or key in self._under_way:
            await self._wait(self._under_way.values())
        self._under_way[key] = asyncio.create_task(self._read(capture_id, capture, task))
        self.run.source_run(task.source).tally.bytes += len(capture.payload)

    async def _read(self, capture_id: int, capture: Capture, task: Task) -> None:
        archive = self.run.archive
        try:
            body = body_of(capture)
        except TooLarge:
            self._ended(task, archive.fail("too-large", capture_id, task))
            return
        except Truncated:
            self._ended(task, archive.fail("truncated", capture_id, task))
            return
        self._ended(task, await self._reader.outcome(page_of(capture_id, capture, task, body)))

    def _restore(self, tell: Callable[[str], None]) -> None:
        pairs = []
        for one in self._exported:
            try:
                pairs.append((one, self.run.source_named(one)))
            except UsageProblem as error:
                self._note(Flaw(f"An exported article was left out: {error}"), tell)
        self._exported = []
        self.run.without_texts += sum(one.counted > len(one.versions) for one, _ in pairs)
        for outcome in restore(self.run.archive, pairs) if pairs else ():
            self._ended(Task(url=outcome.url, source=outcome.source, entry_id=None, article_id=None), outcome)

    def _ended(self, task: Task, outcome: Outcome) -> None:
        self.run.ended(task, outcome)
        self._committed(outcome)

    async def _wait_for_all(self) -> None:
        while self._under_way:
            await self._wait(self._under_way.values())

    async def _wait(self, some: Collection[asyncio.Task[None]]) -> None:
        """Until one of them has ended. Raises what it raised."""
        await asyncio.wait(some, return_when=asyncio.FIRST_COMPLETED)
        for key, reading in tuple(self._under_way.items()):
            if reading.done():
                del self._under_way[key]
                reading.result()


def _opt_outs(capture: Capture) -> tuple[str, ...]:
    """Of a page that does not unpack the headers speak."""
    try:
        body = body_of(capture)
    except (TooLarge, Truncated):
        body = b""
    return opt_outs(capture.headers, body)
