"""What must be true of anything that a parser gives, whatever it was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

from archive.clock import is_day
from archive.gate import clean
from archive.records import Article, Entry, Source
from archive.urls import clean_url, url_key
from crawler.extraction.dates import EARLIEST, LATEST


def check_url(url: str, source: Source) -> None:
    """An http(s) URL with a host in ASCII without controls, that is clean already and has an identity."""
    parts = urlsplit(url)
    assert parts.scheme in ("http", "https"), ascii(url)
    assert parts.hostname, ascii(url)
    assert url.isascii(), ascii(url)
    assert url.isprintable(), ascii(url)
    assert clean_url(url) == url, ascii(url)
    check_key(url_key(url, source))


def check_key(key: str) -> None:
    assert key, "no identity"
    assert "\n" not in key, ascii(key)


def check_text(text: str | None) -> None:
    """It passes the text gate unchanged, so that it can be stored."""
    assert text is None or clean(text) == text, ascii(text)
    assert text is None or text.encode(), ascii(text)


def check_date(text: str | None) -> None:
    """A day or a UTC moment as we write it, within the years that are believed."""
    if text is None:
        return
    day = text[:10]
    assert is_day(day), ascii(text)
    assert text == day or (text.endswith("Z") and len(text) == 20), ascii(text)
    moment = datetime.fromisoformat(text)
    assert EARLIEST.replace(year=EARLIEST.year - 1) <= moment.date() <= LATEST, ascii(text)


def check_day(day: date | None) -> None:
    assert day is None or type(day) is date


def check_entries(entries: Iterable[Entry], source: Source) -> None:
    """Each URL once, whole, with a title and dates that can be stored."""
    entries = list(entries)
    assert len({entry.url for entry in entries}) == len(entries)
    for entry in entries:
        check_url(entry.url, source)
        check_text(entry.title)
        check_date(entry.published)
        check_date(entry.modified)


def check_article(article: Article) -> None:
    """Something to read, that can be stored; the gate itself stands before the rows."""
    assert clean(article.title).strip()
    assert clean(article.text).strip()
    for text in (article.url, article.description, article.section, *article.authors, *article.keywords):
        assert text is None or clean(text).encode() is not None
    check_date(article.published)
    check_date(article.modified)
    for url in (article.canonical_url, article.image):
        assert url is None or url.startswith(("http://", "https://")), ascii(url)
    lines = len(article.text.split("\n"))
    assert all(0 <= line < lines and tag for line, tag in article.foreign)
