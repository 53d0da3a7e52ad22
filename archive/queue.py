"""What a run is to ask for: its sources, what their feeds, sitemaps and listings named, articles to look at again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from archive import discovery_rows, entries, full_text, intervals, memory, rechecks, robots_rows, runs
from archive.aliases import article_at, keys_of
from archive.clock import Clock, utc_now
from archive.entries import Task
from archive.errors import UnknownSource
from archive.memories import Memories
from archive.offline import offline
from archive.progress import Tell, silent
from archive.records import Entry, Source, SourceReport
from archive.robots_rows import Reading
from archive.stops import was_stopped
from archive.urls import url_key
from archive.writer import Writer


class Queue(Writer):
    """The part of ``Archive`` that knows its sources and what is to be fetched."""

    def __init__(self, path: Path, clock: Clock = utc_now, tell: Tell = silent, *, checked: bool = False) -> None:
        """As ``Writer``."""
        super().__init__(path, clock, tell, checked=checked)
        self._memories = Memories(self.db.conn)
        self._sources: dict[str, Source] = {}

    # The catalogue, and the runs

    def register(self, sources: Iterable[Source]) -> None:
        """Keep sources, so that any reader of the archive can name them; what is stored must belong to one of them."""
        registered = {source.slug: source for source in sources}
        with self.db.atomic():
            runs.register(self.db.conn, registered.values())
        self._sources.update(registered)

    def start_crawl(self, command: str) -> int:
        """Write down that a run has begun; its id."""
        with self.db.atomic():
            return runs.start(self.db.conn, command, self.now())

    def finish_crawl(self, crawl_id: int, exit_code: int, reports: Iterable[SourceReport]) -> dict[str, runs.Judged]:
        """Write down how a run ended, source by source; what it is judged to be, beside the runs before."""
        with self.db.atomic():
            return runs.finish(self.db.conn, crawl_id, exit_code, reports, self.now())

    def was_stopped(self) -> bool:
        """Whether the last run that ended had to stop for want of room."""
        return was_stopped(self.db.conn)

    def offline(self) -> str | None:
        """That it is likely our own network which is away, in a sentence."""
        return offline(self.db.conn, self.now())

    def tidy(self) -> None:
        """When a run ends: keep searches quick, within some seconds; what is left over is done after the next."""
        for _ in range(full_text.STEPS):
            with self.db.atomic():
                if not full_text.merge(self.db.conn):
                    break
        with self.db.atomic():
            full_text.count_common_words(self.db.conn)

    # Discovery

    def robots(self, place: str) -> Reading | None:
        """What robots.txt of ``scheme://host[:port]`` said, if that still holds."""
        return robots_rows.find(self.db.conn, place, self.now())

    def keep_robots(self, place: str, status: int | None, content: bytes, fresh_seconds: int) -> None:
        """Keep what it says now, for so many seconds."""
        with self.db.atomic():
            robots_rows.keep(self.db.conn, place, status, content, fresh_seconds, self.now())

    def forget_robots(self, place: str) -> None:
        """What it said may not be what holds now."""
        with self.db.atomic():
            robots_rows.forget(self.db.conn, place)

    def conditional_headers(self, source: Source, url: str) -> dict[str, str]:
        """What to send along so that an unchanged feed, sitemap or listing answers 304."""
        return discovery_rows.conditional_headers(self.db.conn, source.slug, url)

    def discovered(
        self,
        source: Source,
        kind: discovery_rows.Kind,
        url: str,
        found: Iterable[Entry],
        leads: Sequence[str] = (),
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        fresh_seconds: int = 0,
        skip_hours: Sequence[int] = (),
    ) -> int:
        """Keep the entries of a feed, sitemap or listing and its conditional state; how many entries were new.

        It is one transaction, so a crash can never leave an ETag behind whose articles were lost. ``leads`` are the
        URLs to go on with. An entry may belong to another registered source than the one whose feed named it.
        """
        keyed = [(url_key(entry.url, self._registered(entry.source)), entry) for entry in found]
        now = self.now()
        with self.db.atomic():
            new = entries.keep(self.db.conn, keyed, now)
            for key, entry in keyed:
                if entry.title:
                    memory.merge(self.db.conn, entry.source, [(entry.title, key)])
            discovery_rows.keep(
                self.db.conn,
                source.slug,
                kind,
                url,
                etag=etag,
                last_modified=last_modified,
                entries=len(keyed),
                leads=leads,
                now=now,
                fresh_seconds=fresh_seconds,
                skip_hours=skip_hours,
            )
        for slug in {entry.source for _, entry in keyed}:
            self._memories.drop(slug)
        return new

    def not_modified(self, source: Source, url: str) -> tuple[str, ...]:
        """A feed, sitemap or listing answered 304; gives the URLs that it led to when it was read."""
        with self.db.atomic():
            return discovery_rows.not_modified(self.db.conn, source.slug, url, self.now())

    # The queue

    def retry_failed(self, source: Source) -> int:
        """Put what failed in earlier crawls back into the queue."""
        with self.db.atomic():
            return entries.retry_failed(self.db.conn, source.slug, self.now())

    def requested(self, source: Source, url: str) -> Task:
        """The task of a URL that a user asked for."""
        key = url_key(url, source)
        with self.db.atomic():
            article_id = entries.article_of(self.db.conn, key) or article_at(self.db.conn, keys_of(url, source))
            if article_id is not None:
                return entries.recheck_task(self.db.conn, source.slug, article_id)
            entry = Entry(url=url, source=source.slug, found_in="request")
            return entries.entry_task(self.db.conn, entries.keep_requested(self.db.conn, key, entry, self.now()))

    def last_article(self) -> int:
        """The highest id of an article; 0 in an empty archive."""
        (last,) = self.db.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
        return int(last)

    def next_entry(self, source: Source, taken: Collection[int], since: str | None = None) -> Task | None:
        """The source's newest entry to take up; not one in ``taken``, or known to be older than ``since``."""
        return entries.next_entry(self.db.conn, source.slug, taken, since)

    def next_recheck(self, source: Source, below: int) -> Task | None:
        """The article of the source with the highest id below ``below``, to be looked at again."""
        return entries.next_recheck(self.db.conn, source.slug, below)

    def rests(self, source: Source) -> bool:
        """Whether the source is not to be asked for news yet."""
        return intervals.rests(self.db.conn, source, self.now())

    def is_held(self, source: Source) -> bool:
        """Whether nothing at all is to be asked of the source for now."""
        return intervals.is_held(self.db.conn, source, self.now())

    def next_due(self, source: Source) -> datetime:
        """When the source is to be asked for news again; it may be over where all that it has is fresh."""
        return intervals.due(self.db.conn, source, self.now())

    def is_fresh(self, source: Source, url: str) -> bool:
        """Whether a feed, sitemap or listing of the source is not to be read again yet."""
        return intervals.is_fresh(self.db.conn, source, url, self.now())

    def due(self, source: Source) -> list[int]:
        """The articles of the source that are to be looked at again now, as many as its file allows in one run."""
        return rechecks.due_articles(self.db.conn, source.slug, self.now(), source.crawl.rechecks)

    def recheck(self, source: Source, article_id: int) -> Task:
        """The task of looking at a known article again."""
        return entries.recheck_task(self.db.conn, source.slug, article_id)

    def _registered(self, slug: str) -> Source:
        try:
            return self._sources[slug]
        except KeyError:
            raise UnknownSource(f"{slug}: this source was not registered with the archive.") from None
