"""The article's headline, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.fingerprints import headline_key, letters

_SEPARATOR = re.compile(r"\s+[|–—·•»«/:-]+\s+|\s*\|\s*|\s+::\s+|:\s+")
LONGEST = 400
"""Characters; a longer headline is a paragraph in the wrong element."""


def choose_title(
    linked: Iterable[str], meta: Iterable[str], headings: list[str], window: str | None, sites: Iterable[str]
) -> str | None:
    """The headline: by JSON-LD, then by the meta elements, then the heading that the window's title repeats.

    ``window`` is the ``title`` element, ``sites`` the names by which the site calls itself.
    """
    names = {headline_key(site) for site in sites}
    for text in (*linked, *meta):
        if title := _without_site(text, headings, names):
            return title
    spoken = [heading for heading in headings if headline_key(heading) not in names]
    if window:
        repeated = [heading for heading in spoken if letters(heading) in letters(window)]
        return max(repeated, key=len, default=None) or _without_site(window, headings, names)
    return spoken[0] if spoken else None


def _without_site(text: str, headings: list[str], names: set[int]) -> str | None:
    if not text or len(text) > LONGEST or headline_key(text) in names:
        return None
    for heading in headings:
        if len(heading) < len(text) and text.startswith(heading) and _SEPARATOR.match(text, len(heading)):
            return heading
    cuts = list(_SEPARATOR.finditer(text))
    for cut in cuts:
        if headline_key(text[cut.end() :]) in names:
            return text[: cut.start()].strip()
    for cut in reversed(cuts):
        if headline_key(text[: cut.start()]) in names:
            return text[cut.end() :].strip()
    return text
