"""The headers of an answer as text."""

from __future__ import annotations

from scrapy.http import Response


def header(response: Response, name: str) -> str | None:
    """The last one of that name; None where there is none, or an empty one."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def header_pairs(response: Response) -> list[tuple[str, str]]:
    """All of them, repeated names kept."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in response.headers
        for value in response.headers.getlist(name)
    ]
