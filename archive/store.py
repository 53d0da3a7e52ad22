"""The archive's one writer. Every outcome is one transaction: article, revision, links and full text, or none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from archive import (
    articles,
    capture_rows,
    captures,
    discovery_rows,
    entries,
    flicker,
    full_text,
    intervals,
    memory,
    mending,
    rechecks,
    relations,
    removals,
    runs,
    settling,
    withholding,
)
from archive.aliases import article_at, keys_of
from archive.clock import Clock, iso, utc_now
from archive.entries import Task
from archive.errors import UnknownSource, UsageProblem
from archive.identity import identify, keep_aliases
from archive.lock import RunLock
from archive.memory import Memory, Observations
from archive.records import Article, Capture, Entry, Outcome, Rejection, Revision, Source, SourceReport
from archive.reextraction import Judged, put_in_place
from archive.removals import Evidence
from archive.settling import Settled
from archive.teaching import Teaching
from archive.urls import url_key
from archive.writable import check_place, open_writable

NOTHING_SEEN = Observations()

REMEMBERED_EVERY = 20
"""Pages of a source after which its snapshot is made anew in the midst of a run."""

MENDED_AT_ONCE = 200
"""Articles in one transaction of mend(); each transaction waits for the disk."""


RELATED_AT_ONCE = 200
"""Articles of an archive of an earlier schema that are related in one transaction; some 0.3 s."""


class Archive:
    """An archive open for writing, under the run lock; use it as a context manager, in one thread."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        """Opens the archive, creates it where there is none, and cuts torn capture files.

        Raises ArchiveLocked, NotAnArchive, NewerArchive, DamagedArchive, or UsageProblem where it cannot be written;
        the file is then as it was.
        """
        check_place(path)
        self.path = path
        self.captures = captures.captures_folder(path)
        self._clock = clock
        self._memories: dict[str, Memory] = {}
        self._sources: dict[str, Source] = {}
        self._taught: Counter[str] = Counter()
        self.taken_back: Counter[str] = Counter()
        """By source: revisions that turned out to be none."""

        with ExitStack() as opened:
            opened.callback(_lock(path).close)
            self.db = open_writable(path)
            opened.callback(self.db.close)
            self.mended_files = captures.cut_torn_tails(self.captures, capture_rows.committed_ends(self.db.conn))
            self._relate_waiting()
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._opened.close()

    def _relate_waiting(self) -> None:
        """Relate the articles of an archive of an earlier schema; what a crash leaves undone is done next time."""
        waiting = relations.waiting(self.db.conn)
        while waiting:
            with self.db.atomic():
                for article_id in waiting[:RELATED_AT_ONCE]:
                    relations.relink(self.db.conn, article_id)
            del waiting[:RELATED_AT_ONCE]

    def now(self) -> str:
        """The moment, UTC ISO-8601."""
        return iso(self._clock())

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

    def finish_crawl(self, crawl_id: int, exit_code: int, reports: Iterable[SourceReport]) -> None:
        """Write down how a run ended, source by source."""
        with self.db.atomic():
            runs.finish(self.db.conn, crawl_id, exit_code, reports, self.now())

    def tidy(self) -> None:
        """When a run ends: keep searches quick, within some seconds; what is left over is done after the next."""
        for _ in range(full_text.STEPS):
            with self.db.atomic():
                if not full_text.merge(self.db.conn):
                    break
        with self.db.atomic():
            full_text.count_common_words(self.db.conn)

    # Discovery

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
            )
        for slug in {entry.source for _, entry in keyed}:
            self._memories.pop(slug, None)
        return new

    def not_modified(self, source: Source, url: str) -> tuple[str, ...]:
        """A feed, sitemap or listing answered 304; gives the URLs that it led to when it was read."""
        with self.db.atomic():
            return discovery_rows.not_modified(self.db.conn, source.slug, url, self.now())

    # The queue

    def retry_failed(self, source: Source) -> int:
        """Put what failed in earlier crawls back into the queue."""
        with self.db.atomic():
            return entries.retry_failed(self.db.conn, source.slug)

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
        """Whether the source was asked for news less than its interval ago."""
        return intervals.rests(self.db.conn, source, self.now())

    def due(self, source: Source) -> list[int]:
        """The articles of the source that are to be looked at again now, as many as its file allows in one run."""
        return rechecks.due_articles(self.db.conn, source.slug, self.now(), source.crawl.rechecks)

    def recheck(self, source: Source, article_id: int) -> Task:
        """The task of looking at a known article again."""
        return entries.recheck_task(self.db.conn, source.slug, article_id)

    # Captures

    def record(self, capture: Capture, task: Task) -> int:
        """Keep a response, bytes first, then its row; the capture's id."""
        self._registered(capture.source)
        place = capture_rows.append(self.db.conn, self.captures, capture)
        with self.db.atomic():
            return capture_rows.insert(self.db.conn, capture, place, task)

    def unextracted(self) -> Iterator[tuple[int, Capture, Task]]:
        """Captures that a crash left without an outcome, oldest first."""
        return capture_rows.unextracted(self.db.conn, self.captures)

    # Site memory

    def memory(self, source: Source) -> Memory:
        """What is known of the source, for the extractor."""
        if source.slug not in self._memories:
            self._memories[source.slug] = memory.snapshot(self.db.conn, source.slug)
        return self._memories[source.slug]

    def settle(self, source: Source) -> Settled:
        """What this run taught of the source, and which of its texts must be read again for it.

        Read them with the memory that it gives, hand them to mend_text(), then call mend().
        """
        with self.db.atomic():
            settled = settling.settle(self.db.conn, source.slug, self.now()[:10])
        self._memories.pop(source.slug, None)
        return settled

    def mend_text(self, article_id: int, article: Article) -> bool:
        """Take the text of a page that was read again; whether it differs. No revision: the page did not change."""
        with self.db.atomic():
            return mending.take_text(self.db.conn, article_id, article)

    def mend(self, source: Source) -> int:
        """Take out of this run's texts the lines that turned out to be other articles' headlines; how many were mended.

        They are settled then. Texts that were read from a page were judged by settle(); this holds for all others. A
        revision that differed by such lines alone is taken back, and counted in ``taken_back``.
        """
        rows = self.db.execute("SELECT id FROM article WHERE source = ? AND settled = 0", [source.slug])
        unsettled = [article_id for (article_id,) in rows]
        mended = 0
        for start in range(0, len(unsettled), MENDED_AT_ONCE):
            with self.db.atomic():
                chunk = unsettled[start : start + MENDED_AT_ONCE]
                mended += sum(mending.mend(self.db.conn, one) for one in chunk)
                self.taken_back[source.slug] += sum(mending.take_back(self.db.conn, one) for one in chunk)
        return mended

    def text_of(self, article_id: int) -> Revision:
        """The newest text of an article."""
        return articles.newest_text(self.db.conn, article_id)

    def kept(self, capture_id: int) -> tuple[Capture, Task] | None:
        """A capture with its bytes, and the task that led to it; None where it cannot be read back."""
        return capture_rows.read(self.db.conn, self.captures, capture_id)

    # Reading again what is kept

    def teach(self, taught: Teaching) -> None:
        """Keep the memory of a source that had none."""
        with self.db.atomic():
            taught.keep(self.db.conn)
        self._memories.pop(taught.source, None)

    def take(self, judged: Iterable[Judged]) -> int:
        """Put what today's extractor says in the place of what is stored; how many articles changed.

        What was stored is kept in ``replaced_text``; no text becomes a revision, for no page changed.
        """
        changed = 0
        with self.db.atomic():
            now = self.now()
            for one in judged:
                changed += put_in_place(self.db.conn, one, now)
                newest = articles.by_id(self.db.conn, one.article_id)
                memory.merge(self.db.conn, one.source, [(newest["title"], newest["url_key"])])
                self._memories.pop(one.source, None)
        return changed

    # What is shown

    def withhold(self, article_ids: Sequence[int], reason: str) -> list[int]:
        """Show articles no more, and keep them; those that were shown. Raises UsageProblem, and withholds none then."""
        with self.db.atomic():
            return withholding.withhold(self.db.conn, article_ids, reason, self.now())

    def show_again(self, article_ids: Sequence[int]) -> list[int]:
        """Undo it; those that were withheld. Raises UsageProblem."""
        with self.db.atomic():
            return withholding.show_again(self.db.conn, article_ids, self.now())

    # Outcomes

    def add(
        self,
        article: Article,
        source: Source,
        capture_id: int | None,
        task: Task,
        seen: Observations = NOTHING_SEEN,
        before: Article | None = None,
    ) -> Outcome:
        """Keep an article; tells whether it is new, a duplicate, revised or unchanged.

        ``seen`` is what its page taught. ``before`` is the capture of the stored text, read under the same memory as
        this one: what the site taught in between is no edit.

        It was seen when its capture was fetched. A capture from before the article's last check says nothing of what
        it is today: such an article is unchanged, and only its first_seen goes back.
        """
        article = articles.through_the_gate(article)
        with self.db.atomic():
            now = capture_rows.fetched_at(self.db.conn, capture_id) or self.now()
            key, old = identify(self.db.conn, article, source, task.article_id)
            if old is not None and now < old["checked_at"]:
                article_id, word = old["id"], "unchanged"
                articles.seen_before(self.db.conn, old, article.text, now)
            elif old is None:
                article_id, word = articles.insert(self.db.conn, article, key, source.slug, capture_id, now)
            else:
                differs = mending.differs(self.db.conn, old, article, before)
                news = flicker.is_news(self.db.conn, old, article, now, differs=differs)
                article_id, word = old["id"], "revised" if news else "unchanged"
                articles.seen(self.db.conn, article_id, now)
                if news:
                    articles.revise(self.db.conn, old, article, capture_id, now, before)
            keep_aliases(self.db.conn, article_id, old, article, task.url, source, now)
            slug = old["source"] if old else source.slug
            memory.merge(self.db.conn, slug, [(article.title, key)])
            if word != "unchanged":
                self._learn(slug, article_id, seen, now, is_copy=word == "duplicate")
            return self._close(task, capture_id, word, article_id)

    def reject(self, rejection: Rejection, capture_id: int | None, task: Task) -> Outcome:
        """A page, but no article."""
        with self.db.atomic():
            return self._close(task, capture_id, f"rejected:{rejection.reason}", task.article_id)

    def fail(self, reason: str, capture_id: int | None, task: Task) -> Outcome:
        """No page, or it could not be processed."""
        with self.db.atomic():
            return self._close(task, capture_id, f"failed:{reason}", task.article_id)

    def same(self, task: Task) -> Outcome:
        """A known article answered 304."""
        assert task.article_id is not None
        with self.db.atomic():
            articles.seen(self.db.conn, task.article_id, self.now())
            return self._close(task, None, "unchanged", task.article_id)

    def missing(self, source: Source, capture_id: int | None, task: Task, evidence: Evidence) -> Outcome:
        """A known article is not there any more: one more removal check, or the last."""
        assert task.article_id is not None
        with self.db.atomic():
            now = self.now()
            gone = removals.missed(self.db.conn, task.article_id, source.crawl, now, evidence, capture_id)
            return self._close(task, capture_id, "removed" if gone else "unchanged", task.article_id)

    def _close(self, task: Task, capture_id: int | None, word: str, article_id: int | None) -> Outcome:
        outcome = Outcome(url=task.url, source=task.source, outcome=word, id=article_id)
        entries.close(self.db.conn, task.entry_id, outcome, self.now())
        capture_rows.close(self.db.conn, capture_id, task, word, article_id)
        return outcome

    def _learn(self, source: str, article_id: int, seen: Observations, now: str, is_copy: bool) -> None:
        """A copy teaches nothing: its paragraphs would pass for blocks that repeat."""
        if not is_copy:
            memory.learn(self.db.conn, source, now[:10], seen)
        if seen.lesson is not None:
            self.db.execute(
                "INSERT OR REPLACE INTO lesson (article_id, content) VALUES (?, ?)", [article_id, seen.lesson]
            )
        self._taught[source] += 1
        if self._taught[source] % REMEMBERED_EVERY == 0:
            self._memories.pop(source, None)

    def _registered(self, slug: str) -> Source:
        try:
            return self._sources[slug]
        except KeyError:
            raise UnknownSource(f"{slug}: this source was not registered with the archive.") from None


def _lock(path: Path) -> RunLock:
    try:
        return RunLock(path)
    except OSError as error:
        sentence = f"{path}: its folder cannot be written ({error.strerror}). See to its permissions."
        raise UsageProblem(sentence) from error
