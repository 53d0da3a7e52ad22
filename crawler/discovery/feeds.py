"""RSS 0.9 to 2.0, RDF and Atom, well-formed or not, become entries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from xml.sax import SAXException

import feedparser

from archive.records import Entry, Source
from archive.urls import host_of
from crawler.discovery import clean_title
from crawler.discovery.documents import decode, kind_of, refusal, root_name, to_xml
from crawler.discovery.links import absolute_link
from crawler.discovery.timestamps import DateReader, printed

MOST_ENTRIES = 1_000
"""Items read of one feed; the largest seen hold about 100."""

MOST_TAGS = 200 * MOST_ENTRIES
"""Tags outside CDATA: each costs feedparser 5 to 10 µs, and a hostile feed of 10 MiB can hold three million."""

MOST_REFERENCES = 500_000
"""``&amp;`` and the like, as escaped HTML has them: each costs feedparser up to 5 µs."""

_UNREAD = re.compile(
    r"(</?)(?:(?:[\w.-]+:)?(?:author|contributor|creator|height|managingeditor|owner|publisher|textinput|webmaster|width)"
    r"|(?:cc|creativecommons|georss|gml|itunes|media|psc):[\w.-]+)(?=[\s/>])",
    re.IGNORECASE,
)
"""Elements that no entry needs and that do harm: feedparser looks for a mail address in an author with a pattern that
takes 27 s for 100 kB of ``a.a.a.``, and gives up the whole feed over a position, licence or chapter out of place."""

_CROWDED = re.compile(
    r"<([^\s<>/!?]++)(?:\s++[^\s=<>]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')){100,}+\s*+(/?)>",
)
"""Elements of 100 attributes and more, which no feed has: Python's reader of XML looks for each of them among all of
them, and takes 100 s for an element of 100,000. The whole run would wait."""

_NESTED = re.compile(r"<(/?)([^\s<>/!?]++)>(?:\s*+<\1\2>){9,}+")
"""One bare tag ten times and more in a row, which no feed has: a hostile one holds them by the 100,000, and they would
count as tags."""

_ITEM = re.compile(r"<(?:[\w.-]+:)?(item|entry)(?=[\s/>])", re.IGNORECASE)
_FEEDPARSER_BREAKS = (
    SAXException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
)
"""What feedparser 6.0.14 raises over odd values: its handlers convert and look up unchecked."""


def parse_feed(body: bytes, url: str, source: Source, now: datetime | None = None) -> tuple[Entry, ...]:
    """The feed's entries as they stand, each http(s) URL once, at most 1,000; empty for a feed without items.

    ``url`` is the feed's own, after redirects: relative links are read against ``xml:base``, RSS's channel link where
    it is on a host of the scope, or it. ``now`` is the moment of the fetch (aware; None: the clock), against dates in
    the future.
    Links out of the source's scope are not left out here.

    Raises DiscoveryError for anything but a feed.
    """
    text = decode(body)
    feed = None if root_name(text) == "html" else _parsed(text)
    if feed is None or not (feed["entries"] or feed["version"]):
        kind = kind_of(text)
        raise refusal(url, "too damaged to read" if kind == "a feed" else kind, "a feed", "feeds", source)
    base, dates = _base(feed, url, source), DateReader.of(source, now)
    entries: dict[str, Entry] = {}
    for item in islice(feed["entries"], MOST_ENTRIES):
        entry = _entry(item, base, source, dates, is_atom=feed["version"].startswith("atom"))
        if entry:
            entries.setdefault(entry.url, entry)
    return tuple(entries.values())


def _parsed(text: str) -> Mapping[str, Any] | None:
    """feedparser's reading, or None where there is nothing to read or it breaks.

    It is given a stream: a string it would take for a URL, and bytes for the name of a file to open. It is
    told no address, so that a relative link comes out as it stands unless ``xml:base`` settles it.
    """
    text = _CROWDED.sub(r"<\1\2>", _UNREAD.sub(r"\1unread", _shortened(_NESTED.sub("", text))))
    xml = to_xml(text)
    if "<" not in text or _tags(text) > MOST_TAGS or xml.count(b"&") > MOST_REFERENCES:
        return None
    try:
        feed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except _FEEDPARSER_BREAKS:
        return None
    return feed


def _shortened(text: str) -> str:
    """The text up to its 1,000th item, closed again, so that what is left out costs no time."""
    surplus = next(islice(_ITEM.finditer(text), MOST_ENTRIES, None), None)
    if surplus is None:
        return text
    closing = {"rdf": "</rdf:RDF>", "feed": "</feed>"}.get(root_name(text), "</channel></rss>")
    return text[: surplus.start()] + closing


def _tags(text: str) -> int:
    return sum(chunk.partition("]]>")[2].count("<") or chunk.count("<") for chunk in text.split("<![CDATA["))


def _base(feed: Mapping[str, Any], url: str, source: Source) -> str:
    """What relative links are read against: in RSS the channel's link, in Atom the feed's URL (RFC 4287, 2).

    A channel's link to a host of no scope (``http://localhost/``) is a slip of whoever set the site up.
    """
    site = None if feed["version"].startswith("atom") else absolute_link(feed["feed"].get("link"), url)
    ours = {host_of(f"http://{prefix}") for prefix in source.scope}
    return site if site and host_of(site) in ours else url


def _entry(item: Mapping[str, Any], base: str, source: Source, dates: DateReader, *, is_atom: bool) -> Entry | None:
    url = next(filter(None, (absolute_link(link, base) for link in _links(item))), None)
    if url is None:
        return None
    published = item.get("published")
    modified = item["updated"] if "updated" in item else None  # noqa: SIM401 - .get() falls back to published
    if not is_atom and not published:
        published, modified = modified, None  # RSS 1.0 dates an item by dc:date alone
    return Entry(
        url=url,
        source=source.slug,
        found_in="feed",
        title=clean_title(item.get("title")),
        published=dates.read(published),
        published_raw=printed(published),
        modified=dates.read(modified),
    )


def _links(item: Mapping[str, Any]) -> Iterator[str]:
    """What may be the article's address, the best first; a guid stands in where nothing else does.

    feedparser offers any guid as the link of an item without one; only one that is a whole URL is believed.
    """
    named = [link["href"] for link in item.get("links", ()) if link.get("rel") == "alternate" and link.get("href")]
    yield item.get("feedburner_origlink") or ""
    if named:
        yield item.get("link") or ""
        yield from named
    guid = item.get("id") or ""
    if guid.startswith(("http://", "https://")):
        yield guid
