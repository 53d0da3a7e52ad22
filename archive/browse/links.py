"""Links and data blocks that stay inert whatever was archived."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def web_link(url: str | None) -> str | None:
    """The URL if it is an http(s) URL with a host; None for ``javascript:``, ``data:`` and the rest."""
    if not url or any(letter <= " " or letter == "\x7f" for letter in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def host_of(url: str | None) -> str:
    """``www.khovar.tj`` of a URL that ``web_link`` lets through; else empty."""
    link = web_link(url)
    return (urlsplit(link).hostname or "") if link else ""


def json_block(data: Mapping[str, object]) -> Markup:
    """JSON for ``<script type="application/ld+json">``: no byte of it can end the element or start a tag."""
    return Markup(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
