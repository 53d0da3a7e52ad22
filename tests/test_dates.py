"""Printed dates of the region's outlets."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.dates import parse_date, url_day
from crawler.extraction.months import DAYS_FROM_TODAY, MONTHS

TODAY = date(2026, 11, 22)
DUSHANBE = "Asia/Dushanbe"

FORMS = [
    # printed, published, precision, zone: Khovar, Asia-Plus and others of the catalogue, in Dushanbe (+05:00)
    ("Май 1, 2023 15:46", "2023-05-01T10:46:00Z", "minute", "+05:00"),
    ("Сентябрь 22, 2020 09:20", "2020-09-22T04:20:00Z", "minute", "+05:00"),
    ("12:00, 8.Янв 2026", "2026-01-08T07:00:00Z", "minute", "+05:00"),
    ("29 Сен 2020", "2020-09-29", "day", "+05:00"),
    ("31 марта, 2026 / 14:30", "2026-03-31T09:30:00Z", "minute", "+05:00"),
    ("17:20 / 12.06.2021", "2021-06-12T12:20:00Z", "minute", "+05:00"),
    ("№ 29.07.2022", "2022-07-29", "day", "+05:00"),
    ("28.07.21", "2021-07-28", "day", "+05:00"),
    ("08.01.2026", "2026-01-08", "day", "+05:00"),
    ("08.01.2026 12:05", "2026-01-08T07:05:00Z", "minute", "+05:00"),
    ("08.01.2026, 12:05:09", "2026-01-08T07:05:09Z", "second", "+05:00"),
    ("8/1/2026", "2026-01-08", "day", "+05:00"),
    ("8-1-2026 7:05", "2026-01-08T02:05:00Z", "minute", "+05:00"),
    ("12/25/2020", "2020-12-25", "day", "+05:00"),
    ("2026.01.08", "2026-01-08", "day", "+05:00"),
    ("2026/01/08 23:59", "2026-01-08T18:59:00Z", "minute", "+05:00"),
    ("01:30, 8 января 2026", "2026-01-07T20:30:00Z", "minute", "+05:00"),
    ("8 января 2026 г., 12:00", "2026-01-08T07:00:00Z", "minute", "+05:00"),
    ("8 января 2026 года в 12:00", "2026-01-08T07:00:00Z", "minute", "+05:00"),
    ("Опубликовано: 14 февраля 2024, 10:15", "2024-02-14T05:15:00Z", "minute", "+05:00"),
    ("1 мая 2023", "2023-05-01", "day", "+05:00"),
    ("понедельник, 1 мая 2023, 15:46", "2023-05-01T10:46:00Z", "minute", "+05:00"),
    ("5 ИЮНЯ 2019", "2019-06-05", "day", "+05:00"),
    ("10 июн 2022", "2022-06-10", "day", "+05:00"),
    ("3 сент. 2021", "2021-09-03", "day", "+05:00"),
    ("7 нояб. 2021 18:00", "2021-11-07T13:00:00Z", "minute", "+05:00"),
    ("30 дек 2020 в 08:30", "2020-12-30T03:30:00Z", "minute", "+05:00"),
    ("15 октябрь 2018", "2018-10-15", "day", "+05:00"),
    ("8 январи соли 2026", "2026-01-08", "day", "+05:00"),
    ("8 январи 2026, 12:00", "2026-01-08T07:00:00Z", "minute", "+05:00"),
    ("Январ 8, 2026", "2026-01-08", "day", "+05:00"),
    ("21 феврали 2025", "2025-02-21", "day", "+05:00"),
    ("9 сентябри 2024 10:00", "2024-09-09T05:00:00Z", "minute", "+05:00"),
    ("16 ноябр 2023", "2023-11-16", "day", "+05:00"),
    ("Декабр 5, 2022 11:11", "2022-12-05T06:11:00Z", "minute", "+05:00"),
    ("May 1, 2023", "2023-05-01", "day", "+05:00"),
    ("May 1, 2023 3:46 PM", "2023-05-01T10:46:00Z", "minute", "+05:00"),
    ("May 1, 2023 12:10 a.m.", "2023-04-30T19:10:00Z", "minute", "+05:00"),
    ("1 May 2023 | 15:46", "2023-05-01T10:46:00Z", "minute", "+05:00"),
    ("1st of May 2023", "2023-05-01", "day", "+05:00"),
    ("October 21st, 2022", "2022-10-21", "day", "+05:00"),
    ("Published on 21-Oct-2022 at 14:34", "2022-10-21T09:34:00Z", "minute", "+05:00"),
    ("Sept. 3, 2021", "2021-09-03", "day", "+05:00"),
    ("14:19, today", "2026-11-22T09:19:00Z", "minute", "+05:00"),
    ("Today", "2026-11-22", "day", "+05:00"),
    ("yesterday, 23:10", "2026-11-21T18:10:00Z", "minute", "+05:00"),
    ("сегодня в 10:51", "2026-11-22T05:51:00Z", "minute", "+05:00"),
    ("Вчера, 12:30", "2026-11-21T07:30:00Z", "minute", "+05:00"),
    ("Имрӯз, 09:00", "2026-11-22T04:00:00Z", "minute", "+05:00"),
    ("дирӯз 09:00", "2026-11-21T04:00:00Z", "minute", "+05:00"),
    ("2026 жылғы 3 қаңтар", "2026-01-03", "day", "+05:00"),
    ("2023-йил 5-март", "2023-03-05", "day", "+05:00"),
    ("5-mart 2023, 10:00", "2023-03-05T05:00:00Z", "minute", "+05:00"),
    # machine-made
    ("2023-05-01", "2023-05-01", "day", "+05:00"),
    ("2023-5-1 9:07", "2023-05-01T04:07:00Z", "minute", "+05:00"),
    ("2023-05-01T15:46:12", "2023-05-01T10:46:12Z", "second", "+05:00"),
    ("2023-05-01T15:46Z", "2023-05-01T15:46:00Z", "minute", "+00:00"),
    ("2023-05-01T15:46:12Z", "2023-05-01T15:46:12Z", "second", "+00:00"),
    ("2023-05-01T15:46:12.1234567+05:00", "2023-05-01T10:46:12Z", "second", "+05:00"),
    ("2023-05-01T15:46:12,5+0500", "2023-05-01T10:46:12Z", "second", "+05:00"),
    ("2023-05-01T15:46:12.000-03", "2023-05-01T18:46:12Z", "second", "-03:00"),
    ("2023-05-01T15:46:0Z", "2023-05-01T15:46:00Z", "second", "+00:00"),
    ("2023-05-01T00:30:00+05:30", "2023-04-30T19:00:00Z", "second", "+05:30"),
    ("2023-05-01 15:46:12 UTC", "2023-05-01T15:46:12Z", "second", "+00:00"),
    ("2023-05-01 15:46 (UTC+3)", "2023-05-01T12:46:00Z", "minute", "+03:00"),
    ("20230501", "2023-05-01", "day", "+05:00"),
    ("20230501T154612Z", "2023-05-01T15:46:12Z", "second", "+00:00"),
    ("1682930760", "2023-05-01T08:46:00Z", "second", "+00:00"),
    ("1682930760123", "2023-05-01T08:46:00Z", "second", "+00:00"),
    ("Mon, 01 May 2023 15:46:00 GMT", "2023-05-01T15:46:00Z", "second", "+00:00"),
    ("Mon, 01 May 2023 15:46:00 +0500", "2023-05-01T10:46:00Z", "second", "+05:00"),
    ("Mon, 1 May 2023 15:46:00 EST", "2023-05-01T20:46:00Z", "second", "-05:00"),
    ("1 мая 2023, 15:46 (МСК)", "2023-05-01T12:46:00Z", "minute", "+03:00"),
    ("01.05.2023 15:46 TJT", "2023-05-01T10:46:00Z", "minute", "+05:00"),
]  # fmt: skip

WITHOUT_YEAR = [
    ("15:03, 17 марта", "https://a.tj/ru/news/life/20180317/slug", "2018-03-17T10:03:00Z"),
    ("14:34, october 21", "https://a.tj/en/2022/10/21/slug/", "2022-10-21T09:34:00Z"),
    ("17 марта", "https://a.tj/2018/03/slug", "2018-03-17"),
    ("10:00, 31 декабря", "https://a.tj/2018/01/slug", "2017-12-31T05:00:00Z"),
    ("1 январи", "https://a.tj/20171231/slug", "2018-01-01"),
    ("29 февраля", "https://a.tj/2020/2/slug", "2020-02-29"),
]

NO_DATE = [
    "", "   ", "15:03", "17 марта", "october 21", "Бишкек", "31 февраля 2023", "32.01.2023", "00.00.0000",
    "+992 37 221 12 34", "12.05", "3 market 2023", "майдан 2014", "9999999999", "2027-01-01", "2026-11-25",
    "1990-12-31", "1.5.1890", "25.12.98", "version 2.10.3.4", "10:00 - 18:00", "x" * 500, "7 of 2023",
]  # fmt: skip


def read(text, today=TODAY, url=None, timezone=DUSHANBE):
    return parse_date(text, timezone=timezone, today=today, url=url)


@pytest.mark.parametrize(("printed", "published", "precision", "zone"), FORMS)
def test_printed_form_becomes_utc(printed, published, precision, zone):
    parsed = read(printed)
    assert parsed is not None, printed
    assert (parsed.published, parsed.precision, parsed.zone) == (published, precision, zone)
    assert parsed.raw == printed


@pytest.mark.parametrize(("printed", "url", "published"), WITHOUT_YEAR)
def test_missing_year_comes_from_the_url(printed, url, published):
    assert read(printed, url=url).published == published


@pytest.mark.parametrize("text", NO_DATE)
def test_what_cannot_be_known_stays_unknown(text):
    assert read(text) is None


def test_relative_day_is_unknown_without_the_day_of_the_fetch():
    assert read("14:19, today", today=None) is None


def test_date_two_days_ahead_is_kept_and_three_is_dropped():
    assert read("24.11.2026").published == "2026-11-24"
    assert read("25.11.2026") is None


def test_offset_is_that_of_the_source_on_that_day():
    assert read("1 июля 2010, 12:00", timezone="Europe/Moscow").zone == "+04:00"
    assert read("1 июля 2020, 12:00", timezone="Europe/Moscow").zone == "+03:00"


def test_local_day_is_kept_beside_the_moment():
    parsed = read("01:30, 8 января 2026")
    assert parsed.published.startswith("2026-01-07")
    assert parsed.day == date(2026, 1, 8)


def test_spaces_of_the_raw_form_are_evened_out():
    assert read("  Май 1,\n 2023\t15:46 ").raw == "Май 1, 2023 15:46"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.tj/en/news/x/20180317/slug", date(2018, 3, 17)),
        ("https://a.tj/2018/3/7/slug", date(2018, 3, 7)),
        ("https://a.tj/2018-03-07-slug", date(2018, 3, 7)),
        ("https://a.tj/2018/03/slug", None),
        ("https://a.tj/20181340/slug", None),
        ("https://a.tj/doc/201803171", None),
        ("https://a.tj/?d=20180317", None),
    ],
)
def test_day_of_a_url(url, day):
    assert url_day(url) == day


WORDS = st.sampled_from([*MONTHS, *DAYS_FROM_TODAY, "2023", "31", "12:00", "T", "Z", "+05:00", ".", "/", "-", ","])
DATELIKE = st.lists(WORDS | st.text(max_size=4), max_size=8).map(" ".join)


@given(st.text(max_size=80) | DATELIKE, st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.none() | DATELIKE)
def test_never_raises_and_never_leaves_its_bounds(text, today, url):
    parsed = parse_date(text, timezone=DUSHANBE, today=today, url=url)
    if parsed:
        assert date(1991, 1, 1) <= parsed.day <= date(2102, 1, 1)
        assert ("T" in parsed.published) == (parsed.precision != "day")


@given(st.datetimes(datetime(1991, 1, 2), datetime(2026, 11, 20)))
def test_iso_and_printed_form_of_one_moment_agree(moment):
    month = next(name for name, number in MONTHS.items() if number == moment.month)
    printed = f"{moment.day} {month} {moment.year}, {moment:%H:%M:%S}"
    assert read(printed).published == read(f"{moment:%Y-%m-%dT%H:%M:%S}").published
