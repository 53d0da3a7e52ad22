"""When to read an answer again: by a feed's ``ttl`` and ``skipHours``, ``Cache-Control``, ``Retry-After``. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypedDict

from archive.pace import LONGEST

HEAD = 64 * 1024
"""Bytes of a feed before its first item, at most."""

_ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_TTL = re.compile(rb"<ttl>\s*(\d{1,9})\s*</ttl>", re.IGNORECASE)
_SKIP = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})\"?\s*(?=,|$)", re.IGNORECASE)
_NOT_FRESH = re.compile(r"(?:^|,)\s*(?:no-cache|no-store)\s*(?=,|$)", re.IGNORECASE)


class Freshness(TypedDict):
    """How long an answer stays good."""

    fresh_seconds: int
    """From when it was fetched; at most a day."""

    skip_hours: tuple[int, ...]
    """Hours of the day in UTC, 0 to 23, in which it is not to be read."""


def freshness(body: bytes, cache_control: str | None = None, age: str | None = None) -> Freshness:
    """What a feed, sitemap or listing says of itself, and what its server says of it: the longer one holds."""
    item = _ITEM.search(body, 0, HEAD)
    head = body[: item.start() if item else HEAD]
    ttl = _TTL.search(head)
    minutes = int(ttl[1]) if ttl else 0
    seconds = max(60 * minutes, _max_age(cache_control or "", age or ""))
    return Freshness(fresh_seconds=min(seconds, int(LONGEST.total_seconds())), skip_hours=_skipped(head))


def _max_age(cache_control: str, age: str) -> int:
    """Seconds that are left of ``max-age``; ``s-maxage`` is for caches that many share."""
    found = _MAX_AGE.search(cache_control)
    if found is None or _NOT_FRESH.search(cache_control):
        return 0
    return max(0, int(found[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age.strip()) else 0))


def _skipped(head: bytes) -> tuple[int, ...]:
    """Old feeds count from 1 to 24. One that skips every hour of the day is not believed."""
    found = _SKIP.search(head)
    hours = {int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24} if found else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def retry_after(value: str, now: datetime) -> datetime | None:
    """The moment that ``Retry-After`` names, as seconds or as a date; None for neither, or for one that is over."""
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        moment = now + timedelta(seconds=int(value))
    else:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment > now else None
