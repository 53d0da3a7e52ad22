"""What answers say of when to read them again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.freshness import freshness, retry_after

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
FEED = b"<rss><channel><title>Vodi</title>%s<item><title>x</title>%s</item></channel></rss>"


@pytest.mark.parametrize(
    ("channel", "item", "seconds", "hours"),
    [
        (b"", b"", 0, ()),
        (b"<ttl>60</ttl>", b"", 3600, ()),
        (b"<TTL> 5 </TTL>", b"", 300, ()),
        (b"", b"<ttl>60</ttl>", 0, ()),
        (b"<ttl>soon</ttl>", b"", 0, ()),
        (b"<ttl>-5</ttl>", b"", 0, ()),
        (b"<ttl>999999</ttl>", b"", 86400, ()),
        (b"<skipHours><hour>0</hour><hour> 23 </hour></skipHours>", b"", 0, (0, 23)),
        (b"<skipHours><hour>24</hour><hour>99</hour></skipHours>", b"", 0, (0,)),
        (b"<skipHours>" + b"".join(b"<hour>%d</hour>" % h for h in range(24)) + b"</skipHours>", b"", 0, ()),
    ],
)
def test_feed_says_how_long_it_stays_as_it_is(
    channel: bytes, item: bytes, seconds: int, hours: tuple[int, ...]
) -> None:
    assert freshness(FEED % (channel, item)) == {"fresh_seconds": seconds, "skip_hours": hours}


@pytest.mark.parametrize(
    ("cache_control", "age", "seconds"),
    [
        ("max-age=600", None, 600),
        ("public, Max-Age=600, must-revalidate", None, 600),
        ("max-age=600", "120", 480),
        ("max-age=600", "9999", 0),
        ("max-age=600", "x", 600),
        ('max-age="600"', None, 600),
        ("s-maxage=600", None, 0),
        ("x-max-age=600", None, 0),
        ("no-cache, max-age=600", None, 0),
        ("max-age=31536000", None, 86400),
        ("max-age=-1", None, 0),
        ("", None, 0),
        (None, None, 0),
    ],
)
def test_server_says_how_long_an_answer_stays_good(cache_control: str | None, age: str | None, seconds: int) -> None:
    assert freshness(b"<html>", cache_control, age)["fresh_seconds"] == seconds


def test_the_longer_one_holds() -> None:
    assert freshness(FEED % (b"<ttl>60</ttl>", b""), "max-age=600")["fresh_seconds"] == 3600
    assert freshness(FEED % (b"<ttl>5</ttl>", b""), "max-age=600")["fresh_seconds"] == 600


@given(st.binary(max_size=300), st.text(max_size=60), st.text(max_size=20))
def test_whatever_a_server_sends_there_is_an_answer(body: bytes, header: str, age: str) -> None:
    assert 0 <= freshness(body, header, age)["fresh_seconds"] <= 86400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Sat, 28 Nov 2026 10:02:00 GMT", 120),
        ("Saturday, 28-Nov-26 10:02:00 GMT", 120),
        ("Sat Nov 28 10:02:00 2026", 120),
        ("Sat, 28 Nov 2026 09:00:00 GMT", 0),
        ("Sat, 28 Nov 2026 15:02:00 +0500", 120),
        ("", None),
        (None, None),
        ("soon", None),
        ("Sat, 28 Nov 2026 10:02:00 +99999999999999", None),
        ("Sat, 28 Nov 99999999999 10:02:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("\u0663", None),
    ],
)
def test_both_forms_are_read(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, None, NOW) == seconds


def test_date_is_read_against_the_clock_of_the_server() -> None:
    ahead = format_datetime(NOW + timedelta(hours=5), usegmt=True)
    then = format_datetime(NOW + timedelta(hours=5, seconds=30), usegmt=True)
    assert retry_after(then, ahead, NOW) == 30


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_it(value: str, date: str) -> None:
    seconds = retry_after(value, date, NOW)
    assert seconds is None or seconds >= 0
