"""A source that answers no more as it did: has it moved, does it refuse us, is it dead? Pure; moments are handed in.

What one run was told is a ``Sign``; what lasts from run to run is a ``Trouble``, kept in the source's ``timetable``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive.clock import iso
from archive.gate import clean

Kind = Literal["moved", "challenge", "blocked", "gone", "unreachable", "unusable", "failing"]

ABSENT = ("gone", "unreachable", "unusable", "failing")
"""One outage may look like each of them in turn."""

WALLED = ("challenge", "blocked")

STEADY = timedelta(days=1)
"""A redirect that its server does not call permanent, or a feed that is not there, may be an afternoon's work."""

DEAD = {"gone": timedelta(days=3), "unreachable": timedelta(days=7)}
"""So long without a sign of life. Who has no name or no page any more says so; who does not answer may be in a long
outage: the region's networks were shut for five days in a row."""

FAILING = timedelta(days=7)
"""So long without anything usable is for the user to see to, whatever the reason: it is no outage any more."""

MOMENTS = ("since", "alive_at", "page_at")

FEWEST_RUNS = 3
"""A machine that slept for a week has seen one."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What a run was told where no feed, sitemap or listing was usable, or the pages led away."""

    kind: Kind
    """``moved`` to another host, ``challenge``, ``blocked`` (401, 403, 429, 451), ``gone`` (no such name, 404, 410,
    sold), ``unreachable``, ``unusable`` (something else lies there, or the feeds alone are gone), ``failing`` (5xx)."""

    what: str
    """Where it moved to, else what was answered: the middle of a sentence."""

    is_permanent: bool = False
    """Its server says so (301, 308)."""

    mend: str = ""
    """Of one that moved: the lines to write in its source file."""

    by_pages: bool = False
    """Its articles tell it; its feeds answer."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sign that lasts."""

    sign: Sign
    """The last run's."""

    since: datetime
    runs: int = 1
    """In a row."""

    alive_at: datetime | None = None
    """When its server last answered anything since then, were it an error."""

    page_at: datetime | None = None
    """When one of its pages did."""


def after(before: Trouble | None, sign: Sign | None, at: datetime, *, is_alive: bool) -> Trouble | None:
    """The trouble once a run began at ``at``. ``is_alive``: a page of the source answered."""
    if sign is None:
        # A run without a page tells nothing of what pages had told.
        return before if before is not None and before.sign.by_pages and not is_alive else None
    page_at = at if is_alive or sign.kind == "unusable" else None
    alive_at = at if page_at or sign.kind == "failing" else None
    if before is None or not _goes_on(before.sign, sign):
        return Trouble(sign, at, 1, alive_at, page_at)
    return Trouble(sign, before.since, before.runs + 1, alive_at or before.alive_at, page_at or before.page_at)


def _goes_on(before: Sign, now: Sign) -> bool:
    if now.kind == "moved":
        return before.kind == "moved" and before.what == now.what
    return any({before.kind, now.kind} <= set(group) for group in (ABSENT, WALLED))


def alarm_of(
    trouble: Trouble, at: datetime, answered_at: datetime | None, *, is_offline: bool
) -> tuple[str, str] | None:
    """Kind and sentence of the alarm that a trouble has become by now, if it has.

    ``answered_at``: when the source last gave something usable. ``is_offline``: nobody else answers either, so it is
    likely our own network that is dead.
    """
    sign, since = trouble.sign, f"{trouble.since:%-d %B %Y}"
    lasts = at - trouble.since
    if sign.kind == "moved" and (sign.is_permanent or (trouble.runs > 1 and lasts >= STEADY)):
        return "moved", (
            f'moved: it leads to {sign.what} since {since}. If that is another outlet, set status = "moved" in its '
            f"source file. If it is the same one, put these lines there in place of the old ones:\n{sign.mend}"
        )
    if sign.kind == "challenge":
        return "challenge", (
            f"challenge: {sign.what} since {since}. It is not dead. Ask the outlet to let us in, or crawl more slowly"
        )
    if sign.kind == "blocked" and trouble.runs > 1:
        return "blocked", (
            f"blocked: {sign.what} since {since}, for everything. It is not dead. Set BACKISSUE_CONTACT, ask the "
            "outlet to let us in, or crawl more slowly"
        )
    last = f"it last answered on {answered_at:%-d %B %Y}" if answered_at else "it never answered"
    if sign.kind in DEAD and not is_offline and trouble.runs >= FEWEST_RUNS:
        silent = at - max(filter(None, (trouble.since, trouble.alive_at)))
        if silent >= DEAD[sign.kind]:
            return "dead", (
                f"dead: {sign.what} since {since}, {trouble.runs} runs in a row; {last}. If it is gone for good, set "
                'status = "dead" in its source file'
            )
    is_there = sign.kind == "unusable" or (sign.kind == "gone" and trouble.page_at is not None)
    if is_there and trouble.runs > 1 and lasts >= STEADY:
        return "feeds", (
            f"feeds: {sign.what} since {since}, although the site answers. Open its front page in a browser and "
            "correct feeds, listings or sitemaps in its source file"
        )
    if sign.kind in ABSENT and not is_offline and trouble.runs >= FEWEST_RUNS and lasts >= FAILING:
        return "failing", (
            f"failing: {sign.what} since {since}, {trouble.runs} runs in a row. Open it in a browser; where it fails "
            "there too, tell the outlet"
        )
    return None


def to_json(trouble: Trouble | None) -> str | None:
    if trouble is None:
        return None
    known = asdict(trouble)
    moments = {name: known[name] and iso(known[name]) for name in MOMENTS}
    sign = {name: clean(value) if isinstance(value, str) else value for name, value in known["sign"].items()}
    return json.dumps({**known, **moments, "sign": sign}, ensure_ascii=False)


def from_json(text: str | None) -> Trouble | None:
    """What ``to_json`` wrote."""
    if text is None:
        return None
    found = json.loads(text)
    moments = {name: found[name] and datetime.fromisoformat(found[name]) for name in MOMENTS}
    return Trouble(**{**found, **moments, "sign": Sign(**found["sign"])})
