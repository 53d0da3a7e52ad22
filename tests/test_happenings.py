from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.happenings import happenings, returns
from archive.readonly import open_readonly
from archive.store import Archive
from tests.archives import BRIDGE, LIBRARY, SetClock, arrives, gone, open_archive, page, seen_again
from tests.test_migrations import first_version

URL = "https://vodi.example/en/1"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        arrives(archive, page(URL), at="https://vodi.example/en/short")
        yield archive


def told(archive: Archive) -> dict[str, object]:
    return happenings(archive.db.conn, 1)


def test_other_urls_are_told(archive: Archive) -> None:
    assert told(archive) == {
        "otherUrls": [{"url": "https://vodi.example/en/short", "kind": "redirect", "firstSeen": archive.now()}],
        "removals": [],
        "missing": [],
    }


def test_checks_are_told_until_the_article_is_removed_and_then_the_removal(archive: Archive, clock: SetClock) -> None:
    gone(archive, 1)
    assert told(archive)["missing"] == [{"checked": archive.now(), "evidence": "http-404", "capture": 2}]
    for _ in range(2):
        clock.forward(days=1)
        gone(archive, 1)
    clock.forward(days=1)
    seen_again(archive, page(URL), 1)
    assert told(archive)["missing"] == []
    assert told(archive)["removals"] == [
        {
            "missingSince": "2026-11-07T00:00:00Z",
            "removed": "2026-11-09T00:00:00Z",
            "returned": "2026-11-10T00:00:00Z",
            "checks": 3,
            "firstEvidence": {"checked": "2026-11-07T00:00:00Z", "evidence": "http-404", "capture": 2},
            "lastEvidence": {"checked": "2026-11-09T00:00:00Z", "evidence": "http-404", "capture": 4},
        }
    ]


def test_returns_are_told_by_the_first_revision_of_a_text(archive: Archive, clock: SetClock) -> None:
    for text in (LIBRARY, BRIDGE, LIBRARY, BRIDGE):
        clock.forward(hours=1)
        seen_again(archive, page(URL, text=text), 1)
    ((number, text_again),) = returns(archive.db.conn, 1).items()
    assert (number, text_again.returns) == (1, 1)


def test_archive_of_an_older_version_tells_nothing(tmp_path: Path) -> None:
    first_version(tmp_path / "old.db")
    connection: sqlite3.Connection
    with closing(open_readonly(tmp_path / "old.db")) as connection:
        assert happenings(connection, 1) == {"otherUrls": [], "removals": [], "missing": []}
        assert returns(connection, 1) == {}
