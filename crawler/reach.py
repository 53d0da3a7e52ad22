"""A host that gives no answer is left alone: what is left of it waits for the next run. Pure."""

from __future__ import annotations

from collections import defaultdict

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.failures import OutOfReach, outcome_of

MOST_IN_A_ROW = 5
"""URLs of a host without an answer, one after the other, after which its others wait. When it hangs each costs 50 s:
an answer's 25, and as long a pause."""

LONGEST_IN_VAIN = 900.0
"""Seconds that a run waits in vain for one host, whatever it answers in between."""


class Reach:
    """The hosts, by scheme, name and port, that gave no answer in this run."""

    def __init__(self) -> None:
        self._in_a_row: defaultdict[str, int] = defaultdict(int)
        self._in_vain: defaultdict[str, float] = defaultdict(float)
        self._given_up: dict[str, str] = {}

    def check(self, place: str) -> None:
        """Raises OutOfReach where the host is not to be asked any more, with the outcome of the last URL that was."""
        if place in self._given_up:
            raise OutOfReach(f"{place} gives no answer", self._given_up[place])

    def answered(self, place: str) -> None:
        self._in_a_row[place] = 0

    def failed(self, place: str, error: Exception, seconds: float, *, begun: bool = False) -> None:
        """A URL got no answer, or not the end of one that had ``begun``, and that took ``seconds``."""
        self._in_a_row[place] = 0 if begun else self._in_a_row[place] + 1
        self._in_vain[place] += seconds
        if self._in_a_row[place] >= MOST_IN_A_ROW or self._in_vain[place] >= LONGEST_IN_VAIN:
            self._given_up.setdefault(place, outcome_of(error))


def place_of(asked: Request | Response) -> str:
    """Whom a URL is asked of: scheme, host and port."""
    parts = urlparse_cached(asked)
    return f"{parts.scheme}://{parts.netloc}"
