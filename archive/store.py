"""The archive's one writer. Every outcome is one transaction: article, revision, links and full text, or none of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlite_utils import Database

from archive import articles, captures, entries, memory
from archive.clock import Clock, iso, utc_now
from archive.entries import Task
from archive.errors import NotAnArchive
from archive.gate import clean
from archive.lock import RunLock
from archive.memory import Memory
from archive.migrations import migrations
from archive.readonly import check_identity, damaged_or_foreign
from archive.records import Article, Capture, Entry, Outcome, Rejection, Source, SourceReport
from archive.urls import url_key

Kind = Literal["feed", "sitemap", "listing"]


class Archive:
    """An archive open for writing, under the run lock; use it as a context manager, in one thread."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        """Opens the archive, creates it where there is none, and cuts torn capture files.

        Raises ArchiveLocked, NotAnArchive, NewerArchive or DamagedArchive; the file is then as it was.
        """
        if not path.parent.is_dir():
            raise NotAnArchive(f"{path}: there is no folder {path.parent}. Create it, or name another file with --db.")
        self.path = path
        self.captures = captures.captures_folder(path)
        self._clock = clock
        self._lock = RunLock(path)
        self._memories: dict[str, Memory] = {}
        self._sources: dict[str, Source] = {}
        try:
            self.db = _open(path)
            self.mended_files = captures.cut_torn_tails(self.captures, self._committed_ends())
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()
        self._lock.close()

    def now(self) -> str:
        """The moment, UTC ISO-8601."""
        return iso(self._clock())

    # The catalogue, and the runs

    def register(self, sources: Iterable[Source]) -> None:
        """Keep sources, so that any reader of the archive can name them; what is stored must belong to one of them."""
        sources = tuple(sources)
        self._sources.update((source.slug, source) for source in sources)
        with self.db.atomic():
            self.db.conn.executemany(
                """INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET
                name = excluded.name, country = excluded.country, languages = excluded.languages,
                timezone = excluded.timezone, homepage = excluded.homepage, license = excluded.license,
                status = excluded.status""",
                [
                    (
                        s.slug,
                        s.name,
                        s.country,
                        json.dumps(s.languages),
                        s.timezone,
                        s.homepage,
                        s.license,
                        s.status,
                    )
                    for s in sources
                ],
            )

    def start_crawl(self, command: str) -> int:
        """Write down that a run has begun; its id."""
        with self.db.atomic():
            cursor = self.db.conn.execute("INSERT INTO crawl (started, command) VALUES (?, ?)", [self.now(), command])
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def finish_crawl(self, crawl_id: int, exit_code: int, reports: Iterable[SourceReport]) -> None:
        """Write down how a run ended, source by source."""
        with self.db.atomic():
            self.db.conn.executemany(
                """INSERT INTO crawl_source
                (crawl_id, source, requests, not_modified, bytes, seconds, outcomes, problem)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    (
                        crawl_id,
                        r.source,
                        r.requests,
                        r.not_modified,
                        r.bytes,
                        r.seconds,
                        json.dumps(r.outcomes),
                        r.problem,
                    )
                    for r in reports
                ],
            )
            self.db.execute(
                "UPDATE crawl SET finished = ?, exit_code = ? WHERE id = ?", [self.now(), exit_code, crawl_id]
            )

    # Discovery

    def conditional_headers(self, source: Source, url: str) -> dict[str, str]:
        """What to send along so that an unchanged feed, sitemap or listing answers 304."""
        row = self.db.execute(
            "SELECT etag, last_modified FROM discovery WHERE source = ? AND url = ?", [source.slug, url]
        ).fetchone()
        etag, last_modified = row or (None, None)
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return {name: value for name, value in headers.items() if value}

    def discovered(
        self,
        source: Source,
        kind: Kind,
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
        keyed = [(url_key(entry.url, self._sources[entry.source]), entry) for entry in found]
        now = self.now()
        with self.db.atomic():
            new = entries.keep(self.db.conn, keyed, now)
            for key, entry in keyed:
                if entry.title:
                    memory.merge(self.db, entry.source, [(entry.title, key)])
            self.db.execute(
                """INSERT OR REPLACE INTO discovery
                (source, url, kind, etag, last_modified, status, fetched_at, entries, leads)
                VALUES (?, ?, ?, ?, ?, 200, ?, ?, ?)""",
                [source.slug, url, kind, etag, last_modified, now, len(keyed), json.dumps(leads)],
            )
        for slug in {entry.source for _, entry in keyed}:
            self._memories.pop(slug, None)
        return new

    def not_modified(self, source: Source, url: str) -> tuple[str, ...]:
        """A feed, sitemap or listing answered 304; gives the URLs that it led to when it was read."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE discovery SET status = 304, fetched_at = ? WHERE source = ? AND url = ?",
                [self.now(), source.slug, url],
            )
        row = self.db.execute("SELECT leads FROM discovery WHERE source = ? AND url = ?", [source.slug, url]).fetchone()
        return tuple(json.loads(row[0])) if row else ()

    # The queue

    def retry_failed(self, source: Source) -> int:
        """Put what failed in earlier crawls back into the queue."""
        with self.db.atomic():
            return entries.retry_failed(self.db.conn, source.slug)

    def requested(self, source: Source, url: str) -> Task:
        """The task of a URL that a user asked for."""
        key = url_key(url, source)
        row = self.db.execute("SELECT id, url FROM article WHERE url_key = ?", [key]).fetchone()
        if row is not None:
            return entries.recheck_task(self.db.conn, source.slug, *row)
        entry = Entry(url=url, source=source.slug, found_in="request")
        with self.db.atomic():
            entry_id = entries.keep_requested(self.db.conn, key, entry, self.now())
        return entries.entry_task(self.db.conn, entry_id)

    # Captures

    def record(self, capture: Capture, task: Task) -> int:
        """Keep a response, bytes first, then its row; the capture's id."""
        file, offset, length = captures.append(self.captures, capture)
        with self.db.atomic():
            cursor = self.db.conn.execute(
                """INSERT INTO capture (url, source, fetched_at, status, headers, digest, size, file, offset, length,
                entry_id, article_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    clean(capture.url),
                    capture.source,
                    capture.fetched_at,
                    capture.status,
                    json.dumps([(name, clean(value)) for name, value in capture.headers]),
                    captures.payload_digest(capture.payload),
                    len(capture.payload),
                    file,
                    offset,
                    length,
                    task.entry_id,
                    task.article_id,
                ],
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

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

    def unextracted(self) -> Iterator[tuple[int, Capture, Task]]:
        """Captures that a crash left without an outcome, oldest first."""
        rows = self.db.execute(
            """SELECT id, url, source, fetched_at, status, headers, file, offset, length, entry_id, article_id
            FROM capture WHERE outcome IS NULL ORDER BY id"""
        ).fetchall()
        for (
            capture_id,
            url,
            source,
            fetched_at,
            status,
            headers,
            file,
            offset,
            length,
            entry_id,
            article_id,
        ) in rows:
            payload = captures.read_payload(self.captures, file, offset, length)
            capture = Capture(
                url=url,
                source=source,
                fetched_at=fetched_at,
                status=status,
                headers=tuple((name, value) for name, value in json.loads(headers)),
                payload=payload,
            )
            if entry_id is not None:
                yield capture_id, capture, entries.entry_task(self.db.conn, entry_id)
            else:
                yield capture_id, capture, Task(url=url, source=source, entry_id=None, article_id=article_id)

    # Site memory

    def memory(self, source: Source) -> Memory:
        """What is known of the source, for the extractor."""
        if source.slug not in self._memories:
            self._memories[source.slug] = memory.snapshot(self.db, source.slug)
        return self._memories[source.slug]

    def mend(self, source: Source) -> int:
        """Take out of this run's texts the lines that turned out to be other articles' headlines; how many were mended.

        So the text does not depend on the order in which pages came. It is no revision: the page did not change.
        """
        rows = self.db.execute(
            "SELECT id, url_key, title, text FROM article WHERE source = ? AND settled = 0", [source.slug]
        ).fetchall()
        mended = 0
        for article_id, key, title, text in rows:
            with self.db.atomic():
                kept = self._without_headlines(article_id, source.slug, key, text)
                if kept != text:
                    articles.rewrite(self.db.conn, article_id, title, kept)
                    mended += 1
                self.db.execute("UPDATE article SET settled = 1 WHERE id = ?", [article_id])
        return mended

    # Outcomes

    def add(self, article: Article, source: Source, capture_id: int | None, task: Task) -> Outcome:
        """Keep an article; tells whether it is new, a duplicate, revised or unchanged."""
        article = articles.through_the_gate(article)
        key = url_key(article.canonical_url or article.url, source)
        now = self.now()
        with self.db.atomic():
            old = articles.known(self.db.conn, key, task.article_id)
            if old is None:
                article_id, word = articles.insert(self.db.conn, article, key, source.slug, capture_id, now)
            else:
                article_id, word = old["id"], "revised" if self._differs(old, article) else "unchanged"
                articles.seen(self.db.conn, article_id, now)
                if word == "revised":
                    articles.revise(self.db.conn, old, article, capture_id, now)
            memory.merge(self.db, source.slug, [(article.title, key)])
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

    def missing(self, source: Source, capture_id: int | None, task: Task) -> Outcome:
        """A known article is not there any more: one more removal check, or the last."""
        assert task.article_id is not None
        with self.db.atomic():
            gone = articles.missed(self.db.conn, task.article_id, source.crawl, self.now())
            return self._close(task, capture_id, "removed" if gone else "unchanged", task.article_id)

    def _close(self, task: Task, capture_id: int | None, word: str, article_id: int | None) -> Outcome:
        outcome = Outcome(url=task.url, source=task.source, outcome=word, id=article_id)
        entries.close(self.db.conn, task.entry_id, outcome, self.now())
        if capture_id is not None:
            self.db.execute(
                "UPDATE capture SET outcome = ?, article_id = ? WHERE id = ?", [word, article_id, capture_id]
            )
        return outcome

    def _differs(self, old: sqlite3.Row, article: Article) -> bool:
        """Whether the outlet changed its text; what the site memory learned since is taken out of both first."""
        if article.title != old["title"]:
            return True
        before, after = (
            self._without_headlines(old["id"], old["source"], old["url_key"], text)
            for text in (old["text"], article.text)
        )
        return before != after

    def _without_headlines(self, article_id: int, source: str, key: str, text: str) -> str:
        own = {
            key,
            *(row[0] for row in self.db.execute("SELECT url_key FROM entry WHERE article_id = ?", [article_id])),
        }
        lines = text.split("\n")
        foreign = memory.headlines_of_others(self.db, source, lines, own)
        return "\n".join(line for line in lines if line not in foreign) or text

    def _committed_ends(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT file, max(offset + length) FROM capture GROUP BY file").fetchall())


def _open(path: Path) -> Database:
    fresh = not path.exists() or path.stat().st_size == 0
    connection = sqlite3.connect(path, timeout=10)
    try:
        if not fresh:
            check_identity(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        db = Database(connection)
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise damaged_or_foreign(error, path) from error
    except BaseException:
        connection.close()
        raise
    return db
