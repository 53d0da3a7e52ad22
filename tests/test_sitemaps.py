from __future__ import annotations

import gzip
import re
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DiscoveryError
from archive.records import Entry
from archive.urls import clean_url
from crawler.discovery.sitemaps import (
    LARGEST,
    MOST_LOCATIONS,
    ChildSitemap,
    Sitemap,
    parse_sitemap,
    robots_sitemaps,
)
from tests.discovery_samples import NOW, SOURCE, damaged

URL = "https://vodi.example/sitemap.xml"

URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<!-- made nightly --><url><loc>https://vodi.example/en/1</loc><lastmod>2026-11-03T10:00:00+05:00</lastmod>
<changefreq>daily</changefreq><priority>0.8</priority>
<image:image><image:loc>https://vodi.example/1.jpg</image:loc><image:title>A picture</image:title></image:image></url>
<url><loc> https://vodi.example/en/?id=2&amp;x=1
</loc><lastmod>2026-11-04</lastmod><news:news><news:publication><news:name>Vodi</news:name></news:publication>
<news:publication_date>2026-11-04T08:00:00Z</news:publication_date>
<news:title>Library &amp; school</news:title></news:news></url>
</urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://vodi.example/sitemap-1.xml.gz</loc><lastmod>2026-11-03T10:00:00.5Z</lastmod></sitemap>
<sitemap><loc>/sitemap-2.xml</loc></sitemap><sitemap><loc>https://vodi.example/sitemap.xml</loc></sitemap></sitemapindex>"""


def sitemap(body: str | bytes, url: str = URL) -> Sitemap:
    return parse_sitemap(body.encode() if isinstance(body, str) else body, url, SOURCE, NOW)


def urls(body: str | bytes) -> list[str]:
    return [entry.url for entry in sitemap(body).entries]


def urlset(rows: str) -> str:
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def test_urlset_gives_entries_with_lastmod_as_modified() -> None:
    assert sitemap(URLSET).entries == (
        Entry(url="https://vodi.example/en/1", source="vodi-en", found_in="sitemap", modified="2026-11-03T05:00:00Z"),
        Entry(
            url="https://vodi.example/en/?id=2&x=1",
            source="vodi-en",
            found_in="sitemap",
            title="Library & school",
            published="2026-11-04T08:00:00Z",
            published_raw="2026-11-04T08:00:00Z",
            modified="2026-11-04",
        ),
    )


def test_index_gives_its_sitemaps_but_never_itself() -> None:
    assert sitemap(INDEX).entries == ()
    assert sitemap(INDEX).children == (
        ChildSitemap(url="https://vodi.example/sitemap-1.xml.gz", modified="2026-11-03T10:00:00Z"),
        ChildSitemap(url="https://vodi.example/sitemap-2.xml", modified=None),
    )


@pytest.mark.parametrize(
    ("lastmod", "modified"),
    [
        ("2026-11-03T10:00:00Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00:00.9Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00:00.94Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00:00.263Z", "2026-11-03T10:00:00Z"),
        ("2026-11-03T10:00+05:00", "2026-11-03T05:00:00Z"),
        ("2026-11-03 10:00:00", "2026-11-03T05:00:00Z"),
        ("2026-11-03", "2026-11-03"),
        ("2026-11", None),
        ("2026", None),
        ("0001-01-01T00:00:00Z", None),
        ("2030-01-01", None),
        ("", None),
    ],
)
def test_lastmod_in_all_its_forms(lastmod: str, modified: str | None) -> None:
    (entry,) = sitemap(urlset(f"<url><loc>/en/1</loc><lastmod>{lastmod}</lastmod></url>")).entries
    assert (entry.modified, entry.published) == (modified, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("sitemaps.org", "google.com"),
        lambda text: text.replace(' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', ""),
        lambda text: text.replace(' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', ""),
        lambda text: re.sub(r"(</?)(urlset|url|loc)\b", r"\1s:\2", text),
        lambda text: text.replace("loc>", "LOC>").replace("url>", "URL>"),
        lambda text: "\ufeff\n  " + text,
        lambda text: text.replace("&amp;x", "&x"),
        lambda text: text.replace("&amp;x", "&amp;amp;x"),
        lambda text: text.replace(" https://vodi.example/en/?id=2&amp;x=1", "<![CDATA[/en/?id=2&x=1]]>"),
        lambda text: text.replace("https://vodi.example/en/", "/en/"),
        lambda text: text.replace("</urlset>", ""),
        lambda text: text.replace("Vodi<", "Vodi & <br> sons<"),
        lambda text: text + "<!-- 0.2 seconds --><p>junk",
    ],
)  # fmt: skip
def test_wrong_namespaces_and_ill_formed_xml_give_the_same_locations(change: object) -> None:
    assert callable(change)
    assert urls(change(URLSET)) == ["https://vodi.example/en/1", "https://vodi.example/en/?id=2&x=1"]


def test_undeclared_news_prefix_is_still_news() -> None:
    text = URLSET.replace(' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', "")
    assert sitemap(text).entries[1].title == "Library & school"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1251"])
def test_charset_is_found_in_the_bytes(charset: str) -> None:
    text = urlset("<url><loc>/en/1</loc><n:news><n:title>Мост через Варзоб открыт</n:title></n:news></url>")
    assert sitemap(text.encode(charset)).entries[0].title == "Мост через Варзоб открыт"


def test_packed_sitemap_is_unpacked_by_its_bytes() -> None:
    assert sitemap(gzip.compress(URLSET.encode())) == sitemap(URLSET)


def test_cut_gzip_gives_what_is_there_and_says_so() -> None:
    rows = "".join(f"<url><loc>/en/{n * 7919}</loc></url>" for n in range(5000))
    cut = sitemap(gzip.compress(urlset(rows).encode())[:-4000])
    assert 100 < len(cut.entries) < 5000
    assert cut.note == "cut short"


def test_damaged_gzip_is_refused() -> None:
    with pytest.raises(DiscoveryError, match="is a damaged gzip file, not a sitemap"):
        sitemap(b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"\xff" * 50)


def test_bomb_is_refused_at_50_mb() -> None:
    with pytest.raises(DiscoveryError, match="is larger than 50 MB, not a sitemap"):
        sitemap(gzip.compress(b"<urlset>" + b" " * LARGEST, 1))


def test_packed_twice_is_refused() -> None:
    with pytest.raises(DiscoveryError):
        sitemap(gzip.compress(gzip.compress(URLSET.encode())))


def test_locations_beyond_50_000_are_left_out_and_told() -> None:
    rows = "".join(f"<url><loc>/en/{number}</loc></url>" for number in range(MOST_LOCATIONS + 10))
    full = sitemap(urlset(rows))
    assert len(full.entries) == MOST_LOCATIONS
    assert full.note == "more than 50,000 locations"


def test_list_of_urls_is_a_sitemap() -> None:
    text = (
        "https://vodi.example/en/1\r\n\r\nhttps://vodi.example/en/2 \njavascript:alert(1)\nhttps://vodi.example/en/1\n"
    )
    assert urls(text) == ["https://vodi.example/en/1", "https://vodi.example/en/2"]


def test_feed_named_as_a_sitemap_is_read() -> None:
    feed = "<rss><channel><item><link>https://vodi.example/en/1</link><title>Bridge</title></item></channel></rss>"
    (entry,) = sitemap(feed).entries
    assert (entry.url, entry.title, entry.found_in) == ("https://vodi.example/en/1", "Bridge", "sitemap")


def test_only_http_locations_are_taken_and_each_once() -> None:
    rows = "".join(
        f"<url><loc>{loc}</loc></url>"
        for loc in ("https://vodi.example/1", "ftp://vodi.example/2", "", "https://vodi.example/1#a", "javascript:x")
    )
    assert urls(urlset(rows + "<url/>")) == ["https://vodi.example/1"]


@pytest.mark.parametrize("empty", [urlset(""), "<sitemapindex/>"])
def test_empty_sitemap_is_a_sitemap(empty: str) -> None:
    assert sitemap(empty) == Sitemap()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<!DOCTYPE html><html><body><a href='/'>Home</a></body></html>", "an HTML page"),
        ("", "empty"),
        ('{"urls": []}', "JSON"),
        ("Not found", "plain text"),
    ],
)
def test_anything_else_is_refused_with_what_it_is(body: str, kind: str) -> None:
    with pytest.raises(DiscoveryError) as refused:
        sitemap(body)
    assert str(refused.value) == (
        f"{URL} is {kind}, not a sitemap. Open it in a browser and correct sitemaps in the source file of vodi-en."
    )


def test_no_entity_is_expanded_and_nothing_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    secret = tmp_path / "secret"
    secret.write_text("https://vodi.example/secret", encoding="utf-8")
    head = f"""<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "file://{secret}">
    <!ENTITY a "aaaa">
    <!ENTITY b "&a;&a;&a;"> <!ENTITY % p SYSTEM "file://{secret}"> %p;]>"""
    found = urls(head + urlset("<url><loc>&x;</loc></url><url><loc>/en/&b;</loc></url><url><loc>/en/1</loc></url>"))
    assert "https://vodi.example/en/1" in found
    assert not any("secret" in url or "aaaa" in url for url in found)


def test_deep_nesting_does_no_harm() -> None:
    assert urls(urlset("<url><loc>/en/1</loc></url>" + "<x>" * 100_000)) == ["https://vodi.example/en/1"]


def test_date_ahead_is_judged_by_the_moment_of_the_fetch() -> None:
    body = urlset("<url><loc>/1</loc><lastmod>2026-11-03</lastmod></url>").encode()
    early = parse_sitemap(body, URL, SOURCE, datetime(2026, 10, 1, tzinfo=UTC))
    assert early.entries[0].modified is None


def test_robots_names_sitemaps_in_any_case_absolute_or_not() -> None:
    robots = (
        b"\xef\xbb\xbfSitemap: https://vodi.example/sitemap.xml\nUser-agent: *\nDisallow: /private/\n"
        b"SITEMAP:/news.xml # fresh\nsitemap : https://cdn.example/3.xml\nSitemap: https://vodi.example/sitemap.xml\n"
        b"Sitemap: javascript:alert(1)\nSitemap:\n"
    )
    assert robots_sitemaps(robots, "https://vodi.example/robots.txt") == (
        "https://vodi.example/sitemap.xml",
        "https://vodi.example/news.xml",
        "https://cdn.example/3.xml",
    )


def test_robots_that_is_a_page_names_none() -> None:
    assert robots_sitemaps(b"<html><body>Not found</body></html>", "https://vodi.example/robots.txt") == ()


@given(st.binary(max_size=300) | st.text().map(lambda text: f"Sitemap: {text}".encode(errors="replace")))
def test_no_robots_raises(body: bytes) -> None:
    assert all(url.startswith("http") for url in robots_sitemaps(body, "https://vodi.example/robots.txt"))


@pytest.mark.parametrize(
    "body", [URLSET.encode(), INDEX.encode(), gzip.compress(URLSET.encode(), mtime=0)], ids=["urlset", "index", "gzip"]
)
def test_damaged_sitemaps_give_entries_or_a_refusal(body: bytes) -> None:
    read = 0
    for damage in damaged(body, 200):
        with suppress(DiscoveryError):
            read += parse_sitemap(damage, URL, SOURCE, NOW) != Sitemap()
    assert read > 20


@given(st.binary(max_size=300) | st.text("<>/urlocst&;#! ", max_size=80).map(lambda text: urlset(text).encode()))
def test_no_bytes_raise_anything_but_a_refusal(body: bytes) -> None:
    found = Sitemap()
    with suppress(DiscoveryError):
        found = parse_sitemap(body, URL, SOURCE, NOW)
    assert all(clean_url(one.url) == one.url for one in (*found.entries, *found.children))
