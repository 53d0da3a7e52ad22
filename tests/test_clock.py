from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clock import days_between, iso, utc_now

MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))


def test_now_is_aware_and_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 22, 9, 53, 50, 999_999, UTC), "2026-11-22T09:53:50Z"),
        (datetime(987, 1, 2, tzinfo=UTC), "0987-01-02T00:00:00Z"),
        (datetime(2026, 11, 22, 2, 0, tzinfo=timezone(timedelta(hours=5))), "2026-11-21T21:00:00Z"),
    ],
)
def test_moment_is_written_in_utc_to_the_second(moment: datetime, written: str) -> None:
    assert iso(moment) == written


@given(MOMENTS, MOMENTS)
def test_written_moments_sort_as_they_passed(one: datetime, other: datetime) -> None:
    assert (iso(one) < iso(other)) == (one.replace(microsecond=0) < other.replace(microsecond=0))


@given(MOMENTS, st.integers(0, 10_000))
def test_days_between_counts_parts_of_days(moment: datetime, hours: int) -> None:
    assert days_between(iso(moment), iso(moment + timedelta(hours=hours))) == pytest.approx(hours / 24)
