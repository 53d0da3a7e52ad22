"""How often a source is asked: properties that hold whatever it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.pace import JITTER, LONGEST, SHORTEST, Pace, Visit, after, due_at, is_due, jitter, natural, smoothed

NOON = datetime(2026, 11, 7, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
per_day = st.floats(0, 1e6)
paces = st.builds(Pace, moments, st.none() | moments, st.none() | per_day, st.integers(0, 10_000), st.none())
visits = st.builds(Visit, moments, st.none() | st.integers(0, 100_000), st.booleans())
fixed = st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=999_999))


@given(paces, st.text(), per_day)
def test_pace_of_its_own_lies_between_ten_minutes_and_a_day(pace: Pace, slug: str, of_late: float) -> None:
    assert SHORTEST <= due_at(pace, slug, None, of_late) - pace.asked_at <= LONGEST


@given(paces, st.text(), fixed, per_day)
def test_a_failure_more_never_shortens_the_wait(pace: Pace, slug: str, fixed: timedelta | None, of_late: float) -> None:
    assume(pace.failures or pace.answered_at)
    worse = replace(pace, failures=pace.failures + 1)
    assert due_at(worse, slug, fixed, of_late) >= due_at(pace, slug, fixed, of_late)


@given(paces, visits, per_day)
def test_whatever_a_run_sees_there_is_a_pace_and_a_next_moment(pace: Pace, seen: Visit, of_late: float) -> None:
    new = after(pace, seen, of_late)
    assert new.asked_at == seen.at
    assert new.failures == (pace.failures + 1 if seen.failed else 0)
    assert new.per_day is None or new.per_day >= 0
    assert seen.at < due_at(new, "vodi-en", None, of_late) <= seen.at + LONGEST


@given(st.text(), moments)
def test_jitter_is_a_tenth_at_most_and_the_same_for_the_same_source_and_run(slug: str, at: datetime) -> None:
    assert -JITTER <= jitter(slug, at) <= JITTER
    assert jitter(slug, at) == jitter(slug, at)


def test_jitter_spreads_sources_and_runs() -> None:
    spread = [jitter(f"source-{n}", NOON + run * HOUR) for n in range(20) for run in range(20)]
    assert len(set(spread)) == 400
    assert min(spread) < -0.09
    assert max(spread) > 0.09
    assert abs(sum(spread) / len(spread)) < 0.01


@given(per_day, st.floats(-JITTER, JITTER))
def test_jitter_moves_an_interval_by_its_share_within_the_bounds(rate: float, share: float) -> None:
    plain, moved = natural(rate), natural(rate, share)
    assert moved in (SHORTEST, LONGEST) or abs(moved / plain - 1 - share) < 1e-6
    assert (plain == SHORTEST) <= (moved == SHORTEST)


@pytest.mark.parametrize(
    ("rate", "wait"), [(0, LONGEST), (0.3, LONGEST), (2, 12 * HOUR), (48, HOUR / 2), (144, SHORTEST), (9999, SHORTEST)]
)
def test_one_new_article_waits_for_a_run_on_average(rate: float, wait: timedelta) -> None:
    assert abs(natural(rate) - wait) < timedelta(seconds=1)


@given(st.floats(0, 500), st.integers(1, 40))
def test_steady_source_is_learned_in_a_week_however_it_is_asked(rate: float, runs_a_day: int) -> None:
    """Two days of memory: after a week a thirtieth of what was believed before is left."""
    pace = Pace(NOON, NOON, per_day=100.0)
    found = 0
    for run in range(1, 7 * runs_a_day + 1):
        there = int(rate * run / runs_a_day)
        pace = after(pace, Visit(NOON + DAY * run / runs_a_day, there - found), of_late=0)
        found = there
    assert pace.per_day is not None
    # An article comes whole, so the last run alone may be off by one.
    assert abs(pace.per_day - rate) <= abs(100 - rate) / 30 + 1


def test_first_run_brings_what_has_piled_up_and_is_no_measure() -> None:
    first = after(None, Visit(NOON, 500), of_late=3.0)
    assert (first.per_day, first.answered_at) == (None, NOON)
    second = after(first, Visit(NOON + DAY, 5), of_late=3.0)
    assert second.per_day == smoothed(3.0, 5, DAY)
    assert 3 < second.per_day < 5


def test_every_failure_doubles_the_wait_up_to_a_day_and_an_answer_ends_it() -> None:
    pace = Pace(NOON, NOON, per_day=144.0)
    waits = []
    for _ in range(10):
        pace = after(pace, Visit(pace.asked_at + HOUR, failed=True, news=None), of_late=0)
        waits.append((due_at(pace, "vodi-en", None, 0) - pace.asked_at) / timedelta(minutes=1))
    assert waits == [20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
    pace = after(pace, Visit(pace.asked_at + DAY, 0), of_late=0)
    assert (pace.failures, pace.answered_at) == (0, pace.asked_at)


def test_source_that_never_answered_is_asked_again_soon_and_ever_more_rarely() -> None:
    pace, waits = None, []
    for day in range(9):
        pace = after(pace, Visit(NOON + day * DAY, failed=True, news=None), of_late=0)
        waits.append((due_at(pace, "vodi-en", None, 0) - pace.asked_at) / timedelta(minutes=1))
    assert waits == [20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


def test_articles_of_an_outage_are_measured_over_all_of_it() -> None:
    pace = Pace(NOON, NOON, per_day=24.0)
    for day in (1, 2, 3):
        pace = after(pace, Visit(NOON + day * DAY, news=None, failed=True), of_late=0)
    assert pace.per_day == 24.0
    pace = after(pace, Visit(NOON + 4 * DAY, news=96), of_late=0)
    assert pace.per_day == pytest.approx(24)


def test_fixed_interval_is_kept_to_the_second_and_backed_off_too() -> None:
    pace = Pace(NOON, NOON, per_day=999.0)
    assert due_at(pace, "vodi-en", 2 * HOUR, 0) == NOON + 2 * HOUR
    assert due_at(replace(pace, failures=2), "vodi-en", 2 * HOUR, 0) == NOON + 8 * HOUR
    assert due_at(replace(pace, failures=2), "vodi-en", 3 * DAY, 0) == NOON + 3 * DAY


def test_server_that_asks_for_patience_gets_it() -> None:
    pace = Pace(NOON, NOON, per_day=999.0, not_before=NOON + 5 * HOUR)
    assert due_at(pace, "vodi-en", None, 0) == NOON + 5 * HOUR


def test_missed_ticks_are_made_up_for_by_one_run() -> None:
    pace = Pace(NOON, NOON, per_day=144.0)
    back = NOON + 6 * HOUR
    assert is_due(due_at(pace, "vodi-en", None, 0), back)
    pace = after(pace, Visit(back, 36), of_late=0)
    due = due_at(pace, "vodi-en", None, 0)
    assert not is_due(due, back + timedelta(minutes=9))
    assert is_due(due, back + timedelta(minutes=9, seconds=30)), "a timer need not be exact"
