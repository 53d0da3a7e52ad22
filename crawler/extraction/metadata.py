"""What the page says of its article: JSON-LD, then OpenGraph and meta, then the page, then feed and URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from typing import TypeVar
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.fingerprints import headline_key
from archive.gate import clean
from archive.records import Entry, Source
from archive.urls import canonical_url, clean_url
from crawler.extraction.beside import bylines, printed_dates
from crawler.extraction.dates import ParsedDate, parse_date, url_day
from crawler.extraction.linked_data import Node, strings
from crawler.extraction.page import Page
from crawler.extraction.titles import choose_title

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "date.published", "article.published", "publishdate", "publish_date", "publish-date",
    "published-date", "published_time", "pubdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "sailthru.date",
    "parsely-pub-date", "article_date_original", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "date.modified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified",
    "article.updated",
)  # fmt: skip
AUTHOR = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "citation_author",
)  # fmt: skip
KEYWORDS = ("keywords", "news_keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags")
TITLE = ("og:title", "twitter:title", "title", "dc.title")
IMAGE = ("og:image", "og:image:url", "twitter:image")
MOST_KEYWORDS = 50

_TAG = re.compile(r"<[^<>]{0,200}>")
_BY = re.compile(r"^(?:by|written by|автор|авторы|текст|муаллиф|muallif)\s*:?\s+", re.IGNORECASE)
_NO_NAME = re.compile(r"://|@|\d")
_AND = re.compile(r"\s*(?:[,;|]|\s(?:and|и|ва|va)\s)\s*")

Meta = dict[str, list[str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """An ``Article``'s fields but text, language and URL, unknown ones None or empty."""

    title: str | None
    canonical_url: str | None
    published: ParsedDate | None
    modified: ParsedDate | None
    authors: tuple[str, ...]
    section: str | None
    keywords: tuple[str, ...]
    description: str | None
    image: str | None
    license: str | None
    is_marked: bool
    """Whether the page calls itself an article, in JSON-LD or OpenGraph."""


def read_metadata(page: Page, source: Source, *, entry: Entry | None = None, today: date | None = None) -> Metadata:
    """The metadata of a page; ``today`` is the day of the fetch in the source's zone."""
    meta, linked = read_meta(page.tree), page.linked_data
    sites = site_names(page, meta, source)
    fed = tidy(entry.title) if entry and entry.title else None
    licences = page.tree.xpath("//link[@rel='license']/@href | //a[@rel='license']/@href")
    modified = (*_values(linked, "dateModified"), *_of(meta, MODIFIED))
    return Metadata(
        title=_title(page, meta, sites) or fed,
        canonical_url=_canonical(page, meta, source),
        published=_published(page, meta, source, entry, today),
        modified=_first(_dates(modified, page.url, source, today)),
        authors=_authors(page, meta, sites),
        section=_text((*_values(linked, "articleSection"), *_of(meta, ("article:section", "section")))),
        keywords=_keywords(meta, linked),
        description=_text((*_of(meta, ("og:description", "description")), *_values(linked, "description"))),
        image=_first(clean_url(image, page.base) for image in (*_images(linked), *_of(meta, IMAGE))),
        license=_text((*_values(linked, "license", "url"), *licences)),
        is_marked=bool(linked) or "article" in _of(meta, ("og:type",)),
    )


def read_meta(tree: HtmlElement) -> Meta:
    """Contents of the ``meta`` elements by their name, property or itemprop in lower case, in their order."""
    found: Meta = {}
    for element in tree.iter("meta"):
        content = element.get("content", "").strip()
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content and name:
            found.setdefault(name.strip().lower(), []).append(content)
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::meta)]"):
        text = element.get("datetime") or element.get("content") or element.text_content()
        found.setdefault(element.get("itemprop").lower(), []).append(text)
    return found


def tidy(text: str) -> str:
    """One line of plain text: entities resolved, markup removed, spaces evened out."""
    return " ".join(clean(_TAG.sub(" ", unescape(text)) if "<" in text or "&" in text else text).split())


def site_names(page: Page, meta: Meta, source: Source) -> list[str]:
    """The names by which the site calls itself."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    known = (source.name, source.name.partition(" (")[0], host, host.partition(".")[0])
    told = (*_of(meta, ("og:site_name", "application-name")), *_values(page.linked_data, "publisher"))
    return [name for text in (*known, *told) if (name := tidy(text))]


def _title(page: Page, meta: Meta, sites: list[str]) -> str | None:
    headings = [text for heading in _headings(page)[:10] if (text := tidy(heading.text_content()))]
    window = tidy(page.tree.findtext(".//title") or "")
    linked, told = _values(page.linked_data, "headline"), _of(meta, TITLE)
    return choose_title(map(tidy, linked), map(tidy, told), headings, window or None, sites)


def _headings(page: Page) -> list[HtmlElement]:
    return list(page.tree.iter("h1"))


def _canonical(page: Page, meta: Meta, source: Source) -> str | None:
    links = page.tree.xpath("//link[@rel='canonical']/@href")
    return _first(canonical_url(page.url, link, source) for link in (*links, *_of(meta, ("og:url",))))


def _published(page: Page, meta: Meta, source: Source, entry: Entry | None, today: date | None) -> ParsedDate | None:
    """The first date of the precedence; a later one of the same day that knows the time stands in for it.

    Of several elements around one printed form, the innermost gives the raw one.
    """
    found = list(_dates(_date_texts(page, meta, entry), page.url, source, today))
    if not found:
        return None
    finer = (other for other in found if other.day == found[0].day and other.precision != "day")
    best = next(finer, found[0])
    same = (other for other in found if (other.published, other.precision) == (best.published, best.precision))
    chosen = min(same, key=lambda other: len(other.raw))
    if entry and entry.published_raw and chosen.raw == entry.published:
        return replace(chosen, raw=entry.published_raw)
    return chosen


def _date_texts(page: Page, meta: Meta, entry: Entry | None) -> Iterator[str]:
    yield from _values(page.linked_data, "datePublished")
    yield from _of(meta, PUBLISHED)
    for heading in _headings(page)[:1]:
        yield from printed_dates(heading)
    yield from page.tree.xpath("//time[@pubdate]/@datetime")
    if entry and entry.published:
        yield entry.published
    if day := url_day(page.url):
        yield day.isoformat()


def _dates(texts: Iterable[str], url: str, source: Source, today: date | None) -> Iterator[ParsedDate]:
    for text in texts:
        if parsed := parse_date(text, timezone=source.timezone, today=today, url=url):
            yield parsed


def _authors(page: Page, meta: Meta, sites: list[str]) -> tuple[str, ...]:
    nobody = {headline_key(name) for name in (*sites, "admin", "administrator")}
    for texts in (_values(page.linked_data, "author"), _of(meta, AUTHOR), bylines(page.tree)):
        names = [name for text in texts for name in _AND.split(_BY.sub("", tidy(text))) if _is_name(name)]
        if chosen := [name for name in dict.fromkeys(names) if headline_key(name) not in nobody]:
            return tuple(chosen)
    return ()


def _is_name(text: str) -> bool:
    return 1 < len(text) <= 80 and not _NO_NAME.search(text) and any(map(str.isalpha, text))


def _keywords(meta: Meta, linked: Sequence[Node]) -> tuple[str, ...]:
    texts = _values(linked, "keywords") or _of(meta, KEYWORDS)
    words = (tidy(word) for text in texts for word in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_KEYWORDS]


def _images(linked: Sequence[Node]) -> list[str]:
    return [url for node in linked for url in (*strings(node.get("image"), "url"), *strings(node.get("thumbnailUrl")))]


def _values(linked: Sequence[Node], key: str, inner: str = "name") -> list[str]:
    return [text for node in linked for text in strings(node.get(key), inner)]


def _of(meta: Meta, names: Iterable[str]) -> list[str]:
    return [content for name in names for content in meta.get(name, ())]


def _text(texts: Iterable[str]) -> str | None:
    return _first(map(tidy, texts))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value), None)
