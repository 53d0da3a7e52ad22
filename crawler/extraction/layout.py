"""The page's own lines, and which of them are links: what a reader sees as separate blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from archive.gate import clean

BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end a line."""

SILENT = frozenset({
    "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
})  # fmt: skip
"""Elements whose content is not text of the page."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """Text between two breaks."""

    text: str
    links: tuple[tuple[str, str], ...]
    """(href as written, link text) of the links in it."""

    plain: str
    """What of its text stands outside links."""

    @property
    def is_linked(self) -> bool:
        """Whether it is wholly link text; times and signs outside the link do not count."""
        return bool(self.links) and not any(map(str.isalpha, self.plain))


def page_lines(root: HtmlElement) -> Iterator[PageLine]:
    """The lines of an element in order, none of them empty."""
    run: list[tuple[str, str | None]] = []
    hrefs: list[str | None] = []
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in SILENT:
                walk.skip_subtree()
                continue
            if tag == "a":
                hrefs.append(element.get("href"))
        if tag in BREAKING and run:
            yield from _line(run)
            run = []
        if event == "start":
            if element.text:
                run.append((element.text, hrefs[-1] if hrefs else None))
            continue
        if tag == "a" and hrefs:
            hrefs.pop()
        if element.tail and element is not root:
            run.append((element.tail, hrefs[-1] if hrefs else None))
    yield from _line(run)


def _line(run: list[tuple[str, str | None]]) -> Iterator[PageLine]:
    text = even("".join(part for part, _ in run))
    if not text:
        return
    links: dict[str, str] = {}
    for part, href in run:
        if href is not None:
            links[href] = links.get(href, "") + part
    if not links:
        yield PageLine(text, (), text)
        return
    plain = "".join(part for part, href in run if href is None)
    if len(links) == 1 and not plain.strip():
        yield PageLine(text, ((next(iter(links)), text),), plain)
    else:
        yield PageLine(text, tuple((href, even(words)) for href, words in links.items() if words.strip()), plain)


def even(text: str) -> str:
    """The text through the gate, on one line, its spaces evened out."""
    return " ".join(clean(text).split())
