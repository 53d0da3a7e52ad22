"""Sitemaps, their indexes, news sitemaps and lists of URLs, packed or not, become entries and further sitemaps."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree
from protego import Protego

from archive.records import Entry, Source
from crawler.discovery import clean_title
from crawler.discovery.documents import decode, kind_of, refusal, root_name, to_xml
from crawler.discovery.feeds import parse_feed
from crawler.discovery.links import absolute_link
from crawler.discovery.timestamps import DateReader, printed

LARGEST = 50 * 1024 * 1024
"""Bytes, unpacked; sitemaps.org's own limit."""

MOST_LOCATIONS = 50_000
"""sitemaps.org's own limit."""

MOST_TAGS = 80 * MOST_LOCATIONS
"""With images and other languages a location takes up to some 60; lxml mends 4 million broken ones in 6 s."""

LARGEST_ROBOTS = 500 * 1024
"""Bytes; the part of robots.txt that RFC 9309, 2.5, asks to read."""

_GZIP = b"\x1f\x8b"
_FEEDS = {"rss", "rdf", "feed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSitemap:
    """A sitemap that an index names."""

    url: str
    modified: str | None = None
    """UTC ISO-8601 or a day: its ``lastmod``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one sitemap says, in its own order, every URL once."""

    entries: tuple[Entry, ...] = ()
    children: tuple[ChildSitemap, ...] = ()
    note: str | None = None
    """What was left out, for the log: ``cut short``, ``more than 50,000 locations``."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One ``<url>`` or ``<sitemap>`` as it stands."""

    kind: str
    loc: str
    lastmod: str | None
    title: str | None
    published: str | None


def parse_sitemap(body: bytes, url: str, source: Source, now: datetime | None = None) -> Sitemap:
    """The sitemap's articles and further sitemaps; a feed that is named as a sitemap is read as one.

    ``lastmod`` becomes ``modified``, a news sitemap's ``publication_date`` ``published``. ``url`` is the
    sitemap's own, after redirects. ``now`` is the moment of the fetch (aware; None: the clock), against
    dates in the future. No entity is expanded, nothing is fetched. Links out of the source's scope are not
    left out here.

    Raises DiscoveryError for anything but a sitemap, and for more than 50 MB unpacked.
    """
    body, note = _unpacked(body, url, source)
    text = decode(body)
    root = root_name(text)
    if root in _FEEDS:
        entries = parse_feed(body, url, source, now)
        return Sitemap(entries=tuple(replace(entry, found_in="sitemap") for entry in entries), note=note)
    if text.count("<") > MOST_TAGS:
        raise refusal(url, "mostly markup", "a sitemap", "sitemaps", source)
    rows = _listed(text) if text.lstrip().startswith(("http://", "https://")) else _rows(text)
    dates = DateReader.of(source, now)
    entries_by_url: dict[str, Entry] = {}
    children: dict[str, ChildSitemap] = {}
    for number, row in enumerate(rows):
        if number == MOST_LOCATIONS:
            note = "more than 50,000 locations"
            break
        location = absolute_link(row.loc, url)
        if location is None or location == url:
            continue
        if row.kind == "sitemap":
            children.setdefault(location, ChildSitemap(url=location, modified=dates.read(row.lastmod)))
        else:
            entries_by_url.setdefault(location, _entry(location, row, source, dates))
    if not entries_by_url and not children and root not in {"urlset", "sitemapindex"}:
        raise refusal(url, kind_of(text), "a sitemap", "sitemaps", source)
    return Sitemap(entries=tuple(entries_by_url.values()), children=tuple(children.values()), note=note)


def robots_sitemaps(body: bytes, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, absolute, each once; ``url`` is that of the robots.txt."""
    robots = Protego.parse(body[:LARGEST_ROBOTS].decode("utf-8-sig", "replace"))
    return tuple(dict.fromkeys(filter(None, (absolute_link(link, url) for link in robots.sitemaps))))


def _unpacked(body: bytes, url: str, source: Source) -> tuple[bytes, str | None]:
    """The body without gzip, and a note where its end is missing; what came before is worth having."""
    note = None
    if body.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            body = unpacker.decompress(body, LARGEST + 1)
        except zlib.error:
            raise refusal(url, "a damaged gzip file", "a sitemap", "sitemaps", source) from None
        note = None if unpacker.eof else "cut short"
    if len(body) > LARGEST:
        raise refusal(url, "larger than 50 MB", "a sitemap", "sitemaps", source)
    return body, note


def _listed(text: str) -> Iterator[_Row]:
    """A sitemap in plain text: one URL a line."""
    return (_Row("url", line, None, None, None) for line in text.splitlines() if line.strip())


def _rows(text: str) -> Iterator[_Row]:
    """Every ``<url>`` and ``<sitemap>``, in whatever namespace and however damaged the rest."""
    stream = etree.iterparse(
        io.BytesIO(to_xml(text)), events=("end",), encoding="utf-8", recover=True, huge_tree=False,
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in stream:
            kind = _local_name(element)
            if kind in {"url", "sitemap"}:
                yield _row(kind, element)
                element.clear()
                while (before := element.getprevious()) is not None and before.getparent() is not None:
                    before.getparent().remove(before)
    except etree.XMLSyntaxError:
        return


def _row(kind: str, element: etree._Element) -> _Row:
    """Only direct children count: an image has a ``loc`` too, a video a ``publication_date``."""
    told = {_local_name(child): child for child in element}
    news = {_local_name(child): child.text for child in told["news"]} if "news" in told else {}
    loc, lastmod = told.get("loc"), told.get("lastmod")
    return _Row(
        kind,
        (loc.text or "") if loc is not None else "",
        lastmod.text if lastmod is not None else None,
        news.get("title"),
        news.get("publication_date"),
    )


def _local_name(element: etree._Element) -> str:
    """Without namespace, or the prefix that is left where it was never declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _entry(url: str, row: _Row, source: Source, dates: DateReader) -> Entry:
    return Entry(
        url=url,
        source=source.slug,
        found_in="sitemap",
        title=clean_title(row.title),
        published=dates.read(row.published),
        published_raw=printed(row.published),
        modified=dates.read(row.lastmod),
    )
