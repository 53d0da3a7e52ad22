"""The pure parts of the pages: dates, the chart, the search form, links, the feed, and the words."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import archive.browse
from archive.browse.article import excerpt
from archive.browse.feed import Feed, atom, json_feed
from archive.browse.links import json_block, web_link
from archive.browse.moments import last_of_month, moment
from archive.browse.searchform import LAST_PAGE, SearchForm, search_form
from archive.browse.words import endonym
from archive.browse.words.english import ENGLISH

FOLDER = Path(archive.browse.__file__).parent


def test_instant_is_printed_in_its_zone() -> None:
    known = moment("2026-11-02T20:30:00Z", "Asia/Dushanbe", ENGLISH)
    assert known is not None
    assert (known.full, known.iso_day) == ("3 November 2026, 01:30 (Dushanbe)", "2026-11-03")


def test_zone_with_half_hours_and_summer_time_is_followed() -> None:
    kabul, berlin = (
        moment("2026-07-01T00:00:00Z", "Asia/Kabul", ENGLISH),
        moment("2026-07-01T00:00:00Z", "Europe/Berlin", ENGLISH),
    )
    assert kabul is not None
    assert berlin is not None
    assert (kabul.clock, berlin.clock) == ("04:30", "02:00")


def test_zone_that_is_not_known_is_utc_and_says_so() -> None:
    known = moment("2026-11-02T20:30:00Z", "Mars/Base", ENGLISH)
    assert known is not None
    assert known.full == "2 November 2026, 20:30 (UTC)"


@given(st.text(max_size=40) | st.text("0123456789-:TWZ+", min_size=8, max_size=25), st.text(max_size=40))
def test_any_text_in_place_of_a_time_is_none_or_has_its_day(value: str, zone: str) -> None:
    read = moment(value, zone, ENGLISH)
    assert read is None or date.fromisoformat(read.iso_day)


@given(st.text(max_size=40))
def test_any_text_in_place_of_a_zone_leaves_the_time_known(zone: str) -> None:
    known = moment("2026-11-02T20:30:00Z", zone, ENGLISH)
    assert known is not None
    assert known.iso_day in ("2026-11-02", "2026-11-03")


@given(st.dates())
def test_bare_day_stays_that_day_in_every_zone(day: date) -> None:
    for zone in ("Asia/Dushanbe", "America/Los_Angeles"):
        known = moment(day.isoformat(), zone, ENGLISH)
        assert known is not None
        assert (known.iso_day, known.clock) == (day.isoformat(), "")


def test_last_day_of_a_month_knows_leap_years() -> None:
    assert [last_of_month(year, 2) for year in ("2026", "2028", "20x6")] == ["2026-02-28", "2028-02-29", "20x6-02-31"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_search(query: bytes) -> None:
    form = search_form(query)
    assert 1 <= form.page <= LAST_PAGE
    assert not any(letter < " " for letter in form.q)
    form.q.encode()


@given(st.text(), st.text(max_size=20), st.booleans(), st.integers(1, LAST_PAGE))
def test_link_to_a_search_leads_to_that_search(q: str, source: str, newest: bool, page: int) -> None:
    form = search_form(SearchForm(q=q, source=source, newest=newest, page=page).query(page=page).encode())
    again = search_form(form.query(page=form.page).encode())
    assert again == form
    assert (form.newest, form.page) == (newest, page)


def test_link_that_narrows_a_search_starts_at_its_first_page() -> None:
    form = SearchForm(q="мост", page=4)
    assert parse_qs(form.query(source="vodi-ru")) == {"q": ["мост"], "source": ["vodi-ru"]}


def test_query_sent_as_raw_utf8_is_understood() -> None:
    assert search_form("q=Раҳмон".encode()).q == "Раҳмон"


def test_joiner_that_persian_needs_stays_in_a_query() -> None:
    assert search_form("q=می‌رود".encode()).q == "می‌رود"


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "//host/x", "/x", "http://", "https:///x", "http://[", "ftp://host/x",
        "http://host/\nx", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("url", ["https://khovar.tj/a?b=1#c", "http://вести.рф/новости", "HTTPS://KHOVAR.TJ/"])
def test_web_addresses_become_links(url: str) -> None:
    assert web_link(url) == url


@given(st.dictionaries(st.text(), st.text()))
def test_data_block_cannot_end_its_element(data: dict[str, str]) -> None:
    block = json_block({**data, "evil": "</script><!--<script>"})
    page = html.fromstring(f"<html><body><script type='application/ld+json'>{block}</script><p>after</p></body></html>")
    assert "<" not in block
    assert len(page.xpath("//script")) == len(page.xpath("//p")) == 1
    assert json.loads(block) == {**data, "evil": "</script><!--<script>"}


@given(st.text(), st.text(min_size=1), st.text())
def test_feed_is_well_formed_whatever_was_archived(title: str, url: str, snippet: str) -> None:
    hit = {
        "id": 1, "url": url, "title": title, "language": title, "published": None, "snippet": snippet,
        "first_seen": "2026-11-07T00:00:00Z", "source_name": title,
    }  # fmt: skip
    feed = ET.fromstring(atom(Feed(title, url, url), [hit], {}, "http://localhost/article/"))
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    assert len(json.loads(json_feed(Feed(title, url, url), [hit], {}, "http://localhost/article/"))["items"]) == 1


def test_feed_without_articles_is_a_feed() -> None:
    feed = ET.fromstring(atom(Feed("t", "http://localhost/feed.atom", "http://localhost/"), [], {}, ""))
    assert feed.findtext("{http://www.w3.org/2005/Atom}updated") == "1970-01-01T00:00:00Z"


@given(st.text(max_size=100), st.integers(1, 60))
def test_excerpt_is_the_beginning_and_short(text: str, letters: int) -> None:
    cut = excerpt(text, letters)
    assert len(cut) <= letters + 1
    assert text.startswith(cut.removesuffix("…")) or cut == text


def test_excerpt_ends_between_words() -> None:
    assert excerpt("Мост через реку Варзоб открыли", 18) == "Мост через реку…"


def test_language_without_a_name_is_its_code() -> None:
    assert [endonym(code) for code in ("tg", "uz-Latn", "xx")] == ["Тоҷикӣ", "Oʻzbekcha", "xx"]


def test_every_word_that_a_page_says_is_in_the_list_and_none_is_idle() -> None:
    templates = "".join(file.read_text() for file in sorted((FOLDER / "templates" / "backissue").glob("*.html")))
    code = "".join(file.read_text() for file in FOLDER.glob("*.py"))
    said = set(re.findall(r"say\.([a-z_]+)", templates)) - {"get"}
    said |= set(re.findall(r'(?:problem\([a-z]+, \d+, |words\[)"([a-z_]+)"', code))
    known = {key for key in ENGLISH.words if "." not in key}
    of_kinds = ("state_", "outcome_", "change_", "note_", "near_", "evidence_", "url_", "step_", "opt_out_")
    kinds = {key for key in known if key.startswith(of_kinds)}
    kinds |= {"copy", "edited", "removed"}
    assert said - known == set()
    assert known - said - kinds - {"bytes"} == set()


def test_every_noun_that_a_page_counts_is_in_the_list_and_none_is_idle() -> None:
    templates = "".join(file.read_text() for file in sorted((FOLDER / "templates" / "backissue").glob("*.html")))
    counted = set(re.findall(r'counted\([^"\']*["\']([a-z_]+)["\']\)', templates))
    counted |= set(re.findall(r'\("([a-z]+)", counts\.', templates)) | {"page"}
    assert counted == {key.partition(".")[0] for key in ENGLISH.words if "." in key}
