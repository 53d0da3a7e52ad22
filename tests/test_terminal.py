from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.hits import Hit
from archive.search.statements import MARK, UNMARK
from archive.terminal import (
    article_text,
    diff_text,
    fields_text,
    hits_text,
    moment,
    revisions_text,
    sources_text,
    width,
)

SOURCES = {"vodi-en": ("Vodi News", "Asia/Dushanbe")}
HIT = Hit(
    id=17,
    url="https://vodi-en.example/news/17",
    title="Bridge reopens",
    source="vodi-en",
    language="en",
    published="2026-11-02T06:00:00Z",
    first_seen="2026-11-07T00:00:00Z",
    removed=None,
    duplicate_of=None,
    snippet=f"The {MARK}bridge{UNMARK} over\nthe river …",
    score=1.5,
)
ARTICLE: dict[str, Any] = {
    "id": 17,
    "url": "https://vodi-en.example/news/17",
    "headline": "Bridge reopens",
    "publisher": "Vodi News",
    "source": "vodi-en",
    "author": ["Zarina Hakimova", "Dilshod Rahmonov"],
    "datePublished": "2026-11-02T21:30:00Z",
    "inLanguage": "en",
    "articleSection": None,
    "license": None,
    "articleBody": "The bridge over the river reopened on Monday after a year of repairs.\nIt has two lanes.",
    "wordCount": 17,
    "revisions": 1,
    "duplicateOf": None,
    "dateFirstSeen": "2026-11-03T00:00:00Z",
    "dateLastSeen": "2026-11-07T00:00:00Z",
    "removed": None,
}


@pytest.mark.parametrize(
    ("value", "zone", "printed"),
    [
        ("2026-11-02T21:30:00Z", "Asia/Dushanbe", "2026-11-03 02:30+05:00"),
        ("2026-11-02T21:30:00Z", "UTC", "2026-11-02 21:30 UTC"),
        ("2026-07-01T12:00:00Z", "Europe/Prague", "2026-07-01 14:00+02:00"),
        ("2026-11-02T21:30:00Z", "Nowhere/At-all", "2026-11-02 21:30 UTC"),
        ("2026-11-02T21:30:00Z", "../etc/passwd", "2026-11-02 21:30 UTC"),
        ("2026-11-02", "Asia/Dushanbe", "2026-11-02"),
        (None, "Asia/Dushanbe", "no date"),
    ],
)
def test_moment_is_printed_in_the_zone_and_a_day_stays_a_day(value: str | None, zone: str, printed: str) -> None:
    assert moment(value, zone) == printed


def test_hit_has_headline_date_source_id_snippet_and_url() -> None:
    assert hits_text([HIT], SOURCES, colour=False) == (
        "  1  Bridge reopens\n"
        "     2026-11-02 11:00+05:00 · Vodi News · article 17\n"
        "     The bridge over the river …\n"
        "     https://vodi-en.example/news/17"
    )


def test_hits_are_numbered_and_stand_apart() -> None:
    text = hits_text([HIT] * 11, SOURCES, colour=False)
    assert re.findall(r"^ *(\d+)  Bridge", text, re.MULTILINE) == [str(number) for number in range(1, 12)]
    assert text.count("\n\n") == 10


def test_hit_that_was_removed_says_so() -> None:
    gone = HIT._replace(removed="2026-11-08T00:00:00Z")
    assert "article 17 · removed" in hits_text([gone], SOURCES, colour=False)


def test_colour_marks_the_headline_and_what_matched() -> None:
    text = hits_text([HIT], SOURCES, colour=True)
    assert "\x1b[1mBridge reopens\x1b[0m" in text
    assert "The \x1b[33m\x1b[1mbridge\x1b[0m over the river" in text
    assert MARK not in text
    assert UNMARK not in text


def test_article_reads_headline_byline_address_text_and_facts() -> None:
    assert article_text(ARTICLE, "Asia/Dushanbe", colour=False, columns=None).split("\n") == [
        "Bridge reopens",
        "Vodi News · 2026-11-03 02:30+05:00 · Zarina Hakimova · Dilshod Rahmonov",
        "https://vodi-en.example/news/17",
        "",
        "The bridge over the river reopened on Monday after a year of repairs.",
        "",
        "It has two lanes.",
        "",
        "article 17 · en · words: 17 · first seen 2026-11-03 00:00 UTC · last seen 2026-11-07 00:00 UTC",
    ]


def test_article_tells_of_its_revisions_its_first_its_removal_and_what_its_page_asks_for() -> None:
    told = ARTICLE | {"revisions": 3, "duplicateOf": 4, "removed": "2026-11-08T00:00:00Z"}
    told["optOut"] = ["noarchive", "tdm-reservation"]
    text = article_text(told, "UTC", colour=False, columns=None)
    assert "revisions: 3 · same text as article 4 · opts out: noarchive, tdm-reservation" in text
    assert text.endswith("removed, found out 2026-11-08 00:00 UTC")


@given(st.text(alphabet="абв гд\u200cه", max_size=300), st.integers(20, 80))
def test_wrapped_text_has_no_line_too_long_but_for_words_and_loses_no_word(body: str, columns: int) -> None:
    text = article_text(ARTICLE | {"articleBody": body}, "UTC", colour=False, columns=columns)
    wrapped = text.split("\n")[4:-2]
    assert all(len(line) <= columns or " " not in line.strip() for line in wrapped)
    assert " ".join(wrapped).split() == body.split()


def test_output_to_a_file_is_not_wrapped() -> None:
    assert width() is None


def test_revisions_are_listed_one_a_line() -> None:
    revisions = [
        {"number": 1, "seen": "2026-11-07T00:00:00Z", "kind": "first", "articleBody": "a b c", "headline": "First"},
        {"number": 2, "seen": "2026-11-08T00:00:00Z", "kind": "body", "articleBody": "a b", "headline": "Second"},
    ]
    returns = {"count": 3, "since": "2026-11-09T00:00:00Z", "last": "2026-11-10T00:00:00Z"}
    assert revisions_text([{**revisions[0], "returns": returns}, {**revisions[1], "returns": None}]).split("\n") == [
        "  1  2026-11-07 00:00 UTC  first           3 words  First",
        "  2  2026-11-08 00:00 UTC  body            2 words  Second",
        "Flickers: came back to 1 without a revision, 3 times from 2026-11-09 00:00 UTC to 2026-11-10 00:00 UTC.",
    ]


def test_what_happened_to_an_article_stands_below_it() -> None:
    evidence = {"checked": "2026-11-07T00:00:00Z", "evidence": "http-404", "capture": 7}
    removal = {
        "missingSince": "2026-11-07T00:00:00Z",
        "removed": "2026-11-09T00:00:00Z",
        "returned": "2026-11-12T00:00:00Z",
        "checks": 3,
        "firstEvidence": evidence,
        "lastEvidence": {**evidence, "checked": "2026-11-09T00:00:00Z", "evidence": "front-page"},
    }
    told = {
        **ARTICLE,
        "otherUrls": [{"url": "https://m.vodi.example/1", "kind": "mobile", "firstSeen": "2026-11-07T00:00:00Z"}],
        "removals": [removal],
        "missing": [evidence],
    }
    lines = article_text(told, "UTC", colour=False, columns=None).split("\n")
    assert lines[lines.index("mobile: https://m.vodi.example/1") :] == [
        "mobile: https://m.vodi.example/1",
        "missing since 2026-11-07 00:00 UTC, removed 2026-11-09 00:00 UTC, returned, found out 2026-11-12 00:00 UTC",
        "  checks: 3, first 2026-11-07 00:00 UTC http-404, last 2026-11-09 00:00 UTC front-page",
        "missing 2026-11-07 00:00 UTC: http-404",
    ]


SPANS = [
    {"kind": "same", "text": "It has "},
    {"kind": "removed", "text": "one lane"},
    {"kind": "added", "text": "two lanes"},
    {"kind": "same", "text": "."},
]


def test_diff_is_marked_as_git_marks_words() -> None:
    assert diff_text(SPANS, colour=False) == "It has [-one lane-]{+two lanes+}."


def test_blanks_and_line_ends_stay_outside_the_marks() -> None:
    spans = [{"kind": "removed", "text": "one lane "}, {"kind": "added", "text": "two\n"}]
    assert diff_text(spans, colour=False) == "[-one lane-] {+two+}\n"


def test_blanks_that_came_are_there_and_blanks_that_went_are_not() -> None:
    spans = [{"kind": "removed", "text": " "}, {"kind": "added", "text": "\n"}, {"kind": "same", "text": "end"}]
    assert diff_text(spans, colour=False) == "\nend"


def test_diff_is_red_and_green_in_colour() -> None:
    text = diff_text(SPANS, colour=True)
    assert "\x1b[31m\x1b[9mone lane\x1b[0m" in text
    assert "\x1b[32mtwo lanes\x1b[0m" in text.replace("\x1b[29m", "")


def test_sources_stand_in_columns_and_what_is_unknown_is_left_out() -> None:
    rows: list[dict[str, Any]] = [
        {
            "source": "vodi-en",
            "name": "Vodi News",
            "languages": ["en", "ru"],
            "status": "ok",
            "articles": 4,
            "newest": "2026-11-04T07:30:00Z",
            "lastCrawl": "2026-11-07T01:02:03Z",
            "health": "silent",
            "told": ["silent: nothing new for 9 days."],
        },
        {
            "source": "khovar-tg",
            "name": "Ховар",
            "languages": ["tg"],
            "status": "unprobed",
            "articles": None,
            "newest": None,
            "lastCrawl": None,
            "health": "failing",
            "told": ["The feed is gone."],
        },
    ]
    assert sources_text(rows).split("\n") == [
        "source     name       languages  status    health   articles  newest      last crawl",
        "vodi-en    Vodi News  en ru      ok        silent   4         2026-11-04  2026-11-07 01:02",
        "khovar-tg  Ховар      tg         unprobed  failing",
        "! vodi-en: silent: nothing new for 9 days.",
        "! khovar-tg: The feed is gone.",
    ]


def test_fields_are_one_a_line_without_those_that_are_not_known() -> None:
    known = {"name": "Vodi", "scope": ("a/", "b/"), "license": None, "extract": {"body": None}}
    known["crawl"] = {"delay": 1.0, "tls": None}
    assert fields_text(known).split("\n") == ["name     Vodi", "scope    a/, b/", "crawl    delay 1.0"]
