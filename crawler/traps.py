"""Sites without an end: how much of a source one run takes before it leaves the rest to the next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

MOST_BARREN = 80
"""Entries in a row without a new article after which a source's others wait: a calendar, a maze, a block. Five such
sources together must stay below 500 requests."""

NEVER_ASKED = ("rejected:off-scope", "rejected:robots")
"""Outcomes of URLs that cost the host nothing."""


@dataclass(slots=True)
class Patience:
    """What one source has led to in one run."""

    barren: int = 0
    """Entries in a row, up to the last one, that were asked for and led to no new article."""

    _named: defaultdict[Hashable, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def over(self) -> bool:
        """No more entries are taken up; known articles may still be looked at."""
        return self.barren >= MOST_BARREN

    def led_to(self, outcome: str | None, url: str) -> str | None:
        """Count an entry, by its outcome, or None where its host may not be asked now; a sentence at the last one."""
        if outcome in NEVER_ASKED:
            return None
        self.barren = 0 if outcome == "new" else self.barren + 1
        if self.barren != MOST_BARREN:
            return None
        return (
            f"{MOST_BARREN} URLs in a row led to no new article; the others wait for the next run. Look at the last "
            f"one in a browser: {url}"
        )

    def repeats(self, listing: Hashable, keys: Iterable[str]) -> bool:
        """Whether a page of a listing names nothing that its earlier pages did not: an endless one goes in circles.

        ``keys`` are the url_keys of the page's entries.
        """
        named = set(keys)
        fresh = named - self._named[listing]
        self._named[listing] |= fresh
        return bool(named) and not fresh
