"""The way through a source's feeds, sitemaps and listings. Pure: an answer goes in, the next steps come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urljoin

from archive.records import Entry, Listing, Source
from crawler.discovery.feeds import parse_feed
from crawler.discovery.links import is_trap
from crawler.discovery.listings import page_url, parse_listing
from crawler.discovery.sitemaps import parse_sitemap, robots_sitemaps

Kind = Literal["robots", "feed", "sitemap", "listing"]

MAX_SITEMAP_DEPTH = 3
RECENT_SITEMAPS = 5
"""Of an index, the newest; a backfill reads them all."""

MAX_BACKFILL_PAGES = 20_000
"""Of a listing; the longest seen in the region has 3,924."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to ask of a source on the way to its articles."""

    kind: Kind
    url: str
    number: int = 1
    """Of a listing the page, of a sitemap how deep it hangs, counted from 1."""

    listing: Listing | None = None


def first_steps(source: Source) -> tuple[Step, ...]:
    """Feeds first: what they name is newest and says most."""
    steps = [Step("feed", url) for url in source.feeds]
    steps += [Step("listing", page_url(listing, 1), listing=listing) for listing in source.listings]
    steps += [Step("sitemap", url) for url in source.sitemaps]
    if not source.sitemaps:
        steps.append(Step("robots", urljoin(source.homepage, "/robots.txt")))
    return tuple(steps)


def read(step: Step, body: bytes, url: str, source: Source) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries that an answer names, and the URLs it leads to: child sitemaps, newest first, or the next page.

    Paths that look endless are left out, whoever names them. ``url`` is where the answer came from, after redirects.
    Raises DiscoveryError when it is not what it should be.
    """
    if step.kind == "robots":
        return (), robots_sitemaps(body, url)
    if step.kind == "feed":
        return _without_traps(parse_feed(body, url, source)), ()
    if step.kind == "sitemap":
        sitemap = parse_sitemap(body, url, source)
        newest = sorted(sitemap.children, key=lambda child: child.modified or "", reverse=True)
        return _without_traps(sitemap.entries), tuple(child.url for child in newest if not is_trap(child.url))
    page = parse_listing(body, url, source)
    assert step.listing is not None
    if not page.entries:
        return (), ()
    numbered = "{page}" in step.listing.url
    next_page = page_url(step.listing, step.number + 1) if numbered else page.next_page
    return page.entries, (next_page,) if next_page else ()


def _without_traps(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if not is_trap(entry.url))


def following(step: Step, leads: Sequence[str], backfill: bool) -> tuple[Step, ...]:
    """The next steps, from where an answer led, now or when it was last read."""
    if step.kind == "robots":
        return tuple(Step("sitemap", url) for url in leads)
    if step.kind == "sitemap" and step.number < MAX_SITEMAP_DEPTH:
        return tuple(Step("sitemap", url, step.number + 1) for url in (leads if backfill else leads[:RECENT_SITEMAPS]))
    if step.listing is not None and step.number < (MAX_BACKFILL_PAGES if backfill else step.listing.pages):
        return tuple(replace(step, url=url, number=step.number + 1) for url in leads[:1])
    return ()
