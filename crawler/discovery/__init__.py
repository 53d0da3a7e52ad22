"""Ways to discover articles: a feed, sitemap or listing goes in as bytes, entries come out. No network."""

from __future__ import annotations

import html
import re

from archive.gate import clean

LONGEST_TITLE = 500
"""Characters; the longest headline seen in the region's outlets is about half of it."""

_LONGEST_READ = 4 * LONGEST_TITLE
_MOST_ROUNDS = 30
"""Markup escaped or nested so deep is nobody's headline, and each round costs as much as the first."""

_BREAKS = re.compile(r"<(?:/?(?:p|div|li|h[1-6]|td|tr)|br|hr)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-z][^<>]*>|<!\[CDATA\[|\]\]>", re.IGNORECASE | re.DOTALL)


def clean_title(text: str | None) -> str | None:
    """The headline alone: no tags, comments and entities (also doubly escaped ones), white space evened, NFC.

    None where nothing is left, and where markup is still found after 30 rounds. Idempotent. ``Prices < 5 somoni`` stays
    as it is: only what can be a tag goes.
    """
    if not text:
        return None
    text = text[:_LONGEST_READ]
    for _ in range(_MOST_ROUNDS):
        if (plain := _plainer(text)) == text:
            return " ".join(text.split())[:LONGEST_TITLE].rstrip() or None
        text = plain
    return None


def _plainer(text: str) -> str:
    """One layer less; a sign that nobody sees could keep a tag from being one, and is gone first."""
    visible = clean(text).replace("\u200b", "")
    return html.unescape(_TAGS.sub("", _BREAKS.sub(" ", visible)))
