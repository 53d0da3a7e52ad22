"""A full disk, or captures past their budget, end a run before the next article; what is there stays, and is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.captures import captures_folder
from archive.errors import UsageProblem
from crawler.closing import alarm_lines, closing_lines
from crawler.room import Room, folder_size, size_of, size_text
from crawler.wishes import Wishes
from tests.sites import Outlet


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    with Outlet(tmp_path) as running:
        running.publish(*range(1, 9))
        yield running


def test_room_is_looked_for_on_the_disk_of_the_archive(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    assert Room(tmp_path / "archive.db", free // 2, None).lacking() is None
    said = Room(tmp_path / "archive.db", free * 2, None).lacking()
    assert said is not None
    assert said.startswith(f"the disk of {tmp_path}/archive.db has ")
    assert "BACKISSUE_MIN_FREE. Make room" in said


def test_captures_of_all_sources_count(tmp_path: Path) -> None:
    folder = captures_folder(tmp_path / "archive.db")
    room = Room(tmp_path / "archive.db", 0, 1000)
    assert room.lacking() is None, "there are none yet"
    for source in ("kuh", "vodi-en"):
        (folder / source).mkdir(parents=True)
        (folder / source / "2026-11.warc.gz").write_bytes(b"x" * 499)
    assert (folder_size(folder), room.lacking()) == (998, None)
    (folder / "kuh" / "2026-12.warc.gz").write_bytes(b"xx")
    said = room.lacking()
    assert said is not None
    assert said.startswith(f"{folder} has 1.0 kB, and BACKISSUE_MAX_CAPTURES allows 1.0 kB.")


def test_crawl_on_a_full_disk_takes_up_no_article_and_the_next_one_goes_on(outlet: Outlet) -> None:
    crawled = outlet.crawl(BACKISSUE_MIN_FREE="999999G")
    assert crawled.words == []
    assert crawled.run.exit_code() == 1
    assert outlet.rows("SELECT exit_code FROM crawl") == [(1,)]
    (alarm,) = alarm_lines(crawled.run, fresh=True)
    assert f"Stopped: {alarm}" in list(closing_lines(crawled.run))
    assert outlet.paths.count("/feed") == 1
    assert len(outlet.crawl().words) == 8


def test_quiet_run_tells_that_there_is_no_room_once(outlet: Outlet) -> None:
    due = Wishes(due=True)

    def told() -> list[str]:
        return list(alarm_lines(outlet.crawl(due, BACKISSUE_MIN_FREE="999999G").run, fresh=True))

    (said,) = told()
    assert "BACKISSUE_MIN_FREE. Make room" in said
    assert told() == told() == []
    outlet.crawl(due)
    outlet.publish(9)
    assert outlet.crawl(BACKISSUE_MIN_FREE="999999G").run.was_stopped is False


def test_run_after_one_in_which_every_source_failed_tells_that_there_is_no_room(outlet: Outlet) -> None:
    there = dict(outlet.routes)
    outlet.routes.clear()
    assert outlet.crawl().run.exit_code() == 1
    outlet.routes |= there
    run = outlet.crawl(BACKISSUE_MIN_FREE="999999G").run
    assert list(alarm_lines(run, fresh=True)) == [run.stopped]


def test_crawl_past_the_budget_of_captures_ends_before_the_next_article(outlet: Outlet) -> None:
    crawled = outlet.crawl(BACKISSUE_MAX_CAPTURES="3k")
    assert 1 <= len(crawled.words) < 8
    assert {word for _, word in crawled.words} == {"new"}
    assert 3000 <= folder_size(captures_folder(outlet.db)) < 6000
    assert crawled.run.stopped is not None
    assert outlet.rows("SELECT count(*) FROM entry WHERE outcome IS NULL") == [(8 - len(crawled.words),)]
    assert outlet.rows("SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]
    assert len(outlet.crawl().words) == 8 - len(crawled.words)


def test_named_url_is_not_fetched_either(outlet: Outlet) -> None:
    crawled = outlet.crawl(Wishes(urls=(outlet.url("/news/1"),)), BACKISSUE_MIN_FREE="999999G")
    assert (crawled.words, outlet.log, crawled.run.exit_code()) == ([], [], 1)


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("1234", 1234), ("500M", 500_000_000), ("1.5G", 1_500_000_000), ("2 TB", 2 * 10**12), ("7k", 7000)],
)
def test_size_as_a_person_writes_it(text: str, size: int) -> None:
    assert size_of("X", text) == size


@pytest.mark.parametrize("text", ["", "much", "-1", "1.2.3", "5X", "9" * 30])
def test_what_is_no_size_is_refused_before_an_archive_is_made(outlet: Outlet, text: str) -> None:
    with pytest.raises(UsageProblem, match=r'BACKISSUE_MIN_FREE: ".*" is no size\. Write it like 500M or 2G\.'):
        size_of("BACKISSUE_MIN_FREE", text)
    if text:
        with pytest.raises(UsageProblem):
            outlet.crawl(BACKISSUE_MAX_CAPTURES=text)
    assert not outlet.db.exists()


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_440_000, "1.4 MB"), (10**13, "10000.0 GB")]
)
def test_size_as_a_person_reads_it(count: int, text: str) -> None:
    assert size_text(count) == text
