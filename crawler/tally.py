"""What a run did, source by source: counted as it happens, told at the end."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from archive.records import SourceReport
from crawler.signs import Hint

NO_PAGE = ("failed:", "rejected:off-scope", "rejected:robots", "rejected:challenge")
"""Outcomes of URLs under which nothing of the source was seen."""

MOST_TOLD = 10
"""Feeds, sitemaps and listings without a usable answer that a run tells of a source; a robots.txt may name 5,000."""


@dataclass(slots=True)
class Tally:
    """The counters of one source in one run."""

    requests: int = 0
    not_modified: int = 0
    bytes: int = 0
    answered: int = 0
    """Feeds, sitemaps and listings that gave a usable answer."""

    found: int = 0
    """Entries that were new."""

    problems: list[str] = field(default_factory=list)
    """What went wrong, a sentence each: see ``unusable``."""

    _unusable: int = 0

    hints: list[Hint] = field(default_factory=list)
    """What each of them told of the source."""

    departures: list[Hint] = field(default_factory=list)
    """Articles that led to a host of no scope."""

    missing: int = 0
    """Known articles that answered 404 or 410."""

    short: int = 0
    """Articles that it brought which are hardly a text."""

    given_up: bool = False
    """URLs of it wait for the next run, since their host gave no answer to those before."""

    not_before: datetime | None = None
    """Its server asked to be left alone until then."""

    outcomes: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)
    ended: float = field(default_factory=time.monotonic)

    def count(self, outcome: str) -> None:
        self.outcomes[outcome] += 1
        self.ended = time.monotonic()

    def unusable(self, sentence: str) -> None:
        """A feed, sitemap or listing had no usable answer; the first ten are told, and how many more there are."""
        self._unusable += 1
        more = self._unusable - MOST_TOLD
        if more > 1:
            self.problems.remove(_more(more - 1))
        self.problems.append(_more(more) if more > 0 else sentence)

    def take_back(self, revisions: int) -> None:
        """So many articles were told to be revised, and turned out to be unchanged at the end of the run."""
        self.outcomes += Counter(unchanged=revisions)
        self.outcomes -= Counter(revised=revisions)

    @property
    def is_empty(self) -> bool:
        """Nobody was asked for anything, and nothing came of it."""
        return not (self.requests or self.outcomes or self.answered or self.problems)

    @property
    def is_alive(self) -> bool:
        """Something stood under the URL of one of its articles."""
        met = sum(count for word, count in self.outcomes.items() if not word.startswith(NO_PAGE))
        return met > self.missing

    @property
    def is_walled(self) -> bool:
        """Its feeds, sitemaps and listings answer with a challenge: so would its articles."""
        return self.unanswered and any(hint.kind == "challenge" for hint in self.hints)

    @property
    def unanswered(self) -> bool:
        """No feed, sitemap or listing that was asked gave a usable answer."""
        return bool(self.hints) and not self.answered

    @property
    def failed(self) -> bool:
        """Nothing that was asked gave a usable answer, but for feeds that name articles of a host out of reach."""
        named = 0 if self.given_up else self.answered
        reached = named + sum(n for word, n in self.outcomes.items() if not word.startswith("failed:"))
        return reached <= len(self.departures) and bool(self.problems or self.outcomes)

    def report(self, source: str) -> SourceReport:
        return SourceReport(
            source=source,
            requests=self.requests,
            not_modified=self.not_modified,
            bytes=self.bytes,
            seconds=round(self.ended - self.started, 3),
            outcomes=dict(sorted(self.outcomes.items())),
            problem=self.problems[0] if self.problems and (self.failed or self.unanswered) else None,
            short=self.short,
            not_before=self.not_before,
        )


def _more(count: int) -> str:
    return f"… and {count:,} more without a usable answer; the log names them."


def exit_code(tallies: list[Tally], interrupted: bool = False) -> int:
    """The contract's code: 0 ok, 1 every source that was asked failed, 3 some failed, 130 interrupted."""
    if interrupted:
        return 130
    failed = [tally.failed for tally in tallies if not tally.is_empty]
    if not any(failed):
        return 0
    return 1 if all(failed) else 3


def summary(outcomes: Counter[str]) -> str:
    """``12 new, 3 unchanged, 1 failed:timeout``; ``nothing new`` where there was none."""
    order = ("new", "revised", "removed", "duplicate", "unchanged")
    words = sorted(outcomes, key=lambda word: (order.index(word) if word in order else len(order), word))
    return ", ".join(f"{outcomes[word]} {word}" for word in words) or "nothing new"
