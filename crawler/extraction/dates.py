"""A printed date becomes UTC; its printed form, precision and offset are kept, and nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from archive.records import Precision
from crawler.extraction.jalali import FIRST_YEAR, LAST_YEAR, to_gregorian
from crawler.extraction.months import DAYS_FROM_TODAY, joined, month_number
from crawler.extraction.times import find_time

EARLIEST = date(1991, 1, 1)
"""Before the web a page's date is a slip, or belongs to the story it tells."""

FUTURE = timedelta(days=2)
"""A date further ahead of the fetch is a slip, or an event's."""

LATEST = date(2100, 1, 1)
"""The bound where the day of the fetch is not known."""

JALALI_LAG = 621
"""Years by which the Jalali count stands below the Gregorian, from spring to the end of December."""

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
_WORD: Final = r"([^\W\d_]{2,16})"
_ORDINALS: Final = "st|nd|rd|th|er|го|ого|е|ми|юми|уми|ум|юм|нчи|чи|чү|чу|ші|шы|нші|ншы|nchi|inchi|nji|njy|ni"
_ORDINAL: Final = rf"(?:-?(?:{_ORDINALS})(?![^\W\d_]))?[ºª°]?"
_BETWEEN: Final = r"[\s.,/|-]*(?:(?:of|de|del|числа)\s+)?"
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d)|(?!\d))")
_COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:t?(\d{2}):?(\d{2}):?(\d{2})?)?(?!\d)")
_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)((?:1[349]|20)\d{2})(?:[./]|\.\s|[年년]\s?)(\d{1,2})(?:[./]|\.\s|[月월]\s?)(\d{1,2})(?!\d)"
)
_DAY_FIRST: Final = re.compile(r"(?<![\d.:])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?![\d:]|[./-]\d)")
_YEAR: Final = (
    r"(?:[\s.,/-]*(?:(?:соли|de|del|of|года)\s+)?((?:1[349]|20)\d{2})(?![\d:])|(?:[-\s][’'`]|-)(\d{2})(?![\d:]))?"
)
_DAY_MONTH: Final = re.compile(rf"(?<![\d:])(\d{{1,2}}){_ORDINAL}{_BETWEEN}{_WORD}(?!\w){_YEAR}")
_MONTH_DAY: Final = re.compile(rf"(?<!\w){_WORD}[\s.-]*(\d{{1,2}}){_ORDINAL}(?![\d:]){_YEAR}")
_LONE_YEAR: Final = re.compile(r"(?<![\d.:/+-])((?:1[349]|20)\d{2})(?![\d:/])")
_RELATIVE: Final = re.compile(rf"(?<!\w)({_DAY_WORDS})(?!\w)")
_NUMERIC: Final = ((_ISO, (1, 2, 3)), (_YEAR_FIRST, (1, 2, 3)))
"""Patterns with the groups that hold year, month and day."""

_NAMED: Final = ((_DAY_MONTH, (1, 2)), (_MONTH_DAY, (2, 1)))
"""Patterns with the groups that hold day and month; groups 3 and 4 hold the year, in full and short."""

_EPOCH: Final = re.compile(r"(?:/date\()?(\d{10})(?:\d{3}|\d{6}|\.\d+)?(?:\)/)?")
_URL_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:(\d{2})(\d{2})|[/-](\d{1,2})[/-](\d{1,2}))(?!\d)")
_URL_DAY_FIRST: Final = re.compile(r"(?<!\d)(?<!\d[.-])(\d{1,2})([.-])(\d{1,2})\2((?:19|20)\d{2})(?!\d)")
_URL_MONTH: Final = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])(?!\d)")
_UNSEEN = "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"
_LETTERS: Final[dict[int, str | None]] = {
    **{ord(zero) + number: str(number) for zero in "٠۰०০" for number in range(10)},
    ord("ي"): "ی",
    ord("ى"): "ی",
    ord("ك"): "ک",
    **dict.fromkeys(map(ord, _UNSEEN)),
}
"""Arabic, Persian, Hindi and Bengali digits, Arabic letters that stand for Persian ones, and marks nobody sees."""


def parse_date(text: str, *, timezone: str, today: date | None = None, url: str | None = None) -> ParsedDate | None:
    """The first date in a short printed text; None where there is none, or none that can be.

    ``timezone`` is the source's IANA name, read where no zone is printed. ``today`` is the day of the fetch in
    that zone: for "today" and against dates in the future. ``url`` lends its year to a date without one.
    """
    raw = " ".join(text.split())
    if not raw or len(raw) > LONGEST or not any(map(str.isalnum, raw)):
        return None
    line = unicodedata.normalize("NFC", raw).lower()
    if not line.isascii():
        line = joined(line.translate(_LETTERS))
    if epoch := _EPOCH.fullmatch(line):
        moment = datetime.fromtimestamp(int(epoch[1]), UTC)
        return _dated(moment.date(), moment.timetz(), raw, "second", timezone, today)
    found = _find_day(line, today, url)
    if found is None:
        return None
    day, rest = found
    clock, precision = find_time(rest)
    return _dated(day, clock, raw, precision, timezone, today)


def url_day(url: str) -> date | None:
    """The day that a URL's path names: ``/2023/05/01/``, ``/20230501/`` or ``/01-05-2023-``."""
    path = url.partition("?")[0].partition("//")[2]
    for match in _URL_DAY.finditer(path):
        if day := _day(match[1], match[2] or match[4], match[3] or match[5]):
            return day
    for match in _URL_DAY_FIRST.finditer(path):
        if day := _day(match[4], match[3], match[1]):
            return day
    return None


def offset_of(zone: str) -> timedelta:
    """The offset in ``ParsedDate.zone``."""
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return -offset if zone[0] == "-" else offset


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
    """The day, and the line without what it was read from; the less ambiguous forms first."""
    for pattern, (first, second, third) in _NUMERIC:
        for match in pattern.finditer(line):
            year, month, number = match[first], match[second], match[third]
            if day := _day(year, month, number) or _day(year, number, month):
                return day, _without(line, match)
    if (found := _find_named(line, url)) or (found := _find_day_first(line)):
        return found
    if (compact := _COMPACT.search(line)) and (day := _day(compact[1], compact[2], compact[3])):
        return day, ":".join(filter(None, compact.groups()[3:])) + line[compact.end() :]
    if today and (relative := _RELATIVE.search(line)):
        return today + timedelta(days=DAYS_FROM_TODAY[relative[1]]), line
    return None


def _find_named(line: str, url: str | None) -> tuple[date, str] | None:
    """A day with its month by name; its year stands beside it, or alone in the line, or in the URL."""
    for pattern, (first, second) in _NAMED:
        for match in pattern.finditer(line):
            month = month_number(match[second])
            if month is None:
                continue
            rest = _without(line, match)
            year = match[3] or match[4]
            if not year and len(lone := _LONE_YEAR.findall(rest)) == 1:
                year = lone[0]
            day = _day(year, month[0], match[first], month[1]) if year else _with_year_of(url, month, match[first])
            if day is not None:
                return day, rest
    return None


def _find_day_first(line: str) -> tuple[date, str] | None:
    for match in _DAY_FIRST.finditer(line):
        number, month, year = match.groups()
        day = _day(year, month, number)
        if day is None and "." not in match[0]:
            day = _day(year, number, month)
        if day is not None:
            return day, _without(line, match)
    return None


def _without(line: str, match: re.Match[str]) -> str:
    return f"{line[: match.start()]} {line[match.end() :]}"


def _day(year: str, month: str | int, number: str, is_jalali: bool = False) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        if is_jalali or FIRST_YEAR <= full <= LAST_YEAR:
            return to_gregorian(full, int(month), int(number))
        return date(full, int(month), int(number))
    except ValueError:
        return None


def _with_year_of(url: str | None, month: tuple[int, bool], number: str) -> date | None:
    """The day of that month and number that lies nearest to the day, or month, in the URL."""
    near = url and url_day(url)
    if url and not near and (match := _URL_MONTH.search(url)):
        near = _day(match[1], match[2], "15")
    if not near:
        return None
    middle = near.year - JALALI_LAG if month[1] else near.year
    days = [_day(f"{middle + step:04}", month[0], number, month[1]) for step in (-1, 0, 1)]
    return min(filter(None, days), key=lambda day: abs(day - near), default=None)
