"""The time of day and the zone in a printed line."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone
from typing import Final

from archive.records import Precision
from crawler.extraction.months import ZONES

_HALF: Final = r"\s?([ap]\.?m\b\.?|[مص](?!\w))?"
_TIME: Final = re.compile(r"(?<![\d:.+-])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]?\d|60)(?:[.,]\d+)?)?(?![\d:])" + _HALF)
_SPOKEN: Final = re.compile(
    r"(?<![\w:.])(?:(?:at|um|klo|kl|соати?|saat|в|à|ore|alle)\.?\s)?(?P<h>[01]?\d|2[0-3])(?P<by>[.h])(?P<m>[0-5]\d)(?![\d:.])"
    r"(?P<after>\suhr)?"
)
_OFFSET: Final = re.compile(r"\s*(?:[(\[]?(?:utc|gmt)\s?)?([+−-])(\d{1,2}):?([0-5]\d)?(?!\d)")
_ZONE_NAME: Final = re.compile(rf"\s*[(\[]?({'|'.join(sorted(ZONES, key=len, reverse=True))})(?!\w)")
_FURTHEST = 14 * 60
"""Minutes: Kiritimati's offset, the largest there is."""


def find_time(rest: str) -> tuple[time | None, Precision]:
    """The first time of day in what a lower-case line has besides its date, with its zone where one is printed."""
    match = _TIME.search(rest)
    if match is None:
        return _find_spoken(rest)
    hour, minute, second = int(match[1]), int(match[2]), min(int(match[3] or 0), 59)
    if match[4]:
        hour = hour % 12 + (12 if match[4][0] in "pم" else 0)
    clock = time(hour, minute, second, tzinfo=_find_zone(rest[match.end() :]))
    return clock, "second" if match[3] else "minute"


def _find_spoken(rest: str) -> tuple[time | None, Precision]:
    """Times with a dot or an h, which need a word beside them: "um 14.30", "klo 9.05", "22.15 Uhr", "à 10h30"."""
    for match in _SPOKEN.finditer(rest):
        if match["by"] == "h" or match["after"] or not match[0][0].isdigit():
            return time(int(match["h"]), int(match["m"])), "minute"
    return None, "day"


def _find_zone(after: str) -> timezone | None:
    if match := _OFFSET.match(after):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes <= _FURTHEST:
            return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    if match := _ZONE_NAME.match(after):
        offset = ZONES[match[1]]
        minutes = int(offset[1:3]) * 60 + int(offset[4:])
        return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes))
    return None
