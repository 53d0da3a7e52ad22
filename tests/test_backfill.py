"""Pages fetched elsewhere go through the crawl's pipeline: each once, dated by their fetch."""

from __future__ import annotations

import asyncio
import gc
import gzip
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.intake import take_in
from archive.readonly import open_readonly
from archive.records import Capture, Outcome
from archive.sources import load_catalogue
from archive.store import Archive
from crawler import import_process
from crawler.found_pages import LARGEST_PAGE
from crawler.import_process import import_files
from crawler.import_run import ImportRun
from crawler.wishes import Wishes
from crawler.workers import Workers
from tests.sites import Outlet, article, text, write_source
from tests.test_exported import good_line
from tests.warcs import DATE, HTML, body, page_record, pages_warc, record, url

LATER = "2024-05-01T10:00:00Z"


class Shelf:
    """A folder of files to import, with an archive and a source file of its own; extraction runs inline."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "archive.db"
        self.seeds = folder / "seeds"
        write_source(self.seeds, "valley-en", "valley.example", homepage="https://valley.example/")
        self.told: list[str] = []

    def imports(self, *contents: bytes) -> list[tuple[str, str]]:
        """Path and outcome of every page, in the order of the commits."""
        paths = []
        for number, content in enumerate(contents):
            path = self.folder / f"{number}.warc.gz"
            path.write_bytes(content)
            paths.append(path)
        return self.imports_paths(paths)

    def imports_paths(self, paths: Sequence[Path]) -> list[tuple[str, str]]:
        outcomes: list[Outcome] = []
        self.run = import_files(self.db, self.seeds, paths, committed=outcomes.append, tell=self.told.append, workers=0)
        return [(one.url.removeprefix("https://valley.example"), one.outcome) for one in outcomes]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(open_readonly(self.db)) as connection:
            return [tuple(row) for row in connection.execute(sql)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def edited(number: int, date: str, old: str = "bread and tea", new: str = "soup and melons") -> bytes:
    return record(url(number), body(number).replace(old.encode(), new.encode()), date=date)


def test_pages_become_articles_first_seen_when_they_were_fetched(shelf: Shelf) -> None:
    assert sorted(shelf.imports(pages_warc([1, 2]))) == [("/news/1", "new"), ("/news/2", "new")]
    assert shelf.rows("SELECT source, url, text, first_seen, last_seen FROM article ORDER BY url") == [
        ("valley-en", url(n), text(n), DATE, DATE) for n in (1, 2)
    ]
    assert (
        shelf.rows("SELECT fetched_at, status, file, outcome FROM capture")
        == [(DATE, 200, "valley-en/2023-05.warc.gz", "new")] * 2
    )
    assert shelf.run.exit_code() == 0


def test_page_in_no_sources_scope_goes_to_a_source_of_its_host(shelf: Shelf) -> None:
    shelf.imports(record("https://www.other.example/a", body(1)))
    assert shelf.rows("SELECT source FROM article") == [("imported-other.example",)]
    assert set(shelf.run.source_runs) == {"imported-other.example"}


def test_full_disk_is_raised_once_though_several_pages_meet_it(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What asyncio makes of the others' errors would be lines of a traceback on stderr."""
    met = []

    async def full(*page: object) -> Outcome:
        met.append(page)
        await asyncio.sleep(0)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("crawler.reader.Reader.outcome", full)
    monkeypatch.setattr("crawler.backfill.WAITING", 3)
    with pytest.raises(sqlite3.OperationalError):
        shelf.imports(pages_warc(range(6)))
    gc.collect()
    assert len(met) > 1
    assert [record.getMessage() for record in caplog.records] == []


def test_second_import_stores_nothing_twice(shelf: Shelf) -> None:
    content = pages_warc(range(5)) + record(url(9), b"<html><body><p>Too short.</p></body></html>")
    first = dict(shelf.imports(content))
    tables = ("article", "revision", "capture", "entry", "headline", "sequence")
    before = [shelf.rows(f"SELECT * FROM {table}") for table in tables]
    size = sum(path.stat().st_size for path in shelf.folder.rglob("archive.captures/*/*"))
    second = dict(shelf.imports(content))
    assert second == {path: "unchanged" if word == "new" else word for path, word in first.items()}
    assert second["/news/9"].startswith("rejected:")
    assert [shelf.rows(f"SELECT * FROM {table}") for table in tables] == before
    assert sum(path.stat().st_size for path in shelf.folder.rglob("archive.captures/*/*")) == size


def test_later_capture_is_a_revision_and_an_older_one_is_not(shelf: Shelf) -> None:
    assert shelf.imports(page_record(1), edited(1, LATER)) == [("/news/1", "new"), ("/news/1", "revised")]
    assert shelf.imports(edited(1, "2022-01-01T00:00:00Z", new="nothing at all")) == [("/news/1", "unchanged")]
    assert shelf.rows("SELECT seen_at, text LIKE '%soup%' FROM revision ORDER BY number") == [(DATE, 0), (LATER, 1)]
    assert shelf.rows("SELECT first_seen, last_seen FROM article") == [("2022-01-01T00:00:00Z", LATER)]


def test_many_captures_of_one_page_are_read_in_their_order(shelf: Shelf) -> None:
    dates = [f"2023-0{month}-01T00:00:00Z" for month in range(1, 8)]
    content = b"".join(edited(1, date, new=f"meal {n}") for n, date in enumerate(dates))
    assert [word for _, word in shelf.imports(content)] == ["new"] + ["revised"] * 6
    assert shelf.rows("SELECT seen_at FROM revision ORDER BY number") == [(date,) for date in dates]


def test_capture_is_not_kept_before_an_earlier_one_of_its_url_was_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its outcome would be written to both, and after a kill the later one would never be read."""
    unread: list[list[tuple[Any, ...]]] = []

    class Slow(Workers):
        async def call(self, *args: Any, **kwargs: Any) -> Any:
            await asyncio.sleep(0.02)
            unread.append(shelf.rows("SELECT url FROM capture WHERE outcome IS NULL ORDER BY url"))
            return await super().call(*args, **kwargs)

    monkeypatch.setattr(import_process, "Workers", Slow)
    shelf.imports(page_record(1) + edited(1, LATER) + page_record(2) + page_record(3))
    assert unread[0] == [(url(1),)]
    assert all(len(urls) == len(set(urls)) for urls in unread)
    assert max(map(len, unread)) > 1


def test_packed_payload_is_kept_as_it_is_and_read_unpacked(shelf: Shelf) -> None:
    packed = gzip.compress(body(1), mtime=0)
    encoded = [("Content-Encoding", "gzip")]
    shelf.imports(record(url(1), packed, headers=encoded) + record(url(2), body(2), headers=encoded))
    assert sorted(shelf.rows("SELECT url, text FROM article")) == [(url(1), text(1)), (url(2), text(2))]
    assert (len(packed),) in shelf.rows("SELECT size FROM capture")


def test_page_that_is_too_large_or_cut_is_failed_by_name(shelf: Shelf) -> None:
    encoded = [("Content-Encoding", "gzip")]
    bomb = gzip.compress(b"<p>" * (LARGEST_PAGE // 2))
    content = (
        record(url(1), b"<p>" * (LARGEST_PAGE // 3 + 1))
        + record(url(2), bomb, headers=encoded)
        + record(url(3), gzip.compress(body(3))[:-9], headers=encoded)
        + record(url(4), body(4), warc_headers={"WARC-Truncated": "time"})
        + page_record(5)
    )
    assert sorted(shelf.imports(content)) == [
        ("/news/1", "failed:too-large"),
        ("/news/2", "failed:too-large"),
        ("/news/3", "failed:truncated"),
        ("/news/4", "failed:truncated"),
        ("/news/5", "new"),
    ]


def test_what_is_no_page_is_counted_apart(shelf: Shelf) -> None:
    content = record(url(1), b"\x89PNG", "image/png") * 3 + record(url(2), b"", status="302 Found") + page_record(3)
    assert shelf.imports(content) == [("/news/3", "new")]
    assert shelf.run.no_pages == {"images": 3, "redirects": 1}
    assert shelf.run.exit_code() == 0


def test_cut_file_is_told_and_the_next_one_is_read(shelf: Shelf) -> None:
    assert len(shelf.imports(pages_warc([1, 2])[:-20], pages_warc([3]))) == 2
    (said,) = shelf.run.ended_early
    assert said.startswith(f"{shelf.folder / '0.warc.gz'}: ends in the middle of a record at byte ")
    assert shelf.run.exit_code() == 3
    assert shelf.rows("SELECT command, exit_code FROM crawl") == [
        (f"import {shelf.folder / '0.warc.gz'} {shelf.folder / '1.warc.gz'}", 3)
    ]


def test_nothing_whole_at_all_is_exit_1(shelf: Shelf) -> None:
    assert shelf.imports(page_record(1)[:-20]) == []
    assert shelf.run.exit_code() == 1


def test_unread_captures_of_an_earlier_run_are_read_first_and_once(shelf: Shelf) -> None:
    catalogue = load_catalogue(shelf.seeds)
    (source,) = catalogue.sources
    with Archive(shelf.db) as archive:
        archive.register(catalogue.sources)
        for number in (2, 1):
            capture = Capture(
                url=url(number), source="valley-en", fetched_at=DATE, status=200, payload=body(number),
                headers=(("Content-Type", HTML),),
            )  # fmt: skip
            take_in(archive, capture, source)
    assert shelf.imports(pages_warc([1, 2, 3])) == [("/news/2", "new"), ("/news/1", "new"), ("/news/3", "new")]
    assert shelf.rows("SELECT count(*) FROM capture") == [(3,)]


def test_full_disk_ends_the_import_and_loses_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "add", full)
        with pytest.raises(sqlite3.OperationalError):
            shelf.imports(pages_warc([1, 2]))
    assert sorted(shelf.imports(pages_warc([1, 2]))) == [("/news/1", "new"), ("/news/2", "new")]
    assert shelf.rows("SELECT count(*) FROM capture") == [(2,)]


def test_own_captures_import_into_an_equal_archive(tmp_path: Path) -> None:
    with Outlet(tmp_path) as outlet:
        outlet.publish(*range(1, 7))
        outlet.crawl()
        outlet.routes["/news/3"] = article(3, text(3).replace("bread and tea", "soup"))
        outlet.crawl(Wishes(recheck=True))
        facts = "SELECT url, title, text, source, language, published, first_seen, revisions FROM article ORDER BY url"
        before = outlet.rows(facts)
        outcomes: list[Outcome] = []
        again = tmp_path / "again.db"
        import_files(
            again, outlet.seeds, [tmp_path / "archive.captures"], committed=outcomes.append, tell=print, workers=0
        )
        with closing(open_readonly(again)) as connection:
            after = [tuple(row) for row in connection.execute(facts)]
    assert after == before


def test_exported_lines_are_restored_into_their_sources(shelf: Shelf) -> None:
    lines = [
        good_line(url=url(1), source="valley-en"),
        good_line(url="https://kuh.example/2", source="kuh", publisher="Kuh"),
    ]
    path = shelf.folder / "articles.jsonl"
    path.write_text("\n".join([*lines, good_line(url="mailto:x", source="other"), ""]))
    assert [word for _, word in shelf.imports_paths([path])] == ["new", "duplicate"]
    assert shelf.rows("SELECT article.source, name FROM article JOIN source ON slug = article.source ORDER BY 1") == [
        ("kuh", "Kuh"),
        ("valley-en", "Valley En"),
    ]
    assert (shelf.run.flaws, shelf.run.exit_code()) == (1, 3)
    assert "mailto:x" in shelf.told[0]


def test_source_whose_file_is_not_here_stays_as_the_archive_knows_it(shelf: Shelf) -> None:
    write_source(shelf.seeds, "kuh", "kuh.example", homepage="https://kuh.example/")
    shelf.imports(page_record(1))
    known = shelf.rows("SELECT * FROM source WHERE slug = 'kuh'")
    (shelf.seeds / "tj" / "kuh.toml").unlink()
    path = shelf.folder / "articles.jsonl"
    path.write_text(good_line(url="https://kuh.example/2", source="kuh", publisher="Another name"))
    assert shelf.imports_paths([path]) == [("https://kuh.example/2", "new")]
    assert shelf.rows("SELECT * FROM source WHERE slug = 'kuh'") == known


def test_texts_that_were_not_exported_are_counted(shelf: Shelf) -> None:
    path = shelf.folder / "articles.jsonl"
    path.write_text(good_line(revisions=3))
    shelf.imports_paths([path])
    assert shelf.run.without_texts == 1


def test_run_knows_its_files(shelf: Shelf) -> None:
    shelf.imports(page_record(1))
    assert isinstance(shelf.run, ImportRun)
    assert (shelf.run.visits(), shelf.run.skipped) == ((), ())
