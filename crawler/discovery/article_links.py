"""Does a link lead to an article? Judged by its URL and its text, for sources without ``article_url``."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

FEW_WORDS = 3
MANY_WORDS = 5

_OTHER_FILES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|css|js|json|xml|rss|atom|txt|csv|pdf|docx?|xlsx?|pptx?|odt|rtf|epub|"
    r"zip|rar|gz|7z|mp3|m4a|ogg|wav|mp4|webm|avi|mov|wmv|flv|apk|exe)$",
    re.IGNORECASE,
)
_SECTIONS: Final = {
    "about", "account", "advertising", "amp", "archives", "author", "authors", "avtor", "calendar",
    "cart", "cat", "categories", "category", "cdn-cgi", "comments", "contact", "contacts", "feed",
    "feeds", "kategoriya", "login", "logout", "page", "pages", "poisk", "print", "privacy", "profile",
    "register", "rss", "rubric", "rubrics", "rubrika", "rubriki", "search", "section", "sections",
    "share", "signin", "signup", "subscribe", "tag", "tags", "teg", "tegi", "terms", "topic", "topics",
    "user", "users", "wp-admin", "wp-content", "wp-includes", "wp-json", "wp-login.php", "xfsearch",
}  # fmt: skip
"""Path segments of lists, tools and people; not ``archive`` and ``news``, where many articles lie."""

_LIST_PARAMS: Final = {
    "action", "author", "calendar", "cat", "category", "date", "day", "do", "lang", "month", "newsdate", "offset",
    "order", "q", "query", "replytocom", "s", "search", "share", "skip", "sort", "start", "tag", "year",
}  # fmt: skip
"""Query parameters that sort, search or act, and those with ``page`` in their name."""

_DATE_DIRECTORY: Final = re.compile(
    r"/(?:(?:19|20)\d\d[/-]?[01]?\d(?:[/-]?[0-3]?\d)?|[0-3]?\d[.-][01]?\d[.-](?:19|20)\d\d|[0-3]\d[a-z]{3}(?:19|20)\d\d)/"
    r"(?![\d/]{0,5}$|page/)[^/]+"
)
_ONLY_DATES: Final = re.compile(r"(?:[a-z-]{2,}/)*(?:19|20)\d\d(?:[/.-][01]?\d(?:[/.-][0-3]?\d)?|[01]\d[0-3]\d)?/?")
_ID: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}")
_PRINTED: Final = re.compile(r"[/_-]print(?::|(?:\.\w+)?/?$)")
_REDIRECTED: Final = re.compile(r"https?:/", re.IGNORECASE)
_NUMBERED_PAGE: Final = re.compile(r"^\d+-.+\.html?$")
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_NUMBER: Final = re.compile(r"[\d\s.,]+")
_PAGE: Final = re.compile(r"\.(?:s?html?|php|aspx?|jsp|d)$", re.IGNORECASE)


def looks_like_article(url: str, text: str | None) -> bool:
    """Whether the link is worth a fetch; the page itself has the last word.

    1. Never: the front page, a media or data file, a path through a section, tag, author, search, login or
       feed, a path of dates only (``/2026/11/03/``), a query that pages, sorts, searches or acts, a
       print version, a redirect to another address, and a link
       whose text is a number (a pager's, a comment counter's).
    2. Else, also under a picture: a date directory before the last segment (``/2026/11/slug``), a number
       of four or more digits that is no year in the last two segments (``/news/25724/``,
       ``/5977536/story.html``), DLE's ``/123-slug.html``, or a number in the query (``?id=51072``).
    3. With a text of three or more words: a slug of three or more words, or an ending such as ``.html``.
    4. With a text of five or more words (a headline; menus have one to three): any other path.
    """
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    segments = [segment for segment in path.split("/") if segment]
    if _is_elsewhere(parts, path, segments) or _NUMBER.fullmatch(text or ""):
        return False
    if _has_article_address(parts, path, segments):
        return True
    words = len(_WORDS.findall(text or ""))
    last = segments[-1] if segments else ""
    if _PAGE.search(last) or len(_WORDS.findall(_PAGE.sub("", last).replace("_", " "))) >= FEW_WORDS:
        return words >= FEW_WORDS
    return bool(segments) and words >= MANY_WORDS


def _is_elsewhere(parts: SplitResult, path: str, segments: list[str]) -> bool:
    params = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return (
        (not segments and not parts.query)
        or bool(_OTHER_FILES.search(path))
        or not _SECTIONS.isdisjoint(segments)
        or not _LIST_PARAMS.isdisjoint(params)
        or any("page" in name for name in params)
        or bool(_REDIRECTED.search(unquote(f"{path}?{parts.query}")))
        or bool(_PRINTED.search(path))
        or bool(_ONLY_DATES.fullmatch(path.lstrip("/")))
    )


def _has_article_address(parts: SplitResult, path: str, segments: list[str]) -> bool:
    return (
        bool(_DATE_DIRECTORY.search(path))
        or any(_ID.search(segment) for segment in segments[-2:])
        or bool(segments and _NUMBERED_PAGE.match(segments[-1]))
        or any(value.isdigit() and len(value) > 1 for _, value in parse_qsl(parts.query))
    )
