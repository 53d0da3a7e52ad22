"""How long a host is left alone: for as long as it asks, and the longer the slower it answers."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from time import monotonic

from scrapy.core.downloader import Downloader
from scrapy.http import Response

from archive.clock import utc_now
from crawler.failures import HostPaused
from crawler.freshness import ASKS_FOR_PATIENCE, retry_after
from crawler.headers import header

LONGEST = 600.0
"""Seconds that a run waits for one host, all its pauses together; then the next run asks."""

LONGEST_DELAY = 60.0
"""Seconds between two requests that no slowness lengthens: AUTOTHROTTLE_MAX_DELAY, and what Crawl-delay may ask."""

_LOOK = 0.5
"""Seconds between two looks whether the run is to end."""


def adapted(delay: float, least: float, latency: float, *, well: bool) -> float:
    """The delay between two requests to a host after an answer, all in seconds.

    As Scrapy's AutoThrottle reckons it for one request at a time: the delay goes up to the latency at once, and down to
    it by half the way with every answer. AutoThrottle itself would not do: it counts from when a request is sent, and
    goes below the delays of source files and Crawl-delay. Counted from the end of an answer, a host that is slower than
    its ``least`` delay works for us half of the time at most.

    ``latency`` is what its head took, or a request that failed. Only an answer that is ``well`` shortens the delay: an
    overloaded server refuses quickly. No delay at all is wished for one's own sites, and stays.
    """
    target = min(latency, LONGEST_DELAY)
    new = max(least, target, (delay + target) / 2) if least else 0.0
    return new if well else max(delay, new)


def least_delay(downloader: Downloader, host: str) -> float:
    """Seconds between two requests to a host, as source files and Crawl-delay ask for."""
    return float(downloader.per_slot_settings.get(host, {}).get("delay", downloader._delay))


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
        seconds = retry_after(header(response, "Retry-After"), header(response, "Date"), utc_now())
        if seconds:
            self._asked[host] += seconds
            self._until[host] = max(self._until.get(host, 0), monotonic() + seconds)
