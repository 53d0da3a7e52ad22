"""The download handler: Scrapy's HTTP/1.1 by the rules of a guest who may meet anybody.

Whatever asks for something, be it a page, a hop of a redirect, a robots.txt, a feed or a sitemap, does so through here.
"""

from __future__ import annotations

import ipaddress
import os
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _LenientHTTP11ClientProtocol
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Response
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.protocol import Factory
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, _contentLength
from twisted.web.http import _IdentityTransferDecoder

from crawler.addresses import Peers, admits, peers
from crawler.certificates import Certificates, lenient_hosts
from crawler.failures import AddressRefused, OutOfReach
from crawler.found_pages import PAGE
from crawler.pauses import Pauses, adapted, least_delay
from crawler.reach import place_of
from crawler.run import run_of

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.web.iweb import IResponse

LARGEST_HEAD = 256 * 1024
"""Bytes of status line and headers, as Chromium has it; Twisted limits a line to 16 KiB, and the lines not at all."""


class GuestHandler(HTTP11DownloadHandler):
    """Connects to public peers only, reads no endless head, and gives a URL so many seconds in all its hops and tries.

    A host that asks for a pause gets it, and a slow one a longer delay. The delay between two requests counts from the
    end of an answer: counted from when a request is sent, they may arrive with a shorter gap than it. What goes through
    the user's own proxy is the proxy's affair.
    """

    lazy = True
    """What is wrong with BACKISSUE_ALLOW_PEERS is told by AddressGuard; Scrapy would only log it here."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._seconds = crawler.settings.getfloat("BACKISSUE_URL_SECONDS")
        # A request that a server has read before it hung up would be sent again at once, without the pause.
        self._pool.retryAutomatically = False
        factory: Any = partial(_GuestFactory, peers(os.environ.get("BACKISSUE_ALLOW_PEERS", "")))
        self._pool._factory = factory
        self._by_proxy = HTTP11DownloadHandler(crawler)
        certificates: Any = Certificates.from_crawler(crawler)
        certificates.lenient = lenient_hosts(run_of(crawler).scopes.catalogue.sources)
        self._contextFactory = self._by_proxy._contextFactory = certificates
        self._pauses = Pauses(self._ending)

    async def download_request(self, request: Request) -> Response:
        """Raises AddressRefused, HostPaused, OutOfReach, DownloadTimeoutError, and what Scrapy's own handler raises."""
        host: str = request.meta[Downloader.DOWNLOAD_SLOT]
        await self._pauses.over(host)
        self._check_reach(host, request)
        spent: float = request.meta.get("seconds_on_wire", 0.0)
        if spent >= self._seconds:
            raise DownloadTimeoutError(f"{request.url}: its {self._seconds:g} s are over.")
        request.meta["download_timeout"] = min(request.meta["download_timeout"], self._seconds - spent)
        begun, response = monotonic(), None
        try:
            if request.meta.get("proxy"):
                response = await self._by_proxy.download_request(request)
            else:
                response = await super().download_request(request)
        finally:
            seconds = monotonic() - begun
            added = self._rest(host, request, response, seconds)
            # Redirects and new tries take their meta from here.
            request.meta["seconds_on_wire"] = spent + seconds + added
        self._pauses.heed(host, response)
        return response

    def _check_reach(self, host: str, request: Request) -> None:
        """Raises OutOfReach for what waited for its turn while others got no answer; nobody waits for it any longer."""
        try:
            run_of(self._crawler).reach.check(place_of(request))
        except OutOfReach:
            self._downloader.slots[host].delay = least_delay(self._downloader, host)
            raise

    def _rest(self, host: str, request: Request, response: Response | None, seconds: float) -> float:
        """Let the delay begin now, and follow what the answer took; without one, ``seconds`` are what that took.

        Gives the seconds by which slowness makes the pause that follows longer: a URL that needs another request pays
        for them out of its own.

        Scrapy set its clock when it sent the request: a delay that became shorter holds from the next request on.
        """
        slot = self._downloader.slots[host]
        slot.lastseen = monotonic()
        latency = seconds if response is None else request.meta["download_latency"]
        well = response is not None and response.status in PAGE
        least = least_delay(self._downloader, host)
        slot.delay = adapted(slot.delay, least, latency, well=well)
        return max(0.0, slot.delay - least)

    @property
    def _downloader(self) -> Downloader:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader

    def _ending(self) -> bool:
        assert self._crawler.engine is not None
        return not self._crawler.engine.running or run_of(self._crawler).fault is not None

    async def close(self) -> None:
        await super().close()
        await self._by_proxy.close()


class _GuestFactory(Factory):
    noisy = False

    def __init__(self, allowed: Peers, quiescent: Any, endpoint: str) -> None:
        self._allowed = allowed
        self._quiescent = quiescent

    def buildProtocol(self, addr: Any) -> _GuestProtocol:  # noqa: N802 Twisted's name
        """The connection to ``addr`` stands, and nothing was sent over it yet. Raises AddressRefused."""
        assert isinstance(addr, IPv4Address | IPv6Address)
        if not admits(ipaddress.ip_address(addr.host), addr.port, self._allowed):
            raise AddressRefused(f"{addr.host}:{addr.port} is not a public address")
        return _GuestProtocol(self._quiescent)  # type: ignore[no-untyped-call]


class _GuestProtocol(_LenientHTTP11ClientProtocol):
    _head = 0
    """Bytes that came before the body, of every 1xx too, with at most one chunk of the body."""

    def request(self, request: Any) -> Deferred[IResponse]:
        self._head = 0
        answer = super().request(request)
        parser: Any = self._parser
        if parser is not None:
            # "identity" was an encoding until RFC 7230, and old servers send it; it means none.
            parser._transferDecoders = {**parser._transferDecoders, b"identity": partial(_plain, parser)}
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 Twisted's name
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                error = DownloadCancelledError(f"more than {LARGEST_HEAD} bytes of headers")
                self._giveUp(Failure(error))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


def _plain(parser: Any, take: Any, end: Any) -> Any:
    """Twisted's decoder of a body that is not encoded, by the length that its headers tell."""
    return _IdentityTransferDecoder(_contentLength(parser.connHeaders), take, end)  # type: ignore[no-untyped-call]
