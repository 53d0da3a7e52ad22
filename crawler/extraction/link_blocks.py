"""Blocks of the page that are links: menus, lists of headlines, tags. They go before the text is looked for.

An extractor weighs a page's text against all of its words, and copies the whole tree several times. Without its link
blocks a page has half of its elements. Measured on 228 recorded pages of 72 outlets: trafilatura takes 0.55 of its
time, 27.2 % of its letters are leaked instead of 31.7 %, and 6.0 % lost as before; on 368 pages of the evaluation
pack F1 is .9500 instead of .9503, on 388 segment pages .9156 instead of .9138.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.extraction.layout import BREAKING, SILENT

LINKED = 0.9
"""Share of a block's letters that stand in links. At .8 articles are lost."""

LEAST_LINKS = 2
"""A single link may be the end of a sentence, or a headline."""

PARAGRAPH = 200
"""Characters; a link that long may be a paragraph of an article."""

KEPT = frozenset({"html", "body", "br", "hr"})


@dataclass(slots=True)
class _Read:
    """What was read of an element up to now."""

    found: int
    """How many link blocks had been found before it."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    longest: int = 0
    """Letters of the longest link."""

    @property
    def is_links(self) -> bool:
        return self.links >= LEAST_LINKS and self.linked >= LINKED * self.letters and self.longest < PARAGRAPH


def drop_link_blocks(root: HtmlElement) -> None:
    """Take the link blocks out of a tree, in place; text behind one stays, and begins a line."""
    for element in link_blocks(root):
        tail = element.tail
        if tail and tail.strip():
            element.clear()
            element.tag, element.tail = "br", tail
        else:
            element.drop_tree()


def link_blocks(root: HtmlElement) -> list[HtmlElement]:
    """The elements that begin and end a line and are nearly all link text, none of them inside another."""
    found: list[HtmlElement] = []
    inside = _Read(0)
    around: list[_Read] = []
    links = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            around.append(inside)
            inside = _Read(len(found))
            if tag in SILENT:
                walk.skip_subtree()
                continue
            if tag == "a":
                links += 1
                inside.links = 1
            text = element.text
        else:
            if tag == "a":
                links -= 1
                inside.longest = max(inside.longest, inside.linked)
            elif tag in BREAKING and inside.is_links and tag not in KEPT and element is not root:
                found[inside.found :] = [element]
            outer = around.pop()
            outer.letters += inside.letters
            outer.linked += inside.linked
            outer.links += inside.links
            outer.longest = max(outer.longest, inside.longest)
            inside = outer
            text = element.tail
        if text and (letters := len(text.strip())):
            inside.letters += letters
            if links:
                inside.linked += letters
    return found
