"""What crawlers may read: of a public archive the front and the articles, of a private one nothing."""

from __future__ import annotations

from typing import Any

from datasette import Response

from archive.browse.site import Site

CLOSED = ("/search", "/feed.atom", "/feed.json", "/capture/", "/saved", "/-/")
"""Of a public archive: what has no end, and what is not public."""


async def robots_page(site: Site, request: Any) -> Response:
    """``/robots.txt`` (RFC 9309)."""
    closed = (
        ["/search", "/feed.atom", "/feed.json", "/capture/", "/saved", "/-/", f"/{site.database}"]
        if site.public
        else ["/"]
    )
    lines = ["User-agent: *", *(f"Disallow: {site.path(path)}" for path in closed)]
    return Response.text("\n".join(lines) + "\n")
