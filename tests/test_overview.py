from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import NotAnArchive
from archive.overview import held, listed
from archive.readonly import open_readonly
from archive.records import Source
from tests.samples import sample_archive

CATALOGUE = [
    Source(
        slug=slug,
        name=slug.upper(),
        country="TJ",
        languages=("tg", "ru"),
        timezone="Asia/Dushanbe",
        scope=(f"{slug}.example/",),
        homepage=f"https://{slug}.example/",
        status="dead",
    )
    for slug in ("nav-tg", "vodi-ru")
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


def test_catalogue_comes_first_then_what_only_the_archive_knows(archive: Path) -> None:
    rows = listed(CATALOGUE, archive)
    assert [row["source"] for row in rows] == ["nav-tg", "vodi-ru", "vodi-en", "vodi-tg"]
    assert (rows[1]["name"], rows[1]["languages"], rows[1]["status"]) == ("VODI-RU", ["tg", "ru"], "dead")
    assert (rows[2]["name"], rows[2]["languages"], rows[2]["status"]) == ("Vodi News (English)", ["en"], "ok")


def test_source_that_was_never_crawled_has_no_articles(archive: Path) -> None:
    row = listed(CATALOGUE, archive)[0]
    assert (row["articles"], row["newest"], row["lastCrawl"]) == (0, None, None)


def test_newest_is_by_publication_and_by_first_sight_where_that_is_unknown(archive: Path) -> None:
    with closing(open_readonly(archive)) as connection:
        assert held(connection, "vodi-ru")["newest"] == "2026-11-05T09:00:00Z"
        assert held(connection, "vodi-tg")["newest"] == "2026-11-07T00:00:00Z"


def test_last_crawl_is_the_last_that_took_the_source_up_and_ended(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        runs = [(1, "2026-11-06T00:10:00Z"), (2, "2026-11-07T00:10:00Z"), (3, None)]
        connection.executemany("INSERT INTO crawl VALUES (?, 'x', ?, 'crawl', 0)", runs)
        took_up = [(1, "vodi-en"), (1, "vodi-ru"), (2, "vodi-ru"), (3, "vodi-ru")]
        connection.executemany(
            "INSERT INTO crawl_source (crawl_id, source, requests, not_modified, bytes, seconds, outcomes)"
            " VALUES (?, ?, 1, 0, 1, 1.0, '{}')",
            took_up,
        )
        connection.commit()
    ended = {row["source"]: row["lastCrawl"] for row in listed([], archive)}
    assert ended == {"vodi-en": "2026-11-06T00:10:00Z", "vodi-ru": "2026-11-07T00:10:00Z", "vodi-tg": None}


def test_without_an_archive_only_the_catalogue_is_listed(tmp_path: Path) -> None:
    rows = listed(CATALOGUE, tmp_path / "absent.db")
    assert [(row["source"], row["articles"]) for row in rows] == [("nav-tg", None), ("vodi-ru", None)]


def test_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_text("a letter")
    with pytest.raises(NotAnArchive):
        listed(CATALOGUE, path)
