"""What a page states of its article, in JSON-LD, meta elements and microdata, each with where it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from lxml.html import HtmlElement

from archive.gate import clean
from crawler.extraction.linked_data import Node, is_article, strings

Origin = Literal["json-ld", "opengraph", "meta", "microdata", "page", "feed", "url"]
Told = tuple[str, Origin]
"""A text, and where it comes from."""

ITEMS = "descendant::*[@itemprop]"
ITEM_DATES = ("datePublished", "dateModified")

_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Statements:
    """A page's statements, in its own order."""

    named: dict[str, list[Told]]
    """Contents of ``meta`` and microdata elements by their name, property or itemprop in lower case."""

    articles: tuple[Node, ...]
    pages: tuple[Node, ...]
    """JSON-LD's objects for the page, which some sites give the article's dates."""

    def meta(self, *names: str) -> list[Told]:
        """By the order of the names."""
        return [told for name in names for told in self.named.get(name, ())]

    def linked(self, key: str, inner: str = "name") -> list[Told]:
        """Strings of the articles' JSON-LD under a key."""
        return values(self.articles, key, inner)


def read_statements(tree: HtmlElement, linked: Sequence[Node]) -> Statements:
    """The statements of a page with its JSON-LD."""
    articles = tuple(filter(is_article, linked))
    return Statements(_read_meta(tree), articles, tuple(node for node in linked if not is_article(node)))


def values(nodes: Iterable[Node], key: str, inner: str = "name") -> list[Told]:
    """The strings of JSON-LD objects under a key, or under ``inner`` of the objects there."""
    return [(text, "json-ld") for node in nodes for text in strings(node.get(key), inner)]


def tidy(text: str) -> str:
    """One line of plain text: entities resolved, markup removed, spaces evened out."""
    return " ".join(clean(_TAG.sub(" ", unescape(text)) if "<" in text or "&" in text else text).split())


def _read_meta(tree: HtmlElement) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for element in tree.iter("meta"):
        content = element.get("content", "").strip()
        name = element.get("property") or element.get("name")
        item = name or element.get("itemprop") or ""
        if content and item:
            key = item.strip().lower()
            found.setdefault(key, []).append((content, _origin(key) if name else "microdata"))
    for element in tree.xpath(ITEMS):
        if element.get("itemprop") not in ITEM_DATES or element.tag == "meta":
            continue
        text = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
        found.setdefault(element.get("itemprop").lower(), []).append((text, "microdata"))
    return found


def _origin(name: str) -> Origin:
    return "opengraph" if name.startswith(("og:", "article:")) else "meta"
