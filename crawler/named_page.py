"""A page that a user named, as a file or a URL, to be read and not stored."""

from __future__ import annotations

import gzip
import sys
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import click

from archive.errors import UsageProblem
from archive.records import Rejection
from archive.urls import clean_url
from crawler.extraction.page import open_page
from crawler.failures import ADVICE
from crawler.found_pages import LARGEST_PAGE
from crawler.items import NoPage, Page
from crawler.process import crawl
from crawler.wishes import Wishes

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class NamedPage:
    """What ``read_page`` asks for."""

    url: str
    payload: bytes = field(repr=False)
    content_type: str | None = None
    fetched_at: str | None = None
    """UTC ISO-8601; None for a file, whose own time says nothing of it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no page to read."""

    url: str | None
    outcome: str
    """``rejected:<reason>`` or ``failed:<reason>``."""

    detail: str = ""


def is_url(text: str) -> bool:
    return "://" in text


def fetch_page(url: str, seeds: Path, verbosity: int = 0) -> NamedPage | Refused:
    """One page, asked for as ``fetch`` does: robots.txt, the address guard, the source's pauses. Nothing is stored.

    The crawl runs in an archive of its own, which is deleted; its one item comes here instead of to the pipeline.
    Raises UsageProblem for what is no URL, click.Abort when it is interrupted, and what ``crawl`` raises.
    """
    asked = whole_url(url)
    caught: list[Page | NoPage] = []

    class Catch:
        def process_item(self, item: Page | NoPage) -> Page | NoPage:
            caught.append(item)
            return item

    with TemporaryDirectory(prefix="backissue-") as folder:
        database = Path(folder) / "extract.db"
        crawl(database, seeds, Wishes(urls=(asked,)), verbosity, overrides={"ITEM_PIPELINES": {Catch: 0}})
    if not caught:
        raise click.Abort
    (item,) = caught
    if isinstance(item, NoPage):
        return Refused(asked, item.outcome, ADVICE.get(item.outcome, "").partition(". ")[0])
    return NamedPage(item.url, item.body, item.content_type, item.fetched_at)


def open_file(name: str, url: str | None) -> NamedPage | Refused:
    """A page from a file, packed with gzip or not, or from stdin (``-``).

    Without ``url`` the page's own canonical URL is taken. Raises UsageProblem where there is no such file, where it
    cannot be unpacked or is larger than a page may be, and where no URL is known.
    """
    known = whole_url(url) if url else None
    payload = _unpacked(_content(name), name)
    if known:
        return NamedPage(known, payload)
    page = open_page(payload, "")
    if isinstance(page, Rejection):
        return Refused(None, f"rejected:{page.reason}", page.detail)
    named = [
        *page.tree.xpath("//link[@rel='canonical']/@href"),
        *page.tree.xpath("//meta[@property='og:url']/@content"),
    ]
    urls = [clean for link in named if (clean := clean_url(link))]
    if not urls:
        raise UsageProblem(f"{_name(name)}: the page names no URL of its own. Give its address with --url.")
    return NamedPage(next(filter(_has_path, urls), urls[0]), payload)


def whole_url(text: str) -> str:
    """The URL to fetch. Raises UsageProblem where it is none."""
    url = clean_url(text)
    if url is None or not is_url(text):
        raise UsageProblem(f'"{text}" is not a URL that can be fetched. Give it whole, with https:// or http://.')
    return url


def _content(name: str) -> bytes:
    """What the file begins with, one byte more than a page may have."""
    if name == "-":
        return sys.stdin.buffer.read(LARGEST_PAGE + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(LARGEST_PAGE + 1)
    except FileNotFoundError as error:
        raise UsageProblem(f"{name}: there is no such file. A URL begins with https:// or http://.") from error


def _unpacked(content: bytes, name: str) -> bytes:
    if content.startswith(GZIP) and len(content) <= LARGEST_PAGE:
        try:
            content = gzip.GzipFile(fileobj=BytesIO(content)).read(LARGEST_PAGE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise UsageProblem(f"{_name(name)}: damaged gzip ({error}). Fetch or copy it again.") from error
    if len(content) > LARGEST_PAGE:
        limit = LARGEST_PAGE // 2**20
        raise UsageProblem(f"{_name(name)}: larger than {limit} MiB, which no page of a crawl may be. Name a page.")
    return content


def _name(name: str) -> str:
    return "stdin" if name == "-" else name


def _has_path(url: str) -> bool:
    """Whether it is more than a site's front page, which careless templates name on every page."""
    parts = urlsplit(url)
    return parts.path not in ("", "/") or bool(parts.query)
