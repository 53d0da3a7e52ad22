"""A feed as Atom (RFC 4287) and as JSON Feed 1.1: of any search, and of the newest articles."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from archive.browse.links import web_link

JSON_FEED = "https://jsonfeed.org/version/1.1"
ATOM = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00Z"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids, even as a character reference."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; every URL is absolute."""

    title: str
    this: str
    page: str
    """The page that shows the same."""


def atom(feed: Feed, hits: Sequence[Mapping[str, Any]], changed: Mapping[int, str], article_base: str) -> bytes:
    """The feed as XML.

    ``hits`` are rows of a search, with ``source_name`` and a ``snippet`` without marks; ``changed`` says when the
    newest version of an article was seen; ``article_base`` is the absolute URL to which an article's number is
    added. An entry's id is the article's own URL: it stays the same wherever the archive is served.
    """
    root = ET.Element("feed", {"xmlns": ATOM})
    add(root, "title", feed.title)
    add(root, "id", feed.this)
    add(root, "link", rel="self", type="application/atom+xml", href=feed.this)
    add(root, "link", rel="alternate", type="text/html", href=feed.page)
    updated = [changed.get(hit["id"], hit["first_seen"]) for hit in hits]
    add(root, "updated", max(updated, default=EPOCH))
    for hit, moment in zip(hits, updated, strict=True):
        root.append(entry(hit, moment, f"{article_base}{hit['id']}"))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def entry(hit: Mapping[str, Any], updated: str, page: str) -> ET.Element:
    """One article; ``published`` only when its time is known, not the day alone."""
    element = ET.Element("entry", {"xml:lang": xml_text(hit["language"])} if hit["language"] else {})
    add(element, "title", hit["title"])
    add(element, "id", hit["url"])
    add(element, "link", rel="alternate", type="text/html", href=page)
    if web_link(hit["url"]):
        add(element, "link", rel="via", href=hit["url"])
    add(element, "updated", updated)
    if hit["published"] and "T" in hit["published"]:
        add(element, "published", hit["published"])
    author = ET.SubElement(element, "author")
    add(author, "name", hit["source_name"])
    add(element, "summary", hit["snippet"])
    return element


def json_feed(feed: Feed, hits: Sequence[Mapping[str, Any]], changed: Mapping[int, str], article_base: str) -> bytes:
    """The feed as JSON Feed; arguments as of ``atom``.

    An item's URL is its page in the archive, its ``external_url`` the original. ``date_published`` is there only when
    the time is known: the format wants one.
    """
    data = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.this,
        "items": [item(hit, changed.get(hit["id"]), f"{article_base}{hit['id']}") for hit in hits],
    }
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def item(hit: Mapping[str, Any], changed: str | None, page: str) -> dict[str, Any]:
    """One article."""
    fields = {
        "id": hit["url"],
        "url": page,
        "external_url": web_link(hit["url"]),
        "title": hit["title"],
        "content_text": hit["snippet"],
        "date_published": hit["published"] if hit["published"] and "T" in hit["published"] else None,
        "date_modified": changed or hit["first_seen"],
        "language": hit["language"],
        "authors": [{"name": hit["source_name"]}],
    }
    return {name: value for name, value in fields.items() if value is not None}


def add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    """A child element whose text and attributes hold nothing that XML forbids."""
    child = ET.SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})
    if text is not None:
        child.text = xml_text(text)


def xml_text(text: str) -> str:
    """The text without the characters that XML forbids."""
    return NOT_XML.sub("", text)
