"""Retry-After: a host that asks to be left alone for a while is."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from time import monotonic

from scrapy.http import Response

from archive.clock import utc_now
from crawler.failures import HostPaused
from crawler.freshness import ASKS_FOR_PATIENCE, retry_after

LONGEST = 600.0
"""Seconds that a run waits for one host, all its pauses together; then the next run asks."""

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
        if response.status not in ASKS_FOR_PATIENCE:
            return
        seconds = retry_after(_header(response, "Retry-After"), _header(response, "Date"), utc_now())
        if seconds:
            self._asked[host] += seconds
            self._until[host] = max(self._until.get(host, 0), monotonic() + seconds)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
