"""What the readers of an import give: pages that were fetched elsewhere, and what is none of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archive.clock import iso
from archive.exported import ExportedArticle

LARGEST_PAGE = 10 * 1024 * 1024
"""Bytes of a payload; what a crawl takes too."""

FIRST_YEAR = 1990
"""Nothing was fetched before there was a web."""

PAGE = (200, 203)
"""Statuses of a page; 203 is a 200 that a proxy on its way has changed (RFC 9110, 15.3.4)."""

CLOCKS = timedelta(minutes=10)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page: status 200 or 203, and HTML by its type."""

    url: str
    """Clean, absolute, http(s)."""

    fetched_at: str
    """UTC ISO-8601."""

    headers: Headers = ()
    payload: bytes | None = field(default=None, repr=False)
    """Still in its Content-Encoding, without its Transfer-Encoding; None where there is no use for it."""

    unusable: str | None = None
    """Why there is no payload: ``too-large`` or ``truncated``."""

    @property
    def content_type(self) -> str | None:
        return header(self.headers, "content-type")


@dataclass(frozen=True, slots=True)
class NoPage:
    """A record that is whole, and no page."""

    kind: str
    """In the plural: ``images``, ``redirects``."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that cannot be read; a sentence that says what, where and what to do."""

    sentence: str
    ends_file: bool = False
    """Nothing more comes from this file."""


Found = FoundPage | NoPage | Flaw | ExportedArticle


def header(headers: Headers, name: str) -> str | None:
    """The first header of that name, given in lower case."""
    return next((value for key, value in headers if key.lower() == name), None)


def moment(text: str | None, now: datetime) -> str | None:
    """A moment of fetching as UTC ISO-8601; None where the text has none that can be true.

    Without a zone it is UTC, as in a WARC. A moment to come would make later fetches the older ones, so no more is let
    pass than two clocks differ.
    """
    try:
        parsed = datetime.fromisoformat((text or "").strip())
        parsed = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if parsed.year < FIRST_YEAR or parsed > now + CLOCKS:
        return None
    return iso(parsed)


def kind_of(status: int, content_type: str | None, payload: bytes) -> str | None:
    """What an answer is that is no page, in the plural; None for a page."""
    if status not in PAGE:
        return "redirects" if 300 <= status < 400 else "errors" if status >= 400 else "other answers"
    media = (content_type or "").partition(";")[0].strip().lower()
    if media in ("text/html", "application/xhtml+xml") or (not media and payload.lstrip()[:1] == b"<"):
        return None
    return next((kind for part, kind in KINDS if part in media), "other files")


KINDS = (
    ("image/", "images"),
    ("text/css", "style sheets"),
    ("javascript", "scripts"),
    ("ecmascript", "scripts"),
    ("json", "data files"),
    ("xml", "feeds and other XML"),
    ("font", "fonts"),
    ("audio/", "sound and film"),
    ("video/", "sound and film"),
    ("text/plain", "plain texts"),
    ("pdf", "documents"),
    ("word", "documents"),
)
