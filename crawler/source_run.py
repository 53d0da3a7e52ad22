"""One source in one run: what is still to be asked of it, and what was counted."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from archive.entries import Task
from archive.pace import Visit
from archive.records import Source
from crawler.signs import of_run
from crawler.tally import Tally
from crawler.traps import MOST_UNREAD, Ahead, Patience
from crawler.wishes import Wishes


@dataclass(slots=True)
class SourceRun:
    """One source in one run: what is still to be asked, and what was counted."""

    source: Source
    tally: Tally = field(default_factory=Tally)
    open_discovery: int = 0
    """Feeds, sitemaps and listings that have not answered yet."""

    asking: bool = False
    """An article of the source is being fetched; its answer brings the next."""

    taken: set[int] = field(default_factory=set)
    """Entries in flight."""

    unread: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_UNREAD))
    """A place for every page that is fetched and has no outcome yet."""

    taken_up: int = 0
    patience: Patience = field(default_factory=Patience)
    ahead: Ahead = field(default_factory=Ahead)
    put_off: set[str] = field(default_factory=set)
    """Hosts, with their ports, that may not be asked in this run any more."""

    recheck_below: int = 0
    """Known articles with a smaller id are still to be looked at."""

    due: deque[int] | None = None
    """Known articles that are due and still to be looked at; None before the archive was asked for them."""

    def take_up(self, task: Task | None) -> None:
        """Its next URL; None where it has none for now."""
        self.asking = task is not None
        if task is None:
            return
        self.taken_up += 1
        if task.entry_id is not None:
            self.taken.add(task.entry_id)
        elif task.article_id is not None:
            self.recheck_below = task.article_id

    def seen(self, began: str, wishes: Wishes) -> Visit | None:
        """What the next interval follows from; None where the run ended before all had answered.

        ``began``: when the run did, UTC ISO-8601.
        """
        if self.open_discovery:
            return None
        tally = self.tally
        measured = tally.answered and not (wishes.backfill or wishes.since or wishes.max_articles is not None)
        news = tally.outcomes["new"] + tally.outcomes["duplicate"] if measured else None
        sign = of_run(
            *(self.source, () if tally.answered else tally.hints, tally.departures),
            *(tally.outcomes.total(), tally.outcomes["rejected:challenge"]),
            is_alive=tally.is_alive,
        )
        return Visit(datetime.fromisoformat(began), news, tally.failed or tally.unanswered, sign, tally.is_alive)
