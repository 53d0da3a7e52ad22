"""Printed forms of the region's languages and of machines, each with what it means in Dushanbe (+05:00)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.dates import parse_date
from crawler.extraction.months import DAYS_FROM_TODAY, JALALI_MONTHS, MONTHS, ZONES

TODAY = date(2026, 11, 22)

FORMS = {
    "English": """
        1 January 2024 | 2024-01-01
        January 1, 2024 | 2024-01-01
        Jan. 1, 2024 | 2024-01-01
        Jan 1st, 2024 at 9:05 | 2024-01-01T04:05:00Z
        2nd February 2024 | 2024-02-02
        the 3rd of March 2024 | 2024-03-03
        Wednesday, April 10, 2024 | 2024-04-10
        Wed Apr 10 2024 18:30 | 2024-04-10T13:30:00Z
        May 1, 2023 3:46 pm | 2023-05-01T10:46:00Z
        May 1, 2023 - 12:10 AM | 2023-04-30T19:10:00Z
        12 June, 2022 | 2022-06-12
        12-Jun-2022 | 2022-06-12
        12/Jul/2022 | 2022-07-12
        August 5 2021, 23:59 | 2021-08-05T18:59:00Z
        Sept 3, 2021 | 2021-09-03
        October 21st, 2022 | 2022-10-21
        21 Oct '22 | 2022-10-21
        Posted on November 30, 2020 by Zarina | 2020-11-30
        2020 December 5 | 2020-12-05
        Dec 5, 2020, 10:00 p.m. | 2020-12-05T17:00:00Z
        14:19, today | 2026-11-22T09:19:00Z
        Yesterday | 2026-11-21
    """,
    "Russian": """
        1 января 2024 | 2024-01-01
        8.Янв 2026 | 2026-01-08
        12:00, 8.Янв 2026 | 2026-01-08T07:00:00Z
        2 февраля 2024 года | 2024-02-02
        Март 3, 2024 09:20 | 2024-03-03T04:20:00Z
        31 марта, 2026 / 14:30 | 2026-03-31T09:30:00Z
        апрель 4, 2024 | 2024-04-04
        4 апр. 2024 г. | 2024-04-04
        Май 1, 2023 15:46 | 2023-05-01T10:46:00Z
        5-го мая 2024 | 2024-05-05
        6 июня 2024 г. в 18:05 | 2024-06-06T13:05:00Z
        10 ИЮЛЯ 2024 | 2024-07-10
        10 июл 2024 | 2024-07-10
        суббота, 10 августа 2024, 7:01 | 2024-08-10T02:01:00Z
        Сентябрь 22, 2020 09:20 | 2020-09-22T04:20:00Z
        29 Сен 2020 | 2020-09-29
        3 сент. 2021 | 2021-09-03
        15 октябрь 2018 | 2018-10-15
        7 нояб. 2021 18:00 | 2021-11-07T13:00:00Z
        30 дек 2020 в 08:30 | 2020-12-30T03:30:00Z
        Опубликовано 14.02.2024 в 10:15 | 2024-02-14T05:15:00Z
        № 29.07.2022 | 2022-07-29
        17:20 / 12.06.2021 | 2021-06-12T12:20:00Z
        28.07.21 | 2021-07-28
        2024, 17 марта | 2024-03-17
        1 мая 2023, 15:46 (МСК) | 2023-05-01T12:46:00Z
        сегодня, 10:51 | 2026-11-22T05:51:00Z
        Вчера в 23:30 | 2026-11-21T18:30:00Z
        позавчера | 2026-11-20
    """,
    "Tajik": """
        8 январи соли 2026 | 2026-01-08
        8 январ 2026 | 2026-01-08
        Январ 8, 2026 | 2026-01-08
        8-уми январи 2026 | 2026-01-08
        21 феврали 2025 | 2025-02-21
        21 Феврал 2025 | 2025-02-21
        8 марти 2025, 12:00 | 2025-03-08T07:00:00Z
        Март 8, 2025 | 2025-03-08
        15 апрели 2025 | 2025-04-15
        Апрел 15, 2025 | 2025-04-15
        9 майи 2025 | 2025-05-09
        9 маи 2025 | 2025-05-09
        27 июни 2025 | 2025-06-27
        Июн 27, 2025 08:00 | 2025-06-27T03:00:00Z
        14 июли соли 2025 | 2025-07-14
        Июл 14, 2025 | 2025-07-14
        9 августи 2025 | 2025-08-09
        9 сентябри 2024 10:00 | 2024-09-09T05:00:00Z
        Сентябр 9, 2024 | 2024-09-09
        22-юми октябри 2024 | 2024-10-22
        5 октябр 2024 | 2024-10-05
        6 ноябри 2024 | 2024-11-06
        16 ноябр 2023 | 2023-11-16
        Декабр 5, 2022 11:11 | 2022-12-05T06:11:00Z
        31 декабри соли 2022 соати 23:55 | 2022-12-31T18:55:00Z
        ДУШАНБЕ, 08.01.2026 | 2026-01-08
        Имрӯз, 09:00 | 2026-11-22T04:00:00Z
        имруз | 2026-11-22
        Дирӯз, 18:20 | 2026-11-21T13:20:00Z
    """,
    "Uzbek": """
        5-yanvar 2023 | 2023-01-05
        2023-yil 5-yanvar | 2023-01-05
        5 fevral 2023, 10:00 | 2023-02-05T05:00:00Z
        5-mart 2023, 10:00 | 2023-03-05T05:00:00Z
        2023-yil 5-martda | 2023-03-05
        5 Aprel, 2023 | 2023-04-05
        9 may 2023 | 2023-05-09
        15-iyun, 2023 / 17:20 | 2023-06-15T12:20:00Z
        15 iyul 2023 | 2023-07-15
        1 avgust 2023 | 2023-08-01
        1-sentabr 2023 | 2023-09-01
        1 sentyabr 2023 | 2023-09-01
        8-oktabr, 2023 | 2023-10-08
        8 oktyabr 2023 | 2023-10-08
        3-noyabr 2023 | 2023-11-03
        8 dekabr 2023-yil | 2023-12-08
        17:20 / 12.06.2021 | 2021-06-12T12:20:00Z
        2023-йил 5-январь | 2023-01-05
        5 феврал 2023 | 2023-02-05
        2023 йил 5 март | 2023-03-05
        5 апрел 2023 | 2023-04-05
        1 сентябр 2023, 09:00 | 2023-09-01T04:00:00Z
        8 октябр 2023 | 2023-10-08
        31 декабр 2023 йил | 2023-12-31
        Bugun, 12:40 | 2026-11-22T07:40:00Z
        kecha 12:40 | 2026-11-21T07:40:00Z
        Бугун, 08:15 | 2026-11-22T03:15:00Z
        кеча | 2026-11-21
    """,
    "Kyrgyz": """
        5-январь 2023 | 2023-01-05
        2023-жыл, 5-февраль | 2023-02-05
        2023-жылдын 5-марты | 2023-03-05
        2023-жылдын 5-мартында | 2023-03-05
        5-апрель, 2023-ж. | 2023-04-05
        12-июнь 2023, 14:00 | 2023-06-12T09:00:00Z
        31-август, 2023-жыл | 2023-08-31
        7-ноябрда 2023 | 2023-11-07
        3-үчтүн айы 2023 | 2023-01-03
        21-жалган куран 2023 | 2023-03-21
        5 баш оона 2023 | 2023-08-05
        9 бештин айы 2023 | 2023-12-09
        бүгүн 10:00 | 2026-11-22T05:00:00Z
        кечээ 10:00 | 2026-11-21T05:00:00Z
    """,
    "Kazakh": """
        3 қаңтар 2026 | 2026-01-03
        2026 жылғы 3 қаңтар | 2026-01-03
        3 қаң. 2026 | 2026-01-03
        14 ақпан 2025, 09:30 | 2025-02-14T04:30:00Z
        22 наурыз 2025 | 2025-03-22
        22 наурызда 2025 | 2025-03-22
        5 сәуір 2025 ж. | 2025-04-05
        7 мамыр 2025 | 2025-05-07
        7 мамырдағы 2025 | 2025-05-07
        1 маусым 2025 | 2025-06-01
        6 шілде 2025 | 2025-07-06
        30 тамыз 2025 | 2025-08-30
        30 там 2025 | 2025-08-30
        1 қыркүйек, 2025 | 2025-09-01
        25 Қазан 2025 | 2025-10-25
        9 қараша 2025 12:00 | 2025-11-09T07:00:00Z
        16 желтоқсан 2025 | 2025-12-16
        2025 ж. 16 желтоқсан | 2025-12-16
        бүгін 11:00 | 2026-11-22T06:00:00Z
        кеше | 2026-11-21
    """,
    "Turkmen": """
        5 ýanwar 2023 | 2023-01-05
        5 fewral 2023 | 2023-02-05
        9 maý 2023 | 2023-05-09
        27 sentýabr 2023 | 2023-09-27
        5 oktýabr 2023 | 2023-10-05
        12 noýabr 2023 | 2023-11-12
        düýn 10:00 | 2026-11-21T05:00:00Z
    """,
    "Persian": """
        ۱ فروردین ۱۴۰۲ | 2023-03-21
        ۲۵ اردیبهشت ۱۴۰۲ | 2023-05-15
        ۳ خرداد ۱۴۰۲ - ۱۵:۴۶ | 2023-05-24T10:46:00Z
        ۱۰ تیر ۱۴۰۲ | 2023-07-01
        ۱۰ تير ۱۴۰۲ | 2023-07-01
        ۱ مرداد ۱۴۰۲ | 2023-07-23
        سه‌شنبه ۷ شهریور ۱۴۰۲ | 2023-08-29
        ۱ مهر ۱۴۰۲ | 2023-09-23
        ۵ آبان ۱۴۰۲ | 2023-10-27
        ۹ آذر ۱۴۰۲ | 2023-11-30
        ۱۱ دی ۱۴۰۲ | 2024-01-01
        ۲۲ بهمن ۱۴۰۲ | 2024-02-11
        ۲۹ اسفند ۱۴۰۲ | 2024-03-19
        ۳۰ اسفند ۱۳۹۹ | 2021-03-20
        ۱۴۰۲/۰۲/۲۵ | 2023-05-15
        ۱۴۰۲/۲/۲۵ ۱۵:۴۶ | 2023-05-15T10:46:00Z
        1402/02/25 - 15:46 | 2023-05-15T10:46:00Z
        1402-02-25 | 2023-05-15
        25/02/1402 | 2023-05-15
        ۲۵ ثور ۱۴۰۲ | 2023-05-15
        ۱ حمل ۱۴۰۰ | 2021-03-21
        ۵ ژانویه ۲۰۲۴ | 2024-01-05
        ۵ اکتبر ۲۰۲۳ | 2023-10-05
        امروز ۱۲:۰۰ | 2026-11-22T07:00:00Z
        دیروز | 2026-11-21
    """,
    "other languages": """
        7. März 2024, 14.30 Uhr | 2024-03-07T09:30:00Z
        1er février 2024 à 10h05 | 2024-02-01T05:05:00Z
        3 de octubre de 2023 | 2023-10-03
        10 Ağustos 2023 | 2023-08-10
        5 stycznia 2024 | 2024-01-05
        7 серпня 2023 | 2023-08-07
        ٧ يناير ٢٠٢٤ | 2024-01-07
        2024年3月7日 08:00 | 2024-03-07T03:00:00Z
        2024. 03. 07. 08:00 | 2024-03-07T03:00:00Z
    """,
    "machines": """
        2023-05-01 | 2023-05-01
        2023-5-1T9:07 | 2023-05-01T04:07:00Z
        2023-05-01T15:46Z | 2023-05-01T15:46:00Z
        2023-05-01T15:46:12.1234567Z | 2023-05-01T15:46:12Z
        2023-05-01T15:46:12.1+05:00 | 2023-05-01T10:46:12Z
        2023-05-01T15:46:12,123456789+0500 | 2023-05-01T10:46:12Z
        2023-05-01T15:46:12.000-03 | 2023-05-01T18:46:12Z
        2023-05-01T15:46:12+05:30[Asia/Kolkata] | 2023-05-01T10:16:12Z
        2023-05-01T15:46:12−05:00 | 2023-05-01T20:46:12Z
        2023-05-01 15:46:12.5 +0000 | 2023-05-01T15:46:12Z
        2023-05-01T15:46:60Z | 2023-05-01T15:46:59Z
        2023-05-01 15:46 (UTC+3) | 2023-05-01T12:46:00Z
        20230501T154612Z | 2023-05-01T15:46:12Z
        20230501T15:46:12Z | 2023-05-01T15:46:12Z
        20230501154612 | 2023-05-01T10:46:12Z
        20230501 | 2023-05-01
        1682930760 | 2023-05-01T08:46:00Z
        1682930760123 | 2023-05-01T08:46:00Z
        1682930760.25 | 2023-05-01T08:46:00Z
        /Date(1682930760123)/ | 2023-05-01T08:46:00Z
        Mon, 01 May 2023 15:46:00 GMT | 2023-05-01T15:46:00Z
        Mon, 01 May 2023 15:46:00 UT | 2023-05-01T15:46:00Z
        Mon, 1 May 2023 15:46 +0500 | 2023-05-01T10:46:00Z
        Mon, 1 May 2023 15:46:00 EST | 2023-05-01T20:46:00Z
        Mon, 1 May 2023 15:46:00 UZT | 2023-05-01T10:46:00Z
        Mon, 1 May 2023 15:46:00 KGT | 2023-05-01T09:46:00Z
        Mon, 1 May 2023 15:46:00 IRST | 2023-05-01T12:16:00Z
        Mon May 01 15:46:00 PDT 2023 | 2023-05-01T22:46:00Z
        05/13/2023 | 2023-05-13
    """,
}
ROWS = [
    (*(part.strip() for part in line.rsplit("|", 1)),)
    for table in FORMS.values()
    for line in table.strip().splitlines()
]

UNKNOWN = [
    "17 марта", "15:03", "8 январ", "31 февраля 2023", "30 اسفند 1402", "۳۱ مهر ۱۴۰۲", "15 رمضان 1444",
    "MediaWiki 1.23.17", "MMXXIII", "весна 2023", "Q3 2023", "2023", "май 2023", "2023-05", "1.2.3",
    "+992 44 600 12 12", "10:00-18:00 12.05", "25.11.2026", "1 января 1990", "1369/10/10", "2023-13-40",
    "5 балла 2023", "09 из 2023", "٣ رمضان", "٪", "²", "1682",
]  # fmt: skip


def read(text, today=TODAY, url=None):
    return parse_date(text, timezone="Asia/Dushanbe", today=today, url=url)


def test_table_has_two_hundred_forms():
    assert len(ROWS) >= 200


@pytest.mark.parametrize(("printed", "published"), ROWS)
def test_printed_form_is_read(printed, published):
    parsed = read(printed)
    assert parsed is not None
    assert parsed.published == published
    assert (parsed.precision == "day") == ("T" not in published)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_no_whole_date_stays_unknown(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("printed", "url", "published"),
    [
        ("15:03, 17 марта", "https://a.example/ru/news/life/20180317/slug", "2018-03-17T10:03:00Z"),
        ("8 январ", "https://a.example/2026/01/slug", "2026-01-08"),
        ("ДУШАНБЕ, 10 июн", "https://a.example/20220610/slug", "2022-06-10"),
        ("5-mart, 10:00", "https://a.example/2023/03/05/slug/", "2023-03-05T05:00:00Z"),
        ("۲۵ اردیبهشت", "https://a.example/2023/05/slug", "2023-05-15"),
        ("31 декабря", "https://a.example/2023/01/slug", "2022-12-31"),
    ],
)
def test_year_comes_from_the_url(printed, url, published):
    assert read(printed, url=url).published == published


@pytest.mark.parametrize("name", [*MONTHS])
def test_every_month_name_is_read_before_and_after_its_day(name):
    assert read(f"14 {name} 2021").published == f"2021-{MONTHS[name]:02}-14"
    assert read(f"{name.capitalize()} 14, 2021").day.month == MONTHS[name]


@pytest.mark.parametrize("name", [*JALALI_MONTHS])
def test_every_jalali_month_name_is_read(name):
    assert read(f"1 {name} 1400") == read(f"1 {name} 1400".upper().lower())
    assert read(f"1 {name} 1400").day >= date(2021, 3, 21)


@pytest.mark.parametrize("name", [*ZONES])
def test_every_zone_name_is_read(name):
    assert read(f"1 May 2023 15:46 {name.upper()}").zone == ZONES[name]


@pytest.mark.parametrize("word", [*DAYS_FROM_TODAY])
def test_every_day_near_today_is_read(word):
    assert read(f"{word}, 12:00").day == TODAY + timedelta(days=DAYS_FROM_TODAY[word])


OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(st.datetimes(datetime(1991, 1, 3), datetime(2026, 11, 20), timezones=OFFSETS), st.integers(0, 9), st.booleans())
def test_iso_forms_of_a_moment_come_back(moment, digits, has_colon):
    offset = moment.isoformat()[-6:]
    fraction = f".{'123456789'[:digits]}" if digits else ""
    printed = f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}{offset if has_colon else offset.replace(':', '')}"
    parsed = read(printed)
    assert parsed.published == moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (parsed.zone, parsed.day) == (offset, moment.date())


LAYOUTS = [
    "{d} {m} {y}",
    "{m} {d}, {y}",
    "{y}, {d} {m}",
    "{d}-{m} {y}",
    "{d}.{m} {y}",
    "{h}, {d} {m} {y}",
    "{m} {d}, {y} {h}",
]


@given(st.datetimes(datetime(1991, 1, 3), datetime(2026, 11, 20)), st.sampled_from(LAYOUTS), st.data())
def test_generated_forms_come_back(moment, layout, data):
    name = data.draw(st.sampled_from([name for name, number in MONTHS.items() if number == moment.month]))
    text = layout.format(d=moment.day, m=name, y=moment.year, h=f"{moment:%H:%M}")
    parsed = read(text)
    assert parsed.day == moment.date()
    assert parsed.precision == ("minute" if "{h}" in layout else "day")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_month_begins_like_the_ending_of_an_ordinal(layout):
    """1-nisan and 1-stycznia are no "1-ni" and no "1-st"."""
    for name, number in MONTHS.items():
        assert read(layout.format(d=1, m=name, y=2000, h="00:00")).day == date(2000, number, 1), name


@given(st.dates(date(1991, 1, 3), date(2026, 11, 20)))
def test_persian_digits_mean_what_latin_ones_do(day):
    latin = day.strftime("%Y/%m/%d")
    assert read(latin.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))).day == read(latin).day == day


@given(st.text(max_size=60), st.dates(date(1992, 1, 1), date(2090, 1, 1)))
def test_any_text_gives_a_day_within_bounds_or_none(text, today):
    parsed = read(text, today=today)
    assert parsed is None or date(1991, 1, 1) <= parsed.day <= today + timedelta(days=2)
