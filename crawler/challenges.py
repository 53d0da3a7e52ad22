"""Whether an answer is a wall before the page: one that tests its visitor, or one that turns it away. Pure.

A wall is known by what it calls itself, in the languages of ``error_names.py``, and by what no other page has: the
script of its test. That a site uses a service that has walls says nothing.
"""

from __future__ import annotations

import re
from typing import Literal

from crawler.extraction.error_pages import named, segments
from crawler.extraction.page import Page, open_page

Wall = Literal["challenge", "refusal"]

HEAD = 256 * 1024
"""Bytes; a wall is small."""

_TESTS = re.compile(
    rb"_cf_chl_opt|/\.well-known/ddos-guard/|__qrator/|/_Incapsula_Resource|sucuri_cloudproxy_js"
    rb"|captcha-delivery\.com/|px-captcha|awsWafCookieDomainList|\bid=.?anubis_challenge\b|\bslowAES\.decrypt"
)
"""Cloudflare, DDoS-Guard, Qrator, Imperva, Sucuri, DataDome, HUMAN, AWS, Anubis, the cookie test of free hosting."""

_TURNS_AWAY = re.compile(
    r"\b(?:401|403|429|451)\b|forbidden|denied|blocked|restricted|too many requests|unavailable"
    r"|запрещ|ограничен|заблокирован|закрыт|слишком много|манъ|маҳдуд|баста|taqiqlangan|cheklangan|тақиқланган"
    r"|тыйым|тыюу|مجاز نیست|غیرمجاز|مسدود",
    re.IGNORECASE,
)
"""Of the names of walls, those that ask for nothing."""


def wall(body: bytes, mitigated: str | None = None) -> Wall | None:
    """What kind of wall a body is; ``mitigated`` is the header that Cloudflare sends with one (``cf-mitigated``)."""
    if mitigated == "challenge" or has_test(body):
        return "challenge"
    names = [name for name in titles(body) if named(name) == "challenge"]
    if not names:
        return None
    return "refusal" if all(map(_TURNS_AWAY.search, names)) else "challenge"


def has_test(body: bytes) -> bool:
    """Whether a body has the script of a wall's test; articles behind some walls have it, too."""
    return _TESTS.search(body, 0, HEAD) is not None


def titles(body: bytes) -> list[str]:
    """What an HTML page calls itself: its title, the parts of it, its first headings; nothing for no page."""
    page = open_page(body[:HEAD], "https://unknown.invalid/")
    if not isinstance(page, Page):
        return []
    window = " ".join(page.tree.findtext(".//title", "").split())
    headings = [" ".join("".join(element.itertext()).split()) for element in page.tree.iter("h1", "h2")]
    return [text for text in (window, *segments(window), *headings[:3]) if text]
