"""The records that travel through the house: frozen, typed, every field with its unit and where it comes from.

Times are UTC ISO-8601 with a trailing ``Z`` (``2026-11-22T09:53:50Z``). Where only the day is known the time is left
out (``2026-11-22``, the day in the source's zone), never invented. ``None`` means unknown; unknown is never "now".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from archive.pace import Visit

FoundIn = Literal["feed", "sitemap", "listing", "request"]
Precision = Literal["second", "minute", "day"]
RevisionKind = Literal["first", "headline", "body", "correction", "cosmetic"]
Status = Literal["ok", "unprobed", "dead", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page (or a run of pages) that links to articles."""

    url: str
    """Absolute URL; ``{page}`` stands for the page's number, counted from 1."""

    pages: int = 1
    """How many pages a normal crawl reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractRules:
    """CSS selectors of the source file's ``[extract]``; generic extraction does without."""

    body: str | None = None
    """The element that holds the article's text."""

    drop: tuple[str, ...] = ()
    """Elements that are taken out before the text is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRules:
    """What makes two URLs of a source the same article (``[identity]``)."""

    keep_params: tuple[str, ...] = ()
    """Query parameters that tell articles apart."""

    id: str | None = None
    """Pattern on path and query whose first group is the site's own number of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlRules:
    """The manners towards a source (``[crawl]``)."""

    delay: float = 1.0
    """Seconds between two requests to one host; Crawl-delay and slow answers can only lengthen it."""

    interval: str = "auto"
    """Time between two scheduled crawls: ``auto`` or a duration such as ``2h``."""

    removed_checks: int = 3
    """An article is `removed` after so many failed checks …"""

    removed_days: float = 2
    """… that lie at least so many days apart, first to last."""

    rechecks: int = 200
    """Known articles that ``crawl --due`` looks at again in one run, at most."""

    tls: Literal["strict", "lenient"] = "strict"
    """``lenient`` excuses this source's hosts for an incomplete certificate chain, and for nothing else."""

    opt_out: Literal["obey", "record"] | None = None
    """What becomes of a page that says it is not to be archived or mined; None: as BACKISSUE_OPT_OUT says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One edition of an outlet, as its file ``seeds/<country>/<slug>.toml`` describes it."""

    slug: str
    """The file's stem, unique in the catalogue: ``khovar-en``."""

    name: str
    country: str
    """ISO 3166-1 alpha-2, in capitals."""

    languages: tuple[str, ...]
    """BCP 47; a hint for the detector, never the last word."""

    timezone: str
    """IANA name; dates printed without a zone are read in it."""

    scope: tuple[str, ...]
    """``host[:port]/path`` prefixes without scheme: what may be fetched and what belongs to this source."""

    homepage: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Empty: those that robots.txt names."""

    listings: tuple[Listing, ...] = ()
    article_url: str | None = None
    """Pattern that an article's path matches; None: the page itself is judged."""

    license: str = "unknown"
    status: Status = "unprobed"
    """``ok`` and ``unprobed`` are crawled; ``dead`` and ``moved`` are skipped and told."""

    evidence: str | None = None
    """What the status rests on."""

    aliases: tuple[tuple[str, str], ...] = ()
    """Pairs of scope prefixes: the left one is the same article as the right one."""

    extract: ExtractRules = field(default_factory=ExtractRules)
    identity: IdentityRules = field(default_factory=IdentityRules)
    crawl: CrawlRules = field(default_factory=CrawlRules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A discovered link with what the feed, sitemap or listing said of it."""

    url: str
    """Absolute http(s) URL, as found."""

    source: str
    """Slug."""

    found_in: FoundIn
    title: str | None = None
    """The headline as the feed or the link gave it, markup removed."""

    published: str | None = None
    """UTC ISO-8601 or a day; from the feed or a news sitemap."""

    published_raw: str | None = None
    """The date as printed."""

    modified: str | None = None
    """UTC ISO-8601 or a day; a sitemap's ``lastmod``, a feed's ``updated``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetched response, before anything is thrown away."""

    url: str
    """The URL that answered (of each hop of a redirect its own)."""

    source: str
    fetched_at: str
    """UTC ISO-8601, when the response was complete."""

    status: int
    """HTTP status code."""

    headers: tuple[tuple[str, str], ...]
    """As received, in order, repeated names kept."""

    payload: bytes
    """The body as it came over the wire, still in its Content-Encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A row of ``capture``: where the payload lies and what became of it."""

    id: int
    url: str
    source: str
    fetched_at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    digest: str
    """``sha256:`` and the hex digest of the payload."""

    size: int
    """Bytes of the payload."""

    file: str
    """Path inside ``archive.captures/``."""

    offset: int
    """Byte offset of the record's gzip member in the file."""

    length: int
    """Bytes of that member."""

    entry_id: int | None
    article_id: int | None
    outcome: str | None
    """None: not extracted yet; done at the next start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says: text and metadata of one canonical URL."""

    url: str
    """As fetched, after redirects."""

    title: str
    text: str
    """Paragraphs joined by a newline; nothing of the site's own."""

    canonical_url: str | None = None
    """rel=canonical or og:url, when it is on the same registrable host and not the front page."""

    language: str | None = None
    """BCP 47, detected on title and text."""

    foreign: tuple[tuple[int, str], ...] = ()
    """Paragraphs that are certainly in another language: the line of ``text``, counted from 0, and its BCP 47 tag."""

    published: str | None = None
    """UTC ISO-8601, or the day alone."""

    published_raw: str | None = None
    """The printed form that ``published`` was read from."""

    published_precision: Precision | None = None
    published_zone: str | None = None
    """Offset of the printed form (``+05:00``): its own, or that of the source's zone on that day."""

    modified: str | None = None
    """UTC ISO-8601, as the page states it."""

    authors: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    description: str | None = None
    image: str | None = None
    """Absolute http(s) URL."""

    license: str | None = None
    opt_out: tuple[str, ...] | None = None
    """What its page says against being archived or mined, as ``crawler/opt_out.py`` names it; None: nobody looked."""

    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Where each value comes from, by its field here: ``json-ld``, ``opengraph``, ``meta``, ``microdata``, ``page``,
    ``feed`` or ``url``; a field without a value has none. It is shown and not stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A page that is no article."""

    reason: str
    """A word of the outcome table: ``front-page``, ``listing``, ``too-short``, ``no-text``, ``not-html`` …"""

    detail: str = ""
    """What was seen, for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of an article."""

    article_id: int
    number: int
    """Counted from 1."""

    seen_at: str
    """UTC ISO-8601, when this text was first fetched."""

    title: str
    text: str
    sha256: str
    """Of the text in UTF-8."""

    capture_id: int | None
    kind: RevisionKind | None = None
    """How it differs from the one before it, see ``archive.revision_kinds``; None where an archive from before schema 4
    does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one URL that a crawl took up."""

    url: str
    """As taken up."""

    source: str
    outcome: str
    """``new``, ``duplicate``, ``unchanged``, ``revised``, ``removed``, ``rejected:<reason>`` or ``failed:<reason>``."""

    id: int | None = None
    """The article, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one run did at one source; a row of ``crawl_source``."""

    source: str
    requests: int
    """Everything that was asked of its hosts, robots.txt included."""

    not_modified: int
    """Answers 304."""

    bytes: int
    """Of all bodies, as they came over the wire."""

    seconds: float
    """From its first request to its last outcome."""

    outcomes: dict[str, int]
    """How many URLs ended in each outcome; their sum is the number of URLs taken up."""

    problem: str | None = None
    """One sentence, when none of its feeds, sitemaps and listings gave a usable answer."""

    answered: int | None = None
    """Feeds, sitemaps and listings that gave a usable answer; None where none was asked."""

    short: int = 0
    """Articles it brought that are hardly a text."""

    visit: Visit | None = None
    """What the next interval follows from; None where it was not asked for news, or not to the end."""

    not_before: datetime | None = None
    """Its server asked to be left alone until then."""
