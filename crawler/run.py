"""One run of the crawler: the archive it writes to, the sources it visits, what it counts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from archive.clock import Clock, utc_now
from archive.entries import Task
from archive.progress import Tell, silent
from archive.records import Capture, Entry, Outcome, Source, SourceReport
from archive.runs import Judged
from archive.sources import SKIPPED, Catalogue, imported_source
from archive.store import Archive
from crawler.opt_out import OptOut
from crawler.reach import Reach
from crawler.room import Room
from crawler.scopes import Scopes
from crawler.source_run import SourceRun
from crawler.tally import exit_code
from crawler.traps import Ahead
from crawler.wishes import Wishes

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

outcome_committed = object()
"""Scrapy signal: ``outcome`` is in the archive. Handlers take ``outcome: Outcome``."""


class Run:
    """Opened with the spider, closed with it. Single-threaded, like the reactor it lives in."""

    def __init__(self, archive: Archive, catalogue: Catalogue, wishes: Wishes, room: Room | None = None) -> None:
        """Raises UnknownSource."""
        self.archive = archive
        self.scopes = Scopes(catalogue)
        self.reach = Reach()
        self.wishes = wishes
        self.skipped, self.chosen = _skipped_and_chosen(catalogue, wishes)
        self._chosen = frozenset(source.slug for source in self.chosen)
        self.source_runs: dict[str, SourceRun] = {}
        self.asked: set[str] = set()
        """URLs of feeds, sitemaps and listings; editions share them, and none is asked for twice."""

        self._found_for: set[str] = set()
        self.judged: dict[str, Judged] = {}
        """By source, once the run is closed: alarms, and what is usual there."""

        self.offline: str | None = None
        """That our own network is likely away, in one sentence."""

        self.went_offline = False
        """It was not so before this run."""

        self.interrupted = False
        self.room = room
        self.opt_out: OptOut = "record"
        """As BACKISSUE_OPT_OUT says; a source file overrules it."""

        self.stopped: str | None = None
        """Why the run took up no further article, in one sentence: there was no room for it."""

        self.fault: BaseException | None = None
        """What ended the run although it was no URL's own: a full disk, a bug."""

        archive.register(catalogue.sources)
        self.began = archive.now()
        """UTC ISO-8601."""

        self.was_stopped = archive.was_stopped()
        """The run before took up no further article either."""

        self.crawl_id = archive.start_crawl(wishes.command())
        scheduled = self.chosen if wishes.due else ()
        self._resting = {source.slug for source in scheduled if archive.rests(source)}
        self._held = {source.slug for source in scheduled if archive.is_held(source)}
        not_due = [source for source in scheduled if source.slug in self._resting | self._held]
        self.not_due = {source.slug: archive.next_due(source) for source in not_due}
        """Sources that this run does not ask for news, and when the next one may; UTC."""

        for source in self.chosen:
            self._visit(source)
        for visit in self.visits():
            archive.retry_failed(visit.source)

    def visits(self) -> tuple[SourceRun, ...]:
        """The sources to ask for news; none when the user named URLs."""
        return self._but(self._resting | self._held)

    def resting(self) -> tuple[SourceRun, ...]:
        """The sources of this run that are not asked for news, since their interval is not over.

        One whose server asked to be left alone, or gave nothing, is not even here: none of its articles is asked for.
        """
        return self._but(self._chosen - self._resting | self._held)

    def left_alone(self) -> set[str]:
        """The sources that are not due, and of which no article is looked at either."""
        return {slug for slug in self.not_due if self.source_runs[slug].tally.is_empty}

    def _but(self, slugs: frozenset[str] | set[str]) -> tuple[SourceRun, ...]:
        return tuple(self.source_runs[source.slug] for source in self.chosen if source.slug not in slugs)

    def is_fresh(self, source: Source, url: str) -> bool:
        """Whether a scheduled run leaves a feed, sitemap or listing alone, since it said how long it stays as it is."""
        return self.wishes.due and self.archive.is_fresh(source, url)

    def close(self, interrupted: bool) -> None:
        """Write the report, close the archive."""
        self.interrupted = interrupted
        try:
            reports = list(self._reports())
            was_offline = self.archive.offline() is not None
            self.judged = self.archive.finish_crawl(self.crawl_id, self.exit_code(), reports)
            self.offline = self.archive.offline()
            self.went_offline = self.offline is not None and not was_offline
            if not interrupted and self.fault is None:
                self.archive.tidy()
        finally:
            self.archive.close(sealed=self.fault is None)

    def _reports(self) -> Iterator[SourceReport]:
        """A source at which nothing happened leaves no row: a schedule of years would leave a million."""
        visited = {visit.source.slug for visit in self.visits()}
        for slug, visit in self.source_runs.items():
            if slug in visited or not visit.tally.is_empty:
                tally, seen = visit.tally, visit.seen(self.began, self.wishes) if slug in visited else None
                asked = seen is not None and (tally.answered or tally.problems)
                yield replace(tally.report(slug), visit=seen, answered=tally.answered if asked else None)

    def exit_code(self) -> int:
        """As the contract has it; holds once the run is closed."""
        if self.fault is not None:
            return int(getattr(self.fault, "exit_code", 1))
        if self.stopped is not None and not self.interrupted:
            return 1
        return exit_code([visit.tally for visit in self.source_runs.values()], self.interrupted)

    @classmethod
    def open(
        cls,
        database: Path,
        catalogue: Catalogue,
        wishes: Wishes,
        clock: Clock = utc_now,
        tell: Tell = silent,
        room: Room | None = None,
    ) -> Run:
        """``tell`` hears of what takes long before the run can begin; without ``room`` there is always some.

        Raises ArchiveLocked, NotAnArchive, NewerArchive, DamagedArchive or UnknownSource.
        """
        catalogue.select(wishes.sources)  # before a file is made for a slip of the pen
        archive = Archive(database, clock, tell)
        try:
            return cls(archive, catalogue, wishes, room)
        except BaseException:
            archive.close()
            raise

    def source_run(self, slug: str) -> SourceRun:
        """The state of a source in this run, by slug; made when a capture or a requested URL belongs to it."""
        if slug not in self.source_runs:
            self._visit(self.scopes.source(slug))
        return self.source_runs[slug]

    def requested(self) -> Iterator[Task]:
        """The tasks of the URLs that the user named."""
        for url in self.wishes.urls:
            if self.is_full():
                return
            source = self.scopes.source_of(url) or self._welcome(imported_source(url))
            yield self.archive.requested(source, url)

    def unextracted(self) -> Iterator[tuple[int, Capture, Task]]:
        """What an earlier run captured and did not get to extract."""
        for capture_id, capture, task in self.archive.unextracted():
            if not any(one.slug == task.source for one in self.scopes.catalogue.sources):
                self._welcome(replace(imported_source(capture.url), slug=task.source))
            if task.entry_id is not None:
                self.source_run(task.source).taken.add(task.entry_id)
            yield capture_id, capture, task

    def owned(self, entries: Iterable[Entry]) -> list[Entry]:
        """Each entry with the source that its URL belongs to; one that belongs to none stays where it was found."""
        owners = ((entry, self.scopes.catalogue.source_of(entry.url)) for entry in entries)
        owned = [replace(entry, source=owner.slug) if owner else entry for entry, owner in owners]
        self._found_for.update(entry.source for entry in owned)
        return owned

    def found_for(self) -> list[SourceRun]:
        """The sources of this run that entries were found for since this was last asked."""
        slugs, self._found_for = self._found_for, set()
        return [self.source_runs[slug] for slug in sorted(slugs & self._chosen - self._held)]

    def next_task(self, visit: SourceRun) -> Task | None:
        """The next URL of a source: what is new first, newest first, then what is to be looked at again."""
        if self._has_enough(visit) or visit.tally.is_walled:
            return None
        task = None
        if not visit.patience.over:
            task = self.archive.next_entry(visit.source, visit.taken, self.wishes.since)
        if task is None and self.wishes.recheck:
            task = self.archive.next_recheck(visit.source, visit.recheck_below)
        elif task is None and self.wishes.due:
            task = self._next_due(visit)
        visit.take_up(task)
        return task

    def reads_on(self, visit: SourceRun) -> bool:
        """Whether sitemaps and listings that waited for the articles of the ones before are to be read now."""
        return not (visit.patience.over or self._has_enough(visit))

    def _has_enough(self, visit: SourceRun) -> bool:
        limit = self.wishes.max_articles
        return (limit is not None and visit.taken_up >= limit) or self.is_full()

    def _next_due(self, visit: SourceRun) -> Task | None:
        if visit.due is None:
            visit.due = deque(self.archive.due(visit.source))
        return self.archive.recheck(visit.source, visit.due.popleft()) if visit.due else None

    def obeys_opt_out(self, source: Source) -> bool:
        """Whether a page of the source that is not to be archived is left alone, rather than kept and marked."""
        return (source.crawl.opt_out or self.opt_out) == "obey"

    def is_full(self) -> bool:
        """Whether there is no room for another article; from then on there is none in this run."""
        if self.stopped is None and self.room is not None:
            self.stopped = self.room.lacking()
        return self.stopped is not None

    def ended(self, task: Task, outcome: Outcome) -> None:
        """A URL has its outcome in the archive."""
        visit = self.source_run(task.source)
        visit.tally.count(outcome.outcome)
        if outcome.outcome in ("new", "duplicate", "revised") and outcome.id is not None:
            visit.tally.short += self.archive.is_short(outcome.id)
        if task.entry_id is not None:
            visit.taken.discard(task.entry_id)
        if task.article_id is None:
            self._lose_patience(visit, outcome.outcome, task.url)

    def put_back(self, task: Task) -> None:
        """A URL is left to the next run without an outcome; this one does not take it up again."""
        visit = self.source_run(task.source)
        visit.taken_up -= 1
        if task.article_id is None:
            self._lose_patience(visit, None, task.url)

    def _lose_patience(self, visit: SourceRun, outcome: str | None, url: str) -> None:
        sentence = visit.patience.led_to(outcome, url)
        if sentence is not None and visit.source.slug in self._chosen:
            visit.tally.problems.append(sentence)

    def _visit(self, source: Source) -> None:
        ahead = Ahead(self.wishes.backfill and self.wishes.max_articles != 0)
        self.source_runs[source.slug] = SourceRun(source, ahead=ahead, recheck_below=self.archive.last_article() + 1)

    def _welcome(self, guest: Source) -> Source:
        self.scopes.guests[guest.slug] = guest
        self.archive.register([guest])
        return guest


def _skipped_and_chosen(catalogue: Catalogue, wishes: Wishes) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """None where the user named URLs or files."""
    named = () if wishes.urls or wishes.files else catalogue.select(wishes.sources)
    skipped = tuple(source for source in named if source.status in SKIPPED)
    return skipped, tuple(source for source in named if source not in skipped)


def run_of(crawler: Crawler) -> Run:
    """The run that the crawler's spider opened."""
    run = crawler.spider.run  # type: ignore[union-attr]
    assert isinstance(run, Run)
    return run
