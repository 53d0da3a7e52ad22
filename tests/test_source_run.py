"""One source in one run: its URLs in flight, and what the next interval follows from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.entries import Task
from archive.records import Source
from crawler.signs import Hint
from crawler.source_run import SourceRun
from crawler.wishes import Wishes

BEGAN = "2026-11-22T09:53:50Z"
ENTRY = Task("https://valley.example/1", "valley-en", entry_id=7, article_id=None)
KNOWN = Task("https://valley.example/2", "valley-en", entry_id=None, article_id=5)


@pytest.fixture
def visit() -> SourceRun:
    return SourceRun(
        Source(
            slug="valley-en", name="Valley", country="TJ", languages=("en",), timezone="Asia/Dushanbe",
            scope=("valley.example/",), homepage="https://valley.example/",
        )
    )  # fmt: skip


def test_entry_is_in_flight_from_when_it_is_taken_up(visit: SourceRun) -> None:
    visit.take_up(ENTRY)
    assert (visit.asking, visit.taken_up, visit.taken, visit.recheck_below) == (True, 1, {7}, 0)


def test_known_article_moves_the_mark_of_those_that_are_left(visit: SourceRun) -> None:
    visit.take_up(KNOWN)
    assert (visit.asking, visit.taken_up, visit.taken, visit.recheck_below) == (True, 1, set(), 5)


def test_source_without_another_url_is_not_asked_any_more(visit: SourceRun) -> None:
    visit.take_up(ENTRY)
    visit.take_up(None)
    assert (visit.asking, visit.taken_up, visit.taken) == (False, 1, {7})


def test_nothing_is_seen_before_all_have_answered(visit: SourceRun) -> None:
    visit.tally.answered = visit.open_discovery = 1
    assert visit.seen(BEGAN, Wishes()) is None


def test_news_is_what_was_new_though_it_stood_elsewhere_before(visit: SourceRun) -> None:
    visit.tally.answered = 1
    visit.tally.outcomes.update({"new": 3, "duplicate": 2, "unchanged": 9})
    seen = visit.seen(BEGAN, Wishes())
    assert seen is not None
    assert (seen.at, seen.news, seen.failed) == (datetime(2026, 11, 22, 9, 53, 50, tzinfo=UTC), 5, False)


@pytest.mark.parametrize("wishes", [Wishes(backfill=True), Wishes(since="2026-11-01"), Wishes(max_articles=0)])
def test_run_that_takes_more_or_less_than_the_news_measures_none(visit: SourceRun, wishes: Wishes) -> None:
    visit.tally.answered = 1
    visit.tally.outcomes["new"] = 3
    seen = visit.seen(BEGAN, wishes)
    assert seen is not None
    assert (seen.news, seen.failed) == (None, False)


def test_source_that_gave_nothing_failed_and_says_why(visit: SourceRun) -> None:
    visit.tally.hints.append(Hint("blocked", "it answers HTTP 403"))
    seen = visit.seen(BEGAN, Wishes())
    assert seen is not None
    assert seen.sign is not None
    assert (seen.news, seen.failed, seen.sign.kind) == (None, True, "blocked")
