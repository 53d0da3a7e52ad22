from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.captures import append, captures_folder, payload_digest
from archive.errors import DamagedArchive, UsageProblem
from archive.newsarticle import FIELDS
from archive.readonly import open_readonly
from archive.records import Capture
from archive.show import last_payload, shown_article, shown_diff, shown_revisions, time_zone
from tests.samples import sample_archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


@pytest.fixture
def connection(archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_readonly(archive)) as opened:
        yield opened


def keep(archive: Path, payload: bytes, fetched_at: str, status: int = 200) -> Path:
    """Keep a capture of article 1; the file it lies in."""
    folder = captures_folder(archive)
    folder.mkdir(exist_ok=True)
    url = "https://vodi-en.example/news/1"
    fetched = Capture(url=url, source="vodi-en", fetched_at=fetched_at, status=status, headers=(), payload=payload)
    file, offset, length = append(folder, fetched)
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute(
            """INSERT INTO capture (url, source, fetched_at, status, headers, digest, size,
               file, offset, length, article_id, outcome)
               VALUES (?, 'vodi-en', ?, ?, '[]', ?, ?, ?, ?, ?, 1, 'new')""",
            [url, fetched_at, status, payload_digest(payload), len(payload), file, offset, length],
        )
        connection.commit()
    return folder / file


def test_article_has_every_field_of_the_contract(connection: sqlite3.Connection) -> None:
    article = shown_article(connection, 1)
    assert list(article) == [field.name for field in FIELDS]
    assert article["headline"] == "Bridge over the Varzob reopens"
    assert article["publisher"] == "Vodi News (English)"
    assert article["revisions"] == 2


def test_unknown_id_says_where_ids_are_found(connection: sqlite3.Connection) -> None:
    with pytest.raises(UsageProblem, match=r"^99: no article has this id\. backissue search"):
        shown_article(connection, 99)


def test_zone_is_that_of_the_articles_source(connection: sqlite3.Connection) -> None:
    assert time_zone(connection, 4) == "Asia/Dushanbe"


def test_revisions_come_oldest_first_with_their_texts(connection: sqlite3.Connection) -> None:
    first, second = shown_revisions(connection, 1)
    assert (first["number"], first["seen"]) == (1, "2026-11-07T00:00:00Z")
    assert "one lane" in first["articleBody"]
    assert (second["number"], second["seen"]) == (2, "2026-11-08T00:00:00Z")
    assert "two lanes" in second["articleBody"]


def test_diff_joins_to_both_texts_and_names_what_changed(connection: sqlite3.Connection) -> None:
    diff = shown_diff(connection, 1, "1..2")
    assert (diff["id"], diff["from"], diff["to"]) == (1, 1, 2)
    changed = [(span["kind"], span["text"].strip()) for span in diff["spans"] if span["kind"] != "same"]
    assert changed == [("removed", "one lane"), ("added", "two lanes")]
    newer = "".join(span["text"] for span in diff["spans"] if span["kind"] != "removed")
    second = shown_revisions(connection, 1)[1]
    assert newer == f"{second['headline']}\n\n{second['articleBody']}"


def test_diff_backwards_swaps_what_went_and_what_came(connection: sqlite3.Connection) -> None:
    diff = shown_diff(connection, 1, "2..1")
    assert [span["text"].strip() for span in diff["spans"] if span["kind"] == "removed"] == ["two lanes"]


@pytest.mark.parametrize("pair", ["1..3", "0..1", "9..9"])
def test_diff_of_a_revision_that_is_not_there_says_which_are(connection: sqlite3.Connection, pair: str) -> None:
    with pytest.raises(UsageProblem, match="The last one is 2"):
        shown_diff(connection, 1, pair)


@pytest.mark.parametrize("pair", ["", "1", "1..", "..2", "1...2", "1-2", "a..b", "١..٢", "1..99999999999"])
def test_pair_that_is_no_pair_is_shown_how_to_write_one(connection: sqlite3.Connection, pair: str) -> None:
    with pytest.raises(UsageProblem, match=r"Write them as 1\.\.2\."):
        shown_diff(connection, 1, pair)


def test_payload_is_the_newest_page_byte_for_byte(archive: Path, connection: sqlite3.Connection) -> None:
    keep(archive, b"older", "2026-11-07T00:00:00Z")
    keep(archive, b"\x1f\x8b\x00\xff newer \r\n", "2026-11-08T00:00:00Z")
    keep(archive, b"gone", "2026-11-09T00:00:00Z", status=404)
    assert last_payload(connection, archive, 1) == b"\x1f\x8b\x00\xff newer \r\n"


def test_article_without_a_capture_has_no_payload(archive: Path, connection: sqlite3.Connection) -> None:
    with pytest.raises(UsageProblem, match="no capture of this article was kept"):
        last_payload(connection, archive, 2)


def test_capture_file_that_is_gone_is_damage(archive: Path, connection: sqlite3.Connection) -> None:
    keep(archive, b"page", "2026-11-07T00:00:00Z").unlink()
    with pytest.raises(DamagedArchive, match="gone"):
        last_payload(connection, archive, 1)
