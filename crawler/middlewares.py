"""Downloader middlewares: what may be asked, at which address, and that every answer is kept before it is read."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import sqlite3
import zlib
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Headers, Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]  # those that it unpacks with
from scrapy.utils.httpobj import urlparse_cached

from archive.errors import UsageProblem
from archive.records import Capture
from crawler.failures import AddressRefused, ForbiddenByRobots, NotKept, OffScope, RobotsUnavailable
from crawler.run import Run, run_of

PORTS = {"http": 80, "https": 443}
LARGEST_ROBOTS = 500 * 1024
"""Bytes; the part of robots.txt that RFC 9309 asks to read."""


class Recall:
    """A capture that an earlier run did not get to read answers its request; nothing is asked of the network."""

    def process_request(self, request: Request) -> Response | None:
        capture: Capture | None = request.meta.get("capture")
        if capture is None:
            return None
        headers = Headers()
        for name, value in capture.headers:
            headers.appendlist(name, value)
        return Response(capture.url, status=capture.status, headers=headers, body=capture.payload)


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


class Robots:
    """robots.txt by RFC 9309, asked for once per host: 4xx allows everything, 5xx and 429 nothing.

    Where it cannot be read, whatever waits for it fails as it failed, and is tried again in the next run. Its
    ``Sitemap:`` lines answer a request of kind ``robots``.

    In the middleware of Scrapy 2.19 only the first of several requests that wait for one robots.txt gets its rules;
    the others find none, and go ahead. An unreachable robots.txt allows everything there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.user_agent: str = crawler.settings["USER_AGENT"]
        self._readings: dict[str, asyncio.Future[ProtegoRobotParser]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """Raises ForbiddenByRobots, RobotsUnavailable, or what the request for robots.txt raised."""
        if request.meta.get("is_robots"):
            return None
        rules = await self._rules(request)
        step = request.meta.get("step")
        if step is not None and step.kind == "robots":
            lines = "\n".join(f"Sitemap: {url}" for url in rules.rp.sitemaps)
            return TextResponse(request.url, body=lines, encoding="utf-8")
        if not rules.allowed(request.url, self.user_agent):
            raise ForbiddenByRobots(f"robots.txt forbids {request.url}")
        return None

    async def _rules(self, request: Request) -> ProtegoRobotParser:
        host = urlparse_cached(request).netloc
        if host not in self._readings:
            self._readings[host] = asyncio.ensure_future(self._read(request))
        return await asyncio.shield(self._readings[host])

    async def _read(self, request: Request) -> ProtegoRobotParser:
        parts = urlparse_cached(request)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        meta = {"is_robots": True, "source": request.meta.get("source")}
        assert self.crawler.engine is not None
        response = await self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        if response.status >= 500 or response.status == 429:
            raise RobotsUnavailable(url, response.status)
        body = b"" if response.status >= 400 else response.body[:LARGEST_ROBOTS]
        rules = ProtegoRobotParser.from_crawler(self.crawler, body)
        self.crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=request)
        return rules


class CaptureKeeper:
    """Every answer to an article request goes into the archive, as it came over the wire, before anything reads it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        task = None if "capture" in request.meta else request.meta.get("task")
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
        try:
            request.meta["capture_id"] = self.run.archive.record(capture, task)
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, OSError) and error.filename is None:
                error.filename = str(self.run.archive.captures)
            raise NotKept(f"{response.url} could not be kept") from error
        return response


class Unpacking(HttpCompressionMiddleware):
    """Bodies without their Content-Encoding; one that does not unpack to its end is as broken as a short one."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises ResponseDataLossError, and IgnoreRequest where the body grows past the limit."""
        packed, encodings = response.body, b",".join(response.headers.getlist("Content-Encoding")).lower()
        try:
            unpacked = super().process_response(request, response)
        except (OSError, EOFError, zlib.error, brotli.error, zstd.ZstdError) as error:
            raise ResponseDataLossError(f"{response.url}: {error}") from error
        if b"gzip" in encodings and not _is_whole_gzip(packed):
            raise ResponseDataLossError(f"{response.url}: the gzip stream has no end")
        return unpacked


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
    """``127.0.0.1:8600,[::1]:8601`` → addresses with ports. Raises UsageProblem."""
    return frozenset(_peer(one.strip()) for one in text.split(",") if one.strip())


def _peer(text: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        if parts.netloc == text and parts.port:
            return str(ipaddress.ip_address(parts.hostname or "")), parts.port
    except ValueError:
        pass
    raise UsageProblem(f'BACKISSUE_ALLOW_PEERS: "{text}" is not address:port. Write it like 127.0.0.1:8600.')


def _is_private(host: str) -> bool:
    """Whether a literal address is not public; a name is judged by the peer that answers."""
    address = _literal(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return not address.is_global or address.is_multicast


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Short, decimal, octal and hexadecimal forms are addresses too: the resolver reads them as it did in 1983."""
    with suppress(ValueError):
        return ipaddress.ip_address(host)
    with suppress(OSError):
        return ipaddress.ip_address(socket.inet_aton(host))
    return None


def _is_whole_gzip(body: bytes) -> bool:
    """Whether every member of a gzip stream has its end; what follows the last is not looked at."""
    while body.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(wbits=31)
        try:
            member.decompress(body)
        except zlib.error:
            return False
        if not member.eof:
            return False
        body = member.unused_data
    return True


def _pairs(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in response.headers
        for value in response.headers.getlist(name)
    ]
