"""The archive's one writer. Every outcome is one transaction: article, revision, links and full text together or not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlite_utils import Database

from archive import captures, duplicates, entries, memory
from archive.clock import Clock, days_between, iso, utc_now
from archive.entries import Task
from archive.errors import NotAnArchive
from archive.fingerprints import fingerprint, sha256
from archive.gate import clean
from archive.lock import RunLock
from archive.memory import Memory
from archive.migrations import migrations
from archive.readonly import check_identity, damaged_or_foreign
from archive.records import Article, Capture, Entry, Outcome, Rejection, Source, SourceReport
from archive.search.fold import search_keys
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
        """Keep the catalogue's sources, so that any reader of the archive can name them."""
        with self.db.atomic():
            self.db.conn.executemany(
                """INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET
                name = excluded.name, country = excluded.country, languages = excluded.languages,
                timezone = excluded.timezone, homepage = excluded.homepage, license = excluded.license,
                status = excluded.status""",
                [
                    (s.slug, s.name, s.country, json.dumps(s.languages), s.timezone, s.homepage, s.license, s.status)
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
                    (crawl_id, r.source, r.requests, r.not_modified, r.bytes, r.seconds, json.dumps(r.outcomes), r.problem)
                    for r in reports
                ],
            )
            self.db.execute("UPDATE crawl SET finished = ?, exit_code = ? WHERE id = ?", [self.now(), exit_code, crawl_id])

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
        *,
        status: int = 200,
        etag: str | None = None,
        last_modified: str | None = None,
        problem: str | None = None,
    ) -> int:
        """Keep the entries and the conditional state of where they stood, in one transaction; how many were new.

        So a crash can never leave an ETag behind whose articles were lost. With a problem the state stays empty.
        """
        keyed = [(url_key(entry.url, source), entry) for entry in found]
        now = self.now()
        with self.db.atomic():
            new = entries.keep(self.db.conn, keyed, now)
            memory.merge(self.db, source.slug, [(entry.title, key) for key, entry in keyed if entry.title])
            self.db.execute(
                "INSERT OR REPLACE INTO discovery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [source.slug, url, kind, etag, last_modified, status, now, len(keyed), problem],
            )
        self._memories.pop(source.slug, None)
        return new

    def not_modified(self, source: Source, url: str) -> None:
        """A feed, sitemap or listing answered 304."""
        with self.db.atomic():
            self.db.execute(
                "UPDATE discovery SET status = 304, fetched_at = ?, problem = NULL WHERE source = ? AND url = ?",
                [self.now(), source.slug, url],
            )

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
                    clean(capture.url), capture.source, capture.fetched_at, capture.status,
                    json.dumps([(name, clean(value)) for name, value in capture.headers]),
                    captures.payload_digest(capture.payload), len(capture.payload), file, offset, length,
                    task.entry_id, task.article_id,
                ],
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def unextracted(self) -> Iterator[tuple[int, Capture, Task]]:
        """Captures that a crash left without an outcome, oldest first."""
        rows = self.db.execute(
            """SELECT id, url, source, fetched_at, status, headers, file, offset, length, entry_id, article_id
            FROM capture WHERE outcome IS NULL ORDER BY id"""
        ).fetchall()
        for capture_id, url, source, fetched_at, status, headers, file, offset, length, entry_id, article_id in rows:
            payload = captures.read_payload(self.captures, file, offset, length)
            capture = Capture(
                url=url, source=source, fetched_at=fetched_at, status=status,
                headers=tuple((name, value) for name, value in json.loads(headers)), payload=payload,
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
                    self._rewrite(article_id, title, kept)
                    mended += 1
                self.db.execute("UPDATE article SET settled = 1 WHERE id = ?", [article_id])
        return mended

    # Outcomes

    def add(self, article: Article, source: Source, capture_id: int | None, task: Task) -> Outcome:
        """Keep an article; tells whether it is new, a duplicate, revised or unchanged."""
        article = _through_the_gate(article)
        key = url_key(article.canonical_url or article.url, source)
        with self.db.atomic():
            known = self._known(key, task)
            if known is None:
                outcome = self._insert(article, key, source, capture_id, task)
            else:
                outcome = self._seen_again(known, article, source, capture_id, task)
            memory.merge(self.db, source.slug, [(article.title, key)])
            self._close(task, capture_id, outcome)
        return outcome

    def reject(self, rejection: Rejection, capture_id: int | None, task: Task) -> Outcome:
        """A page, but no article."""
        return self._end(task, capture_id, f"rejected:{rejection.reason}")

    def fail(self, reason: str, capture_id: int | None, task: Task) -> Outcome:
        """No page, or it could not be processed."""
        return self._end(task, capture_id, f"failed:{reason}")

    def same(self, task: Task) -> Outcome:
        """A known article answered 304."""
        now = self.now()
        outcome = Outcome(url=task.url, source=task.source, outcome="unchanged", id=task.article_id)
        with self.db.atomic():
            self.db.execute(
                "UPDATE article SET last_seen = ?, checked_at = ?, missing_checks = 0, missing_since = NULL WHERE id = ?",
                [now, now, task.article_id],
            )
            self._close(task, None, outcome)
        return outcome

    def missing(self, source: Source, capture_id: int | None, task: Task) -> Outcome:
        """A known article is not there any more: one more removal check, or the last."""
        now = self.now()
        with self.db.atomic():
            checks, since = self.db.execute(
                "SELECT missing_checks + 1, coalesce(missing_since, ?) FROM article WHERE id = ?", [now, task.article_id]
            ).fetchone()
            gone = checks >= source.crawl.removed_checks and days_between(since, now) >= source.crawl.removed_days
            self.db.execute(
                "UPDATE article SET missing_checks = ?, missing_since = ?, checked_at = ? WHERE id = ?",
                [checks, since, now, task.article_id],
            )
            if gone:
                self.db.execute(
                    "UPDATE article SET removed = ?, change = ? WHERE id = ?",
                    [now, self._next_change(), task.article_id],
                )
            word = "removed" if gone else "unchanged"
            outcome = Outcome(url=task.url, source=task.source, outcome=word, id=task.article_id)
            self._close(task, capture_id, outcome)
        return outcome

    # Inside a transaction

    def _known(self, key: str, task: Task) -> sqlite3.Row | None:
        cursor = self.db.conn.cursor()
        cursor.row_factory = sqlite3.Row
        row: sqlite3.Row | None = cursor.execute(
            "SELECT * FROM article WHERE id = ? OR url_key = ? ORDER BY id = ? DESC LIMIT 1",
            [task.article_id, key, task.article_id],
        ).fetchone()
        return row

    def _insert(self, article: Article, key: str, source: Source, capture_id: int | None, task: Task) -> Outcome:
        print_ = fingerprint(article.text)
        word = "new" if duplicates.first_published(self.db.conn, print_) is None else "duplicate"
        now = self.now()
        row = {
            "url_key": key, "source": source.slug, **_text_columns(article), **_metadata_columns(article),
            "capture_id": capture_id, "first_seen": now, "last_seen": now, "checked_at": now,
            "change": self._next_change(),
        }
        cursor = self.db.conn.execute(
            f"INSERT INTO article ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
        )
        assert cursor.lastrowid is not None
        self._add_revision(cursor.lastrowid, 1, article, capture_id, now)
        duplicates.relink(self.db.conn, print_, self._next_change)
        return Outcome(url=task.url, source=task.source, outcome=word, id=cursor.lastrowid)

    def _seen_again(
        self, known: sqlite3.Row, article: Article, source: Source, capture_id: int | None, task: Task
    ) -> Outcome:
        now = self.now()
        self.db.execute(
            "UPDATE article SET last_seen = ?, checked_at = ?, missing_checks = 0, missing_since = NULL WHERE id = ?",
            [now, now, known["id"]],
        )
        word = "revised" if self._differs(known, article, source) else "unchanged"
        if word == "revised":
            self._revise(known, article, capture_id, now)
        return Outcome(url=task.url, source=task.source, outcome=word, id=known["id"])

    def _differs(self, known: sqlite3.Row, article: Article, source: Source) -> bool:
        """Whether the outlet changed its text; what the site memory learned since is taken out of both first."""
        if article.title != known["title"]:
            return True
        old, new = (
            self._without_headlines(known["id"], source.slug, known["url_key"], text)
            for text in (known["text"], article.text)
        )
        return old != new

    def _revise(self, known: sqlite3.Row, article: Article, capture_id: int | None, now: str) -> None:
        row = {
            **_text_columns(article), **_metadata_columns(article), "url": known["url"],
            "published": article.published or known["published"], "capture_id": capture_id,
            "revisions": known["revisions"] + 1, "settled": 0, "change": self._next_change(),
        }
        self.db.execute(
            f"UPDATE article SET {', '.join(f'{name} = ?' for name in row)} WHERE id = ?", [*row.values(), known["id"]]
        )
        self._add_revision(known["id"], known["revisions"] + 1, article, capture_id, now)
        for print_ in {known["fingerprint"], str(row["fingerprint"])}:
            duplicates.relink(self.db.conn, print_, self._next_change)

    def _rewrite(self, article_id: int, title: str, text: str) -> None:
        """Mend the newest text of an article, and what hangs on it."""
        columns = _derived_columns(title, text)
        (old,) = self.db.execute("SELECT fingerprint FROM article WHERE id = ?", [article_id]).fetchone()
        self.db.execute(
            f"UPDATE article SET {', '.join(f'{name} = ?' for name in columns)}, change = ? WHERE id = ?",
            [*columns.values(), self._next_change(), article_id],
        )
        self.db.execute(
            """UPDATE revision SET text = ?, sha256 = ? WHERE article_id = ?
            AND number = (SELECT revisions FROM article WHERE id = ?)""",
            [text, sha256(text), article_id, article_id],
        )
        for print_ in {old, str(columns["fingerprint"])}:
            duplicates.relink(self.db.conn, print_, self._next_change)

    def _add_revision(self, article_id: int, number: int, article: Article, capture_id: int | None, now: str) -> None:
        self.db.execute(
            """INSERT INTO revision (article_id, number, seen_at, title, text, sha256, capture_id)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            [article_id, number, now, article.title, article.text, sha256(article.text), capture_id],
        )

    def _without_headlines(self, article_id: int, source: str, key: str, text: str) -> str:
        own = {key, *(row[0] for row in self.db.execute("SELECT url_key FROM entry WHERE article_id = ?", [article_id]))}
        lines = text.split("\n")
        foreign = memory.headlines_of_others(self.db, source, lines, own)
        return "\n".join(line for line in lines if line not in foreign) or text

    def _end(self, task: Task, capture_id: int | None, word: str) -> Outcome:
        outcome = Outcome(url=task.url, source=task.source, outcome=word, id=task.article_id)
        with self.db.atomic():
            self._close(task, capture_id, outcome)
        return outcome

    def _close(self, task: Task, capture_id: int | None, outcome: Outcome) -> None:
        entries.close(self.db.conn, task.entry_id, outcome, self.now())
        if capture_id is not None:
            self.db.execute(
                "UPDATE capture SET outcome = ?, article_id = ? WHERE id = ?", [outcome.outcome, outcome.id, capture_id]
            )

    def _next_change(self) -> int:
        cursor = self.db.conn.execute("UPDATE sequence SET value = value + 1 WHERE name = 'change' RETURNING value")
        return int(cursor.fetchone()[0])

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


def _through_the_gate(article: Article) -> Article:
    return Article(
        url=clean(article.url),
        title=clean(article.title),
        text=clean(article.text),
        canonical_url=_cleaned(article.canonical_url),
        language=_cleaned(article.language),
        published=article.published,
        published_raw=_cleaned(article.published_raw),
        published_precision=article.published_precision,
        published_zone=article.published_zone,
        modified=article.modified,
        authors=tuple(map(clean, article.authors)),
        section=_cleaned(article.section),
        keywords=tuple(map(clean, article.keywords)),
        description=_cleaned(article.description),
        image=_cleaned(article.image),
        license=_cleaned(article.license),
    )


def _cleaned(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _text_columns(article: Article) -> dict[str, object]:
    return {"url": article.url, "title": article.title, **_derived_columns(article.title, article.text)}


def _derived_columns(title: str, text: str) -> dict[str, object]:
    return {
        "text": text,
        "search_keys": search_keys(title, text),
        "word_count": len(text.split()),
        "sha256": sha256(text),
        "fingerprint": fingerprint(text),
    }


def _metadata_columns(article: Article) -> dict[str, object]:
    return {
        "canonical_url": article.canonical_url,
        "language": article.language,
        "published": article.published,
        "published_raw": article.published_raw,
        "published_precision": article.published_precision,
        "published_zone": article.published_zone,
        "modified": article.modified,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "section": article.section,
        "keywords": json.dumps(article.keywords, ensure_ascii=False),
        "description": article.description,
        "image": article.image,
        "license": article.license,
    }
