from __future__ import annotations

import sqlite3
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.errors import DamagedArchive, NotAnArchive, UnknownSource, UsageProblem
from archive.export.snapshot import Query, open_snapshot, selection
from tests.samples import sample_archive
from tests.test_migrations import first_version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    with connection:
        yield connection
    connection.close()


def ids(path: Path, **query: object) -> list[object]:
    with open_snapshot(path, Query(**query)) as snapshot:  # type: ignore[arg-type]
        return [article["id"] for article in snapshot.articles()]


def grow(path: Path, articles: int, text: str) -> None:
    """Add copies of article 2."""
    with writing(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(article)")]
        own = {"id": "n", "url_key": "'k' || n", "change": "n", "text": "?", "search_keys": "''"}
        connection.execute("DROP TRIGGER article_fts_insert")
        connection.execute(
            f"WITH RECURSIVE count(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM count WHERE n < 999 + ?)"
            f"INSERT INTO article ({', '.join(columns)}) "
            f"SELECT {', '.join(own.get(column, column) for column in columns)} FROM article, count WHERE id = 2",
            (articles, text),
        )
        connection.execute("UPDATE sequence SET value = ?", (999 + articles,))


def test_articles_come_by_id(path: Path) -> None:
    assert ids(path) == list(range(1, 11))


def test_sources_and_languages_are_filters_that_both_must_fit(path: Path) -> None:
    assert ids(path, source=("vodi-en",)) == [1, 2, 3, 10]
    assert ids(path, language=("ru", "tg")) == [4, 5, 6, 7, 8, 9]
    assert ids(path, source=("vodi-en",), language=("ru",)) == []


@pytest.mark.parametrize(
    ("language", "found"),
    [("uz", [1, 2]), ("uz-Cyrl", [1]), ("UZ-cyrl", [1]), ("uz-Latn", [2]), ("u", []), ("*", []), ("%", [])],
)
def test_a_language_takes_its_scripts_too(path: Path, language: str, found: list[int]) -> None:
    with writing(path) as connection:
        connection.execute("UPDATE article SET language = 'uz-Cyrl' WHERE id = 1")
        connection.execute("UPDATE article SET language = 'uz-Latn' WHERE id = 2")
    assert ids(path, language=(language,)) == found


@pytest.mark.parametrize(("since", "found"), [(0, list(range(1, 11))), (9, [1, 3, 10]), (11, [3]), (12, [])])
def test_since_follows_the_changes_and_not_the_date_of_publishing(path: Path, since: int, found: list[int]) -> None:
    assert ids(path, since=since) == found


def test_the_cursor_of_one_export_leads_to_what_changed_after_it(path: Path) -> None:
    with open_snapshot(path, Query(source=("vodi-tg",))) as snapshot:
        cursor = snapshot.cursor
    with writing(path) as connection:
        connection.execute("UPDATE article SET change = 13, removed = '2026-11-09T00:00:00Z' WHERE id = 8")
        connection.execute("UPDATE sequence SET value = 13")
    with open_snapshot(path, Query(since=cursor)) as snapshot:
        (tombstone,) = snapshot.articles()
    assert (tombstone["id"], tombstone["removed"]) == (8, "2026-11-09T00:00:00Z")
    assert tombstone["articleBody"]
    assert (snapshot.rows, snapshot.tombstones, snapshot.cursor) == (1, 1, 13)


@pytest.mark.parametrize("since", [-1, 13, 2**70])
def test_a_cursor_that_the_archive_never_gave_is_refused(path: Path, since: int) -> None:
    with pytest.raises(UsageProblem, match=rf"--since {since}: .* from 0 to 12\. Give the cursor"):
        ids(path, since=since)


def test_an_unknown_source_is_refused_with_the_name_that_was_meant(path: Path) -> None:
    with pytest.raises(UnknownSource, match=r"no source named vodi-eng\. It has: vodi-en"):
        ids(path, source=("vodi-en", "vodi-eng"))


def test_versions_come_with_the_articles(path: Path) -> None:
    with open_snapshot(path, Query(revisions=True)) as snapshot:
        counts = [len(article["revisions"]) for article in snapshot.articles()]  # type: ignore[arg-type]
    assert counts == [2] + [1] * 9


def test_versions_of_an_archive_of_the_first_version_have_their_kinds_too(tmp_path: Path) -> None:
    first_version(tmp_path / "old.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection, connection:
        connection.execute(
            """INSERT INTO revision (article_id, number, seen_at, title, text, sha256)
            SELECT article_id, 2, seen_at, 'Another headline', text, sha256 FROM revision"""
        )
    with open_snapshot(tmp_path / "old.db", Query(revisions=True)) as snapshot:
        (article,) = snapshot.articles()
    assert [version["kind"] for version in article["revisions"]] == ["first", "headline"]  # type: ignore[attr-defined]


def test_a_crawl_that_writes_meanwhile_changes_nothing(path: Path) -> None:
    with writing(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")

    def crawl() -> None:
        with writing(path) as connection:
            connection.execute("UPDATE article SET title = 'torn', change = change + 100")
            connection.execute("UPDATE revision SET title = 'torn'")
            connection.execute("UPDATE sequence SET value = 112")

    with open_snapshot(path, Query(revisions=True, since=0)) as snapshot:
        articles = snapshot.articles()
        seen = [next(articles)]
        crawler = threading.Thread(target=crawl)
        crawler.start()
        crawler.join(timeout=30)
        with writing(path) as connection:
            assert connection.execute("SELECT DISTINCT title FROM article").fetchall() == [("torn",)]
        seen += articles
    assert "torn" not in str(seen)
    assert (len(seen), snapshot.rows, snapshot.cursor) == (10, 10, 12)


@pytest.mark.parametrize(
    "query",
    [Query(), Query(source=("vodi-en", "vodi-ru")), Query(language=("tg",)), Query(since=3, source=("vodi-en",))],
)
def test_sqlite_sorts_nothing(path: Path, query: Query) -> None:
    statement, values = selection(query)
    with writing(path) as connection:
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall())
    assert "article" in plan
    assert "TEMP B-TREE" not in plan


def test_what_changed_is_found_without_reading_every_article(path: Path) -> None:
    statement, values = selection(Query(since=3))
    with writing(path) as connection:
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall())
    assert "SCAN article" not in plan
    assert "article_change" in plan


def test_memory_does_not_grow_with_the_archive(path: Path) -> None:
    grow(path, 20_000, "word " * 200)
    with open_snapshot(path, Query()) as snapshot:
        articles = snapshot.articles()
        tracemalloc.start()
        try:
            rows = sum(1 for _ in articles)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert rows == 20_010
    assert peak < 1_000_000


def test_damage_met_while_reading_is_told_as_damage(path: Path) -> None:
    grow(path, 1000, "word " * 2000)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 40 * 4096)
    with pytest.raises(DamagedArchive, match="damaged"):
        ids(path)


def test_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive):
        ids(tmp_path / "archive.db")
