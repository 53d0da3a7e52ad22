"""A page is an article, or it is not; in doubt it is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.records import Rejection
from crawler.extraction.boilerplate import Block, Surroundings
from crawler.extraction.metadata import Metadata

SHORTEST = 40
"""Letters. Below it lie captions and error messages; the shortest of 228 real articles had more."""

BRIEF = 400
"""Letters under which a page must look like an article: an error page says little."""

LEAST_LINKS = 10
TEASER = 120
"""A listing: so many headlines that are links, and no line of its own longer than so many characters."""

LEAST_WORDS = 6
"""Of a sentence; a page that has kept one is no listing."""

_LIST_PATH = re.compile(r"/(?:category|tags?|rubrics?|author|topics?)/[^/\d]+(?:/page/\d+)?/?$", re.IGNORECASE)
"""A section, tag or author by name; a number in its place may be an article's."""

_SENTENCE_END = re.compile(r"[.!?…][»\"”’)]*$")
_PAGES = {
    "soft-404": "404|error 404|404 not found|not found|page not found|ошибка 404|страница не найдена|саҳифа ёфт нашуд",
    "challenge": "just a moment|attention required|checking your browser|access denied|ddos-guard",
    "login": "log in|login|sign in|вход|авторизация|воридшавӣ",
    "maintenance": "site under maintenance|under maintenance|maintenance mode|service unavailable"
    "|503 service unavailable|сайт на реконструкции|технические работы",
}
_TITLES = {title: reason for reason, titles in _PAGES.items() for title in titles.split("|")}


def rejection(blocks: list[Block], around: Surroundings, facts: Metadata, url: str) -> Rejection | None:
    """Why the page is no article; None when it is one, or might be."""
    if _LIST_PATH.search(urlsplit(url).path) and not facts.is_marked:
        return Rejection(reason="listing", detail="its path is a section's, and it does not call itself an article")
    kept = [block.text for block in blocks if block.kept]
    letters = sum(map(str.isalnum, "".join(kept)))
    if _is_listing(kept, around, facts):
        return Rejection(reason="listing", detail=f"{around.links} headlines that are links, no sentence")
    if not letters:
        return Rejection(reason="no-text", detail=f"{len(blocks)} lines, none of them the article's own")
    if letters < BRIEF and (reason := _TITLES.get((facts.title or "").partition(" | ")[0].strip(" .!").casefold())):
        return Rejection(reason=reason, detail=f"titled {facts.title!r}")
    if letters < SHORTEST:
        return Rejection(reason="too-short", detail=f"{letters} letters")
    return None


def _is_listing(kept: list[str], around: Surroundings, facts: Metadata) -> bool:
    if facts.is_marked or around.longest > TEASER or around.links < LEAST_LINKS:
        return False
    return not any(_SENTENCE_END.search(line) and len(line.split()) >= LEAST_WORDS for line in kept)
