"""From what stands in a feed or an attribute to a URL that may be asked for."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from archive.urls import clean_url

MOST_SEGMENTS = 20
MOST_REPEATS = 2
"""A path segment that stands oftener belongs to a mirrored path (``/news/news/news/``)."""


def absolute_link(link: str | None, base: str) -> str | None:
    """The absolute http(s) URL without fragment, or None for anything else; see ``clean_url``.

    ``&amp;`` that double escaping left over becomes ``&``.
    """
    return clean_url(link.replace("&amp;", "&"), base) if link and link.strip() else None


def is_trap(url: str) -> bool:
    """Whether the path looks endless: a segment more than twice, or more than 20 segments."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    return len(segments) > MOST_SEGMENTS or max(Counter(segments).values(), default=0) > MOST_REPEATS
