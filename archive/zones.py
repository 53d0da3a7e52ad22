"""The day on which something archived fell where its source is."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def zone(name: str) -> tzinfo:
    """The IANA zone; UTC for a name that this machine does not know, as an archive from elsewhere may have one."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


def local_day(value: str, place: tzinfo) -> str:
    """``2026-11-02`` for a UTC time (ISO-8601, to the minute or finer); what is a day already stays as it is.

    At the ends of the calendar, where there is no local day, the day in UTC.
    """
    if "T" not in value:
        return value
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC).astimezone(place).date().isoformat()
    except OverflowError:
        return value[:10]
