"""Downloader middlewares: what may be asked, at which address, and that every answer is kept before it is read."""

from __future__ import annotations

import os
import sqlite3
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.utils.httpobj import urlparse_cached

from archive.entries import Task
from archive.records import Capture
from archive.urls import host_of
from crawler.addresses import Peers, leads_inside, literal, peers
from crawler.discovery.sitemaps import LARGEST_ROBOTS
from crawler.failures import AddressRefused, NotKept, OffScope, OptedOut, is_silence
from crawler.found_pages import PAGE
from crawler.headers import header_pairs
from crawler.opt_out import opt_outs
from crawler.reach import place_of
from crawler.run import Run, run_of
from crawler.unpacking import ENCODINGS, TooLarge, Truncated, unpack

PORTS = {"http": 80, "https": 443}


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
    """Article pages are asked for only where a source's scope covers them, on every hop of a redirect.

    A hop to another host is asked without the conditions of the first: a site that moved has the same ETags, and its
    304 would pass for a feed that is as it was.
    """

    def __init__(self, run: Run, allowed_peers: Peers) -> None:
        self.run = run
        self.allowed_peers = allowed_peers

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler), peers(os.environ.get("BACKISSUE_ALLOW_PEERS", "")))

    def process_request(self, request: Request) -> None:
        """Raises OffScope, and AddressRefused where what is off scope is no public address either."""
        if "task" in request.meta and self.run.scopes.source_of(request.url) is None:
            refuse_inner(request, self.allowed_peers)
            raise OffScope(f"{request.url} belongs to no source")
        hops = request.meta.get("redirect_urls")
        if hops and host_of(hops[0]) != host_of(request.url):
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)


class ReachGuard:
    """A host that gives no answer to several URLs is asked for no more of them in this run.

    What robots.txt answers proves nothing: many a server has it at hand while its pages hang.
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def process_request(self, request: Request) -> None:
        """Raises OutOfReach."""
        self.run.reach.check(place_of(request))

    def process_response(self, request: Request, response: Response) -> Response:
        if "is_robots" not in request.meta and "capture" not in request.meta:
            self.run.reach.answered(place_of(request))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if "is_robots" not in request.meta and is_silence(exception):
            waited, begun = request.meta.get("seconds_on_wire", 0.0), "download_latency" in request.meta
            self.run.reach.failed(place_of(request), exception, waited, begun=begun)


class CaptureKeeper:
    """Every answer to an article request goes into the archive, as it came over the wire, before anything reads it.

    But for one that opts out of being archived, where that is obeyed.
    """

    def __init__(self, run: Run, largest: int) -> None:
        self.run = run
        self.largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler), crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        task = None if "capture" in request.meta else request.meta.get("task")
        if task is None or response.status == 304 or (response.status not in PAGE and task.article_id is None):
            return response
        if self._is_to_be_left_alone(request, response, task):
            return response
        capture = Capture(
            url=response.url,
            source=task.source,
            fetched_at=self.run.archive.now(),
            status=response.status,
            headers=tuple(header_pairs(response)),
            payload=response.body,
        )
        try:
            request.meta["capture_id"] = self.run.archive.record(capture, task)
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, OSError) and error.filename is None:
                error.filename = str(self.run.archive.captures)
            raise NotKept(f"{response.url} could not be kept") from error
        return response

    def _is_to_be_left_alone(self, request: Request, response: Response, task: Task) -> bool:
        """Whether an answer opts out, and that is obeyed. Raises OptedOut where it is a page.

        An error page of a known article is evidence all the same; only its bytes are not kept.
        """
        source = self.run.scopes.source_of(response.url) or self.run.scopes.source(task.source)
        if not self.run.obeys_opt_out(source):
            return False
        told = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
        try:
            body = unpack(response.body, told, request.meta.get("download_maxsize") or self.largest)
        except (Truncated, TooLarge):  # Unpacking tells; the headers speak all the same
            body = b""
        signals = opt_outs(header_pairs(response), body)
        if signals and response.status in PAGE:
            raise OptedOut(f"{response.url} says {' and '.join(signals)}", signals)
        return bool(signals)


class Unpacking:
    """Bodies without their Content-Encoding; one that does not unpack to its end is as broken as a short one."""

    def __init__(self, largest: int) -> None:
        self.largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ", ".join(ENCODINGS))

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises ResponseDataLossError and DownloadCancelledError, as a body does that ends early or never.

        Of a robots.txt the beginning counts, packed or not.
        """
        told = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
        if not told:
            return response
        try:
            if request.meta.get("is_robots"):
                body = unpack(response.body, told, LARGEST_ROBOTS, cut=True)
            else:
                body = unpack(response.body, told, request.meta.get("download_maxsize") or self.largest)
        except Truncated as error:
            raise ResponseDataLossError(f"{response.url}: {error}") from error
        except TooLarge as error:
            raise DownloadCancelledError(f"{response.url}: unpacked it is {error}") from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        return response.replace(body=body, headers=headers)


class AddressGuard:
    """Only http and https, on the scheme's port or one that a source's scope names, and no address that is not public.

    ``BACKISSUE_ALLOW_PEERS=127.0.0.1:8600,…`` names peers, address and port, that may be connected to although they
    are not public. A name is judged by the peer behind it when the connection stands (``crawler/downloading.py``); of a
    request that goes through the user's own proxy, what stands behind a name is the proxy's affair.
    """

    def __init__(self, run: Run, allowed_peers: Peers) -> None:
        self.run = run
        self.allowed_peers = allowed_peers

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler), peers(os.environ.get("BACKISSUE_ALLOW_PEERS", "")))

    def process_request(self, request: Request) -> None:
        """Raises AddressRefused."""
        refuse_inner(request, self.allowed_peers)
        host, port = _host_and_port(request)
        if (str(literal(host)), port) in self.allowed_peers:
            return
        if port != PORTS.get(urlparse_cached(request).scheme) and not self.run.scopes.names_port(host, port):
            raise AddressRefused(f"{request.url}: port {port} is in no source's scope")


def refuse_inner(request: Request, allowed: Peers) -> None:
    """Raises AddressRefused where the host is written as an address that may not be connected to."""
    if leads_inside(*_host_and_port(request), allowed):
        raise AddressRefused(f"{request.url}: not a public address")


def _host_and_port(request: Request) -> tuple[str, int]:
    parts = urlparse_cached(request)
    return (parts.hostname or "").removesuffix("."), parts.port or PORTS.get(parts.scheme, 0)
