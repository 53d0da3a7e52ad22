"""Ways to discover articles: a feed, sitemap or listing goes in as bytes, entries come out. No network."""

from __future__ import annotations

import html
import re

from archive.gate import clean

LONGEST_TITLE = 500
"""Characters; the longest headline seen in the region's outlets is about half of it."""

_LONGEST_READ = 4 * LONGEST_TITLE
_BREAKS = re.compile(r"<(?:/?(?:p|div|li|h[1-6]|td|tr)|br|hr)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<!--.*?-->|</?[a-z][^<>]*>|<!\[CDATA\[|\]\]>", re.IGNORECASE | re.DOTALL)


def clean_title(text: str | None) -> str | None:
    """The headline alone: no tags, comments and entities (also doubly escaped ones), white space evened, NFC.

    None where nothing is left. Idempotent. ``Prices < 5 somoni`` stays as it is: only what can be a tag goes.
    """
    if not text:
        return None
    text = text[:_LONGEST_READ]
    while (plain := html.unescape(_TAGS.sub("", _BREAKS.sub(" ", text)))) != text:
        text = plain
    return " ".join(clean(text).replace("\u200b", "").split())[:LONGEST_TITLE].rstrip() or None
