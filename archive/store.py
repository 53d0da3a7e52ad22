"""The archive's one writer. Every outcome is one transaction: article, revision, links and full text, or none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive import articles, capture_rows, memory, mending, outcomes, rechecks, removals, settling, withholding
from archive.clock import Clock, utc_now
from archive.entries import Task
from archive.memory import Memory, Observations
from archive.progress import Tell, silent
from archive.queue import Queue
from archive.records import Article, Capture, Outcome, Rejection, Revision, Source
from archive.reextraction import Judged, put_in_place
from archive.removals import Evidence
from archive.settling import Settled
from archive.teaching import Teaching

NOTHING_SEEN = Observations()

MENDED_AT_ONCE = 200
"""Articles in one transaction of mend(); each transaction waits for the disk."""


class Archive(Queue):
    """An archive open for writing, under the run lock; use it as a context manager, in one thread."""

    def __init__(self, path: Path, clock: Clock = utc_now, tell: Tell = silent, *, checked: bool = False) -> None:
        """As ``Writer``."""
        super().__init__(path, clock, tell, checked=checked)
        self.taken_back: Counter[str] = Counter()
        """By source: revisions that turned out to be none."""

    def is_short(self, article_id: int) -> bool:
        """Whether an article is hardly a text."""
        return articles.is_short(self.db.conn, article_id)

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
        return self._memories.of(source.slug)

    def settle(self, source: Source) -> Settled:
        """What this run taught of the source, and which of its texts must be read again for it.

        Read them with the memory that it gives, hand them to mend_text(), then call mend().
        """
        with self.db.atomic():
            settled = settling.settle(self.db.conn, source.slug, self.now()[:10])
        self._memories.drop(source.slug)
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
        self._memories.drop(taught.source)

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
                self._memories.drop(one.source)
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
        with self.db.atomic():
            now = capture_rows.fetched_at(self.db.conn, capture_id) or self.now()
            kept = outcomes.keep(self.db.conn, article, source, capture_id, task, before, now)
            if kept.word != "unchanged":
                outcomes.learn(self.db.conn, kept, seen, now)
                self._memories.taught(kept.source)
            return self._close(task, capture_id, kept.word, kept.article_id)

    def reject(self, rejection: Rejection, capture_id: int | None, task: Task) -> Outcome:
        """A page, but no article."""
        with self.db.atomic():
            self._put_off(task)
            return self._close(task, capture_id, f"rejected:{rejection.reason}", task.article_id)

    def opted_out(self, signals: tuple[str, ...], capture_id: int | None, task: Task) -> Outcome:
        """A page that is not to be archived. Of a known article nothing goes; that its page says so now is noted."""
        with self.db.atomic():
            if task.article_id is not None:
                articles.note_opt_out(self.db.conn, task.article_id, signals)
            self._put_off(task)
            return self._close(task, capture_id, "rejected:opt-out", task.article_id)

    def fail(self, reason: str, capture_id: int | None, task: Task) -> Outcome:
        """No page, or it could not be processed."""
        with self.db.atomic():
            self._put_off(task)
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

    def _put_off(self, task: Task) -> None:
        """A known article of which nothing was learned is looked at again in its time, and not by every run."""
        if task.article_id is not None:
            rechecks.not_seen(self.db.conn, task.article_id, self.now())

    def _close(self, task: Task, capture_id: int | None, word: str, article_id: int | None) -> Outcome:
        return outcomes.close(self.db.conn, task, capture_id, word, article_id, self.now())
