"""What a page says of its article in JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

MOST_SCRIPTS = 30
LONGEST_SCRIPT = 300_000
"""Characters. Real ones stay below; a longer one is noise, or meant to keep a parser busy."""

MOST_NODES = 2_000

ARTICLE_TYPES = frozenset({
    "article", "newsarticle", "analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "satiricalarticle", "report",
    "blogposting", "liveblogposting", "socialmediaposting", "techarticle", "scholarlyarticle",
    "advertisercontentarticle",
})  # fmt: skip
"""schema.org types of a page that is an article, in lower case."""

PAGE_TYPES = frozenset({"webpage", "itempage", "claimreview"})
"""Types of a page that is not called an article, but may be dated like one."""

Node = dict[str, Any]

_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w+)"')
_FIELD = re.compile(r'"(headline|datePublished|dateModified|articleSection)"\s*:\s*("(?:[^"\\]|\\.)*")')


def read_linked_data(tree: HtmlElement) -> list[Node]:
    """The objects of the page's JSON-LD for an article or the page, in their order.

    Of a script that is no JSON only an article's headline, section and dates are read.
    """
    nodes: list[Node] = []
    for script in tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")[:MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) > LONGEST_SCRIPT:
            continue
        try:
            value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            value = _salvaged(text)
        nodes.extend(node for node in _nodes(value) if _types(node) & (ARTICLE_TYPES | PAGE_TYPES))
    return nodes


def is_article(node: Node) -> bool:
    """Whether the object's ``@type`` is a kind of article."""
    return not ARTICLE_TYPES.isdisjoint(_types(node))


def strings(value: object, key: str = "name") -> list[str]:
    """The strings in a JSON-LD value: itself, its parts, or the ``key`` of its objects."""
    found = []
    for part in as_list(value)[:50]:
        inner = part.get(key) if isinstance(part, dict) else part
        found += [text for text in as_list(inner) if isinstance(text, str) and text.strip()]
    return found


def as_list(value: object) -> list[Any]:
    """JSON-LD writes one value where there could be several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _nodes(value: object) -> Iterator[Node]:
    """The objects at the top, in ``@graph`` and under ``mainEntity``: never those of related articles."""
    waiting = [value]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        current = waiting.pop(0)
        if isinstance(current, list):
            waiting[:0] = current
        elif isinstance(current, dict):
            yield current
            waiting += [current[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in current]


def _types(node: Node) -> set[str]:
    return {kind.lower().rpartition("/")[2] for kind in as_list(node.get("@type")) if isinstance(kind, str)}


def _salvaged(text: str) -> Node | None:
    """The plain fields of broken JSON that calls itself an article: the first of each name."""
    kind = _TYPE.search(text)
    if kind is None or kind[1].lower() not in ARTICLE_TYPES:
        return None
    node: Node = {"@type": kind[1]}
    for name, literal in _FIELD.findall(text):
        try:
            node.setdefault(name, json.loads(literal, strict=False))
        except ValueError:
            continue
    return node
