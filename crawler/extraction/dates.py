"""A printed date becomes UTC; its printed form, precision and offset are kept, and nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from archive.records import Precision
from crawler.extraction.months import DAYS_FROM_TODAY, MONTHS, ZONES

EARLIEST = date(1991, 1, 1)
"""Before the web a page's date is a slip, or belongs to the story it tells."""

FUTURE = timedelta(days=2)
"""A date further ahead of the fetch is a slip, or an event's."""

LATEST = date(2100, 1, 1)
"""The bound where the day of the fetch is not known."""

LONGEST = 200
"""Characters read; a longer text is no date line."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date as ``Article`` keeps it."""

    published: str
    """UTC ISO-8601 with ``Z``, or the day alone, in the zone where it was printed."""

    raw: str
    """As printed, spaces evened out."""

    day: date
    """The day in that zone."""

    precision: Precision
    zone: str
    """Offset: the printed one, or that of the source's zone on that day."""


_DAY_WORDS = "|".join(sorted(DAYS_FROM_TODAY, key=len, reverse=True))
_MONTH_WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d)|(?!\d))")
_COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:t(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})[./](\d{1,2})[./](\d{1,2})(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<![\d.:])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?![\d:]|[./-]\d)")
_YEAR: Final = r"(?:[\s.,/-]*(?:соли\s+)?((?:19|20)\d{2})(?!\d))?"
_DAY_MONTH: Final = re.compile(
    rf"(?<![\d:])(\d{{1,2}})(?:st|nd|rd|th|-?го)?[\s.,/-]*(?:of\s+)?({_MONTH_WORDS})(?!\w){_YEAR}"
)
_MONTH_DAY: Final = re.compile(rf"(?<!\w)({_MONTH_WORDS})[\s.]*(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_YEAR}")
_YEAR_DAY_MONTH: Final = re.compile(
    rf"(?<!\d)((?:19|20)\d{{2}})[\s-]*(?:жыл\w*|йил\w*|yil\w*|сол\w*)?[\s.,-]*(\d{{1,2}})[\s.,-]*({_MONTH_WORDS})(?!\w)"
)
_RELATIVE: Final = re.compile(rf"(?<!\w)({_DAY_WORDS})(?!\w)")
_TIME: Final = re.compile(
    r"(?<![\d:.+-])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]?\d|60)(?:[.,]\d+)?)?(?![\d:])\s?([ap]\.?m\.?)?"
)
_OFFSET: Final = re.compile(r"\s*(?:\(?(?:utc|gmt)\s?)?([+−-])(\d{1,2}):?([0-5]\d)?(?!\d)")
_ZONE_NAME: Final = re.compile(rf"\s*\(?({'|'.join(sorted(ZONES, key=len, reverse=True))})(?!\w)")
_ORDERS: Final = (
    (_ISO, (1, 2, 3)),
    (_YEAR_FIRST, (1, 2, 3)),
    (_YEAR_DAY_MONTH, (1, 3, 2)),
    (_DAY_MONTH, (3, 2, 1)),
    (_MONTH_DAY, (3, 1, 2)),
    (_DAY_FIRST, (3, 2, 1)),
)
"""Patterns with the groups that hold year, month and day; the less ambiguous ones first."""

_EPOCH: Final = re.compile(r"(\d{10})(\d{3})?")
_URL_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:(\d{2})(\d{2})|[/-](\d{1,2})[/-](\d{1,2}))(?!\d)")
_URL_MONTH: Final = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])(?!\d)")


def parse_date(text: str, *, timezone: str, today: date | None = None, url: str | None = None) -> ParsedDate | None:
    """The first date in a short printed text; None where there is none, or none that can be.

    ``timezone`` is the source's IANA name, read where no zone is printed. ``today`` is the day of the fetch in
    that zone: for "today" and against dates in the future. ``url`` lends its year to a date without one.
    """
    raw = " ".join(text.split())
    if not raw or len(raw) > LONGEST or not any(map(str.isalnum, raw)):
        return None
    line = unicodedata.normalize("NFC", raw).lower()
    if epoch := _EPOCH.fullmatch(line):
        moment = datetime.fromtimestamp(int(epoch[1]), UTC)
        return _dated(moment.date(), moment.timetz(), raw, "second", timezone, today)
    found = _find_day(line, today, url)
    if found is None:
        return None
    day, rest = found
    clock, precision = _find_time(rest)
    return _dated(day, clock, raw, precision, timezone, today)


def url_day(url: str) -> date | None:
    """The day that a URL's path names: ``/2023/05/01/`` or ``/20230501/``."""
    for match in _URL_DAY.finditer(url.partition("?")[0].partition("//")[2]):
        if day := _day(match[1], match[2] or match[4], match[3] or match[5]):
            return day
    return None


def _dated(
    day: date, clock: time | None, raw: str, precision: Precision, timezone: str, today: date | None
) -> ParsedDate | None:
    if not EARLIEST <= day <= (LATEST if today is None else today + FUTURE):
        return None
    local = datetime.combine(day, clock or time(12))
    if local.tzinfo is None:
        local = local.replace(tzinfo=_zone(timezone))
    zone = local.isoformat()[-6:]
    if clock is None:
        return ParsedDate(day.isoformat(), raw, day, "day", zone)
    published = local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ParsedDate(published, raw, day, precision, zone)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _find_day(line: str, today: date | None, url: str | None) -> tuple[date, str] | None:
    """The day, and the line without what it was read from."""
    for pattern, order in _ORDERS:
        for match in pattern.finditer(line):
            year, month, number = (match[group] for group in order)
            day = _day(year, month, number) if year else _with_year_of(url, month, number)
            if day is None and pattern is _DAY_FIRST:
                day = _day(year, number, month)
            if day is not None:
                return day, f"{line[: match.start()]} {line[match.end() :]}"
    if (compact := _COMPACT.search(line)) and (day := _day(compact[1], compact[2], compact[3])):
        return day, ":".join(filter(None, compact.groups()[3:])) + line[compact.end() :]
    if today and (relative := _RELATIVE.search(line)):
        return today + timedelta(days=DAYS_FROM_TODAY[relative[1]]), line
    return None


def _day(year: str, month: str, number: str) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, MONTHS.get(month) or int(month), int(number))
    except ValueError:
        return None


def _with_year_of(url: str | None, month: str, number: str) -> date | None:
    """The day of that month and number that lies nearest to the day, or month, in the URL."""
    near = url and url_day(url)
    if url and not near and (match := _URL_MONTH.search(url)):
        near = _day(match[1], match[2], "15")
    if not near:
        return None
    days = [_day(f"{near.year + step:04}", month, number) for step in (-1, 0, 1)]
    return min(filter(None, days), key=lambda day: abs(day - near), default=None)


def _find_time(rest: str) -> tuple[time | None, Precision]:
    match = _TIME.search(rest)
    if match is None:
        return None, "day"
    hour, minute, second = int(match[1]), int(match[2]), min(int(match[3] or 0), 59)
    if match[4]:
        hour = hour % 12 + (12 if match[4].startswith("p") else 0)
    clock = time(hour, minute, second, tzinfo=_find_zone(rest[match.end() :]))
    return clock, "second" if match[3] else "minute"


def _find_zone(after: str) -> timezone | None:
    if match := _OFFSET.match(after):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    if match := _ZONE_NAME.match(after):
        sign, hours = ZONES[match[1]][0], int(ZONES[match[1]][1:3])
        return timezone(timedelta(hours=hours if sign == "+" else -hours))
    return None
