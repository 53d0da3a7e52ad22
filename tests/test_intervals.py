from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.intervals import LONGEST, SHORTEST, interval, rests
from archive.records import CrawlRules, Source
from archive.store import Archive
from tests.archives import KUH, VODI, SetClock, arrives, open_archive, page


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


def every(text: str) -> Source:
    return replace(VODI, crawl=CrawlRules(interval=text))


@pytest.mark.parametrize(
    ("text", "time"), [("10m", timedelta(minutes=10)), ("2h", timedelta(hours=2)), ("3d", timedelta(days=3))]
)
def test_interval_is_what_the_file_says(archive: Archive, text: str, time: timedelta) -> None:
    assert interval(archive.db.conn, every(text), archive.now()) == time


def test_auto_follows_the_pace_of_the_source_within_bounds(archive: Archive, clock: SetClock) -> None:
    assert interval(archive.db.conn, VODI, archive.now()) == LONGEST
    for number in range(14):
        arrives(archive, page(f"https://vodi.example/en/{number}", f"Headline {number}"))
    arrives(archive, page("https://kuh.example/1"), KUH)
    assert interval(archive.db.conn, VODI, archive.now()) == timedelta(hours=12)
    archive.db.execute("BEGIN")
    archive.db.execute(
        """WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)
        INSERT INTO article (url_key, url, source, title, text, search_keys, word_count, sha256, fingerprint,
            first_seen, last_seen, checked_at, change)
        SELECT i, i, 'vodi-en', '', '', '', 0, '', '', '2026-11-06', '', '', i FROM n"""
    )
    assert interval(archive.db.conn, VODI, archive.now()) == SHORTEST
    archive.db.execute("ROLLBACK")
    clock.forward(days=8)
    assert interval(archive.db.conn, VODI, archive.now()) == LONGEST, "those were of another week"


def test_source_rests_from_a_usable_answer_on(archive: Archive, clock: SetClock) -> None:
    source = every("2h")
    assert not rests(archive.db.conn, source, archive.now())
    archive.discovered(source, "feed", "https://vodi.example/en/feed", [])
    assert rests(archive.db.conn, source, archive.now())
    clock.forward(hours=1, minutes=59)
    assert rests(archive.db.conn, source, archive.now())
    clock.forward(minutes=1)
    assert not rests(archive.db.conn, source, archive.now())
    archive.not_modified(source, "https://vodi.example/en/feed")
    assert rests(archive.db.conn, source, archive.now())
