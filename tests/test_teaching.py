"""A memory made apart from the archive is the one that a crawl of the same pages would have made."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import memory
from archive.store import Archive
from archive.teaching import Teaching, is_taught, known_memory
from tests.archives import VODI, arrives, column, found, open_archive, page, response
from tests.lessons import SIDE, Told, taught

TODAY = "2026-11-07"
NOTICE = Told("Subscribe to the messenger of the news", kind=SIDE, plain=1.0)


@pytest.fixture
def teaching() -> Teaching:
    return Teaching(VODI.slug, TODAY)


def pages(count: int) -> list[memory.Observations]:
    return [taught(Told(f"Paragraph {number} of a long story about a bridge"), NOTICE) for number in range(count)]


def learned_by_crawl(archive: Archive, seen: list[memory.Observations]) -> memory.Memory:
    for number, one in enumerate(seen):
        url = f"https://vodi.example/en/{number}"
        (task,) = found(archive, url)
        capture_id = archive.record(response(url), task)
        archive.add(page(url, f"No {number}", f"Text of number {number}."), VODI, capture_id, task, one)
    archive.settle(VODI)
    return memory.snapshot(archive.db.conn, VODI.slug)


def test_it_learns_what_a_crawl_learns_and_keeps_it(tmp_path: Path, teaching: Teaching) -> None:
    with open_archive(tmp_path / "crawled.db") as archive:
        crawled = learned_by_crawl(archive, pages(5))
    with open_archive(tmp_path / "archive.db") as archive, teaching:
        for number, seen in enumerate(pages(5), start=1):
            teaching.learn(number, TODAY, seen)
        assert teaching.settle() == crawled
        assert len(crawled.kinds) == 2
        assert len(crawled.repeated) == 1
        assert not is_taught(archive.db.conn, VODI.slug)
        archive.teach(teaching)
        assert is_taught(archive.db.conn, VODI.slug)
        assert archive.memory(VODI) == crawled == known_memory(archive.db.conn, VODI.slug)
        assert column(archive, "SELECT count(*) FROM lesson") == [0]


def test_blocks_of_days_that_are_forgotten_anyway_are_not_counted(teaching: Teaching) -> None:
    with teaching:
        for number, seen in enumerate(pages(5), start=1):
            teaching.learn(number, "2024-05-01", seen)
        learned = teaching.settle()
    assert (len(learned.kinds), learned.repeated) == (2, {})


def test_it_takes_the_place_of_remains(tmp_path: Path, teaching: Teaching) -> None:
    with open_archive(tmp_path / "archive.db") as archive, teaching:
        learned_by_crawl(archive, pages(3))
        teaching.learn(1, TODAY, pages(1)[0])
        teaching.settle()
        archive.teach(teaching)
        assert column(archive, "SELECT pages FROM memory_source") == [1]
        assert set(column(archive, "SELECT pages FROM memory_kind")) == {1}


def test_archive_of_the_first_schema_knows_its_headlines(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page("https://vodi.example/en/bridge"))
        connection = archive.db.conn
        whole = known_memory(connection, VODI.slug)
        for table in ("memory_source", "memory_kind", "memory_day", "memory_block"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 1")
        assert known_memory(connection, VODI.slug).headlines == whole.headlines != frozenset()
        assert not is_taught(connection, VODI.slug)
