"""Bytes become one parsed page, which text, boilerplate and metadata share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.etree import ElementDefaultClassLookup, HTMLParser, ParserError, strip_elements
from lxml.html import HtmlElement, document_fromstring

from archive.records import Rejection
from crawler.extraction.charset import decode
from crawler.extraction.linked_data import Node, read_linked_data

_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""What XML does not allow, beside lone surrogates."""

END_OF_HTML = re.compile(rb"</html\b[^<>]*>", re.IGNORECASE)
"""libxml2 drops all that follows; browsers keep it, and some templates have it in the midst."""

_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|div|article|p|h1)\b", re.IGNORECASE)
_OTHER_MARKUP = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
"""Nothing matched is given back: with it every way to part twenty comments in a row would be tried."""
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"\x00\x00\x00",
)
_BEGINNING = 4096

LONGEST_SCRIPT = 1_000_000
"""Characters of a script that are searched for dates; the state of a page with its whole menu stays below."""

MOST_SCRIPT_DATES = 20
"""Of one script; from more than one day none is taken."""

_SCRIPT_DATE = re.compile(
    r"""ubli(?:sh(?:ed)?(?:_?[dD]ate|_?[aA]t|_?[tT]ime)|shed|cation_?[dD]ate)\\?["']?\s{0,9}[:=]\s{0,9}\\?["']"""
    r"""((?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.,Z+-]{0,20})?)\\?["']"""
)
"""``"datePublished":"2026-…"``, ``publish_date = '…'``; also where the quotes are escaped, in JSON inside a string."""

_ELEMENTS = ElementDefaultClassLookup(element=HtmlElement)
"""lxml.html looks up a class for each element each time that it is met, in Python."""

_SCRIPT_NAME = re.compile(r"(?:(?:article|first|date|original)_?){0,2}p", re.IGNORECASE)
_LONGEST_NAME = 20
"""Letters of a name before that; a longer one is no known name of a date."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page."""

    url: str
    """As fetched, after redirects."""

    base: str
    """What its relative links are relative to."""

    tree: HtmlElement
    """The ``html`` element, without comments, scripts and styles; nobody but its builder changes it."""

    linked_data: tuple[Node, ...]
    """The article objects of its JSON-LD."""

    script_dates: tuple[str, ...] = ()
    """Dates of publication that its other scripts state under a name that says so, each once."""


def open_page(payload: bytes, url: str, content_type: str | None = None) -> Page | Rejection:
    """The page in a response's body, its Content-Encoding already removed.

    Rejections: ``no-text`` (empty), ``not-html``, ``charset`` (no encoding makes sense of the bytes).
    """
    if not payload.strip():
        return Rejection(reason="no-text", detail="an empty body")
    if payload.startswith(_BINARY) and not payload.startswith(b"\x00\x00\x00<"):
        return Rejection(reason="not-html", detail=f"bytes that begin with {payload[:4]!r}")
    text = decode(payload, content_type)
    if text is None:
        return Rejection(reason="charset", detail="no encoding makes sense of the bytes")
    if not _is_html(text):
        return Rejection(reason="not-html", detail=f"no HTML under {content_type or 'no Content-Type'}")
    tree = parse(text)
    if tree is None:
        return Rejection(reason="no-text", detail="markup without an element")
    linked_data = tuple(read_linked_data(tree))
    script_dates = _script_dates(tree)
    strip_elements(tree, "script", "style", with_tail=False)
    _open_layout_tables(tree)
    return Page(url, _base(tree, url), tree, linked_data, script_dates)


def parse(text: str) -> HtmlElement | None:
    """The ``html`` element of a document; None where there is no element at all."""
    payload = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for sign in _NO_CHARACTERS:
        payload = payload.replace(sign, b"")
    try:
        return document_fromstring(END_OF_HTML.sub(b"", payload), parser=_parser())
    except ParserError:
        return None


def _script_dates(tree: HtmlElement) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for script in tree.iter("script"):
        text = (script.text or "")[:LONGEST_SCRIPT]
        if "ld+json" in script.get("type", "").lower():
            continue
        for match in islice(_SCRIPT_DATE.finditer(text), MOST_SCRIPT_DATES):
            before = re.split(r"[^A-Za-z_]", text[max(0, match.start() - _LONGEST_NAME) : match.start()])[-1]
            if _SCRIPT_NAME.fullmatch(before):
                found[match[1]] = None
    return tuple(found)


def _open_layout_tables(tree: HtmlElement) -> None:
    """A table whose cells hold paragraphs is a column layout: read as a table it would be one line a row."""
    for table in tree.xpath("//table[.//td[count(p) > 1 or count(div) > 1 or count(br) > 2]]"):
        for part in table.iter("table", "tbody", "tr", "td", "th"):
            part.tag = "div"


def _parser() -> HTMLParser:
    parser = HTMLParser(
        collect_ids=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # without it libxml2 silently drops what lies deeper than 256 elements
    )
    parser.set_element_class_lookup(_ELEMENTS)
    return parser


def _is_html(text: str) -> bool:
    beginning = text[:_BEGINNING]
    if beginning.lstrip().startswith(("{", "[")) or _OTHER_MARKUP.match(beginning):
        return False
    return bool(_MARKUP.search(beginning) or _MARKUP.search(text))


def _base(tree: HtmlElement, url: str) -> str:
    for href in tree.xpath("//head/base/@href"):
        if base := absolute(url, href):
            return base
    return url


def canonical_links(tree: HtmlElement) -> list[str]:
    """What the page calls its canonical addresses, as written."""
    links = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    return [href for href in links if href is not None]


def absolute(base: str, link: str | None) -> str | None:
    """The absolute http(s) URL of a link on the page; None for any other kind of link."""
    try:
        found = urljoin(base, (link or "").strip())
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if link and parts.scheme in ("http", "https") and parts.hostname else None
