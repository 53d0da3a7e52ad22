"""Print an archived time for a reader: in the source's zone, as exact as it is known and no more."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.browse.wording import Wording
from archive.zones import zone


@dataclass(frozen=True, slots=True)
class Moment:
    """One time, ready for ``<time datetime="…">``."""

    machine: str
    """UTC ISO-8601, or the day alone, as archived."""

    day: str
    """``2 November 2026``, in the source's zone and the reader's language."""

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


def moment(value: str | None, zone_name: str, wording: Wording) -> Moment | None:
    """Read an archived time (UTC ISO-8601 or a day); None for None and for what is neither."""
    if not value:
        return None
    try:
        if len(value) == 10:
            return Moment(value, wording.date(value), "", "", value)
        instant = datetime.fromisoformat(value)
        local = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(zone(zone_name))
    except (ValueError, OverflowError):
        return None
    day = local.date()
    return Moment(value, wording.date(day), f"{local:%H:%M}", city(zone_name, wording), day.isoformat())


def last_of_month(year: str, month: int) -> str:
    """``2026-02-28`` for ``2026`` and 2; the 31st for a year that the calendar does not know."""
    known = int(year) if year.isascii() and year.isdigit() else 0
    return f"{year}-{month:02}-{monthrange(known, month)[1] if known else 31}"


def city(zone_name: str, wording: Wording) -> str:
    """``Dushanbe`` for ``Asia/Dushanbe``; ``UTC`` for a zone that is not known."""
    return "UTC" if zone(zone_name) is UTC else wording.city(zone_name.rpartition("/")[2].replace("_", " "))
