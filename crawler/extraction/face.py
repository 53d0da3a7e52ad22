"""What a page is called and what its system calls it, before its text is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.fingerprints import letters
from archive.memory import is_telling
from crawler.extraction.error_pages import named, says, segments
from crawler.extraction.linked_data import strings
from crawler.extraction.metadata import Metadata
from crawler.extraction.page import Page, absolute, canonical_links

MOST_HEADINGS = 10
MOST_ARTICLES = 2
"""Different headlines in a page's article objects; more of them are the cards of a listing."""

_ONE = re.compile(r"single$|single-\w|postid-|view-article$|node-type-|page-node-\d|page-node-type-")
_MISSING = frozenset({"error404", "error-404", "page-404", "page404"})
_LISTS = frozenset({"category", "tag", "author", "date", "paged", "blog", "post-type-archive"})
_LIST_VIEWS = frozenset({
    "search-results", "search-no-results", "com_search", "com_finder",
    "view-category", "view-categories", "view-featured", "page-taxonomy-term", "path-taxonomy",
})  # fmt: skip
_LIST_TYPES = re.compile(r"/(?:CollectionPage|SearchResultsPage|ProfilePage)$")

_SECTION = re.compile(
    r"/(?:category|categories|tags?|rubrics?|authors?|topics?|search)/[^/\d]+(?:/page/\d+)?/?$", re.IGNORECASE
)
_PAGED = re.compile(r"/page/?\d+/?$|[?&](?:page|paged|pagen_1|s|q|search|query|start)=", re.IGNORECASE)
_LINKS = "count(//a[@href and string-length(normalize-space(.)) >= 20])"
_DAYS = re.compile(r"/(?:19|20)\d\d/\d\d?(?:/\d\d?)?/?$")


@dataclass(frozen=True, slots=True)
class Face:
    """What a page is called."""

    error: str | None
    """The reason that its title or a heading names: ``soft-404`` …; None for any other name."""

    kind: str | None
    """What its system says in the classes of its body: ``soft-404``, ``listing``; None unknown, or an article."""

    has_article: bool
    """Whether its JSON-LD has one article."""

    is_marked: bool
    """Whether its JSON-LD has one article, or OpenGraph says so and nothing contradicts."""

    links: int
    """Links as long as a headline, in menus and sidebars too."""

    is_section: bool
    """Whether its path is that of a section, a tag or an author by name."""

    is_list_address: bool
    """Whether its path is a section's, a day's, or its query asks for a page of many or for a search."""

    is_dated: bool
    """Whether a date of publication is known."""

    has_headline: bool
    """Whether its title is long enough for a headline, and no error's."""

    is_front_copy: bool
    """Whether it calls the front page its canonical address."""


def read_face(page: Page, facts: Metadata) -> Face:
    """The face of a page as it came, its link blocks still in it; no line of its text is read."""
    has_article = _has_article(page)
    kind = None if has_article else _kind(page.tree)
    title = facts.title or ""
    path = urlsplit(page.url).path
    is_section = bool(_SECTION.search(path))
    return Face(
        error=_error(page.tree),
        kind=kind,
        has_article=has_article,
        is_marked=has_article or (facts.is_marked and kind is None and not page.linked_data),
        links=int(page.tree.xpath(_LINKS)),
        is_section=is_section,
        is_list_address=is_section or bool(_DAYS.search(path) or _PAGED.search(page.url)),
        is_dated=facts.published is not None,
        has_headline=is_telling(title) and named(title) is None and says(title) is None,
        is_front_copy=any(map(_is_root, (absolute(page.base, href) for href in canonical_links(page.tree)))),
    )


def _error(tree: HtmlElement) -> str | None:
    """What the title or a heading names; smaller headings can name a missing page only: the rest stands in sidebars."""
    window, firsts = _text(tree.find(".//title")), _texts(tree, "h1")
    parts = [part for part in (window, *segments(window)) if not _goes_on(part, firsts)]
    for name in (*parts, *firsts):
        if reason := named(name):
            return reason
    return next(("soft-404" for name in _texts(tree, "h2") if named(name) == "soft-404"), None)


def _goes_on(part: str, headings: Iterable[str]) -> bool:
    """Whether a heading has the part and more: then it is a piece of a headline."""
    name = letters(part)
    wholes = (letters(heading) for heading in headings if named(heading) is None)
    return any(name in whole and name != whole for whole in wholes)


def _has_article(page: Page) -> bool:
    headlines = {text for node in page.linked_data for text in strings(node.get("headline"))}
    return bool(page.linked_data) and len(headlines) <= MOST_ARTICLES


def _kind(tree: HtmlElement) -> str | None:
    """WordPress, Joomla and Drupal say in the body's classes what they show, many themes with schema.org's types."""
    body = tree.find("body")
    elements = [tree] if body is None else [tree, body]
    classes = {name for element in elements for name in element.get("class", "").lower().split()}
    if any(map(_ONE.match, classes)):
        return None
    if classes & _MISSING:
        return "soft-404"
    is_list = classes & _LIST_VIEWS or {"home", "blog"} <= classes or ("archive" in classes and classes & _LISTS)
    if is_list or any(_LIST_TYPES.search(element.get("itemtype", "")) for element in elements):
        return "listing"
    return None


def _is_root(url: str | None) -> bool:
    return url is not None and urlsplit(url).path in ("", "/") and not urlsplit(url).query


def _texts(tree: HtmlElement, tag: str) -> list[str]:
    return [text for element in list(tree.iter(tag))[:MOST_HEADINGS] if (text := _text(element))]


def _text(element: HtmlElement | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
