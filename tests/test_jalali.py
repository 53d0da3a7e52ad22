"""The Solar Hijri calendar against days that are known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.jalali import FIRST_YEAR, LAST_YEAR, is_leap, month_length, to_gregorian


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1370, 1, 1), date(1991, 3, 21)),
        ((1375, 1, 1), date(1996, 3, 20)),
        ((1379, 1, 1), date(2000, 3, 20)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1402, 10, 11), date(2024, 1, 1)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1408, 12, 30), date(2030, 3, 20)),
    ],
)
def test_known_days(jalali, gregorian):
    assert to_gregorian(*jalali) == gregorian


def test_leap_years_are_those_of_the_calendar():
    leaps = [year for year in range(1370, 1412) if is_leap(year)]
    assert leaps == [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]


@pytest.mark.parametrize(
    "day", [(1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 0, 1), (1402, 1, 0), (1209, 1, 1)]
)
def test_day_that_is_not_there_is_an_error(day):
    with pytest.raises(ValueError, match="no day"):
        to_gregorian(*day)


@given(st.integers(FIRST_YEAR, LAST_YEAR - 1), st.integers(1, 12))
def test_months_follow_one_another_without_a_gap(year, month):
    last = to_gregorian(year, month, month_length(year, month))
    following = to_gregorian(year + month // 12, month % 12 + 1, 1)
    assert following - last == timedelta(days=1)


@given(st.integers(FIRST_YEAR, LAST_YEAR))
def test_year_begins_at_the_equinox(year):
    assert to_gregorian(year, 1, 1).strftime("%m-%d") in ("03-19", "03-20", "03-21", "03-22")
