"""Downloader middlewares: what may be asked, at which address, and that every answer is kept before it is read."""

from __future__ import annotations

import asyncio
import ipaddress
import os
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from archive.records import Capture
from crawler.failures import AddressRefused, ForbiddenByRobots, OffScope
from crawler.run import Run, run_of

PORTS = {"http": 80, "https": 443}
DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"


class ScopeGuard:
    """Article pages are asked for only where a source's scope covers them, on every hop of a redirect."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def process_request(self, request: Request) -> None:
        if "task" in request.meta and self.run.source_of(request.url) is None:
            raise OffScope(f"{request.url} belongs to no source")


class Robots(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: 4xx allows, 5xx forbids. Its ``Sitemap:`` lines answer a request of kind ``robots``."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._readings: dict[str, asyncio.Future[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, asked for once.

        In Scrapy 2.19 only the first of several requests that wait for one robots.txt gets its rules; the others
        find none, and go ahead.
        """
        host = urlparse_cached(request).netloc
        if host not in self._readings:
            self._readings[host] = asyncio.ensure_future(super().robot_parser(request))
        return await asyncio.shield(self._readings[host])

    async def process_request(self, request: Request) -> Response | None:  # type: ignore[override]
        step = request.meta.get("step")
        if step is None or step.kind != "robots":
            await super().process_request(request)
            return None
        parser = await self.robot_parser(request)
        sitemaps = () if parser is None else parser.rp.sitemaps  # type: ignore[attr-defined]
        return TextResponse(request.url, body="\n".join(f"Sitemap: {url}" for url in sitemaps), encoding="utf-8")

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if rp is None:
            return
        if not rp.allowed(request.url, self._default_useragent):
            self._stats.inc_value("robotstxt/forbidden")
            raise ForbiddenByRobots(f"robots.txt forbids {request.url}")

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            response = response.replace(body=DISALLOW_ALL)
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)


class CaptureKeeper:
    """Every answer to an article request goes into the archive, as it came over the wire, before anything reads it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        task = request.meta.get("task")
        if task is None or response.status == 304 or (response.status != 200 and task.article_id is None):
            return response
        capture = Capture(
            url=response.url,
            source=task.source,
            fetched_at=self.run.archive.now(),
            status=response.status,
            headers=tuple(_pairs(response)),
            payload=response.body,
        )
        request.meta["capture_id"] = self.run.archive.record(capture, task)
        return response


class AddressGuard:
    """Only public addresses, on the scheme's port or one that the source's scope names, or what the user allowed.

    ``BACKISSUE_ALLOW_PEERS=127.0.0.1:8600,…`` names peers, address and port, that may be connected to although they
    are not public. A request that goes through the user's own proxy is the proxy's affair.
    """

    def __init__(self, run: Run, allowed_peers: frozenset[tuple[str, int]]) -> None:
        self.run = run
        self.allowed_peers = allowed_peers

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler), peers(os.environ.get("BACKISSUE_ALLOW_PEERS", "")))

    def process_request(self, request: Request) -> None:
        if request.meta.get("proxy"):
            return
        parts = urlparse_cached(request)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = parts.hostname or ""
        if (host, port) in self.allowed_peers:
            return
        if port != PORTS.get(parts.scheme) and not self.run.names_port(host, port):
            raise AddressRefused(f"{request.url}: port {port} is in no source's scope")
        if _is_private(host):
            raise AddressRefused(f"{request.url}: not a public address")

    def process_response(self, request: Request, response: Response) -> Response:
        address = response.ip_address
        if address is None or request.meta.get("proxy"):
            return response
        parts = urlsplit(response.url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        if not address.is_global and (str(address), port) not in self.allowed_peers:
            raise AddressRefused(f"{response.url}: {address} is not a public address")
        return response


def peers(text: str) -> frozenset[tuple[str, int]]:
    """``127.0.0.1:8600,[::1]:8601`` → addresses with ports."""
    found = (urlsplit(f"//{one.strip()}") for one in text.split(",") if one.strip())
    return frozenset((one.hostname or "", one.port or 0) for one in found)


def _is_private(host: str) -> bool:
    """Whether a literal address is not public; a name is judged by the peer that answers."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _pairs(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in response.headers
        for value in response.headers.getlist(name)
    ]
