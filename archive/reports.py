"""What a run did at a source, against what it usually does there; and what of it is an alarm.

``alarms_of`` is pure; the other functions read ``crawl_source``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypedDict

from archive.plurals import counted
from archive.silence import Silence

LAST = 14
"""Runs that say what is usual; two weeks of a source that is asked once a day."""

FEWEST_RUNS = 3
"""Of fewer nothing is usual."""

PAGES = 5
"""The newest pages that are judged together: most runs of a schedule bring one or two."""

FEWEST_BAD = 3
"""One or two flash reports are no collapse."""

HALF = 0.5
"""Share of the newest pages that must be without a text, where hardly any was before …"""

TIMES = 3
"""… and how often the share of before, where some were."""

FEWEST_PAGES_BEFORE = 10

CHALLENGED = 0.2
"""Share of a run's URLs that met a challenge, above which the source blocks us."""

WITHOUT_TEXT = ("rejected:no-text", "rejected:too-short")
READ = ("new", "duplicate", "revised", *WITHOUT_TEXT)

INSTEAD_OF_NEWS = ("moved", "challenge", "blocked", "dead", "feeds", "failing")
"""Alarms that explain why no feed, sitemap or listing answers."""

KINDS = (*INSTEAD_OF_NEWS, "extraction", "silent")
"""Of alarms, the one that explains the others first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages of one run of which a text was to be had."""

    pages: int
    bad: int
    """Those without a text, or with hardly any."""

    collapsed: bool = False
    """It raised the alarm, and is no measure of what is usual: else the alarm would end by itself."""

    @classmethod
    def of(cls, outcomes: Mapping[str, int], short: int, collapsed: bool = False) -> Reading:
        bad = short + sum(outcomes.get(word, 0) for word in WITHOUT_TEXT)
        return cls(sum(outcomes.get(word, 0) for word in READ), bad, collapsed)


class Usual(TypedDict):
    """Medians of a source's last 14 runs that asked it for news."""

    runs: int
    """How many there were."""

    new: float
    requests: float
    notModified: float
    bytes: float
    seconds: float


def alarms_of(
    source: str,
    outcomes: Mapping[str, int],
    readings: Sequence[Reading],
    silence: Silence | None,
    troubled: tuple[str, str] | None = None,
) -> dict[str, str]:
    """A sentence for each kind of alarm, in the order of KINDS.

    ``readings``: of this run, then of those before it, newest first. ``troubled``: as ``trouble.alarm_of`` has it.
    """
    alarms = {}
    urls, challenged = sum(outcomes.values()), outcomes.get("rejected:challenge", 0)
    if challenged > CHALLENGED * urls:
        alarms["challenge"] = (
            f"challenge: {challenged} of {urls} pages were a challenge. Ask the outlet to let us in, or crawl more "
            "slowly"
        )
    if sentence := collapse(readings):
        alarms["extraction"] = (
            f"extraction: {sentence}. If the site was built anew, run backissue sources forget-memory {source}; if "
            "that does not help, name its text in its source file: body under [extract]"
        )
    alarms |= dict([troubled] if troubled else [])
    if silence is not None and not alarms:  # what came was no article to us
        alarms["silent"] = (
            f"silent: nothing new for {silence.days} days, and of late it never paused for more than "
            f"{counted(silence.usual, 'day')}. If its front page has news, its feed has moved: correct feeds in its "
            "source file"
        )
    return {kind: alarms[kind] for kind in KINDS if kind in alarms}


def collapse(readings: Sequence[Reading]) -> str | None:
    """Whether the newest pages have no text three times as often as those of the runs before them."""
    pages = bad = runs = 0
    for runs, reading in enumerate(readings, 1):  # noqa: B007 - the number of the last one is what is wanted
        pages, bad = pages + reading.pages, bad + reading.bad
        if pages >= PAGES:
            break
    before = [one for one in readings[runs:] if one.pages and not one.collapsed][:LAST]
    before_pages, before_bad = sum(one.pages for one in before), sum(one.bad for one in before)
    if bad < FEWEST_BAD or before_pages < FEWEST_PAGES_BEFORE:
        return None
    share, before_share = bad / pages, before_bad / before_pages
    if share < max(HALF, TIMES * before_share):
        return None
    return f"{bad} of the last {pages} pages have hardly a text, before it was {before_share:.0%}"


HISTORY = """SELECT outcomes, short, requests, not_modified, bytes, seconds, alarms FROM crawl_source
    WHERE source = ? AND answered IS NOT NULL ORDER BY crawl_id DESC LIMIT 200"""


def history(connection: sqlite3.Connection, source: str) -> tuple[list[Reading], Usual | None]:
    """What the last runs read that asked the source for news, newest first; and what is usual in them."""
    counted = [(json.loads(row[0]), row) for row in connection.execute(HISTORY, [source])]
    readings = [Reading.of(outcomes, row[1], "extraction" in json.loads(row[6])) for outcomes, row in counted]
    return readings, _usual(counted[:LAST])


def _usual(runs: Sequence[tuple[Mapping[str, int], Sequence[float]]]) -> Usual | None:
    if len(runs) < FEWEST_RUNS:
        return None
    return Usual(
        runs=len(runs),
        new=median(outcomes.get("new", 0) for outcomes, _ in runs),
        requests=median(row[2] for _, row in runs),
        notModified=median(row[3] for _, row in runs),
        bytes=median(row[4] for _, row in runs),
        seconds=median(row[5] for _, row in runs),
    )
