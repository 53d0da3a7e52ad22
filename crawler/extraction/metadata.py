"""What the page says of its article: JSON-LD, then OpenGraph and meta, then the page, then feed and URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from archive.records import Entry, Source
from archive.urls import canonical_url, clean_url
from crawler.extraction.authors import find_authors
from crawler.extraction.dates import ParsedDate
from crawler.extraction.linked_data import strings
from crawler.extraction.page import Page, canonical_links
from crawler.extraction.published import DateReader
from crawler.extraction.statements import Origin, Statements, Told, read_statements, tidy, values
from crawler.extraction.titles import find_heading, find_title

__all__ = ["Metadata", "read_metadata", "tidy"]

KEYWORDS = ("keywords", "news_keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags")
SECTION = ("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:section")
DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description")
IMAGE = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
LICENCE = ("dc.rights", "dcterms.license", "license")
LICENCE_LINKS = "descendant::*[@rel = 'license'][self::link or self::a]/@href"
MOST_KEYWORDS = 50

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

    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Where each known value comes from, by the field's name."""


def read_metadata(page: Page, source: Source, *, entry: Entry | None = None, today: date | None = None) -> Metadata:
    """The metadata of a page; ``today`` is the day of the fetch in the source's zone."""
    said = read_statements(page.tree, page.linked_data)
    sites = site_names(page, said, source)
    title, title_from = find_title(said, page.tree, sites)
    if title is None and entry and entry.title:
        title, title_from = tidy(entry.title), "feed"
    heading = find_heading(page.tree, title)
    dates = DateReader(page, source, today)
    published, modified = dates.published(said, heading, entry), dates.modified(said)
    authors, authors_from = find_authors(said, page.tree, heading, sites)
    canonical, canonical_from = _canonical(page, said, source)
    section, section_from = _text((*said.linked("articleSection"), *said.meta(*SECTION)))
    keywords, keywords_from = _keywords(said)
    description, description_from = _text((*said.meta(*DESCRIPTION), *said.linked("description")))
    image, image_from = _image(page, said)
    licence, licence_from = _license(page, said)
    origins: dict[str, Origin | None] = {
        "title": title_from,
        "canonical_url": canonical_from,
        "published": published.origin if published else None,
        "modified": modified.origin if modified else None,
        "authors": authors_from,
        "section": section_from,
        "keywords": keywords_from,
        "description": description_from,
        "image": image_from,
        "license": licence_from,
    }
    return Metadata(
        title=title,
        canonical_url=canonical,
        published=published.date if published else None,
        modified=modified.date if modified else None,
        authors=authors,
        section=section,
        keywords=keywords,
        description=description,
        image=image,
        license=licence,
        is_marked=bool(said.articles) or any(kind == "article" for kind, _ in said.meta("og:type")),
        origins={name: origin for name, origin in origins.items() if origin},
    )


def site_names(page: Page, said: Statements, source: Source) -> list[str]:
    """The names by which the site calls itself."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    known = (source.name, source.name.partition(" (")[0], host, host.partition(".")[0])
    told = (*said.meta("og:site_name", "application-name"), *said.linked("publisher"))
    return [name for text in (*known, *(text for text, _ in told)) if (name := tidy(text))]


def _canonical(page: Page, said: Statements, source: Source) -> tuple[str | None, Origin | None]:
    links: list[Told] = [(link, "page") for link in canonical_links(page.tree)]
    told = (*links, *said.meta("og:url"))
    return _first((canonical_url(page.url, link, source), origin) for link, origin in told)


def _keywords(said: Statements) -> tuple[tuple[str, ...], Origin | None]:
    told = said.linked("keywords") or said.meta(*KEYWORDS)
    words = dict.fromkeys(word for text, _ in told for part in re.split(r"[,;،]", text) if (word := tidy(part)))
    return tuple(words)[:MOST_KEYWORDS], told[0][1] if words else None


def _image(page: Page, said: Statements) -> tuple[str | None, Origin | None]:
    thumbnails: list[Told] = [(url, "json-ld") for node in said.articles for url in strings(node.get("thumbnailUrl"))]
    told = (*said.linked("image", "url"), *thumbnails, *said.meta(*IMAGE))
    return _first((clean_url(image, page.base), origin) for image, origin in told)


def _license(page: Page, said: Statements) -> tuple[str | None, Origin | None]:
    links: list[Told] = [(link, "page") for link in page.tree.xpath(LICENCE_LINKS)]
    return _text((*said.linked("license", "url"), *values(said.pages, "license", "url"), *links, *said.meta(*LICENCE)))


def _text(told: Iterable[Told]) -> tuple[str | None, Origin | None]:
    return _first((tidy(text), origin) for text, origin in told)


def _first(values: Iterable[tuple[T | None, Origin]]) -> tuple[T | None, Origin | None]:
    """The first value that is one, with its origin."""
    return next((pair for pair in values if pair[0]), (None, None))
