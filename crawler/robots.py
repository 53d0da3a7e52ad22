"""robots.txt by RFC 9309: what a host lets us ask for, and how long it wants us to pause."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.discovery.sitemaps import LARGEST_ROBOTS
from crawler.failures import AddressRefused, ComeBackLater, ForbiddenByRobots, RobotsUnavailable, outcome_of

logger = logging.getLogger(__name__)

KEPT = 24 * 3600.0
"""Seconds that a reading holds (RFC 9309, 2.4)."""


class Robots:
    """Asks for robots.txt once per scheme, host and port; nothing else is asked before it has answered.

    4xx, and more redirects than five, allow everything. 5xx, 429 and no answer allow nothing: what waits for it fails
    as ComeBackLater, and the next run tries again. Its ``Sitemap:`` lines answer a request of kind ``robots``.

    In the middleware of Scrapy 2.19 only the first of several requests that wait for one robots.txt gets its rules;
    the others find none, and go ahead. An unreachable robots.txt allows everything there. Groups are chosen there by
    the whole User-Agent header, in which the words of a contact's address may be another robot's name.
    """

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.monotonic) -> None:
        self.crawler = crawler
        self.token: str = crawler.settings["BOT_NAME"]
        self._clock = clock
        self._readings: dict[str, tuple[float, asyncio.Future[ProtegoRobotParser]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        robots = cls(crawler)
        crawler.signals.connect(robots.received, signal=signals.bytes_received)
        return robots

    async def process_request(self, request: Request) -> Response | None:
        """Raises ForbiddenByRobots, ComeBackLater, and AddressRefused where robots.txt lies at no public address."""
        if request.meta.get("is_robots"):
            return None
        rules = await self._rules(request)
        step = request.meta.get("step")
        if step is not None and step.kind == "robots":
            lines = "\n".join(f"Sitemap: {url}" for url in rules.rp.sitemaps)
            return TextResponse(request.url, body=lines, encoding="utf-8")
        if not rules.allowed(request.url, self.token):
            raise ForbiddenByRobots(f"robots.txt forbids {request.url}")
        return None

    def received(self, data: bytes, request: Request) -> None:
        """Stop to read where nothing counts any more, so that an endless robots.txt is one of 500 KiB."""
        if request.meta.get("is_robots"):
            request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
            if request.meta["robots_bytes"] > LARGEST_ROBOTS:
                raise StopDownload(fail=False)

    async def _rules(self, request: Request) -> ProtegoRobotParser:
        parts = urlparse_cached(request)
        place = f"{parts.scheme}://{parts.netloc}"
        read_at, reading = self._readings.get(place, (-KEPT, None))
        if reading is None or self._clock() - read_at >= KEPT:
            reading = asyncio.ensure_future(self._read(f"{place}/robots.txt", request))
            self._readings[place] = self._clock(), reading
        return await asyncio.shield(reading)

    async def _read(self, url: str, request: Request) -> ProtegoRobotParser:
        meta = {"is_robots": True, "source": request.meta.get("source"), "download_maxsize": 0}
        # What is cut at 500 KiB could not be unpacked.
        headers = {"Accept-Encoding": "identity"}
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(
                Request(url, callback=NO_CALLBACK, meta=meta, headers=headers)
            )
        except (AddressRefused, ComeBackLater):
            raise
        except Exception as error:  # whatever the download path raises, there are no rules to go by
            logger.warning("%s: %r", url, error)
            if type(error) is not IgnoreRequest:
                raise RobotsUnavailable(f"{url} gives no answer", outcome_of(error)) from error
            body = b""  # redirected more than five times
        else:
            if response.status >= 500 or response.status == 429:
                raise RobotsUnavailable(f"{url} answers HTTP {response.status}", f"failed:http-{response.status}")
            body = beginning(response.body) if 200 <= response.status < 300 else b""
        rules = ProtegoRobotParser.from_crawler(self.crawler, body)
        self.crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=request)
        return rules


def beginning(body: bytes) -> bytes:
    """The lines that end within the first 500 KiB."""
    if len(body) <= LARGEST_ROBOTS:
        return body
    return b"\n".join(body[:LARGEST_ROBOTS].splitlines()[:-1])
