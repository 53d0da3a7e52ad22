from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DiscoveryError
from archive.records import Entry, Listing
from archive.urls import in_scope
from crawler.discovery.listings import MOST_ENTRIES, ListingPage, page_url, parse_listing
from tests.discovery_samples import SOURCE, damaged, source

URL = "https://vodi.example/en/news/"

ALLEGRO = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>News</title>
<link rel="alternate" type="application/rss+xml" href="/en/feed/"></head><body>
<nav class="main-menu"><a href="/">Home</a><a href="/en/">English</a>
<a href="/en/category/society/">Society and people of the valley</a></nav>
<div class="article-big">
<div class="article-photo"><a href="https://vodi.example/2026/11/bridge/" class="hover-effect"><img alt="x"></a></div>
<div class="article-content"><h2><a href="https://vodi.example/2026/11/bridge/">Bridge over the Varzob reopens</a></h2>
<span class="meta">12:00, 8.Янв 2026</span><p>The bridge …</p>
<a href="https://vodi.example/2026/11/bridge/" class="more">Read the whole of this long article now
<span>&#9656;</span></a></div></div>
<div class="article-big"><h2>
<a href="https://vodi.example/2026/11/library/">School in Khorog &amp; its <b>library</b></a></h2></div>
<a href="/2026/11/rates/"><img src="/rates.jpg"></a>
<a href="/wp-content/uploads/2026/11/photo.jpg">See the photo in full size</a>
<a href="mailto:a@vodi.example">Write to us today, dear readers</a><a href="https://other.example/2026/11/bridge/">Elsewhere</a>
<a class='page-numbers' href='https://vodi.example/en/news/page/2/'>2</a>
<a class='page-numbers' href='https://vodi.example/en/news/page/3924/'>3 924</a>
<a class='next page-numbers' href='https://vodi.example/en/news/page/2/'>Баъдӣ »</a></body></html>"""

DRUPAL = """<html><head><base href="https://vodi.example/"><title>x</title></head><body>
<ul><li><a href="en/rubrics/tajikistan/power">Power</a></li><li><a href="en/info/about">About us</a></li></ul>
<div><a href="/en/news/tajikistan/society/20261103/bridge"><h3>Bridge over the Varzob</h3>
<p>The lead of the text</p></a></div>
<div class='urgent_title'><span>15:03</span>
<a href='en/news/life/culture/20261102/library'><p>Library opens</p></a></div>
<a href='/en/news/all?page=1'>2</a><a href='/en/news/all?page=57'>58</a></body></html>"""

DLE = """<div id="content"><article class="short">
<h2 class="short__title"><a href="https://vodi.example/politics/123-bridge.html">Bridge</a></h2>
<a href="https://vodi.example/politics/">Politics</a><a href="https://vodi.example/user/dilshod/">Dilshod</a></article>
<div class="navigation"><span>1</span> <a href="https://vodi.example/page/2/">2</a> <a href="https://vodi.example/page/9/">»</a>
<a href="https://vodi.example/page/2/">Далее</a></div></div>"""

JNEWS = """<html><body>
<h3 class="jeg_post_title"><a href="/society/bridge-over-the-varzob-reopens/">Bridge over the Varzob reopens</a></h3>
<div class="jeg_meta_author"><a href="/author/dilshod-rahmonov-editor/">By Dilshod Rahmonov editor</a></div>
<a class="page_nav prev" href="/news/page/1/">‹</a><a class="page_nav next" href="/news/page/3/">›</a></body></html>"""

TAGDIV = """<html><body><div class="td-ss-main-content">
<a href="/bridge-reopens/" title="Bridge over the Varzob reopens"><img></a>
<h3 class="entry-title"><a href="/bridge-reopens/">Bridge over the Varzob reopens today</a></h3></div>
<div class="page-nav"><a href="/page/2/">2</a><a href="/page/40/">40</a>
<a href="/page/2/" aria-label="next-page"><i></i></a></div></body></html>"""


def listing(body: str | bytes, url: str = URL, **changes: object) -> ListingPage:
    return parse_listing(body.encode() if isinstance(body, str) else body, url, source(**changes))


def urls(body: str | bytes, url: str = URL, **changes: object) -> list[str]:
    return [entry.url for entry in listing(body, url, **changes).entries]


def page(content: str) -> str:
    return f"<html><body>{content}</body></html>"


def test_links_of_articles_come_in_the_pages_order_with_their_headline() -> None:
    assert listing(ALLEGRO).entries == tuple(
        Entry(url=f"https://vodi.example/2026/11/{slug}/", source="vodi-en", found_in="listing", title=title)
        for slug, title in (
            ("bridge", "Bridge over the Varzob reopens"),
            ("library", "School in Khorog & its library"),
            ("rates", None),
        )
    )


def test_links_behind_the_end_of_the_document_are_read_as_browsers_do() -> None:
    found = urls(page("<h1>News</h1>") + '<h2><a href="/2026/11/library/">School in Khorog gets a library</a></h2>')
    assert found == ["https://vodi.example/2026/11/library/"]


def test_links_without_a_leading_slash_follow_the_base() -> None:
    assert [(entry.url, entry.title) for entry in listing(DRUPAL, "https://vodi.example/en/news/all").entries] == [
        ("https://vodi.example/en/news/tajikistan/society/20261103/bridge", "Bridge over the Varzob"),
        ("https://vodi.example/en/news/life/culture/20261102/library", "Library opens"),
    ]


@pytest.mark.parametrize(
    ("body", "url", "found"),
    [
        (DLE, "https://vodi.example/", ["https://vodi.example/politics/123-bridge.html"]),
        (JNEWS, "https://vodi.example/news/page/2/", ["https://vodi.example/society/bridge-over-the-varzob-reopens/"]),
        (TAGDIV, "https://vodi.example/", ["https://vodi.example/bridge-reopens/"]),
    ],
)
def test_layouts_of_the_region_are_read(body: str, url: str, found: list[str]) -> None:
    assert urls(body, url) == found


def test_article_url_alone_decides_where_the_source_has_it() -> None:
    content = (
        '<a href="/en/o/1">x</a><a href="/2026/11/bridge/">Bridge over the Varzob reopens</a><a href="/tag/o/2">y</a>'
    )
    assert urls(page(content), article_url=r"/o/\d+$") == [
        "https://vodi.example/en/o/1",
        "https://vodi.example/tag/o/2",
    ]


def test_article_url_is_matched_against_the_path() -> None:
    assert urls(page('<a href="/en/?x=/o/1">x</a><a href="/en/o/1?x=2#y">x</a>'), article_url=r"/o/\d+$") == [
        "https://vodi.example/en/o/1?x=2"
    ]


def test_only_links_in_scope_are_taken() -> None:
    other = '<a href="/ru/2026/11/a/">x</a><a href="//vodi.example.evil.example/en/2026/11/a/">x</a>'
    assert urls(page(other + '<a href="/en/2026/11/a/">x</a>'), scope=("vodi.example/en/",)) == [
        "https://vodi.example/en/2026/11/a/"
    ]


def test_base_to_another_host_leads_nowhere() -> None:
    assert urls('<base href="https://evil.example/">' + page('<a href="2026/11/a/">x</a>')) == []


def test_the_page_itself_and_front_pages_are_no_articles() -> None:
    content = '<a href="/2026/11/a/">x</a><a href="/en">Five words lead to home</a><a href="/2026/11/a/#top">Up</a>'
    assert urls(page(content), "https://vodi.example/2026/11/a") == []


def test_title_in_a_heading_counts_most_and_then_the_longest() -> None:
    link = '<a href="/2026/11/a/">{}</a>'
    longest = page(link.format("Bridge") + link.format("Bridge over the Varzob") + link.format(""))
    heading = page(link.format("A lead that is longer than the headline") + "<h2>" + link.format("Bridge") + "</h2>")
    assert listing(longest).entries[0].title == "Bridge over the Varzob"
    assert listing(heading).entries[0].title == "Bridge"


def test_text_of_a_whole_card_is_no_title() -> None:
    assert listing(page(f'<a href="/2026/11/a/"><p>{"lead " * 100}</p></a>')).entries[0].title is None


@pytest.mark.parametrize("path", ["/a/a/a/2026/11/b/", "/" + "x/" * 21 + "2026/11/b/", "/2026/11/" + "b" * 2000])
def test_endless_paths_are_left_out(path: str) -> None:
    assert urls(page(f'<a href="{path}">Bridge over the Varzob reopens</a>')) == []


def test_at_most_a_thousand_links_are_taken() -> None:
    links = "".join(f'<a href="/2026/11/{number}-x/">x</a>' for number in range(MOST_ENTRIES + 100))
    assert len(urls(page(links))) == MOST_ENTRIES


@pytest.mark.parametrize(
    ("body", "following"),
    [
        (ALLEGRO, "https://vodi.example/en/news/page/2/"),
        (DRUPAL, None),
        (DLE, "https://vodi.example/page/2/"),
        (JNEWS, "https://vodi.example/news/page/3/"),
        (TAGDIV, "https://vodi.example/page/2/"),
    ],
)
def test_layouts_of_the_region_name_their_next_page(body: str, following: str | None) -> None:
    assert listing(body).next_page == following


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="/en/p/2/">x</a>',
        '<a rel="nofollow NEXT" href="/en/p/2/">x</a>',
        '<link rel="next" href="/en/p/2/">',
        '<a class="next page-numbers" href="/en/p/2/">2</a>',
        '<a href="/en/p/2/">Next</a>',
        '<a href="/en/p/2/">Next page →</a>',
        '<a href="/en/p/2/">« Older posts</a><a href="/en/p/0/">Newer posts »</a>',
        '<a href="/en/p/2/">Далее</a>',
        '<a href="/en/p/2/"><span>Следующая</span> ›</a>',
        '<a href="/en/p/2/">Баъдӣ</a>',
        '<a href="/en/p/2/">»</a>',
        '<a href="/en/p/9/">»</a><a href="/en/p/2/">›</a>',
        '<a href="/en/p/9/">Далее</a><a rel="next" href="/en/p/2/">»</a>',
    ],
)
def test_next_page_is_found_by_rel_class_word_and_sign(link: str) -> None:
    assert listing(page(link)).next_page == "https://vodi.example/en/p/2/"


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="https://vodi.example/en/news">next</a>',
        '<a rel="next" href="#">next</a>',
        '<a rel="next" href="">next</a>',
        '<a rel="next" href="javascript:more()">next</a>',
        '<a rel="next" href="https://other.example/page/2/">next</a>',
        '<a rel="next" href="/2026/11/bridge/">Next: Bridge over the Varzob</a>',
        '<a rel="next" href="/page/page/page/2/">next</a>',
        '<a rel="prev" href="/page/1/">«</a>',
    ],
)
def test_the_page_itself_an_article_or_another_site_is_no_next_page(link: str) -> None:
    assert listing(page(link)).next_page is None


def test_next_page_is_no_article() -> None:
    found = listing(page('<a rel="next" href="/bridge-over-varzob.html">Next page of news</a>'))
    assert found == ListingPage(next_page="https://vodi.example/bridge-over-varzob.html")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize("encoding", [None, "utf-8", "windows-1251"])
def test_charset_is_found_whatever_the_header_says(charset: str, encoding: str | None) -> None:
    headline = "Мост через реку Варзоб открыли после ремонта"
    body = page(f'<meta charset="utf-8"><a href="/2026/11/a/">{headline}</a>').encode(charset)
    assert parse_listing(body, URL, SOURCE, encoding).entries[0].title == headline


def test_links_below_hundreds_of_unclosed_tags_are_found() -> None:
    assert urls(page("<font>" * 1000 + '<a href="/2026/11/a/">x</a>')) == ["https://vodi.example/2026/11/a/"]


def test_page_without_links_is_a_page() -> None:
    assert listing(page("<p>Nothing yet</p>")) == ListingPage()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "empty"),
        ("<rss version='2.0'><channel/></rss>", "a feed"),
        ('{"news": [{"url": "/2026/11/a/"}]}', "JSON"),
        ("not recorded", "plain text"),
        ("%PDF-1.7\n\0\0", "a binary file"),
    ],
)
def test_anything_else_is_refused_with_what_it_is(body: str, kind: str) -> None:
    with pytest.raises(DiscoveryError) as refused:
        listing(body)
    assert str(refused.value) == (
        f"{URL} is {kind}, not an HTML page. Open it in a browser and correct listings in the source file of vodi-en."
    )


def test_pages_are_counted_from_one() -> None:
    numbered = Listing(url="https://vodi.example/{x}/page/{page}/?p={page}", pages=3)
    assert page_url(numbered, 12) == "https://vodi.example/{x}/page/12/?p=12"
    assert page_url(Listing(url=URL), 1) == URL
    with pytest.raises(ValueError, match="counted from 1"):
        page_url(numbered, 0)


@pytest.mark.parametrize(
    "hostile",
    [
        "<a " + " ".join(f"a{number}=1" for number in range(100_000)) + ">",
        "<a href=/12345>x" * 300_000,
        "<a href=/12345><div>" * 50_000,
        "<a href='/2026/11/a/'>" + "x" * 5_000_000,
    ],
    ids=["attributes", "links", "nested", "text"],
)
def test_hostile_page_costs_seconds_and_not_minutes(hostile: str) -> None:
    started = time.process_time()
    listing(page(hostile))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("body", [ALLEGRO, DRUPAL, DLE], ids=["allegro", "drupal", "dle"])
def test_damaged_listings_give_entries_or_a_refusal(body: str) -> None:
    read = 0
    for damage in damaged(body.encode(), 200):
        with suppress(DiscoveryError):
            read += bool(parse_listing(damage, URL, SOURCE).entries)
    assert read > 50


PIECES = st.text("<>/ahref='&;#! 20", max_size=80).map(lambda text: page(text).encode())
HOSTS = st.sampled_from(["", "/", "//abc.example/", "https://vodi.example/", "mailto:"])
LINKS = st.tuples(HOSTS, st.text("/abc20&;#?.@- ", max_size=80)).map(
    lambda parts: page(f"<h2><a href='{''.join(parts)}'>The bridge over the Varzob reopens</a></h2>").encode()
)


@given(st.binary(max_size=300) | PIECES | LINKS)
def test_any_bytes_are_entries_in_scope_or_refused(body: bytes) -> None:
    found = ListingPage()
    with suppress(DiscoveryError):
        found = parse_listing(body, URL, SOURCE)
    assert all(in_scope(entry.url, SOURCE) for entry in found.entries)
