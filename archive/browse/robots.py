"""What crawlers may read: of a public archive the front and the articles, of a private one nothing."""

from __future__ import annotations

from typing import Any

from datasette import Response

from archive.browse.site import Site


async def robots_page(site: Site, request: Any) -> Response:
    """``/robots.txt`` (RFC 9309)."""
    closed = ["/search", "/feed.atom", "/feed.json", "/capture/", "/-/", f"/{site.database}"] if site.public else ["/"]
    lines = ["User-agent: *", *(f"Disallow: {site.path(path)}" for path in closed)]
    return Response.text("\n".join(lines) + "\n")
