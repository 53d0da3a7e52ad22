from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.fingerprints import headline_key
from archive.memory import RECENT_HEADLINES, Memory, headlines_of_others, is_telling, merge, snapshot
from archive.store import Archive
from tests.archives import KUH, VODI, entry, open_archive

BRIDGE = "Bridge over the Varzob reopens"
LIBRARY = "School in Khorog gets a library"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


@pytest.fixture
def db(archive: Archive) -> sqlite3.Connection:
    return archive.db.conn


@pytest.mark.parametrize(
    ("line", "telling"),
    [
        (BRIDGE, True),
        ("Раҳмон аз намоишгоҳ дидан кард", True),
        ("Background information", False),
        ("All the news", False),
        ("1 234 567 890 123 456", False),
        ("", False),
    ],
)
def test_only_a_line_of_some_length_is_recognised_as_a_headline(line: str, telling: bool) -> None:
    assert is_telling(line) is telling


def test_snapshot_holds_the_sources_own_headlines(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1")])
    merge(db, KUH.slug, [(LIBRARY, "kuh.example/1")])
    assert snapshot(db, VODI.slug) == Memory(VODI.slug, frozenset({headline_key(BRIDGE)}))


def test_snapshot_is_limited_to_the_newest_headlines(db: sqlite3.Connection) -> None:
    count = RECENT_HEADLINES + 2
    with db:
        merge(db, VODI.slug, [(f"Bulletin of the day, number {n}", f"vodi.example/en/{n}") for n in range(count)])
    headlines = snapshot(db, VODI.slug).headlines
    assert len(headlines) == RECENT_HEADLINES
    assert headline_key("Bulletin of the day, number 1") not in headlines
    assert headline_key("Bulletin of the day, number 2") in headlines


def test_headline_that_is_met_again_is_kept_once(db: sqlite3.Connection) -> None:
    for _ in range(2):
        merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1"), ("Short one", "vodi.example/en/2")])
    assert db.execute("SELECT count(*) FROM headline").fetchone()[0] == 1


def test_headlines_of_other_articles_are_found(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1"), (LIBRARY, "vodi.example/en/2")])
    keys = map(headline_key, ["The text begins here, and goes on.", LIBRARY.upper(), BRIDGE])
    assert headlines_of_others(db, VODI.slug, keys, ["vodi.example/en/1"]) == {headline_key(LIBRARY)}


def test_headline_that_two_articles_share_is_foreign_to_neither(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1"), (BRIDGE, "vodi.example/en/2")])
    for own in ("vodi.example/en/1", "vodi.example/en/2"):
        assert headlines_of_others(db, VODI.slug, [headline_key(BRIDGE)], [own]) == set()
    assert headlines_of_others(db, VODI.slug, [headline_key(BRIDGE)], ["vodi.example/en/3"]) == {headline_key(BRIDGE)}


def test_headlines_of_another_source_take_nothing_out(db: sqlite3.Connection) -> None:
    merge(db, KUH.slug, [(BRIDGE, "kuh.example/1")])
    assert headlines_of_others(db, VODI.slug, [headline_key(BRIDGE)], ["vodi.example/en/1"]) == set()


def test_memory_of_a_run_learns_from_every_feed(archive: Archive) -> None:
    assert archive.memory(VODI).headlines == frozenset()
    archive.discovered(VODI, "feed", "https://vodi.example/en/feed", [entry("https://vodi.example/en/1", title=BRIDGE)])
    assert archive.memory(VODI).headlines == {headline_key(BRIDGE)}
