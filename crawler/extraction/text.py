"""The page's text as trafilatura reads it, after the source's own rules."""

from __future__ import annotations

from copy import deepcopy

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from archive.gate import clean
from archive.records import ExtractRules
from crawler.extraction.layout import page_lines
from crawler.extraction.page import Page

TABLE_RULE = frozenset("|-: ")
"""What the line under a table's head consists of in trafilatura's text."""


def read_text(page: Page, rules: ExtractRules) -> list[str]:
    """The lines of the page's main text, a paragraph each, none of them empty.

    trafilatura copies the tree that it is given. It never sees JSON-LD, whose ``articleBody`` is often cut.
    """
    tree = page.tree
    if rules.drop:
        tree = _without(deepcopy(tree), rules.drop)
    if rules.body and (bodies := tree.cssselect(rules.body)):
        return [line.text for body in _outermost(bodies) for line in page_lines(body)]
    document = bare_extraction(tree, url=page.url, include_comments=False, with_metadata=False)
    text = document.text if isinstance(document, Document) else None
    return [line for line in map(_plain, (text or "").splitlines()) if line]


def _without(tree: HtmlElement, selectors: tuple[str, ...]) -> HtmlElement:
    for selector in selectors:
        for element in tree.cssselect(selector):
            if element.getparent() is not None:
                element.drop_tree()
    return tree


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    chosen = set(elements)
    return [element for element in elements if chosen.isdisjoint(element.iterancestors())]


def _plain(line: str) -> str:
    """The line without the marks that trafilatura's text has for lists and tables."""
    text = clean(line).strip()
    if TABLE_RULE.issuperset(text):
        return ""
    if "|" in text and (line.startswith("|") or text.endswith("|")):
        text = " | ".join(filter(None, (cell.strip() for cell in text.split("|"))))
    return " ".join(text.removeprefix("- ").split())
