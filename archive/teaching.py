"""A site memory that is made apart from the archive: of a source that has none, before its pages are read with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from types import TracebackType
from typing import Self

from archive import memory, settling
from archive.memory import Memory, Observations
from archive.memory_report import has_memory
from archive.migrations.first import TABLES
from archive.migrations.memory import SITE_MEMORY

LEARNED = ("memory_source", "memory_kind", "memory_day", "memory_block")


def is_taught(connection: sqlite3.Connection, source: str) -> bool:
    """Whether pages of the source taught the archive anything; none did in one from before there was a site memory."""
    if not has_memory(connection):
        return False
    return connection.execute("SELECT 1 FROM memory_source WHERE source = ?", [source]).fetchone() is not None


def known_memory(connection: sqlite3.Connection, source: str) -> Memory:
    """The memory of a source as it stands; in an archive of the first schema its headlines alone."""
    if has_memory(connection):
        return memory.snapshot(connection, source)
    rows = connection.execute(
        "SELECT key FROM headline WHERE source = ? ORDER BY id DESC LIMIT ?", [source, memory.RECENT_HEADLINES]
    )
    return Memory(source, frozenset(key for (key,) in rows))


class Teaching:
    """Pages teach it as they teach an archive; use it as a context manager. It lives in memory: a few kB a page."""

    def __init__(self, source: str, today: str) -> None:
        """``today``: ``YYYY-MM-DD``, UTC."""
        self.source = source
        self.today = today
        self._repeats_from = (date.fromisoformat(today) - timedelta(days=settling.DAYS)).isoformat()
        self._scratch = sqlite3.connect(":memory:")
        for statement in (*TABLES, *SITE_MEMORY):
            self._scratch.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.close()

    def learn(self, article_id: int, day: str, seen: Observations) -> None:
        """What the page of an article that was fetched on this day taught."""
        if day < self._repeats_from:  # what repeated then is forgotten at once
            seen = replace(seen, blocks=())
        memory.learn(self._scratch, self.source, day, seen)
        if seen.lesson is None:
            return
        self._scratch.execute(
            """INSERT INTO article (id, url_key, change, source, url, title, text, search_keys, word_count, sha256,
            fingerprint, first_seen, last_seen, checked_at)
            VALUES (?1, ?1, ?1, ?2, '', '', '', '', 0, '', '', '', '', '')""",
            [article_id, self.source],
        )
        self._scratch.execute("INSERT INTO lesson (article_id, content) VALUES (?, ?)", [article_id, seen.lesson])

    def settle(self) -> Memory:
        """What all of it comes to, without headlines."""
        settling.settle(self._scratch, self.source, self.today)
        return memory.snapshot(self._scratch, self.source)

    def keep(self, connection: sqlite3.Connection) -> None:
        """Write it into an archive in the place of what it has of the source, in the caller's transaction."""
        memory.forget(connection, self.source)
        for table in LEARNED:
            with closing(self._scratch.execute(f"SELECT * FROM {table}")) as rows:
                names = ", ".join(name for name, *_ in rows.description)
                marks = ", ".join("?" * len(rows.description))
                connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
