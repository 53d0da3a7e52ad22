from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clock import iso
from archive.rechecks import GONE_STEP, STEPS, due_articles, next_look
from archive.records import CrawlRules
from archive.store import Archive
from tests.archives import KUH, LIBRARY, VODI, SetClock, arrives, gone, open_archive, page, row, seen_again

URL = "https://vodi.example/en/1"
BORN = datetime(2026, 11, 7, tzinfo=UTC)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


@pytest.mark.parametrize(
    ("age", "step"),
    [
        (timedelta(), timedelta(minutes=15)),
        (timedelta(hours=2, minutes=59, seconds=59), timedelta(minutes=15)),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(hours=23, minutes=59, seconds=59), timedelta(hours=1)),
        (timedelta(days=1), timedelta(hours=3)),
        (timedelta(days=1, hours=2), timedelta(hours=3)),  # total seconds: its .seconds alone would say 15 minutes
        (timedelta(days=7), timedelta(days=3)),
        (timedelta(days=30), timedelta(days=30)),
        (timedelta(days=334), timedelta(days=30)),
    ],
)
def test_the_older_an_article_the_more_rarely_it_is_looked_at(age: timedelta, step: timedelta) -> None:
    assert next_look(iso(BORN), iso(BORN + age)) == iso(BORN + age + step)


@pytest.mark.parametrize("age", [timedelta(days=335), timedelta(days=364), timedelta(days=365), timedelta(days=9999)])
def test_what_would_be_a_year_old_by_then_is_not_looked_at_any_more(age: timedelta) -> None:
    assert next_look(iso(BORN), iso(BORN + age)) is None


def test_a_day_begins_at_midnight() -> None:
    assert next_look("2026-11-07", iso(BORN + timedelta(hours=3))) == iso(BORN + timedelta(hours=4))


def test_what_is_dated_ahead_is_young() -> None:
    assert next_look(iso(BORN + timedelta(days=1)), iso(BORN)) == iso(BORN + timedelta(minutes=15))


@given(st.timedeltas(timedelta(days=-2), timedelta(days=800)), st.booleans())
def test_the_next_look_lies_ahead_and_within_the_year(age: timedelta, removed: bool) -> None:
    checked = iso(BORN + age)
    due = next_look(iso(BORN), checked, removed=removed)
    if due is not None:
        assert checked < due < iso(BORN + STEPS[-1][0])
        assert not removed or datetime.fromisoformat(due) - datetime.fromisoformat(checked) >= GONE_STEP


def test_a_year_of_an_article(archive: Archive, clock: SetClock) -> None:
    """Every 15 minutes somebody asks what is due: the article is, as often as its age lets it."""
    archive.db.execute("PRAGMA synchronous = OFF")
    arrives(archive, page(URL))
    looks = []
    while clock.moment < BORN + timedelta(days=400):
        due = row(archive, 1)["due"]
        if due is None:
            break
        clock.moment = datetime.fromisoformat(due) - timedelta(seconds=1)
        assert archive.due(VODI) == []
        clock.forward(seconds=1)
        assert archive.due(VODI) == [1]
        looks.append(clock.moment - BORN)
        seen_again(archive, page(URL), 1)
    counts = [sum(age < until for age in looks) for until, _ in STEPS]
    assert counts == [11, 11 + 21, 32 + 48, 80 + 8, 88 + 12]


def test_an_old_article_that_is_found_late_is_never_due(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL, published="2025-11-01T00:00:00Z"))
    assert row(archive, 1)["due"] is None
    arrives(archive, page("https://vodi.example/en/2", "School", LIBRARY, published="2025-11-20"))
    assert row(archive, 2)["due"] is None, "it would be over a year old by then"


def test_what_became_a_year_old_while_it_waited_is_left_alone(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    clock.forward(days=366)
    assert archive.due(VODI) == []


def test_missing_article_is_asked_for_often_enough_to_be_removed_in_time(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL, published="2026-08-01"))
    clock.forward(days=30)
    began = clock.moment
    words = []
    for _ in range(3):
        words.append(gone(archive, 1).outcome)
        clock.moment = datetime.fromisoformat(row(archive, 1)["due"])
    assert words == ["unchanged", "unchanged", "removed"]
    assert row(archive, 1)["removed"] == iso(began + timedelta(days=VODI.crawl.removed_days))


def test_removed_article_is_looked_at_rarely_and_found_when_it_is_back(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    for _ in range(3):
        gone(archive, 1)
        clock.forward(days=1)
    assert archive.due(VODI) == []
    clock.forward(days=2)
    assert archive.due(VODI) == [1]
    seen_again(archive, page(URL), 1)
    assert (row(archive, 1)["removed"], row(archive, 1)["due"]) == (None, iso(clock.moment + timedelta(hours=3)))


def test_budget_goes_to_what_is_the_most_overdue_for_its_step(archive: Archive, clock: SetClock) -> None:
    """After five hours the youngest missed many looks, the one of two days only one; the one of a month none."""
    for number, published in enumerate(("2026-11-05T01:00:00Z", "2026-11-06T23:50:00Z", "2026-10-20", None), 1):
        arrives(archive, page(f"https://vodi.example/en/{number}", f"Headline {number}", published=published))
    arrives(archive, page("https://kuh.example/1", "Of another source"), KUH)
    clock.forward(hours=5)
    now = iso(clock.moment)
    assert due_articles(archive.db.conn, VODI.slug, now, 10) == [2, 4, 1]
    assert due_articles(archive.db.conn, VODI.slug, now, 2) == [2, 4]
    assert due_articles(archive.db.conn, VODI.slug, now, 0) == []


WAITING = """WITH RECURSIVE n(i) AS (SELECT 1000 * ?1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000 * ?1 + ?2)
    INSERT INTO article (url_key, url, source, title, text, search_keys, word_count, sha256, fingerprint,
        first_seen, last_seen, checked_at, due, change)
    SELECT i, i, 'vodi-en', '', '', '', 0, '', '', '2026-11-06', '', '', '2026-12-01', i FROM n"""


def test_what_is_not_due_costs_nothing(archive: Archive, clock: SetClock) -> None:
    """Counted in steps of SQLite's machine, five at a time."""

    def steps() -> int:
        count = 0

        def step() -> None:
            nonlocal count
            count += 1

        archive.db.conn.set_progress_handler(step, 5)
        assert archive.due(VODI) == [1]
        archive.db.conn.set_progress_handler(None, 0)
        return count

    arrives(archive, page(URL))
    clock.forward(hours=1)
    archive.db.execute("BEGIN")
    archive.db.execute(WAITING, [1, 10])
    few = steps()
    archive.db.execute(WAITING, [2, 5000])
    assert 0 < steps() <= few + 1


def test_budget_of_a_source_is_its_files(archive: Archive, clock: SetClock) -> None:
    for number in range(1, 4):
        arrives(archive, page(f"https://vodi.example/en/{number}", f"Headline {number}"))
    clock.forward(hours=1)
    assert len(archive.due(replace(VODI, crawl=CrawlRules(rechecks=2)))) == 2
