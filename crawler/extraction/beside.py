"""Dates that the page prints: beside the headline, and in elements that are marked as dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

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

FEW_LETTERS = 32
"""Of a line that says little but a date: a weekday, a month, "published", an hour."""

MOST_LETTERS = 45
"""Of a line with a date; a caption or a sentence has more."""

ALIKE = 3
"""Elements of one kind, from which on they are a list's and not the article's."""

DATE_TAGS = ("time", "abbr", "span", "div", "p", "li", "small", "h2", "h3", "b", "i", "em", "strong", "td")
MARGINS = frozenset({"aside", "footer", "nav", "select", "button"})

FIRST_PARAGRAPHS = 3

_DATELINE = re.compile(
    r"(?:[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*)?,\s*)?\(?"
    r"(?P<date>\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.?\s[^\W\d_]{3,9}\.?(?:\s\d{4})?)"
    r"(?:\s(?:г\.|года|с\.|соли))?(?:\)|\s*[/—–(:.-])"
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:\w*dates?|\w*datum|\w*time|time\w*|\w*publi(?:sh|c)\w*|posted|submitted|created)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_MARGIN = re.compile(
    r"comment|related|sidebar|widget(?! blog)|teaser|(?:^|[\s_-])footer(?:$|[\s_-])|recommend|popular|latest|cookie"
    r"|read-?more|(?:^|\s)cards?(?:\s|$)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|revis|last edit|обновл|изменен|нав карда|навсоз|янгилан|yangilan|жаңарт|жаңылан|aktualis|bearbeitet"
    r"|geändert|änderung|stand:|mis à jour|mise à jour|actualiz|aggiorn|به.?روز",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|created|issued|опублик|размещ|создан|нашр|чоп|интишор|эълон|e[’'ʻ`]?lon|joylan|жария|veröffentl|erschienen|erstellt"
    r"|منتشر|انتشار",
    re.IGNORECASE,
)


class Printed(NamedTuple):
    """A short text with a digit in it."""

    text: str
    is_marked: bool
    """Whether its element is a ``time``, or has a date's class."""

    is_update: bool
    """Whether it is said to be the date of a change."""


def printed_dates(heading: HtmlElement) -> list[Printed]:
    """The texts beside the headline, the likeliest first.

    Marked ones come before others, wordy ones after them, and the article's dateline last; among equals those after the
    headline, then the nearest before it.
    """
    beside = [*_short_texts(_following(heading), AFTER), *_short_texts(_preceding(heading), BEFORE)]
    likely = (printed for printed in beside if printed.is_marked or _letters(printed) <= MOST_LETTERS)
    return [*sorted(likely, key=_rank), *_datelines(heading)]


def _datelines(heading: HtmlElement) -> Iterator[Printed]:
    """The date at the beginning of the first paragraph: «ДУШАНБЕ, 08.01.2026 /НИАТ «Ховар»/.»."""
    paragraphs = (element for element in islice(_following(heading), 2 * NEAR) if element.tag == "p")
    for element in islice(paragraphs, FIRST_PARAGRAPHS):
        if match := _DATELINE.match(" ".join("".join(element.itertext())[: 2 * DATE_LINE].split())):
            yield Printed(match["date"], False, False)


def marked_dates(tree: HtmlElement, heading: HtmlElement | None) -> list[Printed]:
    """The texts of elements that are marked as dates, one of their kind, in one part of the page with the headline.

    In their order; nothing of the page's margins.
    """
    around = (
        None if heading is None else {place for place in heading.iterancestors() if place.tag not in ("body", "html")}
    )
    found: list[tuple[str, Printed]] = []
    kinds: Counter[str] = Counter()
    for element in tree.iter(*DATE_TAGS):
        if not _is_marked(element):
            continue
        kind = _kind(element)
        kinds[kind] += 1
        if kinds[kind] < ALIKE and _stands_in(element, around):
            found += ((kind, printed) for printed in _texts(element))
    return sorted((printed for kind, printed in found if kinds[kind] < ALIKE), key=_rank)


def lines_beside(heading: HtmlElement) -> list[str]:
    """The short lines after the headline, and before it the nearest first."""
    around = (*islice(_following(heading), NEAR), *islice(_preceding(heading), NEAR // 4))
    return [text for element in around if isinstance(element.tag, str) and (text := _short_text(element))]


def _rank(printed: Printed) -> int:
    if printed.is_marked:
        return 0
    return 1 if _letters(printed) <= FEW_LETTERS else 2


def _kind(element: HtmlElement) -> str:
    parent = element.getparent()
    around = f"{parent.tag} {parent.get('class')}" if parent is not None else ""
    return f"{around} {element.tag} {element.get('class')}"


def _letters(printed: Printed) -> int:
    return sum(map(str.isalpha, printed.text))


def _short_texts(elements: Iterator[HtmlElement], letters: int) -> Iterator[Printed]:
    read = 0
    for element in islice(elements, NEAR):
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        yield from _texts(element)
        read += len(element.text or "") + len(element.tail or "")
        if read > letters:
            return


def _texts(element: HtmlElement) -> Iterator[Printed]:
    """What the element gives for people and for machines, each with what is said of it."""
    text = _short_text(element)
    stated = element.get("datetime" if element.tag == "time" else "title" if element.tag == "abbr" else "content")
    told = [part for part in (stated, text) if part and any(map(str.isdigit, part))]
    if not told:
        return
    is_marked = _is_marked(element)
    label = f"{element.get('class') or ''} {_before(element)} {text or ''}"
    is_published, is_update = bool(_PUBLISHED.search(label)), bool(_UPDATED.search(label))
    for part in told:
        published = _PUBLISHED.search(part) if _UPDATED.match(part) else None
        yield Printed(part[published.start() :] if published else part, is_marked, is_update and not is_published)


def _before(element: HtmlElement) -> str:
    """What stands before an element in its line: a label, if it has no date of its own."""
    sibling, parent = element.getprevious(), element.getparent()
    if sibling is None:
        return str(parent.text or "")[-DATE_LINE:] if parent is not None else ""
    label = str(sibling.tail or "").strip()[-DATE_LINE:] or (_short_text(sibling) or "")
    return "" if any(map(str.isdigit, label)) else label


def _is_marked(element: HtmlElement) -> bool:
    return element.tag == "time" or bool(_DATED.search(element.get("class", "")))


def _stands_in(element: HtmlElement, around: set[HtmlElement] | None) -> bool:
    """Whether it has one of those places around it, and no margin; None stands for any place."""
    places = (element, *element.iterancestors())
    for place in places:
        if place.tag in MARGINS or (place.tag != "body" and _MARGIN.search(f"{place.get('class')} {place.get('id')}")):
            return False
    return around is None or not around.isdisjoint(places)


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


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements of the body after an element, in order."""
    place: HtmlElement | None = element
    while place is not None and place.tag != "body":
        for sibling in place.itersiblings():
            yield from sibling.iter()
        place = place.getparent()


def _preceding(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements of the body before an element, the nearest first; those around it are none of them."""
    place: HtmlElement | None = element
    while place is not None and place.tag != "body":
        for sibling in place.itersiblings(preceding=True):
            waiting = [(sibling, False)]
            while waiting:
                current, is_open = waiting.pop()
                if is_open or not len(current):
                    yield current
                else:
                    waiting.append((current, True))
                    waiting += ((child, False) for child in current)
        place = place.getparent()
