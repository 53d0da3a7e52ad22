"""What an answer that is not usable says of its source: did it move, is it walled off, is it gone? Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.records import Source
from archive.reports import CHALLENGED
from archive.trouble import Kind, Sign
from crawler.challenges import titles, wall
from crawler.found_pages import PAGE
from crawler.moves import mend, site

PERMANENT = (301, 308)
REFUSED = (401, 403, 429, 451)
GONE = (404, 410)

PARKING = re.compile(
    r"(?:^|\.)(?:sedo|sedoparking|parkingcrew|bodis|dan|afternic|hugedomains|above|parklogic|uniregistry|buydomains"
    r"|domainmarket|undeveloped|parked|expireddomains|domainparking|parking\.reg)\.(?:com|net|org|ru)$"
)
"""Hosts that hold nothing but domains for sale."""

FOR_SALE = re.compile(
    r"domain\b.{0,80}\b(?:for sale|parked|expired|available)|buy this domain|(?:parked|expired) domain"
    r"|домен\b.{0,80}\b(?:прода[её]тся|припаркован|ист[её]к|выставлен|свободен)|купить домен",
    re.IGNORECASE,
)

BY_OUTCOME: dict[str, tuple[Kind, str]] = {
    "failed:dns": ("gone", "no host has its name"),
    "failed:connection": ("unreachable", "its host refuses or cuts every connection"),
    "failed:timeout": ("unreachable", "its host gives no answer in time"),
    "failed:retry-after": ("failing", "its host asks for a long pause"),
    "rejected:challenge": ("challenge", "it answers with a challenge"),
    "rejected:robots": ("failing", "robots.txt forbids it"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """What one URL told."""

    kind: Kind
    what: str
    url: str = ""
    to: str = ""
    """Where the URL led, if that is outside of every scope."""

    is_permanent: bool = False


def of_answer(url: str, status: int, body: bytes, mitigated: str | None, retry_after: str | None = None) -> Hint:
    """An answer from the source's own site that nothing can be read from; with two headers of it."""
    found = wall(body, mitigated)
    if found == "challenge":
        return Hint("challenge", "it answers with a challenge")
    if status == 429 and retry_after:
        return Hint("failing", "it asks for a pause")
    if status in REFUSED:
        return Hint("blocked", f"it answers HTTP {status}")
    if found == "refusal":
        return Hint("blocked", "it answers with a page that turns us away")
    if status in GONE:
        return Hint("gone", f"it answers HTTP {status}")
    if is_for_sale(body):
        return Hint("gone", "its domain is for sale")
    if status not in PAGE:
        return Hint("failing", f"it answers HTTP {status}")
    return Hint("unusable", f"{url} is not what its source file says")


def of_failure(outcome: str) -> Hint:
    """A request that had no answer, or none that may be used, by its outcome."""
    status = outcome.removeprefix("failed:http-")
    if status.isdigit():
        kind: Kind = "blocked" if int(status) in REFUSED else "failing"
        return Hint(kind, f"its robots.txt answers HTTP {status}")
    return Hint(*BY_OUTCOME.get(outcome, ("failing", "its host gives no usable answer")))


def of_departure(url: str, to: str, statuses: Sequence[object], body: bytes = b"") -> Hint:
    """A URL that leads to a host of no scope. Everything that leads to one front page was sold rather than moved."""
    host = urlsplit(to).hostname or ""
    if PARKING.search(host) or is_for_sale(body):
        return Hint("gone", f"its domain is for sale ({site(to)})", url, to)
    if urlsplit(to).path in ("", "/") and urlsplit(url).path not in ("", "/"):
        return Hint("gone", f"it leads to nothing but the front page of {site(to)}", url, to)
    lasts = bool(statuses) and all(status in PERMANENT for status in statuses)
    return Hint("moved", site(to), url, to, is_permanent=lasts)


def of_strays(source: Source, to: str) -> Hint:
    """A feed, sitemap or listing that stays where it was, and names only pages on a host of no scope, such as this."""
    return Hint("moved", site(to), source.homepage, site(to))


def is_for_sale(body: bytes) -> bool:
    return any(map(FOR_SALE.search, titles(body))) if body else False


def of_run(
    source: Source, hints: Sequence[Hint], departures: Sequence[Hint], urls: int, challenged: int, *, is_alive: bool
) -> Sign | None:
    """What a run was told of a source; None where its feeds, sitemaps and listings answer, and its articles are there.

    ``hints``: one for each feed, sitemap and listing, empty where any of them was usable. ``departures``: the articles
    that led away, of so many ``urls``, so many of which met a challenge.
    """
    if not hints:
        return _of_pages(source, departures, urls, challenged)
    kinds = {hint.kind for hint in hints}
    for kind in ("moved", "challenge", "blocked"):
        if kind in kinds and not (kind == "blocked" and is_alive):
            return _sign(source, [hint for hint in hints if hint.kind == kind])
    if is_alive:
        return Sign("unusable", hints[0].what)
    worst: tuple[Kind, ...] = ("failing", "unusable", "unreachable", "gone")
    return next(_sign(source, [hint for hint in hints if hint.kind == kind]) for kind in worst if kind in kinds)


def _of_pages(source: Source, departures: Sequence[Hint], urls: int, challenged: int) -> Sign | None:
    if challenged > CHALLENGED * urls:
        return Sign("challenge", f"{challenged} of {urls} pages are a challenge", by_pages=True)
    if 2 * len(departures) > urls and len({(hint.kind, hint.what) for hint in departures}) == 1:
        return _sign(source, departures, by_pages=True)
    return None


def _sign(source: Source, hints: Sequence[Hint], *, by_pages: bool = False) -> Sign:
    """All of one kind. That a single article was moved for good says nothing of the others."""
    first = hints[0]
    if first.kind != "moved":
        return Sign(first.kind, first.what, by_pages=by_pages)
    led = [(hint.url, hint.to) for hint in hints if hint.what == first.what]
    return Sign(
        *("moved", first.what, any(hint.is_permanent for hint in hints) and not by_pages),
        mend(source, led),
        by_pages,
    )
