"""Parsers of an article's page: the whole extraction, and its parts on their own, which take more inputs a second."""

from __future__ import annotations

import json
import random
from datetime import date
from html import escape

from archive.gate import clean
from archive.memory import Memory
from archive.records import Article, Rejection
from crawler.extraction.charset import decode
from crawler.extraction.extract import read_page
from crawler.extraction.linked_data import read_linked_data, strings
from crawler.extraction.metadata import read_metadata
from crawler.extraction.mojibake import is_garbled, mend
from crawler.extraction.names import LONGEST, read_names
from crawler.extraction.page import open_page, parse
from crawler.extraction.statements import tidy
from tests.bad_inputs import seeds
from tests.bad_inputs.parser import Parser, text_of
from tests.bad_inputs.shapes import check_article, check_date, check_day
from tests.discovery_samples import SOURCE

URL = "https://vodi.example/en/news/11201"
NOTHING_KNOWN = Memory(SOURCE.slug)
FETCHED = "2026-11-22T09:00:00Z"
TYPES = (
    None,
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=windows-1251",
    "text/html; charset=zlib",
    "\udcff",
)


def read_whole(body: bytes, chance: random.Random) -> str:
    reading = read_page(
        body,
        URL,
        SOURCE,
        NOTHING_KNOWN,
        content_type=chance.choice(TYPES),
        fetched_at=FETCHED,
        explain=chance.random() < 0.2,
    )
    if isinstance(reading.result, Article):
        check_article(reading.result)
        return "article"
    return f"rejected:{reading.result.reason}"


def read_head(body: bytes, chance: random.Random) -> str:
    page = open_page(body, URL, chance.choice(TYPES))
    if isinstance(page, Rejection):
        return f"rejected:{page.reason}"
    facts = read_metadata(page, SOURCE, today=date(2026, 11, 22))
    for told in filter(None, (facts.published, facts.modified)):
        check_date(told.published)
        check_day(told.day)
    for text in (facts.title, facts.section, facts.description, *facts.authors, *facts.keywords):
        assert text is None or clean(text).encode() is not None
    for url in (facts.canonical_url, facts.image):
        assert url is None or url.startswith(("http://", "https://")), ascii(url)
    return "metadata"


def read_bytes(body: bytes, chance: random.Random) -> str:
    text = decode(body, chance.choice(TYPES))
    if text is None:
        return "no encoding"
    text.encode()
    return "text"


def read_mojibake(body: bytes, chance: random.Random) -> str:
    text = text_of(body)
    mended = mend(text)
    is_garbled(mended)
    return "mended" if mended != text else "as it was"


def read_byline(body: bytes, chance: random.Random) -> str:
    names = list(read_names(tidy(text_of(body))))
    assert all(0 < len(name) <= LONGEST for name in names), names
    return "names" if names else "no name"


def read_scripts(body: bytes, chance: random.Random) -> str:
    text = body.decode("utf-8", "replace")
    tree = parse(
        f"<html><head><script type='application/ld+json'>{text}</script></head><body>{escape(text)}</body></html>"
    )
    assert tree is not None
    nodes = read_linked_data(tree)
    for node in nodes:
        json.dumps(node)
        assert all(isinstance(told, str) for key in node for told in strings(node[key]))
    return "objects" if nodes else "nothing"


FROM_PAGES = (
    Parser(name="pages of articles", seeds=seeds.PAGES, read=read_whole, quick=120, many=3_000, seconds=5),
    Parser(name="metadata", seeds=seeds.PAGES, read=read_head, quick=200, many=2_500, seconds=3),
    Parser(name="charsets", seeds=seeds.TEXTS, read=read_bytes, quick=300, many=4_000),
    Parser(name="text encoded twice", seeds=seeds.TEXTS, read=read_mojibake, quick=250, many=4_000),
    Parser(name="bylines", seeds=seeds.AUTHORS, read=read_byline, quick=250, many=4_000),
    Parser(name="JSON-LD", seeds=seeds.LINKED_DATA, read=read_scripts, quick=250, many=4_000),
)
