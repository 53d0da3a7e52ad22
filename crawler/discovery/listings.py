"""Pages that link to articles: a front page, a section, an archive page become entries and the next page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from archive.records import Entry, Listing, Source
from archive.urls import clean_url, in_scope, is_front_page, url_path_matches
from crawler.discovery import clean_title
from crawler.discovery.article_links import looks_like_article
from crawler.discovery.documents import decode, kind_of, refusal
from crawler.discovery.links import absolute_link, is_trap
from crawler.extraction.page import END_OF_HTML

MOST_ENTRIES = 1_000
"""Links taken from one page; an ordinary one has 10 to 100."""

MOST_LINKS = 10_000
"""Links looked at; each costs 20 µs, and a page of 10 MiB can hold 400,000."""

LONGEST_HEADLINE = 300
"""Characters; a link with more text wraps a whole card, and its text is no headline."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|<[^<>]{16384,}>?")
"""Controls, and tags long enough for thousands of attributes: lxml takes 9 s for a tag with 100,000."""

_NEXT_CLASSES = {
    "next", "next-page", "nav-next", "page_nav-next", "pager-next", "pagination-next",
    "pagination__next",
}  # fmt: skip
_NEXT_WORDS = {
    "next", "next page", "older", "older posts", "older entries", "older articles", "далее", "дальше",
    "следующая", "следующие", "следующая страница", "вперед", "вперёд", "баъдӣ", "навбатӣ",
    "саҳифаи баъдӣ", "keyingi", "кейинги", "кийинки", "келесі", "indiki", "بعدی",
}  # fmt: skip
"""In the languages of the catalogue."""

_NEXT_SIGNS = ("›", "→", "»", ">", ">>")
"""The sparing ones first: where a pager has both, ``»`` leads to the last page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """What one page of a listing links to."""

    entries: tuple[Entry, ...] = ()
    """In the page's order, every URL once, titled by the longest text that links to it."""

    next_page: str | None = None
    """Where the listing goes on; never the page itself, always in the source's scope."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """One link of the page, its address made absolute."""

    url: str
    text: str | None
    is_heading: bool
    rel: frozenset[str]
    classes: frozenset[str]
    label: str
    """``aria-label`` or ``title``, in lower case."""


def parse_listing(body: bytes, url: str, source: Source, encoding: str | None = None) -> ListingPage:
    """The page's links that may be articles, and its next page.

    ``url`` is the page's own, after redirects; ``encoding`` the charset of its Content-Type. Taken are
    links in the source's scope whose path matches ``article_url`` or, where the source has none, that
    ``looks_like_article``; never the page itself, a front page or an endless path.

    Raises DiscoveryError for anything but an HTML page.
    """
    text = decode(body, encoding)
    kind = kind_of(text)
    if kind != "an HTML page":
        raise refusal(url, kind, "an HTML page", "listings", source)
    safe = _UNSAFE.sub("", text).encode("utf-8", "replace")
    tree = etree.fromstring(END_OF_HTML.sub(b"", safe), _parser())
    here = clean_url(url) or url
    anchors = [] if tree is None else [each for each in _anchors(tree, here) if not _is_same_page(each.url, here)]
    anchors = [each for each in anchors if in_scope(each.url, source) and not is_trap(each.url)]
    following = _next_page(anchors, source)
    entries = (
        Entry(url=link, source=source.slug, found_in="listing", title=title)
        for link, title in _titled(anchors).items()
        if link != following and _is_article(link, title, source)
    )
    return ListingPage(entries=tuple(islice(entries, MOST_ENTRIES)), next_page=following)


def page_url(listing: Listing, number: int) -> str:
    """The URL of the listing's page ``number``, counted from 1; without ``{page}`` there is only one page."""
    if number < 1:
        raise ValueError(f"pages are counted from 1, not {number}")
    return listing.url.replace("{page}", str(number))


def _parser() -> etree.HTMLParser:
    """``huge_tree``: without it links below 256 unclosed elements are lost without a word."""
    return etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)


def _anchors(tree: etree._Element, url: str) -> Iterator[_Anchor]:
    base = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    base = absolute_link(base, url) or url
    for element in islice(tree.iter("a", "area", "link"), MOST_LINKS):
        rel = frozenset((element.get("rel") or "").lower().split())
        if element.tag == "link" and "next" not in rel:
            continue
        link = absolute_link(element.get("href"), base)
        if link is None:
            continue
        heading = next(element.iter(*_HEADINGS), None)
        text = clean_title(" ".join(map(str, (element if heading is None else heading).itertext())))
        yield _Anchor(
            url=link,
            text=text if text and len(text) <= LONGEST_HEADLINE else None,
            is_heading=heading is not None
            or any(above.tag in _HEADINGS for above in islice(element.iterancestors(), 3)),
            rel=rel,
            classes=frozenset((element.get("class") or "").lower().split()),
            label=(element.get("aria-label") or element.get("title") or "").strip().lower(),
        )


def _is_same_page(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _titled(anchors: Iterable[_Anchor]) -> dict[str, str | None]:
    """Every URL with its title: of several links that in a heading counts most, then the longest."""
    best: dict[str, _Anchor] = {}
    for anchor in anchors:
        known = best.get(anchor.url)
        if known is None or _weight(anchor) > _weight(known):
            best[anchor.url] = anchor
    return {link: anchor.text for link, anchor in best.items()}


def _weight(anchor: _Anchor) -> tuple[bool, int]:
    return bool(anchor.text) and anchor.is_heading, len(anchor.text or "")


def _is_article(url: str, title: str | None, source: Source) -> bool:
    if is_front_page(url, source):
        return False
    if source.article_url is not None:
        return url_path_matches(url, source.article_url)
    return looks_like_article(url, title)


def _next_page(anchors: Iterable[_Anchor], source: Source) -> str | None:
    """By rel, then by class or label, by word, by sign; never an article, whose own "next" is another story."""
    ranked = [(rank, anchor.url) for anchor in anchors if (rank := _next_rank(anchor)) is not None]
    pages = (url for _, url in sorted(ranked, key=lambda pair: pair[0]) if not _is_article(url, None, source))
    return next(pages, None)


def _next_rank(anchor: _Anchor) -> int | None:
    text = (anchor.text or "").lower()
    if "next" in anchor.rel:
        return 0
    if not anchor.classes.isdisjoint(_NEXT_CLASSES) or anchor.label in {"next", "next-page", "next page"}:
        return 1
    word = text.strip(" .…‹›←→«»<>").strip()
    if word in _NEXT_WORDS:
        return 2
    return 3 + _NEXT_SIGNS.index(text) if text in _NEXT_SIGNS else None
