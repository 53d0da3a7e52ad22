"""Everything that one outlet answers on one day: path → page. Pure: two days can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.newsroom import feeds, pages
from crawler.newsroom.editions import Edition, SampleArticle, articles, editions

PER_PAGE = 3
"""Articles on one listing page."""

HTML = "text/html; charset=utf-8"
PRIVATE = "/private/drafts/"
"""Linked from every page, and disallowed by robots.txt."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: a body with its type, or a way to another place."""

    content_type: str
    body: bytes
    location: str | None = None
    """Where a redirect leads."""


def site(outlet: str, origin: str, day: int) -> dict[str, Page]:
    """All pages of an outlet by path and query; ``origin`` is ``http://host:port``."""
    served = dict(_outlet_pages(outlet, origin, day))
    slashless = {path.rstrip("/"): path for path in served if path.endswith("/") and path != "/"}
    return {path: Page(HTML, b"", location=target) for path, target in slashless.items()} | served


def standing(edition: Edition, day: int) -> tuple[SampleArticle, ...]:
    """The edition's articles on that day, newest first."""
    return tuple(article for article in articles(day) if article.edition.slug == edition.slug)


def _outlet_pages(outlet: str, origin: str, day: int) -> Iterator[tuple[str, Page]]:
    own = [edition for edition in editions() if edition.outlet == outlet]
    for edition in own:
        yield from _edition_pages(edition, origin, day)
    if all(edition.path != "/" for edition in own):
        yield "/", Page(HTML, b"", location=own[0].path)
    newest = [max(feeds.changed(article) for article in standing(edition, day)) for edition in own]
    sitemaps = [f"{origin}{edition.path}sitemap.xml" for edition in own]
    index = feeds.sitemap_index(zip(sitemaps, newest, strict=True))
    yield "/sitemap_index.xml", _xml(index, "application/xml")
    # Drupal as it comes names no sitemap: its editions are found by feed, listing or source file.
    named = f"{origin}/sitemap_index.xml" if outlet == "vodi" else None
    yield "/robots.txt", Page("text/plain; charset=utf-8", feeds.robots(named).encode())
    yield PRIVATE, _html(pages.private_page(own[0].name))


def _edition_pages(edition: Edition, origin: str, day: int) -> Iterator[tuple[str, Page]]:
    shown = standing(edition, day)
    for article in shown:
        yield article.path, _html(pages.article_page(article, shown, origin, day))
        yield pages.image_path(article), _xml(pages.image_svg(article), "image/svg+xml")
    yield edition.path, _html(pages.listing_page(edition, shown[:PER_PAGE], day, edition.name))
    yield from _listings(edition, shown, day)
    for rubric, name in edition.rubrics.items():
        of_rubric = [article for article in shown if article.rubric == rubric]
        yield rubric_path(edition, rubric), _html(pages.listing_page(edition, of_rubric, day, name))
    if edition.outlet == "vodi":
        feed = _xml(feeds.rss(edition, shown, origin), "application/rss+xml")
    else:
        feed = _xml(feeds.atom(edition, shown, origin), "application/atom+xml")
    yield f"{edition.path}{edition.feed}", feed
    yield f"{edition.path}sitemap.xml", _xml(feeds.sitemap(edition, shown, origin), "application/xml")


def _listings(edition: Edition, shown: Sequence[SampleArticle], day: int) -> Iterator[tuple[str, Page]]:
    """WordPress counts its pages from 1, in the path; Drupal from 0, in the query."""
    count = -(-len(shown) // PER_PAGE)
    for number in range(count):
        chunk = shown[number * PER_PAGE : (number + 1) * PER_PAGE]
        older = listing_path(edition, number + 1) if number + 1 < count else None
        page = _html(pages.listing_page(edition, chunk, day, edition.words["newest"], older))
        yield listing_path(edition, number), page
        if number == 0:
            first = "page/1/" if edition.outlet == "vodi" else "?page=0"
            yield f"{edition.path}{edition.listing}{first}", page


def listing_path(edition: Edition, number: int) -> str:
    """Path of a listing page; ``number`` counts from 0."""
    start = f"{edition.path}{edition.listing}"
    if number == 0:
        return start
    return f"{start}page/{number + 1}/" if edition.outlet == "vodi" else f"{start}?page={number}"


def rubric_path(edition: Edition, rubric: str) -> str:
    """Path of a section's front, as the menus link it."""
    return f"{edition.path}{'category/' + rubric + '/' if edition.outlet == 'vodi' else 'rubrics/' + rubric}"


def _html(text: str) -> Page:
    return Page(HTML, text.encode())


def _xml(text: str, media_type: str) -> Page:
    return Page(f"{media_type}; charset=utf-8", text.encode())
