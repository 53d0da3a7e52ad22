"""What a run tells while it goes on: a live line per source on a terminal, JSON lines on stdout."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from typing import Self

import click
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler

from archive.records import Outcome
from crawler.run import Run, outcome_committed, run_of
from crawler.tally import summary

MAX_LIVE_LINES = 30
"""Sources that moved last; a screen holds no more."""


class LiveLines:
    """One line per source, redrawn four times a second on stderr."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.live = Live(get_renderable=self.lines, console=Console(stderr=True), transient=True, redirect_stdout=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(run_of(crawler))
        crawler.signals.connect(extension.live.start, signal=signals.spider_opened)
        crawler.signals.connect(extension.live.stop, signal=signals.spider_closed)
        return extension

    def lines(self) -> Group:
        left_alone = self.run.left_alone()
        asked = ((slug, visit) for slug, visit in self.run.source_runs.items() if slug not in left_alone)
        visits = sorted(asked, key=lambda item: -item[1].tally.ended)[:MAX_LIVE_LINES]
        width = max((len(slug) for slug, _ in visits), default=0)
        texts = []
        for slug, visit in sorted(visits):
            state = (
                f"looking for news, {visit.tally.found} found"
                if visit.open_discovery
                else summary(visit.tally.outcomes)
            )
            texts.append(Text.assemble((f"{slug:{width}}  ", "bold"), state, overflow="ellipsis", no_wrap=True))
        return Group(*texts)


class JsonLines:
    """One JSON line on stdout for every outcome, at the moment it is committed."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.committed, signal=outcome_committed)
        return extension

    def committed(self, outcome: Outcome) -> None:
        row = asdict(outcome)
        line = {name: row[name] for name in ("url", "outcome", "id", "source")}
        _say(json.dumps(line, ensure_ascii=False))


class OutcomeLines:
    """One plain line on stdout for every outcome: what a user who names URLs wants to know."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.committed, signal=outcome_committed)
        return extension

    def committed(self, outcome: Outcome) -> None:
        where = f" {outcome.id}" if outcome.id is not None else ""
        _say(f"{outcome.outcome}{where}  {outcome.url}")


def _say(line: str) -> None:
    """A line on stdout; the run goes on when its reader has left (``| head``), for it is there for the archive."""
    with suppress(BrokenPipeError):
        click.echo(line)
