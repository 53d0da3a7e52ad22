"""Retry-After: a host that asks to be left alone for a while is."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy.http import Response

from archive.clock import utc_now
from crawler.failures import HostPaused

LONGEST = 600.0
"""Seconds that a run waits for one host, all its pauses together; then the next run asks."""

ASKING = (429, 503)
"""Statuses whose Retry-After means everything of the host."""

_LOOK = 0.5
"""Seconds between two looks whether the run is to end."""


class Pauses:
    """The hosts that asked for a pause. One request at a time waits for a host, since the downloader sends no more."""

    def __init__(self, ending: Callable[[], bool], longest: float = LONGEST) -> None:
        """``ending`` tells whether the run is to end: nobody waits any longer then."""
        self._ending = ending
        self._longest = longest
        self._until: dict[str, float] = {}
        self._asked: defaultdict[str, float] = defaultdict(float)

    async def over(self, host: str) -> None:
        """Wait until the host may be asked again. Raises HostPaused where no run waits for that long."""
        if self._asked[host] > self._longest:
            raise HostPaused(f"{host} asks to be left alone for {self._asked[host]:.0f} s")
        while (left := self._until.get(host, 0) - monotonic()) > 0:
            if self._ending():
                raise HostPaused(f"{host} asks to be left alone for another {left:.0f} s")
            await asyncio.sleep(min(left, _LOOK))

    def heed(self, host: str, response: Response) -> None:
        """Take down what the answer asks for."""
        if response.status not in ASKING:
            return
        seconds = retry_after(_header(response, "Retry-After"), _header(response, "Date"), utc_now())
        if seconds:
            self._asked[host] += seconds
            self._until[host] = max(self._until.get(host, 0), monotonic() + seconds)


def retry_after(value: str | None, date: str | None, now: datetime) -> float | None:
    """Seconds from now, of a Retry-After in seconds or as a date; None where it says nothing, 0 where it is over.

    A date is read against the answer's own ``Date``, for a server's clock may be wrong; without one, against ``now``.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    then, sent = _moment(text), _moment(date)
    if then is None:
        return None
    return max(0.0, (then - (sent or now)).total_seconds())


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
