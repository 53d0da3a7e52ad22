from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.timestamps import DateReader, printed
from tests.discovery_samples import NOW, SOURCE

DATES = DateReader.of(SOURCE, NOW)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Tue, 03 Nov 2026 10:00:00 +0500", "2026-11-03T05:00:00Z"),
        ("Tue, 03 Nov 2026 10:00:00 GMT", "2026-11-03T10:00:00Z"),
        ("Mon, 03 Nov 2026 10:00:00 GMT", "2026-11-03T10:00:00Z"),  # it was a Tuesday
        ("Tue, 3 Nov 2026 10:00 +05:00", "2026-11-03T05:00:00Z"),
        ("03 Nov 2026 10:00:00 MSK", "2026-11-03T07:00:00Z"),
        ("Tue, 03 Nov 26 10:00:00 GMT", "2026-11-03T10:00:00Z"),
        ("Sun, 03 Nov 96 10:00:00 GMT", "1996-11-03T10:00:00Z"),
        ("Tue, 03 November 2026 10:00:00 EST", "2026-11-03T15:00:00Z"),
        ("Вт, 03 ноя 2026 10:00:00 +0300", "2026-11-03T07:00:00Z"),
        ("3 ноябри 2026, 10:00", "2026-11-03T05:00:00Z"),
        ("2026-11-03T10:00:00Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00:00.1Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00:00.123456789Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00:00+05:00", "2026-11-03T05:00:00Z"),
        ("2026-11-03T10:00+0500", "2026-11-03T05:00:00Z"),
        ("2026-11-03T02:00:00-03:30", "2026-11-03T05:30:00Z"),
        ("2026-11-03 10:00:00", "2026-11-03T05:00:00Z"),
        ("20261103T100000Z", "2026-11-03T10:00:00Z"),
        ("03.11.2026 10:00", "2026-11-03T05:00:00Z"),
        ("\n  2026-11-03T10:00:00Z ", "2026-11-03T10:00:00Z"),
        ("1793700000", "2026-11-03T10:00:00Z"),
    ],
)
def test_forms_of_feeds_and_sitemaps_are_read(raw: str, read: str) -> None:
    assert DATES.read(raw) == read


@pytest.mark.parametrize("raw", ["2026-11-03", "03 Nov 2026", "03.11.2026", "Tue, 3 November 2026"])
def test_a_day_stays_a_day(raw: str) -> None:
    assert DATES.read(raw) == "2026-11-03"


@pytest.mark.parametrize(
    "raw", ["2026-11", "2026", "November 2026", "soon", "10:00", "", "   ", None, "0000-00-00 00:00:00"]
)
def test_what_names_no_day_is_unknown(raw: str | None) -> None:
    assert DATES.read(raw) is None


def test_date_without_zone_is_read_in_the_sources_zone() -> None:
    assert DateReader.of(SOURCE, NOW).read("2026-11-03 03:00:00") == "2026-11-02T22:00:00Z"
    assert DateReader("Europe/London", NOW.date()).read("2026-07-03 03:00:00") == "2026-07-03T02:00:00Z"


def test_two_days_ahead_is_believed_and_three_are_not() -> None:
    assert DATES.read("2026-11-24") == "2026-11-24"
    assert DATES.read("2026-11-25") is None
    assert DATES.read("Wed, 25 Nov 2026 12:00:00 GMT") is None


def test_nothing_is_older_than_1991() -> None:
    assert DATES.read("1991-01-01") == "1991-01-01"
    assert DATES.read("1990-12-31") is None
    assert DATES.read("Thu, 01 Jan 1970 00:00:00 +0000") is None
    assert DATES.read("-0001-11-30T00:00:00+00:00") is None


def test_today_is_the_sources_day_and_not_that_of_utc() -> None:
    late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # already the 23rd in Dushanbe
    assert DateReader.of(SOURCE, late).read("2026-11-25") == "2026-11-25"


def test_printed_form_is_kept_with_its_spaces_evened() -> None:
    assert printed(" Tue,  03 Nov\n2026 ") == "Tue, 03 Nov 2026"
    assert printed("x" * 1000) is None
    assert printed("  ") is None
    assert printed(None) is None


@given(
    st.text()
    | st.text("0123456789-:.TZ+ /,", max_size=40)
    | st.from_regex(r"\d{1,2} (Nov|ноя|мая) \d{2,5} \d{1,2}:\d{1,2}(:\d{2})?( [+-]\d{4}| [A-Z]{1,4})?", fullmatch=True)
)
def test_no_text_raises_and_what_is_read_is_iso(text: str) -> None:
    read = DATES.read(text)
    assert read is None or re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", read)
    assert read is None or "1990-12-31" <= read <= "2026-11-25"


@given(st.datetimes(datetime(1992, 1, 1), datetime(2026, 11, 20)), st.integers(-12 * 60, 14 * 60))
def test_every_moment_survives_iso_8601(moment: datetime, offset: int) -> None:
    sign, minutes = ("+", offset) if offset >= 0 else ("-", -offset)
    text = f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}"
    expected = datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert DATES.read(text) == expected
