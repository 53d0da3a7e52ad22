"""Parsers of what a site sends, but its pages: feeds, sitemaps, robots.txt, listings, links, headers, packed bodies."""

from __future__ import annotations

import random
from datetime import date

from scrapy.robotstxt import ProtegoRobotParser

from archive.errors import DiscoveryError
from archive.pace import LONGEST
from archive.urls import canonical_url, clean_url, former_keys, in_scope, is_front_page, url_key, url_path_matches
from crawler.discovery import LONGEST_TITLE, clean_title
from crawler.discovery.article_links import looks_like_article
from crawler.discovery.documents import decode, kind_of, root_name, to_xml
from crawler.discovery.feeds import MOST_ENTRIES, parse_feed
from crawler.discovery.links import absolute_link, is_trap
from crawler.discovery.listings import parse_listing
from crawler.discovery.sitemaps import parse_sitemap, robots_sitemaps
from crawler.discovery.timestamps import DateReader, printed
from crawler.extraction.dates import parse_date, url_day
from crawler.freshness import MOST_PATIENCE, freshness, retry_after
from crawler.robots import beginning
from crawler.unpacking import ENCODINGS, TooLarge, Truncated, unpack
from tests.bad_inputs import seeds
from tests.bad_inputs.parser import Parser, text_of
from tests.bad_inputs.shapes import check_date, check_day, check_entries, check_key, check_text, check_url
from tests.discovery_samples import NOW, SOURCE, source

HOME = "https://vodi.example/en/"
NUMBERED = source(
    identity=type(SOURCE.identity)(id=r"/news/(\d+)", keep_params=("id",)),
    aliases=(("m.vodi.example/", "vodi.example/en/"),),
)
CHARSETS = (None, "utf-8", "windows-1251", "utf-16", "zlib", "idna", "x" * 300, "\udcff", "utf-7", "big5")
ZONES = ("Asia/Dushanbe", "Asia/Kathmandu", "Asia/Tehran", "Pacific/Kiritimati", "America/St_Johns", "UTC")
LARGEST = 1 << 20


def read_feed(body: bytes, chance: random.Random) -> str:
    entries = parse_feed(body, HOME + "feed/", SOURCE, NOW)
    check_entries(entries, SOURCE)
    assert len(entries) <= MOST_ENTRIES
    return "entries" if entries else "no entry"


def read_sitemap(body: bytes, chance: random.Random) -> str:
    sitemap = parse_sitemap(body, HOME + "sitemap.xml", SOURCE, NOW)
    check_entries(sitemap.entries, SOURCE)
    for child in sitemap.children:
        check_url(child.url, SOURCE)
        check_date(child.modified)
    return "entries" if sitemap.entries else "children" if sitemap.children else "nothing"


def read_listing(body: bytes, chance: random.Random) -> str:
    page = parse_listing(body, HOME, chance.choice((SOURCE, NUMBERED)), chance.choice(CHARSETS))
    check_entries(page.entries, SOURCE)
    for link in (*(entry.url for entry in page.entries), *filter(None, [page.next_page])):
        assert in_scope(link, SOURCE), ascii(link)
        assert not is_trap(link), ascii(link)
    return "entries" if page.entries else "no entry"


def read_robots(body: bytes, chance: random.Random) -> str:
    rules = ProtegoRobotParser(beginning(body), None)
    allowed = rules.allowed(clean_url(text_of(body)[:200], HOME) or HOME, "backissue")
    delay = rules.crawl_delay("backissue")
    assert delay is None or delay == delay, delay
    for link in robots_sitemaps(body, "https://vodi.example/robots.txt"):
        check_url(link, SOURCE)
    return "allowed" if allowed else "forbidden"


def read_document(body: bytes, chance: random.Random) -> str:
    text = decode(body, chance.choice(CHARSETS))
    to_xml(text).decode()
    assert root_name(text) == root_name(text).lower()
    title = clean_title(text)
    check_text(title)
    assert title is None or (0 < len(title) <= LONGEST_TITLE and clean_title(title) == title), ascii(title)
    return kind_of(text)


def read_url(body: bytes, chance: random.Random) -> str:
    text, base = text_of(body), chance.choice((None, HOME, "https://vodi.example/a/b?c=d"))
    url = clean_url(text, base)
    day = url_day(text)
    check_day(day)
    if url is None:
        return "no URL"
    check_url(url, SOURCE)
    where = chance.choice((SOURCE, NUMBERED))
    assert url_key(url, where) == url_key(clean_url(url) or "", where)
    for key in former_keys(url, where):
        check_key(key)
    url_path_matches(url, r"^/en/\d{4}/[^/]+/?$")
    canonical = canonical_url(HOME + "news/1", text, where)
    assert canonical is None or not is_front_page(canonical, where)
    link = absolute_link(text, HOME)
    assert link is None or looks_like_article(link, text) in (True, False)
    return "in scope" if in_scope(url, where) else "elsewhere"


def read_date(body: bytes, chance: random.Random) -> str:
    text, zone, today = text_of(body), chance.choice(ZONES), chance.choice((None, date(2026, 11, 22), date(1991, 1, 2)))
    told = parse_date(text, timezone=zone, today=today, url=chance.choice((None, HOME + "2026/11/news")))
    check_date(DateReader(zone, today or NOW.date()).read(text))
    printed(text)
    if told is None:
        return "no date"
    check_date(told.published)
    check_day(told.day)
    assert told.zone[0] in "+-", told.zone
    assert told.zone[3] == ":", told.zone
    return told.precision


def read_headers(body: bytes, chance: random.Random) -> str:
    waits, sent, control, age = (*body.decode("latin-1").split("\n"), "", "", "", "")[:4]
    seconds = retry_after(waits, sent, NOW)
    assert seconds is None or 0 <= seconds <= MOST_PATIENCE, seconds
    fresh = freshness(chance.choice((body, *seeds.FEEDS)), control, age)
    assert 0 <= fresh["fresh_seconds"] <= LONGEST.total_seconds(), fresh
    return "nothing" if seconds is None else "seconds"


def read_ttl(body: bytes, chance: random.Random) -> str:
    fresh = freshness(body)
    assert 0 <= fresh["fresh_seconds"] <= LONGEST.total_seconds(), fresh
    assert len(fresh["skip_hours"]) < 24, fresh
    assert set(fresh["skip_hours"]) <= set(range(24)), fresh
    return "told" if fresh["fresh_seconds"] or fresh["skip_hours"] else "nothing"


def read_packed(body: bytes, chance: random.Random) -> str:
    layers = chance.choices((*ENCODINGS, "x-gzip", "identity", "", "compress", "\udcff"), k=chance.choice((1, 1, 2, 6)))
    plain = unpack(body, [", ".join(layers)], LARGEST)
    assert plain is body or len(plain) <= LARGEST
    return "unpacked" if plain != body else "as it was"


FROM_SITES = (
    Parser(
        name="feeds", seeds=seeds.FEEDS, read=read_feed, refusals=(DiscoveryError,), quick=300, many=4_000, seconds=3
    ),
    Parser(name="sitemaps", seeds=seeds.SITEMAPS, read=read_sitemap, refusals=(DiscoveryError,), quick=350, many=5_500),
    Parser(
        name="listings",
        seeds=seeds.LISTINGS,
        read=read_listing,
        refusals=(DiscoveryError,),
        quick=250,
        many=4_000,
        seconds=2,
    ),
    Parser(name="robots.txt", seeds=seeds.ROBOTS, read=read_robots, quick=350, many=5_500),
    Parser(
        name="documents",
        seeds=(*seeds.FEEDS, *seeds.SITEMAPS, *seeds.PAGES, b'{"a": 1}'),
        read=read_document,
        quick=350,
        many=5_500,
    ),
    Parser(name="URLs", seeds=seeds.URLS, read=read_url, quick=600, many=8_000),
    Parser(name="dates", seeds=seeds.DATES, read=read_date, quick=600, many=8_000),
    Parser(name="headers", seeds=seeds.HEADERS, read=read_headers, quick=300, many=4_000),
    Parser(name="ttl and skipHours", seeds=seeds.FEEDS, read=read_ttl, quick=200, many=2_500),
    Parser(
        name="packed bodies",
        seeds=seeds.PACKED,
        read=read_packed,
        refusals=(TooLarge, Truncated),
        quick=300,
        many=4_000,
    ),
)
