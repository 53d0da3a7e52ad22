"""When to read an answer again: by a feed's ``ttl`` and ``skipHours``, ``Cache-Control``, ``Retry-After``. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypedDict

from archive.pace import LONGEST

ASKS_FOR_PATIENCE = (429, 503)
"""Statuses whose Retry-After means everything of the host."""

MOST_PATIENCE = 366 * 86_400.0
"""Seconds; a server that asks for more than a year is taken to mean a year."""

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
    seconds = max(60 * minutes, max_age(cache_control, age) or 0)
    return Freshness(fresh_seconds=min(seconds, int(LONGEST.total_seconds())), skip_hours=_skipped(head))


def max_age(cache_control: str | None, age: str | None) -> int | None:
    """Seconds that are left of ``max-age``, 0 for ``no-cache``; None where nothing is said of it.

    ``s-maxage`` is for caches that many share.
    """
    if _NOT_FRESH.search(cache_control or ""):
        return 0
    found, old = _MAX_AGE.search(cache_control or ""), (age or "").strip()
    return max(0, int(found[1]) - (int(old) if re.fullmatch(r"\d{1,9}", old) else 0)) if found else None


def _skipped(head: bytes) -> tuple[int, ...]:
    """Old feeds count from 1 to 24. One that skips every hour of the day is not believed."""
    found = _SKIP.search(head)
    hours = {int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24} if found else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds from now, of a Retry-After in seconds or as a date; None where it says nothing, 0 where it is over.

    At most MOST_PATIENCE. A date is read against the answer's own ``Date``, for a server's clock may be wrong; without
    one, against ``now``.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), MOST_PATIENCE)
    then, sent = _moment(text), _moment(date)
    if then is None:
        return None
    return min(max(0.0, (then - (sent or now)).total_seconds()), MOST_PATIENCE)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or a zone of any length
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
