"""From hostile bytes to text that a parser can be given, and a word for what the bytes are."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from archive.errors import DiscoveryError
from archive.records import Source
from crawler.extraction.charset import decode as decode_page

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
_NAME = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,30});")
_LOOSE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#[xX][0-9a-fA-F]+);)")
_ROOT = re.compile(
    r"(?:\s++|(?><\?.*?\?>)|(?><!--.*?-->)|(?><!doctype\b[^\[<>]*(?:\[.*?\]\s*)?>))*+<([a-z_][\w.:-]*)",
    re.IGNORECASE | re.DOTALL,
)
_ROOT_WITHIN = 65_536
_BINARY_WITHIN = 1_024
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a feed, sitemap or listing; ``charset`` is what Content-Type says, which need not be true.

    As of a page, but where that finds every reading garbled the links are still worth having.
    """
    text = decode_page(body, f"text/html; charset={charset}" if charset else None)
    return body.decode("utf-8", "replace") if text is None else text


def to_xml(text: str) -> bytes:
    """UTF-8 without forbidden characters and with no references but those to XML's own five characters.

    Numbers and HTML's names (``&nbsp;``) become characters; every other ``&`` is escaped, so that a document's own
    entities are never expanded and ``?a=1&b=2`` survives.
    """
    text = _CONTROL.sub("", text.lstrip("\ufeff \t\r\n"))
    if "&" in text:
        text = _LOOSE.sub("&amp;", _NAME.sub(_named, _NUMBER.sub(_numbered, text)))
    return text.encode("utf-8")


def _numbered(match: re.Match[str]) -> str:
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    point = int(digits, base) if len(digits) <= 8 else 0
    if point > 0x10FFFF or _CONTROL.match(chr(point)):
        return ""
    return match[0] if chr(point) in "&<>\"'" else chr(point)


def _named(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML_NAMES or name not in name2codepoint else chr(name2codepoint[name])


def root_name(text: str) -> str:
    """Name of the first element, in lower case and without prefix; ``""`` where there is none."""
    match = _ROOT.match(text[:_ROOT_WITHIN].lstrip("\ufeff"))
    return match[1].rpartition(":")[2].lower() if match else ""


def kind_of(text: str) -> str:
    """What a reader would call the document: ``an HTML page``, ``empty``, ``JSON``, ``a feed`` …"""
    start, root = text[:_ROOT_WITHIN].strip("\ufeff \t\r\n"), root_name(text)
    if not start:
        return "empty"
    if "\0" in start[:_BINARY_WITHIN]:
        return "a binary file"
    if root == "html" or re.match(r"<!doctype\s+html", start, re.IGNORECASE):
        return "an HTML page"
    named = {
        "rss": "a feed",
        "rdf": "a feed",
        "feed": "a feed",
        "urlset": "a sitemap",
        "sitemapindex": "a sitemap",
    }
    if root in named:
        return named[root]
    if start[0] in "{[":
        return "JSON"
    if re.search(r"<(?:html|head|body|div|p|a|script|br|h1)\b", start, re.IGNORECASE):
        return "an HTML page"
    return "another kind of document" if root else "plain text"


def refusal(url: str, found: str, wanted: str, key: str, source: Source) -> DiscoveryError:
    """The error for a URL of the source file's ``key`` under which something else lies than is ``wanted``."""
    mend = f"Open it in a browser and correct {key} in the source file of {source.slug}."
    return DiscoveryError(f"{url} is {found}, not {wanted}. {mend}")
