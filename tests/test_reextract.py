"""An archive that an older extractor wrote, read again: mended, counted, listed; nothing lost, nothing said twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive import articles
from archive.check import check_archive
from archive.errors import NotAnArchive, UnknownSource
from archive.export import export_archive
from archive.fingerprints import sha256
from archive.lock import RunLock
from archive.memory import Memory
from archive.records import Source
from archive.reextraction import Judged
from archive.store import Archive
from crawler import reextract as module
from crawler import rereading
from crawler.import_process import import_files
from crawler.reextract import Report, Wish, reextract
from crawler.wishes import Wishes
from tests.sites import Answer, Outlet, article, text
from tests.warcs import pages_warc

SIDEBAR = "Rates of the somoni against the dollar on Tuesday morning"


class Shelf(Outlet):
    """An outlet that was crawled, whose stored texts can be made worse."""

    def reextract(self, *slugs: str, **wish: bool) -> Report:
        self.told: list[Judged] = []
        return reextract(self.db, self.seeds, Wish(slugs, **wish), told=self.told.append, workers=0)

    def id(self, number: int) -> int:
        ((found,),) = self.rows("SELECT id FROM article WHERE url = ?", self.url(f"/news/{number}"))
        return int(found)

    def worsen(self, number: int, worse: str, title: str | None = None) -> None:
        """The newest text as an older extractor would have stored it."""
        with Archive(self.db) as archive, archive.db.atomic():
            row = articles.by_id(archive.db.conn, self.id(number))
            articles.rewrite(archive.db.conn, row["id"], title or row["title"], worse)

    def set(self, sql: str, *values: object) -> None:
        with closing(sqlite3.connect(self.db)) as connection, connection:
            connection.execute(sql, values)

    def verdicts(self) -> dict[int, str]:
        """Of all articles that are not the same, by number."""
        paths = {one.url.rpartition("/")[2]: one.verdict for one in self.told if one.verdict != "same"}
        return {int(number): verdict for number, verdict in paths.items()}

    def text_of(self, number: int) -> str:
        ((found,),) = self.rows("SELECT text FROM article WHERE id = ?", self.id(number))
        return str(found)

    def change(self, number: int) -> int:
        ((found,),) = self.rows("SELECT change FROM article WHERE id = ?", self.id(number))
        return int(found)

    def cursor(self) -> int:
        ((found,),) = self.rows("SELECT value FROM sequence")
        return int(found)

    def is_sound(self) -> bool:
        return all(one.state != "problem" for one in check_archive(self.db, captures=True))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Shelf(tmp_path) as shelf:
        shelf.publish(1, 2, 3, 4, 5, 6)
        shelf.crawl()
        yield shelf


def half(number: int) -> str:
    return "\n".join(text(number).split("\n")[:2])


def digests(shelf: Shelf) -> dict[str, str]:
    """Of the archive and its captures; what holds the lock and SQLite's own notes are no part of it."""
    files = [path for path in shelf.db.parent.rglob("*") if path.is_file() and path.suffix in (".db", ".gz", ".db-wal")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.stat().st_size}


def test_archive_that_todays_extractor_wrote_is_the_same(shelf: Shelf) -> None:
    before = digests(shelf)
    report = shelf.reextract()
    assert report.counts["valley-en"].verdicts == {"same": 6}
    assert (report.counts["valley-en"].changed, report.exit_code()) == (0, 0)
    assert digests(shelf) == before


def test_text_with_a_sidebar_line_and_text_cut_in_half_are_mended(shelf: Shelf) -> None:
    shelf.worsen(1, f"{text(1)}\n{SIDEBAR}", title="Village 1 | Valley")
    shelf.worsen(2, half(2))
    cursor = shelf.cursor()
    report = shelf.reextract()
    assert shelf.verdicts() == {1: "better", 2: "better"}
    assert report.counts["valley-en"].verdicts == {"same": 4, "better": 2}
    assert report.exit_code() == 0
    assert (shelf.text_of(1), shelf.text_of(2)) == (text(1), text(2))
    assert shelf.rows("SELECT max(number), max(revisions) FROM revision JOIN article ON article.id = article_id") == [
        (1, 1)
    ]
    assert shelf.is_sound()
    assert sorted(shelf.rows("SELECT article_id, number, title, text FROM replaced_text")) == sorted(
        [
            (shelf.id(1), 1, "Village 1 | Valley", f"{text(1)}\n{SIDEBAR}"),
            (shelf.id(2), 1, *shelf.rows("SELECT title FROM article WHERE id = ?", shelf.id(2))[0], half(2)),
        ]
    )
    assert sorted((shelf.change(1), shelf.change(2))) == [cursor + 1, cursor + 2]
    assert shelf.cursor() == cursor + 2


def test_second_run_finds_all_the_same_and_writes_nothing(shelf: Shelf) -> None:
    shelf.worsen(1, f"{text(1)}\n{SIDEBAR}", title="Village 1 | Valley")
    shelf.reextract()
    cursor, kept = shelf.cursor(), shelf.rows("SELECT * FROM replaced_text")
    assert shelf.reextract().counts["valley-en"].verdicts == {"same": 6}
    assert (shelf.cursor(), shelf.rows("SELECT * FROM replaced_text")) == (cursor, kept)


def test_dry_run_tells_the_same_and_changes_no_byte(shelf: Shelf) -> None:
    shelf.worsen(1, f"{text(1)}\n{SIDEBAR}")
    shelf.set("DELETE FROM memory_source")
    before = digests(shelf)
    report = shelf.reextract(dry_run=True)
    assert shelf.verdicts() == {1: "better"}
    assert report.counts["valley-en"].changed == 1
    assert digests(shelf) == before
    assert shelf.reextract().counts == report.counts


def test_dry_run_needs_no_lock_and_a_real_one_holds_it(shelf: Shelf) -> None:
    with closing(RunLock(shelf.db)):
        assert shelf.reextract(dry_run=True).exit_code() == 0
        with pytest.raises(Exception, match="in use by another run"):
            shelf.reextract()


def test_text_that_would_lose_more_than_30_percent_is_listed_and_left(shelf: Shelf) -> None:
    long = f"{text(3)}\n{text(13)}"
    shelf.worsen(3, long)
    shelf.worsen(4, f"{text(4)}\n{text(14).split(chr(10))[0]}")
    shelf.set("UPDATE article SET section = 'Old' WHERE id = ?", shelf.id(3))
    report = shelf.reextract()
    assert shelf.verdicts() == {3: "shorter", 4: "better"}
    (listed,) = (one for one in shelf.told if one.verdict == "shorter")
    assert listed.article_id == shelf.id(3)
    assert listed.was > listed.now / 0.7 > 0
    assert shelf.text_of(3) == long
    assert shelf.rows("SELECT section FROM article WHERE id = ?", shelf.id(3)) == [("Old",)]
    assert report.exit_code() == 0
    shelf.reextract(accept_shorter=True)
    assert shelf.text_of(3) == text(3)
    assert shelf.rows("SELECT text FROM replaced_text WHERE article_id = ?", shelf.id(3)) == [(long,)]
    assert shelf.is_sound()


def test_earlier_text_is_mended_and_stays_a_revision(shelf: Shelf) -> None:
    shelf.routes["/news/1"] = article(1, text(11))
    shelf.crawl(Wishes(recheck=True))
    worse = f"{text(1)}\n{SIDEBAR}"
    shelf.set(
        "UPDATE revision SET text = ?, sha256 = ? WHERE article_id = ? AND number = 1",
        worse,
        sha256(worse),
        shelf.id(1),
    )
    cursor = shelf.cursor()
    report = shelf.reextract()
    assert report.counts["valley-en"].verdicts == {"same": 6}
    assert report.counts["valley-en"].earlier == 1
    texts = shelf.rows("SELECT number, text FROM revision WHERE article_id = ? ORDER BY number", shelf.id(1))
    assert texts == [(1, text(1)), (2, text(11))]
    assert shelf.rows("SELECT number, text FROM replaced_text") == [(1, worse)]
    assert (shelf.cursor(), shelf.change(1), shelf.text_of(1)) == (cursor + 1, cursor + 1, text(11))
    assert shelf.is_sound()


def test_two_texts_that_turn_out_equal_stay_two_revisions(shelf: Shelf) -> None:
    shelf.routes["/news/1"] = article(1, text(11))
    shelf.crawl(Wishes(recheck=True))
    shelf.set("UPDATE revision SET capture_id = (SELECT max(capture_id) FROM revision WHERE article_id = ?1) "
              "WHERE article_id = ?1", shelf.id(1))  # fmt: skip
    shelf.reextract()
    texts = shelf.rows("SELECT text FROM revision WHERE article_id = ?", shelf.id(1))
    assert texts == [(text(11),)] * 2
    assert shelf.is_sound()


def test_metadata_is_mended_and_counted_by_field_and_a_known_date_stays(shelf: Shelf) -> None:
    shelf.set(
        """UPDATE article SET authors = '["Valley Login"]', section = 'Menu', published = NULL, published_raw = NULL,
        published_precision = NULL, published_zone = NULL, modified = '2026-11-09T00:00:00Z' WHERE id = ?""",
        shelf.id(2),
    )
    cursor = shelf.cursor()
    counts = shelf.reextract().counts["valley-en"]
    assert counts.verdicts == {"same": 6}
    assert counts.fields == {"authors": 1, "section": 1, "published": 1}
    assert (counts.metadata, counts.changed, shelf.cursor()) == (1, 1, cursor + 1)
    assert shelf.rows("SELECT authors, section, published, modified FROM article WHERE id = ?", shelf.id(2)) == [
        ("[]", None, "2026-11-03T03:00:00Z", "2026-11-09T00:00:00Z")
    ]
    assert shelf.rows("SELECT * FROM replaced_text") == []


def test_page_that_is_no_article_today_keeps_its_text(shelf: Shelf) -> None:
    shelf.routes["/news/7"] = Answer("<html><body><p>Too short.</p></body></html>")
    shelf.publish(7)
    shelf.crawl()
    ((refused,),) = shelf.rows("SELECT id FROM capture WHERE outcome GLOB 'rejected:*'")
    shelf.set("UPDATE revision SET capture_id = ? WHERE article_id = ?", refused, shelf.id(2))
    report = shelf.reextract()
    assert shelf.verdicts() == {2: "rejected"}
    assert [one.reason for one in shelf.told if one.reason] == [
        shelf.rows("SELECT outcome FROM capture WHERE id = ?", refused)[0][0]
    ]
    assert (shelf.text_of(2), report.exit_code()) == (text(2), 0)


def test_text_without_a_page_is_unreadable_and_no_failure(shelf: Shelf) -> None:
    shelf.set("UPDATE revision SET capture_id = NULL WHERE article_id = ?", shelf.id(2))
    report = shelf.reextract()
    assert shelf.verdicts() == {2: "unreadable"}
    assert (report.counts["valley-en"].reasons, report.exit_code()) == ({"no-capture": 1}, 0)


def test_damaged_page_is_unreadable_the_others_are_read_and_it_is_exit_5(shelf: Shelf) -> None:
    shelf.worsen(1, half(1))
    (place,) = shelf.rows("SELECT file, offset FROM capture WHERE article_id = ?", shelf.id(2))
    path = shelf.db.parent / "archive.captures" / place[0]
    content = bytearray(path.read_bytes())
    content[place[1] + 200] ^= 0xFF
    path.write_bytes(content)
    report = shelf.reextract()
    assert shelf.verdicts() == {1: "better", 2: "unreadable"}
    assert (report.counts["valley-en"].reasons, report.exit_code()) == ({"damaged": 1}, 5)
    assert (shelf.text_of(1), shelf.text_of(2)) == (text(1), text(2))


def test_page_that_breaks_the_extractor_is_exit_3(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rereading.extract

    def breaks(body: bytes, url: str, *rest: Any, **facts: Any) -> object:
        if url.endswith("/2"):
            raise ValueError("broken")
        return whole(body, url, *rest, **facts)

    monkeypatch.setattr(rereading, "extract", breaks)
    report = shelf.reextract()
    assert (shelf.verdicts(), report.exit_code()) == ({2: "unreadable"}, 3)
    assert report.counts["valley-en"].reasons == {"extraction-error": 1}


def test_source_without_memory_is_taught_first_and_keeps_it(shelf: Shelf) -> None:
    for table in ("memory_source", "memory_kind", "memory_day", "memory_block"):
        shelf.set(f"DELETE FROM {table}")
    shelf.reextract()
    assert shelf.rows("SELECT source, pages FROM memory_source") == [("valley-en", 6)]
    kinds = shelf.rows("SELECT name, pages, score FROM memory_kind")
    assert any(pages == 6 for _, pages, _ in kinds)
    assert shelf.reextract().counts["valley-en"].verdicts == {"same": 6}
    assert shelf.rows("SELECT name, pages, score FROM memory_kind") == kinds


def test_learned_source_is_read_like_one_that_is_not(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, learned = rereading.extract, []

    def extract(body: bytes, url: str, source: Source, memory: Memory, **facts: Any) -> object:
        learned.append(memory.learned)
        return whole(body, url, source, memory, **facts)

    monkeypatch.setattr(rereading, "extract", extract)
    shelf.set("UPDATE memory_source SET learned = 1")
    shelf.reextract()
    assert learned == [False] * 6
    assert shelf.rows("SELECT learned FROM memory_source") == [(1,)]


def test_block_that_repeated_then_is_known_although_the_memory_forgot_it(tmp_path: Path) -> None:
    notice = "Subscribe to the messenger of the Valley and read all the news of the canals before your neighbours."
    with Shelf(tmp_path) as shelf:
        for number in range(1, 9):
            shelf.routes[f"/news/{number}"] = article(number, f"{text(number)}\n{notice}")
        shelf.publish(*range(1, 9))
        shelf.crawl()
        assert {shelf.text_of(number) for number in range(1, 9)} == {text(number) for number in range(1, 9)}
        shelf.set("DELETE FROM memory_block")
        assert shelf.reextract().counts["valley-en"].verdicts == {"same": 8}


def test_headline_that_is_mended_is_known_as_one(shelf: Shelf) -> None:
    shelf.worsen(1, text(1), title="Valley: all news of the canals")
    shelf.set("DELETE FROM headline WHERE url_key LIKE '%/news/1'")
    shelf.reextract()
    assert len(shelf.rows("SELECT key FROM headline WHERE url_key LIKE '%/news/1'")) == 1


def test_copies_are_linked_anew(shelf: Shelf) -> None:
    shelf.worsen(2, text(1))
    assert shelf.rows("SELECT count(*) FROM article WHERE duplicate_of IS NOT NULL") == [(1,)]
    shelf.reextract()
    assert shelf.rows("SELECT count(*) FROM article WHERE duplicate_of IS NOT NULL") == [(0,)]


def test_export_since_passes_on_what_was_mended(shelf: Shelf, tmp_path: Path) -> None:
    shelf.worsen(1, half(1))
    cursor = shelf.cursor()
    shelf.reextract()
    export_archive(shelf.db, "jsonl", tmp_path / "out" / "news.jsonl", since=cursor)
    (line,) = (tmp_path / "out" / "news.jsonl").read_text().splitlines()
    assert json.loads(line)["articleBody"] == text(1)


def test_crawl_after_it_makes_no_revisions(shelf: Shelf) -> None:
    shelf.worsen(1, half(1))
    shelf.reextract()
    assert {word for _, word in shelf.crawl(Wishes(recheck=True)).words} == {"unchanged"}


def test_only_the_named_sources_are_read_and_one_without_a_file_is_too(shelf: Shelf) -> None:
    (shelf.db.parent / "a.warc.gz").write_bytes(pages_warc([8, 9]))
    import_files(
        shelf.db, shelf.seeds, [shelf.db.parent / "a.warc.gz"], committed=lambda _: None, tell=print, workers=0
    )
    assert list(shelf.reextract("imported-valley.example").counts) == ["imported-valley.example"]
    assert [one.verdict for one in shelf.told] == ["same", "same"]
    assert set(shelf.reextract().counts) == {"imported-valley.example", "valley-en"}
    with pytest.raises(UnknownSource, match='"valley-e"'):
        shelf.reextract("valley-e")


def test_where_no_archive_lies_none_is_made(tmp_path: Path, shelf: Shelf) -> None:
    with pytest.raises(NotAnArchive):
        reextract(tmp_path / "absent.db", shelf.seeds, Wish(), told=print, workers=0)
    assert not (tmp_path / "absent.db").exists()


def test_small_batches_come_to_the_same(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.worsen(1, half(1))
    shelf.worsen(6, half(6))
    monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(module, "WRITTEN_AT_ONCE", 1)
    assert shelf.reextract().counts["valley-en"].verdicts == {"same": 4, "better": 2}
    assert len(shelf.told) == 6
