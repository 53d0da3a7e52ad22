"""How a source fares: the one word, and the sentences, that ``sources list`` and every page say of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from archive.reports import INSTEAD_OF_NEWS, KINDS

HEALTHS = ("ok", *KINDS, "quiet")
"""Every word there is; ``failing`` is an alarm after a week, and before that what the last run met."""

BY_ITS_FILE = {
    "dead": 'dead: its source file says so, and no crawl asks it. If it is back, set status = "ok" there',
    "moved": 'moved: its source file says so, and no crawl asks it. Once the file has its new place, set status = "ok"',
}
"""What is said of a source that its file calls so, whatever its last run told before that."""


class Health(NamedTuple):
    """How one source fares."""

    word: str
    """One of HEALTHS."""

    told: tuple[str, ...]
    """What is wrong and what to do next, in English; empty for ``ok`` and ``quiet``. Below a first line may stand lines
    to write in its source file."""


def health_of(status: str, problem: str | None, alarms: Mapping[str, str], *, asked: bool) -> Health:
    """How a source of that status fares, after the last run that asked it for news; ``asked``: there was one.

    A problem is what that run met, an alarm why: where an alarm explains it, the problem would only contradict.
    """
    if status in BY_ITS_FILE:
        return Health(status, (BY_ITS_FILE[status],))
    is_explained = not alarms.keys().isdisjoint(INSTEAD_OF_NEWS)
    told = (*([problem] if problem and not is_explained else []), *alarms.values())
    return Health(_word(problem, alarms, asked=asked), told)


def _word(problem: str | None, alarms: Mapping[str, str], *, asked: bool) -> str:
    """The alarm that tells why it fails, ``failing``, another alarm, ``ok``, or ``quiet`` before its first run."""
    kinds = INSTEAD_OF_NEWS if problem else KINDS
    return next((kind for kind in kinds if kind in alarms), "failing" if problem else "ok" if asked else "quiet")
