from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.intervals import due, fixed_interval, hold, is_fresh, is_held, pace_of, rests, seen
from archive.pace import LONGEST, Pace, Visit, natural
from archive.records import CrawlRules, Source
from archive.store import Archive
from tests.archives import KUH, VODI, SetClock, arrives, open_archive, page

FEED = "https://vodi.example/en/feed"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


def every(text: str) -> Source:
    return replace(VODI, crawl=CrawlRules(interval=text))


def saw(archive: Archive, news: int | None = 0, failed: bool = False, source: Source = VODI) -> None:
    with archive.db.atomic():
        seen(archive.db.conn, source.slug, Visit(datetime.fromisoformat(archive.now()), news, failed))


def wait(archive: Archive, source: Source = VODI) -> timedelta:
    return due(archive.db.conn, source, archive.now()) - datetime.fromisoformat(archive.now())


@pytest.mark.parametrize(
    ("text", "time"),
    [("10m", timedelta(minutes=10)), ("2h", timedelta(hours=2)), ("3d", timedelta(days=3)), ("auto", None)],
)
def test_interval_is_what_the_file_says(text: str, time: timedelta | None) -> None:
    assert fixed_interval(every(text)) == time


def test_source_that_was_never_asked_is_due(archive: Archive) -> None:
    assert wait(archive) == timedelta(0)
    assert not rests(archive.db.conn, VODI, archive.now())
    assert pace_of(archive.db.conn, "vodi-en") is None


def test_what_was_seen_is_kept_in_one_row_for_each_source(archive: Archive, clock: SetClock) -> None:
    saw(archive)
    clock.forward(days=1)
    saw(archive, news=4)
    saw(archive, source=KUH, failed=True)
    now = clock.moment
    rows = archive.db.execute("SELECT source FROM timetable ORDER BY source").fetchall()
    assert rows == [("kuh",), ("vodi-en",)]
    assert pace_of(archive.db.conn, "kuh") == Pace(now, None, None, 1)
    pace = pace_of(archive.db.conn, "vodi-en")
    assert pace is not None
    assert (pace.asked_at, pace.answered_at, pace.failures) == (now, now, 0)
    assert pace.per_day == pytest.approx(4 * (1 - 2.718281828**-0.5))


def test_articles_of_the_last_week_stand_in_for_what_was_not_measured(archive: Archive, clock: SetClock) -> None:
    for number in range(14):
        arrives(archive, page(f"https://vodi.example/en/{number}", f"Headline {number}"))
    arrives(archive, page("https://kuh.example/1"), KUH)
    saw(archive, news=14)
    assert abs(wait(archive) / natural(2) - 1) <= 0.1
    clock.forward(days=8)
    saw(archive, news=None)
    assert wait(archive) >= 0.9 * LONGEST, "those were of another week"


def test_source_rests_from_the_run_that_asked_it_on(archive: Archive, clock: SetClock) -> None:
    source = every("2h")
    saw(archive)
    clock.forward(hours=1, minutes=59)
    assert rests(archive.db.conn, source, archive.now())
    clock.forward(minutes=1)
    assert not rests(archive.db.conn, source, archive.now())


def test_interval_that_changes_in_the_file_holds_at_once(archive: Archive, clock: SetClock) -> None:
    saw(archive)
    clock.forward(hours=3)
    assert rests(archive.db.conn, every("4h"), archive.now())
    assert not rests(archive.db.conn, every("2h"), archive.now())


def keep(archive: Archive, url: str = FEED, seconds: int = 0, hours: tuple[int, ...] = ()) -> None:
    archive.discovered(VODI, "feed", url, [], fresh_seconds=seconds, skip_hours=hours)


def test_answer_that_is_fresh_is_not_read_again_and_a_source_of_such_rests(archive: Archive, clock: SetClock) -> None:
    keep(archive, seconds=3 * 3600)
    keep(archive, url := f"{FEED}/2")
    saw(archive)
    clock.forward(days=1, minutes=-1)
    archive.not_modified(VODI, FEED)
    clock.forward(minutes=150)
    assert is_fresh(archive.db.conn, VODI, FEED, archive.now()), "a 304 makes it fresh again"
    assert not is_fresh(archive.db.conn, VODI, url, archive.now())
    assert not rests(archive.db.conn, VODI, archive.now()), "the other one is not fresh"
    keep(archive, url, seconds=7200)
    assert rests(archive.db.conn, VODI, archive.now())
    clock.forward(hours=2)
    assert not rests(archive.db.conn, VODI, archive.now())


def test_interval_of_the_file_overrules_what_a_feed_says(archive: Archive) -> None:
    keep(archive, seconds=86400, hours=(0,))
    assert is_fresh(archive.db.conn, VODI, FEED, archive.now())
    assert not is_fresh(archive.db.conn, every("10m"), FEED, archive.now())


def test_hours_to_skip_are_skipped(archive: Archive, clock: SetClock) -> None:
    keep(archive, hours=(3, 4))
    fresh = []
    for _ in range(6):
        fresh.append(is_fresh(archive.db.conn, VODI, FEED, archive.now()))
        clock.forward(hours=1)
    assert fresh == [False, False, False, True, True, False]


def test_server_that_asks_for_patience_is_held_a_day_at_most(archive: Archive, clock: SetClock) -> None:
    saw(archive)
    with archive.db.atomic():
        hold(archive.db.conn, "vodi-en", clock.moment + timedelta(days=30), archive.now())
    assert is_held(archive.db.conn, VODI, archive.now())
    assert not is_held(archive.db.conn, KUH, archive.now())
    assert wait(archive, every("10m")) == LONGEST
    clock.forward(days=1)
    assert not is_held(archive.db.conn, VODI, archive.now())


def test_clock_that_ran_ahead_keeps_no_source_from_being_asked(archive: Archive, clock: SetClock) -> None:
    clock.forward(days=400)
    seen(archive.db.conn, "vodi-en", Visit(clock(), news=None, failed=True))
    hold(archive.db.conn, "vodi-en", clock() + timedelta(days=1), archive.now())
    archive.discovered(VODI, "feed", "https://vodi.example/en/feed", [], fresh_seconds=3600)
    assert is_held(archive.db.conn, VODI, archive.now())
    assert is_fresh(archive.db.conn, VODI, "https://vodi.example/en/feed", archive.now())
    clock.forward(days=-400)
    assert not is_held(archive.db.conn, VODI, archive.now())
    assert not is_fresh(archive.db.conn, VODI, "https://vodi.example/en/feed", archive.now())
    assert not rests(archive.db.conn, VODI, archive.now())
