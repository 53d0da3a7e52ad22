"""Every kept article through today's extractor: what is the same, what is better, what lost too much."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.captures import captures_folder
from archive.clock import iso, utc_now
from archive.memory import Memory
from archive.progress import Tell, silent
from archive.readonly import open_readonly, refuse_unless_archive
from archive.records import Source
from archive.reextraction import Judged, article_ids, judge, kept_sources
from archive.sources import load_catalogue
from archive.store import Archive
from archive.teaching import Teaching, is_taught, known_memory
from crawler.reader import warm_up
from crawler.rereading import Interrupted, Rereader, headlines_of, pages_of
from crawler.room import Room, room_of
from crawler.settings import BACKISSUE_EXTRACTION_SECONDS, BACKISSUE_MIN_FREE, BACKISSUE_WORKERS
from crawler.stopping import stop_at_signals
from crawler.workers import Workers

GO_ON = "the same command once more does the rest"

BATCH = 400
"""Articles that are read under one memory: enough pages of a day to see what repeats, and a few MB."""

WRITTEN_AT_ONCE = 50
"""Articles in one transaction; each transaction waits for the disk."""

TAUGHT_PAGES = 1000
"""Newest pages that teach a source without memory, as many as a crawl reads before it settles a source."""


@dataclass(slots=True)
class Counts:
    """What came of the articles of one source."""

    articles: int = 0
    """To read."""

    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why texts are rejected or unreadable, earlier ones included."""

    fields: Counter[str] = field(default_factory=Counter)
    """Of how many articles each field of the metadata changes."""

    metadata: int = 0
    """Of how many articles any does."""

    earlier: int = 0
    """Earlier texts that change."""

    changed: int = 0
    """Articles of which anything changes."""

    def count(self, judged: Judged) -> None:
        self.verdicts[judged.verdict] += 1
        self.reasons.update([judged.reason] if judged.reason else [])
        self.reasons.update(reason for _, reason in judged.left)
        self.fields.update(judged.fields)
        self.metadata += bool(judged.fields)
        self.earlier += judged.earlier
        self.changed += judged.changes

    def add(self, other: Counts) -> None:
        self.articles += other.articles
        self.verdicts += other.verdicts
        self.reasons += other.reasons
        self.fields += other.fields
        self.metadata += other.metadata
        self.earlier += other.earlier
        self.changed += other.changed


@dataclass(slots=True)
class Report:
    """One run."""

    counts: dict[str, Counts] = field(default_factory=dict)
    """By slug."""

    reading: str = ""
    """What is under way, for who watches."""

    interrupted: bool = False
    stopped: str | None = None
    """Why it read no further article, in one sentence: there was no room."""

    def exit_code(self) -> int:
        """As the contract has it: 1 where there was no room, 5 where a kept page is damaged, 3 where one could not be
        read for another reason.
        """
        if self.interrupted:
            return 130
        if self.stopped is not None:
            return 1
        reasons: Counter[str] = sum((counts.reasons for counts in self.counts.values()), Counter())
        if reasons["damaged"]:
            return 5
        failed = (reason for reason in reasons if not reason.startswith(("rejected:", "no-capture", "shorter")))
        return 3 if any(failed) else 0


Watch = Callable[[Report], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for."""

    slugs: tuple[str, ...] = ()
    """Sources; none means all that the archive has articles of."""

    dry_run: bool = False
    """Write nothing; the archive is opened read-only and a crawl may go on beside it."""

    accept_shorter: bool = False
    """Take texts that are shorter by more than 30 %, too."""


def reextract(
    database: Path,
    seeds: Path,
    wish: Wish,
    *,
    told: Callable[[Judged], None],
    tell: Tell = silent,
    watch: Watch = nullcontext,
    workers: int = BACKISSUE_WORKERS,
) -> Report:
    """``told`` hears of every article when it is compared, and written if it was to be; ``tell`` of what takes
    long before it begins.

    Raises what opening the archive or the catalogue raises, UnknownSource, UsageProblem where BACKISSUE_MIN_FREE is no
    size, and KeyboardInterrupt at a second Ctrl-C.
    """
    catalogue = load_catalogue(seeds)
    refuse_unless_archive(database)  # where no archive lies none is made
    room = room_of(database, BACKISSUE_MIN_FREE, budget="", go_on=GO_ON)  # nothing is captured
    report = Report()
    with _opened(database, wish.dry_run, tell) as (connection, archive):
        sources = kept_sources(connection, catalogue, wish.slugs)
        processes = Workers(workers, BACKISSUE_EXTRACTION_SECONDS, warm_up)
        try:
            with watch(report):
                asyncio.run(_Run(connection, archive, wish, report, told, room).all(database, sources, processes))
        finally:
            processes.close()
    return report


@contextmanager
def _opened(database: Path, dry_run: bool, tell: Tell) -> Iterator[tuple[sqlite3.Connection, Archive | None]]:
    if dry_run:
        connection = open_readonly(database)
        try:
            yield connection, None
        finally:
            connection.close()
    else:
        with Archive(database, tell=tell) as archive:
            yield archive.db.conn, archive


class _Run:
    def __init__(
        self,
        connection: sqlite3.Connection,
        archive: Archive | None,
        wish: Wish,
        report: Report,
        told: Callable[[Judged], None],
        room: Room,
    ) -> None:
        """Without an ``archive`` nothing is written."""
        self.connection = connection
        self.archive = archive
        self.wish = wish
        self.report = report
        self.told = told
        self.room = room

    async def all(self, database: Path, sources: Sequence[Source], workers: Workers) -> None:
        stopping = stop_at_signals()
        rereader = Rereader(self.connection, captures_folder(database), workers, stopping.is_set)
        found = [(source, article_ids(self.connection, source.slug)) for source in sources]
        for source, ids in found:
            self.report.counts[source.slug] = Counts(articles=len(ids))
        try:
            for source, ids in found:
                await self._source(source, ids, rereader)
        except Interrupted:
            self.report.interrupted = self.report.stopped is None

    async def _source(self, source: Source, ids: Sequence[int], rereader: Rereader) -> None:
        self.report.reading = source.slug
        if is_taught(self.connection, source.slug):
            memory = known_memory(self.connection, source.slug)
        else:
            memory = await self._taught(source, ids[-TAUGHT_PAGES:], rereader)
        # A learned source is read without votes to save time. Whether it was learned must leave no trace in a text.
        memory = replace(memory, learned=False)
        for batch in _pieces(ids, BATCH):
            self._look_for_room()
            with self._one_state():
                pages = [page for article_id in batch for page in pages_of(self.connection, article_id)]
                readings = await rereader.read_batch(pages, source, memory)
                for piece in _pieces(batch, WRITTEN_AT_ONCE):
                    self._take([judge(self.connection, one, readings[one], self.wish.accept_shorter) for one in piece])

    def _look_for_room(self) -> None:
        """Raises Interrupted where there is none; what only reads needs none."""
        if self.archive is not None:
            self.report.stopped = self.room.lacking()
            if self.report.stopped is not None:
                raise Interrupted

    async def _taught(self, source: Source, ids: Sequence[int], rereader: Rereader) -> Memory:
        """What the newest pages of a source without memory teach; it is kept, unless nothing may be written."""
        self.report.reading = f"{source.slug}, what its newest pages teach"
        known = known_memory(self.connection, source.slug)
        headlines = set(known.headlines)
        with Teaching(source.slug, iso(utc_now())[:10]) as teaching:
            for batch in _pieces(ids, BATCH):
                with self._one_state():
                    pages = [page for one in batch for page in pages_of(self.connection, one) if page.counts]
                    read = await rereader.read_all(pages, source, known)
                headlines.update(headlines_of(read).values())
                for one in read:
                    teaching.learn(one.page.article_id, one.day, one.seen)
            learned = teaching.settle()
            if self.archive is not None:
                self.archive.teach(teaching)
        self.report.reading = source.slug
        return replace(learned, headlines=frozenset(headlines))

    def _take(self, judged: Sequence[Judged]) -> None:
        changes = [one for one in judged if one.changes]
        if self.archive is not None and changes:
            self.archive.take(changes)
        for one in judged:
            self.report.counts[one.source].count(one)
            self.told(one)

    @contextmanager
    def _one_state(self) -> Iterator[None]:
        """A crawl that writes meanwhile is not seen before the end; while we write there is none."""
        if self.archive is not None:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.rollback()


def _pieces(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
