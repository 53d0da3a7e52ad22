"""The dates of feeds and sitemaps, as entries keep them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archive.clock import utc_now
from archive.records import Source
from crawler.extraction.dates import LONGEST, parse_date

_SHORT_YEAR = re.compile(r"(\b\d{1,2}[ -][^\W\d_]{3,9}[ -])(\d{2})(?= +\d{1,2}:)")
_FIRST_SHORT_YEAR = 69
"""Where POSIX draws the line between 19xx and 20xx."""


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads what one document prints: dates without a zone in its source's, none far ahead of the fetch."""

    timezone: str
    today: date
    """In that zone."""

    @classmethod
    def of(cls, source: Source, now: datetime | None = None) -> DateReader:
        """``now`` is the moment of the fetch, aware; None: the clock."""
        return cls(source.timezone, (now or utc_now()).astimezone(ZoneInfo(source.timezone)).date())

    def read(self, text: str | None) -> str | None:
        """UTC ISO-8601 with ``Z``, or the day where only a day is given, or None.

        RFC 822 (any weekday, two-digit years, named and numeric zones, the region's month names), ISO 8601
        with fractions of any length, printed forms, and seconds or milliseconds since 1970. A month alone is
        no day; before 1991 and more than 2 days after ``today`` is None.
        """
        if not text or len(text) > LONGEST:
            return None
        found = parse_date(_SHORT_YEAR.sub(_in_full, text), timezone=self.timezone, today=self.today)
        return found.published if found else None


def printed(text: str | None) -> str | None:
    """The date as printed, spaces evened out; None where there is none, or no date's length."""
    raw = " ".join(text.split()) if text else ""
    return raw if 0 < len(raw) <= LONGEST else None


def _in_full(match: re.Match[str]) -> str:
    century = "19" if int(match[2]) >= _FIRST_SHORT_YEAR else "20"
    return f"{match[1]}{century}{match[2]}"
