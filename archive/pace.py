"""How often a source is asked for news: as often as it has some. Pure; the moments are handed in."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive import trouble
from archive.trouble import Sign, Trouble

SHORTEST = timedelta(minutes=10)
"""The schedule's own step."""

LONGEST = timedelta(hours=24)
"""What a quiet source, one that fails again and again, or one that asks for patience has to wait at most."""

MEMORY = timedelta(days=2)
"""An observation so old weighs 1/e: a night or a weekend does not make it forget, a new habit is learned in days."""

JITTER = 0.1
"""Share of the interval, to both sides: sources that were asked together drift apart."""

SLACK = timedelta(seconds=30)
"""A timer that is early by so little is not sent away for ten minutes more."""

DOUBLED = 8
"""Times after which the shortest interval has become the longest."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """What a source's schedule rests on: a row of ``timetable``."""

    asked_at: datetime
    """When the last run began that asked it for news."""

    answered_at: datetime | None = None
    """The last such run that had a usable answer."""

    per_day: float | None = None
    """New articles a day, smoothed; None before two runs had an answer."""

    failures: int = 0
    """Runs in a row that had none."""

    not_before: datetime | None = None
    """What its server asked for in ``Retry-After``, at most a day."""

    trouble: Trouble | None = None
    """What it answers instead of news."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one run saw of a source that it asked for news."""

    at: datetime
    """When the run began."""

    news: int | None = 0
    """New articles; None where they say nothing of its pace: nothing answered in full, or old pages were looked for."""

    failed: bool = False
    """Nothing that was asked gave a usable answer."""

    sign: Sign | None = None
    """What was answered instead of news."""

    is_alive: bool = False
    """A page of the source answered."""


def after(pace: Pace | None, seen: Visit, of_late: float) -> Pace:
    """The pace once a run has seen the source; ``of_late`` articles a day stand in for what was not measured yet.

    A run is weighed by the time that it looks back on, so that it hardly matters in how many runs the same articles
    came. One that failed measures nothing; the next that does not looks back to before.
    """
    begun = replace(pace or Pace(seen.at), asked_at=seen.at)
    begun = replace(begun, trouble=trouble.after(begun.trouble, seen.sign, seen.at, is_alive=seen.is_alive))
    if seen.failed:
        return replace(begun, failures=begun.failures + 1)
    begun = replace(begun, failures=0)
    if seen.news is None:
        return begun
    answered = replace(begun, answered_at=seen.at)
    if begun.answered_at is None or seen.at <= begun.answered_at:
        return answered
    known = of_late if begun.per_day is None else begun.per_day
    return replace(answered, per_day=smoothed(known, seen.news, seen.at - begun.answered_at))


def smoothed(per_day: float, news: int, elapsed: timedelta) -> float:
    """The exponentially weighted mean of articles a day, after so many in this time."""
    weight = 1 - math.exp(-elapsed / MEMORY)
    return per_day + weight * (news / (elapsed / DAY) - per_day)


def due_at(pace: Pace, slug: str, fixed: timedelta | None, of_late: float) -> datetime:
    """When the source is to be asked again. ``fixed``: its file names the interval.

    On average one new article waits for a run. Every failure in a row doubles the wait. Missed moments do not add up:
    there is one next moment, and a run that comes late is that one. Of a source that never answered no pace is known:
    a machine that starts before its network does must not wait for a day.
    """
    per_day = of_late if pace.per_day is None else pace.per_day
    wait = fixed or natural(per_day, jitter(slug, pace.asked_at))
    if pace.failures and pace.answered_at is None and not fixed:
        wait = SHORTEST
    if wait < LONGEST:
        wait = min(LONGEST, wait * 2 ** min(pace.failures, DOUBLED))
    due = pace.asked_at + wait
    return due if pace.not_before is None else max(due, pace.not_before)


def natural(per_day: float, jitter: float = 0) -> timedelta:
    """The interval of a source that is asked by its pace, moved by a share of itself between -0.1 and 0.1."""
    interval = DAY / per_day if per_day > DAY / LONGEST else LONGEST
    if interval <= SHORTEST:  # the schedule's own step has no room for jitter
        return SHORTEST
    return min(LONGEST, max(SHORTEST, interval * (1 + jitter)))


def jitter(slug: str, asked_at: datetime) -> float:
    """A number between -0.1 and 0.1 that this source has after this run, and no other."""
    digest = hashlib.sha256(f"{slug} {asked_at.isoformat()}".encode()).digest()
    return JITTER * (int.from_bytes(digest[:4]) / 2**31 - 1)


def is_due(due: datetime, now: datetime) -> bool:
    return due - now <= SLACK
