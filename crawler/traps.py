"""Sites without an end: how much of a source one run takes before it leaves the rest to the next. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.discovery.steps import Step

MOST_BARREN = 80
"""Entries in a row without a new article after which a source's others wait: a calendar, a maze, a block. Five such
sources together must stay below 500 requests."""

MOST_AHEAD = 20
"""Sitemaps and pages of listings that a backfill reads before it takes up the articles that they named: what has no end
shows then that it has no articles. With MOST_BARREN a trap costs a hundred requests."""

MOST_STEPS = 20_000
"""Sitemaps and pages of listings that one run reads of one source; the longest listing of the region has 3,924 pages,
and a sitemap for every day makes 7,300 in twenty years."""

MOST_UNREAD = 10
"""Pages of a source that may wait to be read before its next one is asked for: a trap that answers faster than workers
read would cost many more requests than ``MOST_BARREN`` before it is known for one."""

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


@dataclass(slots=True)
class Ahead:
    """How far one run reads the sitemaps and listings of one source before it takes up their articles."""

    backfill: bool = False
    _read: int = 0
    """Steps that were asked for."""

    _ahead: int = 0
    """Of them since the articles were last taken up."""

    _later: deque[Step] = field(default_factory=deque)

    def now(self, steps: Iterable[Step]) -> list[Step]:
        """Which of these steps, and of those that waited, are to be asked for now; the others wait."""
        self._later.extend(steps)
        most = MOST_STEPS - self._read
        if self.backfill:
            most = min(most, MOST_AHEAD - self._ahead)
        taken = [self._later.popleft() for _ in range(min(most, len(self._later)))]
        self._read += len(taken)
        self._ahead += len(taken)
        return taken

    def further(self) -> list[Step]:
        """The same, once the articles of those before were taken up."""
        self._ahead = 0
        return self.now(())

    def left(self) -> str | None:
        """A sentence, once, where there is more than a run reads."""
        if not self._later:
            return None
        self._later.clear()
        return (
            f"{self._read} sitemaps and pages of listings were read, and there are more. Take those that name no "
            "articles out of the source file."
        )
