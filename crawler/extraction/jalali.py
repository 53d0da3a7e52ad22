"""The Solar Hijri (Jalali) calendar of Iran and Afghanistan, by its 33-year rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIRST_YEAR: Final = 1210
LAST_YEAR: Final = 1634
"""Between them (1831 to 2256) the 33-year rule gives the days of the equinox at Tehran (Borkowski, 1996)."""

_NEW_YEAR: Final = date(1831, 3, 21)
"""1 Farvardin 1210."""

_LONG_MONTHS: Final = 6
_DAYS_BEFORE: Final = tuple(
    month * 31 if month <= _LONG_MONTHS else 186 + (month - _LONG_MONTHS) * 30 for month in range(12)
)


def to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali one. Raises ValueError for a day that is not there, or out of the years known."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        raise ValueError(f"no day {year}-{month}-{day} in the Jalali calendar")
    return _new_year(year) + timedelta(days=_DAYS_BEFORE[month - 1] + day - 1)


def month_length(year: int, month: int) -> int:
    """Days of a month, 1 to 12; the last one has 30 in a leap year."""
    if month <= _LONG_MONTHS:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def is_leap(year: int) -> bool:
    """Whether the year has 366 days: 8 in 33 do, every fourth and then once a fifth."""
    place = (year - FIRST_YEAR) % 33
    return place % 4 == 0 and place != 32


def _new_year(year: int) -> date:
    past = year - FIRST_YEAR
    leaps = past // 33 * 8 + (past % 33 + 3) // 4
    return _NEW_YEAR + timedelta(days=365 * past + leaps)
