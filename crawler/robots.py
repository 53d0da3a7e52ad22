"""robots.txt by RFC 9309: what a host lets us ask for, and how long it wants us to pause."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from archive.robots_rows import Reading
from crawler.challenges import wall
from crawler.discovery.sitemaps import LARGEST_ROBOTS
from crawler.failures import AddressRefused, ComeBackLater, ForbiddenByRobots, NotKept, RobotsUnavailable, outcome_of
from crawler.freshness import max_age
from crawler.reach import place_of
from crawler.run import Run, run_of

logger = logging.getLogger(__name__)

KEPT = 24 * 3600.0
"""Seconds that a reading holds (RFC 9309, 2.4)."""


OUT_OF_REACH = ("failed:connection", "failed:dns", "failed:timeout", "failed:tls")
"""Failures that may be the host's, rather than the URL's."""


class Robots:
    """Asks for robots.txt once per scheme, host and port; nothing else is asked before it has answered.

    A reading holds for a day, in later runs too, unless its Cache-Control says less of those. Once its host fails in
    such a later run robots.txt is asked for after all: an outage is no failure of the URLs that are met in it.

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
        self._not_asked: set[str] = set()
        """Places whose rules an earlier run read."""

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

    async def process_response(self, request: Request, response: Response) -> Response:
        """Raises ComeBackLater where the host as a whole is in trouble."""
        if is_unavailable(response):
            await self._ask_after_all(request)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises ComeBackLater where the host as a whole is out of reach."""
        if not isinstance(exception, NotKept) and outcome_of(exception) in OUT_OF_REACH:
            await self._ask_after_all(request)

    def received(self, data: bytes, request: Request) -> None:
        """Stop to read where nothing counts any more, so that an endless robots.txt is one of 500 KiB."""
        if request.meta.get("is_robots"):
            request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
            if request.meta["robots_bytes"] > LARGEST_ROBOTS:
                raise StopDownload(fail=False)

    async def _rules(self, request: Request) -> ProtegoRobotParser:
        place = place_of(request)
        ends, reading = self._readings.get(place, (0.0, None))
        if reading is None or self._clock() >= ends:
            kept = self._run.archive.robots(place)
            if kept is not None:
                self._not_asked.add(place)
            reading = asyncio.ensure_future(self._read(place, request) if kept is None else self._again(kept, request))
            self._readings[place] = self._clock() + KEPT - (kept.age if kept else 0), reading
        return await asyncio.shield(reading)

    async def _ask_after_all(self, request: Request) -> None:
        """The host fails: were its rules read in this run, they might have failed too. Raises ComeBackLater then."""
        place = place_of(request)
        if request.meta.get("is_robots") or place not in self._not_asked:
            return
        self._not_asked.remove(place)
        del self._readings[place]
        with _kept_or_told(place):
            self._run.archive.forget_robots(place)
        await self._rules(request)

    async def _again(self, kept: Reading, request: Request) -> ProtegoRobotParser:
        return self._parsed(kept.content, request)

    async def _read(self, place: str, request: Request) -> ProtegoRobotParser:
        url = f"{place}/robots.txt"
        meta = {"is_robots": True, "source": request.meta.get("source"), "download_maxsize": 0}
        # What is cut at 500 KiB could not be unpacked.
        headers = {"Accept-Encoding": "identity"}
        assert self.crawler.engine is not None
        response = None
        try:
            response = await self.crawler.engine.download_async(
                Request(url, callback=NO_CALLBACK, meta=meta, headers=headers)
            )
        except (AddressRefused, ComeBackLater):
            raise
        except Exception as error:  # whatever the download path raises, there are no rules to go by
            logger.warning("%s: %r", url, error)
            if type(error) is not IgnoreRequest:  # else redirected more than five times
                raise RobotsUnavailable(f"{url} gives no answer", outcome_of(error)) from error
        if response is not None and is_unavailable(response):
            if wall(response.body) == "challenge":
                raise RobotsUnavailable(f"{url} answers with a challenge", "rejected:challenge")
            raise RobotsUnavailable(f"{url} answers HTTP {response.status}", f"failed:http-{response.status}")
        found = response is not None and 200 <= response.status < 300
        content = beginning(response.body) if response is not None and found else b""
        self._keep(place, response, content)
        return self._parsed(content, request)

    def _keep(self, place: str, response: Response | None, content: bytes) -> None:
        """For the next runs, and for the host that it was redirected to, whose robots.txt it is. Raises NotKept."""
        status, seconds = (None, int(KEPT)) if response is None else (response.status, lasts(response))
        for one in places(place, response):
            with _kept_or_told(one):
                self._run.archive.keep_robots(one, status, content, seconds)

    def _parsed(self, content: bytes, request: Request) -> ProtegoRobotParser:
        rules = ProtegoRobotParser.from_crawler(self.crawler, named(content, self.token))
        self.crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    @property
    def _run(self) -> Run:
        return run_of(self.crawler)


def places(asked: str, response: Response | None) -> set[str]:
    """Whose robots.txt an answer is: of the place that was asked, and of the one at whose /robots.txt it was found."""
    if response is None or response.url != f"{place_of(response)}/robots.txt":
        return {asked}
    return {asked, place_of(response)}


@contextmanager
def _kept_or_told(place: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise NotKept(f"robots.txt of {place} could not be kept") from error


def is_unavailable(response: Response) -> bool:
    """Whether its host has no answer now (RFC 9309, 2.3.1.4); 429 asks for patience as 503 does."""
    return response.status >= 500 or response.status == 429


def lasts(response: Response) -> int:
    """Seconds for which later runs do without asking again: a day, or less where its Cache-Control says so."""
    told = [(response.headers.get(name) or b"").decode("latin-1") for name in ("Cache-Control", "Age")]
    seconds = max_age(*told)
    return int(KEPT) if seconds is None else min(seconds, int(KEPT))


def named(content: bytes, token: str) -> bytes:
    """The lines that name us by more than our name, as ``backissue/1.0`` does, name us by it alone.

    RFC 9309, 2.2.1: a name ends where no letter, ``_`` or ``-`` follows. Protego takes the whole line.
    """
    ours = rb"(?i)(?<![\w/-])(user[ -]?agent[ \t]*[: \t][ \t]*%b)(?![a-z_-])[^\r\n#]*" % re.escape(token.encode())
    return re.sub(ours, rb"\1", content)


def beginning(body: bytes) -> bytes:
    """The lines that end within the first 500 KiB."""
    if len(body) <= LARGEST_ROBOTS:
        return body
    return b"\n".join(body[:LARGEST_ROBOTS].splitlines()[:-1])
