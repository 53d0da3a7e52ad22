"""Counts that are kept as articles come: whatever happens to an article, they are those of the articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.holdings import MISCOUNTED, MISPLACED, count_anew
from archive.migrations import migrations
from archive.readonly import open_readonly
from archive.search.hits import search
from tests.samples import sample_archive

HOLDINGS = "SELECT source, language, month, articles, duplicates FROM holding WHERE articles ORDER BY 1, 2, 3"
INSERT = """INSERT INTO article (id, url_key, url, source, title, text, search_keys, language, published, word_count,
        sha256, fingerprint, duplicate_of, first_seen, last_seen, checked_at, change)
    VALUES (?1, ?1, '', 'vodi-en', '', '', '', 'en', NULL, 0, '', '', ?2, '2026-11-01T00:00:00Z', '', '', ?1)"""

NUMBERS = st.integers(1, 6)
DATES = st.sampled_from([None, "2026-10-31", "2026-11-02T06:00:00Z"])
CHANGES = st.one_of(
    st.tuples(st.just("source"), st.sampled_from(["vodi-en", "vodi-ru"])),
    st.tuples(st.just("language"), st.sampled_from(["en", "ru", None])),
    st.tuples(st.just("published"), DATES),
    st.tuples(st.just("first_seen"), st.sampled_from(["2026-09-30T00:00:00Z", "2026-11-01T00:00:00Z"])),
    st.tuples(st.just("duplicate_of"), st.one_of(st.none(), NUMBERS)),
    st.tuples(st.just("title"), st.just("A title")),
)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with closing(Database(memory=True)) as db:
        migrations.apply(db)
        for slug in ("vodi-en", "vodi-ru"):
            db.execute("INSERT INTO source VALUES (?, ?, 'TJ', '[]', 'UTC', '', '', 'ok')", [slug, slug])
        yield db.conn


def is_counted(connection: sqlite3.Connection) -> bool:
    return not any(connection.execute(broken).fetchall() for broken in (MISPLACED, MISCOUNTED))


@given(steps=st.lists(st.tuples(NUMBERS, st.one_of(CHANGES, st.just(("delete", None)))), max_size=30))
def test_counts_are_those_of_the_articles_whatever_happens(
    connection: sqlite3.Connection, steps: list[tuple[int, tuple[str, object]]]
) -> None:
    for number, (column, value) in steps:
        there = {row[0] for row in connection.execute("SELECT id FROM article")}
        if column == "duplicate_of" and value is not None and value not in there - {number}:
            continue
        if number not in there:
            connection.execute(INSERT, [number, value if column == "duplicate_of" else None])
        elif column == "delete":
            connection.execute("UPDATE article SET duplicate_of = NULL WHERE duplicate_of = ?", [number])
            connection.execute("DELETE FROM article WHERE id = ?", [number])
        else:
            connection.execute(f"UPDATE article SET {column} = ? WHERE id = ?", [value, number])
        assert is_counted(connection), (number, column, value)
    kept = connection.execute(HOLDINGS).fetchall()
    connection.execute("DELETE FROM held")
    assert count_anew(connection) == bool(kept)
    assert connection.execute(HOLDINGS).fetchall() == kept
    assert not count_anew(connection)


def test_article_that_changes_nothing_that_counts_writes_nothing(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR IGNORE INTO source VALUES ('vodi-tg', '', 'TJ', '[]', 'UTC', '', '', 'ok')")
    connection.execute(INSERT, [99, None])
    before = connection.total_changes
    connection.execute("UPDATE article SET source = 'vodi-en', language = 'en', published = NULL WHERE id = 99")
    assert connection.total_changes - before == 1
    connection.execute("DELETE FROM article WHERE id = 99")


def test_archive_that_keeps_no_counts_yet_is_searched_all_the_same(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    with closing(open_readonly(path)) as reader:
        expected = [list(search(reader, text)) for text in ("pupils", "", "library source:vodi-en", "lang:tg")]
    with closing(sqlite3.connect(path)) as writer, writer:
        for kind, name in writer.execute(
            "SELECT type, name FROM sqlite_master WHERE name GLOB 'article_held_*'"
        ).fetchall():
            writer.execute(f"DROP {kind} {name}")
        for table in ("held", "holding", "common_word"):
            writer.execute(f"DROP TABLE {table}")
        writer.execute("PRAGMA user_version = 8")
    with closing(open_readonly(path)) as reader:
        assert [list(search(reader, text)) for text in ("pupils", "", "library source:vodi-en", "lang:tg")] == expected
