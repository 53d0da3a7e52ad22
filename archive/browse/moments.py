"""Print an archived time for a reader: in the source's zone, as exact as it is known and no more."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from archive.browse.words import MONTHS


@dataclass(frozen=True, slots=True)
class Moment:
    """One time, ready for ``<time datetime="…">``."""

    machine: str
    """UTC ISO-8601, or the day alone, as archived."""

    day: str
    """``2 November 2026``, in the source's zone."""

    clock: str
    """``11:00``, in the source's zone; empty when only the day is known."""

    place: str
    """The zone's city, or ``UTC``; empty when only the day is known."""

    iso_day: str
    """``2026-11-02``, in the source's zone."""

    @property
    def full(self) -> str:
        """``2 November 2026, 11:00 (Dushanbe)``."""
        return f"{self.day}, {self.clock} ({self.place})" if self.clock else self.day

    @property
    def short(self) -> str:
        """``2 November 2026, 11:00``."""
        return f"{self.day}, {self.clock}" if self.clock else self.day


def moment(value: str | None, zone_name: str = "UTC") -> Moment | None:
    """Read an archived time (UTC ISO-8601 or a day); None for None and for what is neither."""
    if not value:
        return None
    try:
        if len(value) == 10:
            known_day = date.fromisoformat(value)
            return Moment(value, written(known_day), "", "", value)
        instant = datetime.fromisoformat(value)
        local = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(zone(zone_name))
    except (ValueError, OverflowError):
        return None
    day = local.date()
    return Moment(value, written(day), f"{local:%H:%M}", city(zone_name), day.isoformat())


def written(day: date) -> str:
    """``2 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def last_of_month(year: str, month: int) -> str:
    """``2026-02-28`` for ``2026`` and 2; the 31st for a year that the calendar does not know."""
    known = int(year) if year.isascii() and year.isdigit() else 0
    return f"{year}-{month:02}-{monthrange(known, month)[1] if known else 31}"


def zone(name: str) -> tzinfo:
    """The IANA zone; UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


def city(zone_name: str) -> str:
    """``Dushanbe`` for ``Asia/Dushanbe``; ``UTC`` for a zone that is not known."""
    return "UTC" if zone(zone_name) is UTC else zone_name.rpartition("/")[2].replace("_", " ")
