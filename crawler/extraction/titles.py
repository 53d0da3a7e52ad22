"""The article's headline, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from archive.fingerprints import headline_key, letters
from crawler.extraction.statements import Origin, Statements, Told, tidy

TITLE = (
    "og:title",
    "twitter:title",
    "title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
    "headline",
)
MOST_HEADINGS = 10
LONGEST = 400
"""Characters; a longer headline is a paragraph in the wrong element."""

SHORTEST_REST = 12
"""Letters of a heading that stands in for a longer title which ends with it."""

_SEPARATOR = re.compile(r"\s+[|–—·•»«/:-]+\s+|\s*\|\s*|\s+::\s+|:\s+")
_RUBRIC = re.compile(r"(?::\s+|\s[|–—/-]\s+)$")
_QUOTES = ('"', "“", "«", "„")
"""An attribute in double quotes ends where the headline's own begin."""


def find_title(said: Statements, tree: HtmlElement, sites: Iterable[str]) -> tuple[str | None, Origin | None]:
    """The headline and its origin; ``sites`` are the names by which the site calls itself."""
    headings = [text for heading in _headings(tree) if (text := tidy(heading.text_content()))]
    window = tidy(tree.findtext(".//title") or "")
    told = [(tidy(text), origin) for text, origin in (*said.linked("headline"), *said.meta(*TITLE))]
    return choose_title(told, headings, window or None, sites)


def find_heading(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element that shows the headline: the one with its words, else the first ``h1``."""
    first = next(tree.iter("h1"), None)
    if title is None:
        return first
    words = letters(title)
    for tags in (("h1",), ("h2", "h3", "h4")):
        for heading in list(tree.iter(*tags))[: 3 * MOST_HEADINGS]:
            shown = letters("".join(heading.itertext()))
            if len(shown) > len(words) // 2 and (shown in words or words in shown):
                return heading
    return first


def choose_title(
    told: list[Told], headings: list[str], window: str | None, sites: Iterable[str]
) -> tuple[str | None, Origin | None]:
    """The headline: by JSON-LD, then by the meta elements, then the heading that the window's title repeats.

    ``window`` is the ``title`` element, ``sites`` the names by which the site calls itself.
    """
    names = {headline_key(site) for site in sites}
    for text, origin in told:
        if title := _without_site(text, headings, names):
            return _as_shown(title, headings), origin
    spoken = [heading for heading in headings if headline_key(heading) not in names]
    if window:
        repeated = [heading for heading in spoken if letters(heading) in letters(window)]
        title = max(repeated, key=len, default=None) or _without_site(window, headings, names)
        return title, "page" if title else None
    return (spoken[0], "page") if spoken else (None, None)


def _as_shown(title: str, headings: list[str]) -> str:
    """The heading, where the title is that heading cut short, or has a rubric before it."""
    beginning = title.rstrip(" .…")
    for heading in headings:
        if heading.startswith(beginning) and len(heading) > len(title):
            if title.endswith(("…", "...")) or heading[len(beginning) :].lstrip()[:1] in _QUOTES:
                return heading
        elif (
            title.endswith(heading)
            and len(letters(heading)) >= SHORTEST_REST
            and _RUBRIC.search(title[: -len(heading)])
        ):
            return heading
    return title


def _headings(tree: HtmlElement) -> list[HtmlElement]:
    return list(tree.iter("h1"))[:MOST_HEADINGS]


def _without_site(text: str, headings: list[str], names: set[int]) -> str | None:
    if not text or len(text) > LONGEST or headline_key(text) in names:
        return None
    for heading in headings:
        if len(heading) < len(text) and text.startswith(heading) and _SEPARATOR.match(text, len(heading)):
            return heading
    cuts = list(_SEPARATOR.finditer(text))
    for cut in cuts:
        if headline_key(text[cut.end() :]) in names:
            return text[: cut.start()].strip()
    for cut in reversed(cuts):
        if headline_key(text[: cut.start()]) in names:
            return text[cut.end() :].strip()
    return text
