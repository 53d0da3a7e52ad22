"""What stands beside the headline on the page: the printed date and the byline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extraction.layout import SILENT

AFTER = 400
"""Letters of text after the headline that are still beside it: a lead, a name, a caption."""

BEFORE = 80
"""Letters before the headline: a rubric and a date."""

NEAR = 60
"""Elements looked at on each side."""

DATE_LINE = 90
"""Characters; a longer text is no date line."""

_BYLINE = re.compile(r"(?:^|[\s_-])(?:author|byline|by-line|article-author)(?:$|[\s_-]|s$|-?name)", re.IGNORECASE)


def printed_dates(heading: HtmlElement) -> Iterator[str]:
    """Short texts with a digit beside the headline, those after it first, then the nearest before it."""
    yield from _short_texts(_following(heading), AFTER)
    yield from _short_texts(_preceding(heading), BEFORE)


def bylines(tree: HtmlElement) -> list[str]:
    """Texts of the first element that is marked as the author's name, short ones only."""
    marked = tree.xpath(
        "//body//*[@rel='author' or @itemprop='author' or contains(@class, 'author') or contains(@class, 'byline')]"
    )
    for element in marked[:20]:
        is_marked = element.get("rel") == "author" or element.get("itemprop") == "author"
        if not is_marked and not _BYLINE.search(element.get("class", "")):
            continue
        inner = element.xpath(".//*[@itemprop='name']")
        text = " ".join((inner[0] if inner else element).text_content().split())
        if 2 < len(text) <= 80:
            return [text]
    return []


def _short_texts(elements: Iterator[HtmlElement], letters: int) -> Iterator[str]:
    read = 0
    for element in elements:
        if element.tag in SILENT or not isinstance(element.tag, str):
            continue
        if element.tag == "time" and element.get("datetime"):
            yield element.get("datetime")
        text = _short_text(element)
        if text is not None and any(map(str.isdigit, text)):
            yield text
        read += len(element.text or "") + len(element.tail or "")
        if read > letters:
            return


def _short_text(element: HtmlElement) -> str | None:
    """The element's text; None when it is longer than a date line, without reading to its end."""
    words: list[str] = []
    length = -1
    for part in element.itertext():
        for word in part.split():
            words.append(word)
            length += len(word) + 1
            if length > DATE_LINE:
                return None
    return " ".join(words)


def _following(heading: HtmlElement) -> Iterator[HtmlElement]:
    yield from heading.xpath(
        f"following::*[not(ancestor-or-self::script or ancestor-or-self::style)][position() <= {NEAR}]"
    )


def _preceding(heading: HtmlElement) -> Iterator[HtmlElement]:
    yield from heading.xpath(f"preceding::*[not(self::script or self::style)][position() <= {NEAR // 4}]")[::-1]
