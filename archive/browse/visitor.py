"""Who reads: the language of the words around the articles, and links that keep it.

``?ui=ru`` in the address chooses it, and then every link of the page says so too; without it the browser's
``Accept-Language`` does, and links say nothing, so that an address that is passed on speaks the language of whoever
opens it. No cookie is set: none is needed, and a page is the same for all who ask for it alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from archive.browse.searchform import parameters
from archive.browse.wording import Wording
from archive.browse.words import WORDINGS
from archive.browse.words.english import ENGLISH

LONGEST_HEADER = 1000
"""Letters of ``Accept-Language`` that are looked at."""


@dataclass(frozen=True)
class Visitor:
    """One request, seen as a person with a language."""

    wording: Wording
    chosen: bool
    """Whether the address names the language."""

    given: dict[str, str]
    """The parameters of the address."""

    path: str
    """Of the address, as a link on the page names it."""

    def address(self, path: str, **fields: object) -> str:
        """The path with these fields as its query, and with the language where the reader chose it."""
        if self.chosen:
            fields["ui"] = self.wording.code
        query = urlencode({name: value for name, value in fields.items() if value not in ("", None)})
        return f"{path}{'&' if '?' in path else '?'}{query}" if query else path

    @cached_property
    def in_other_languages(self) -> list[tuple[Wording, str]]:
        """This page in every language that it can speak, its own included."""
        return [(wording, f"{self.path}?{urlencode({**self.given, 'ui': code})}") for code, wording in WORDINGS.items()]


def visitor_of(request: Any, path: str) -> Visitor:
    """The language that a request for ``path`` asks for; English where it asks for none of ours."""
    given = dict(parameters(request.scope.get("query_string") or b""))
    chosen = WORDINGS.get(given.get("ui", ""))
    wording = chosen or accepted(request.headers.get("accept-language") or "")
    return Visitor(wording, chosen is not None, given, path)


def accepted(header: str) -> Wording:
    """What ``Accept-Language`` (RFC 9110) likes best of ours; of equals the first."""
    best, most = ENGLISH, 0.0
    for choice in header[:LONGEST_HEADER].split(","):
        tag, *parameters_of_it = (part.strip().lower() for part in choice.split(";"))
        wording = WORDINGS.get(tag.partition("-")[0])
        liked = quality(parameters_of_it)
        if wording and liked > most:
            best, most = wording, liked
    return best


def quality(parameters_of_it: list[str]) -> float:
    """``0.8`` of ``q=0.8``; 1 where there is none, 0 for what is no number from 0 to 1."""
    given = next((one[2:] for one in parameters_of_it if one.startswith("q=")), "1")
    try:
        value = float(given)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0
