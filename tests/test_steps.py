"""The way through a source's feeds, sitemaps and listings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.errors import DiscoveryError
from archive.records import Listing
from crawler.discovery.steps import MAX_SITEMAP_DEPTH, RECENT_SITEMAPS, Step, first_steps, following, read
from tests.archives import VODI

SOURCE = replace(
    VODI,
    slug="valley-en",
    scope=("valley.example/eng/",),
    homepage="https://valley.example/eng/",
    article_url="^/eng/news/",
)
NUMBERED = Listing(url="https://valley.example/eng/list/{page}", pages=3)
SINGLE = Listing(url="https://valley.example/eng/latest", pages=3)


def links(*numbers: int, following_page: str = "") -> bytes:
    anchors = "".join(f'<h2><a href="/eng/news/{n}">Canal number {n} is dry</a></h2>' for n in numbers)
    return f"<html><body>{anchors}{following_page}</body></html>".encode()


def sitemap_index(*rows: tuple[str, str]) -> bytes:
    children = "".join(f"<sitemap><loc>https://valley.example/{u}</loc>{m}</sitemap>" for u, m in rows)
    return f"<sitemapindex>{children}</sitemapindex>".encode()


def test_feeds_come_first_then_listings_then_sitemaps() -> None:
    source = replace(SOURCE, feeds=("https://f.example/",), sitemaps=("https://s.example/",), listings=(NUMBERED,))
    assert first_steps(source) == (
        Step("feed", "https://f.example/"),
        Step("listing", "https://valley.example/eng/list/1", listing=NUMBERED),
        Step("sitemap", "https://s.example/"),
    )


def test_without_sitemaps_robots_txt_of_the_host_is_asked_for_them() -> None:
    assert first_steps(SOURCE) == (Step("robots", "https://valley.example/robots.txt"),)


def test_robots_txt_leads_to_its_sitemaps() -> None:
    step = first_steps(SOURCE)[0]
    body = b"User-agent: *\nDisallow:\nSitemap: /a.xml\nSitemap: https://x.example/b.xml"
    entries, leads = read(step, body, step.url, SOURCE)
    assert entries == ()
    assert leads == ("https://valley.example/a.xml", "https://x.example/b.xml")
    assert following(step, leads, backfill=False) == tuple(Step("sitemap", url) for url in leads)


def test_index_leads_to_its_newest_sitemaps_and_in_a_backfill_to_all() -> None:
    rows = [(f"{month}.xml", f"<lastmod>2026-{month:02}-01</lastmod>") for month in range(1, 10)]
    step = Step("sitemap", "https://valley.example/index.xml")
    _, leads = read(step, sitemap_index(("undated.xml", ""), *rows), step.url, SOURCE)
    assert leads == tuple(f"https://valley.example/{name}.xml" for name in (9, 8, 7, 6, 5, 4, 3, 2, 1, "undated"))
    normal = following(step, leads, backfill=False)
    assert normal == tuple(Step("sitemap", url, 2) for url in leads[:RECENT_SITEMAPS])
    assert following(step, leads, backfill=True) == tuple(Step("sitemap", url, 2) for url in leads)


def test_sitemaps_hang_three_deep_at_most() -> None:
    step = Step("sitemap", "https://valley.example/deep.xml", MAX_SITEMAP_DEPTH)
    assert following(step, ("https://valley.example/deeper.xml",), backfill=True) == ()


def test_numbered_listing_goes_on_to_its_last_page() -> None:
    step = Step("listing", "https://valley.example/eng/list/1", listing=NUMBERED)
    for page in (1, 2, 3):
        entries, leads = read(step, links(page), step.url, SOURCE)
        assert [entry.url for entry in entries] == [f"https://valley.example/eng/news/{page}"]
        assert leads == (f"https://valley.example/eng/list/{page + 1}",)
        steps = following(step, leads, backfill=False)
        assert steps == (() if page == 3 else (replace(step, url=leads[0], number=page + 1),))
        step = replace(step, url=leads[0], number=page + 1)


def test_backfill_goes_past_the_last_page_of_a_normal_crawl() -> None:
    step = Step("listing", "https://valley.example/eng/list/3", 3, NUMBERED)
    leads = ("https://valley.example/eng/list/4",)
    assert following(step, leads, backfill=True) == (replace(step, url=leads[0], number=4),)


def test_page_without_entries_ends_its_listing() -> None:
    step = Step("listing", "https://valley.example/eng/list/9", 9, NUMBERED)
    assert read(step, links(), step.url, SOURCE) == ((), ())


def test_listing_without_a_number_goes_where_its_page_leads() -> None:
    step = Step("listing", SINGLE.url, listing=SINGLE)
    _, leads = read(step, links(1, following_page='<a rel="next" href="?p=2">2</a>'), step.url, SOURCE)
    assert leads == ("https://valley.example/eng/latest?p=2",)
    assert read(step, links(1), step.url, SOURCE)[1] == ()


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_path_that_looks_endless_is_left_out_whoever_names_it(kind: str) -> None:
    paths = ("/eng/news/1", "/eng/news/news/news/2", "/" + "/".join(map(str, range(21))))
    urls = [f"https://valley.example{path}" for path in paths]
    document = {
        "feed": "<rss><channel>" + "".join(f"<item><link>{url}</link></item>" for url in urls) + "</channel></rss>",
        "sitemap": "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>",
    }[kind]
    entries, _ = read(Step(kind, "https://valley.example/x"), document.encode(), "https://valley.example/x", SOURCE)  # type: ignore[arg-type]
    assert [entry.url for entry in entries] == urls[:1]


def test_feed_leads_nowhere() -> None:
    step = Step("feed", "https://valley.example/eng/feed")
    body = b"<rss version='2.0'><channel><item><link>https://valley.example/eng/news/1</link></item></channel></rss>"
    entries, leads = read(step, body, step.url, SOURCE)
    assert ([entry.url for entry in entries], leads) == (["https://valley.example/eng/news/1"], ())
    assert following(step, ("https://valley.example/eng/other",), backfill=True) == ()


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_html_under_a_feed_or_sitemap_is_told(kind: str) -> None:
    step = Step(kind, "https://valley.example/eng/x")  # type: ignore[arg-type]
    with pytest.raises(DiscoveryError, match="is an HTML page"):
        read(step, b"<!DOCTYPE html><html><body>Welcome", step.url, SOURCE)
