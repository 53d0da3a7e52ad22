"""What a reader asked for: the parameters of ``/search`` and ``/feed.atom``, whatever the query string."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import category
from urllib.parse import parse_qsl, urlencode

from archive.clock import is_day
from archive.search.statements import RANKED

LONGEST = 1000
"""Letters of a query that are looked at; the rest is cut off."""

PAGE_SIZE = 20
LAST_PAGE = RANKED // PAGE_SIZE
MOST_PARAMETERS = 100


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A search as its form shows it; empty strings mean "any"."""

    q: str = ""
    source: str = ""
    language: str = ""
    since: str = ""
    """First day, ``2026-11-01``."""

    until: str = ""
    """Last day, included."""

    newest: bool = False
    """Newest first instead of best first; a search without words is always so."""

    page: int = 1
    not_dates: tuple[str, ...] = ()
    """What was given as a date and is none."""

    @property
    def offset(self) -> int:
        """Hits before this page."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words limits the search."""
        return bool(self.source or self.language or self.since or self.until)

    @property
    def filters(self) -> dict[str, Any]:
        """What limits the search, as ``archive.search`` takes it beside the query."""
        return {
            "source": (self.source,) if self.source else (),
            "language": (self.language,) if self.language else (),
            "since": self.since or None,
            "until": self.until or None,
        }

    def query(self, **changes: str | int) -> str:
        """The query string of this search with some fields changed; its first page unless told otherwise."""
        form = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        fields = {"q": form.q, "source": form.source, "language": form.language}
        fields |= {"from": form.since, "to": form.until}
        fields |= {"order": "newest" if form.newest else "", "page": str(form.page) if form.page > 1 else ""}
        return urlencode({name: value for name, value in fields.items() if value})

    def link(self, path: str, **changes: str | int) -> str:
        """``path`` with that query string."""
        query = self.query(**changes)
        return f"{path}?{query}" if query else path


def search_form(query_string: bytes) -> SearchForm:
    """Read the query string; nothing in it is an error, and a date that is none is left out and named."""
    given = parameters(query_string)
    since, until = given.get("from", ""), given.get("to", "")
    return SearchForm(
        q=given.get("q", ""),
        source=given.get("source", ""),
        language=given.get("language", ""),
        since=since if is_day(since) else "",
        until=until if is_day(until) else "",
        newest=given.get("order") == "newest",
        page=page_number(given.get("page", "")),
        not_dates=tuple(value for value in (since, until) if value and not is_day(value)),
    )


def parameters(query_string: bytes) -> Mapping[str, str]:
    """The first value of every name, without control characters, cut to ``LONGEST``."""
    fields: dict[str, str] = {}
    pairs = parse_qsl("&".join(query_string.decode("utf-8", "replace").split("&")[:MOST_PARAMETERS]))
    for name, value in pairs:
        fields.setdefault(name, clean(value))
    return fields


def clean(value: str) -> str:
    """One line without control characters and lone surrogates; joiners, which Persian needs, stay."""
    kept = (" " if category(letter) in ("Cc", "Cs") else letter for letter in value[:LONGEST])
    return " ".join("".join(kept).split())


def page_number(value: str) -> int:
    """A page from 1 to ``LAST_PAGE``; 1 for anything else that is not a number."""
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(max(int(value[:9]), 1), LAST_PAGE)
