"""The newsroom as two real HTTP servers on loopback, with a clock of two days."""

from __future__ import annotations

import errno
import gzip
import hashlib
import sys
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import NamedTuple, Self

from archive.errors import UsageProblem
from crawler.newsroom.editions import DAYS
from crawler.newsroom.expected import Expected, expected
from crawler.newsroom.site import Page, site
from crawler.newsroom.sources import write_sources

HOST = "127.0.0.1"
PORTS = (8600, 8601)
OUTLETS = ("vodi", "kuhiston")
CHANGED = {1: datetime(2026, 11, 16, 4, tzinfo=UTC), 2: datetime(2026, 11, 20, 14, tzinfo=UTC)}
"""``Last-Modified`` of what a day brought; a page that is the same on day 2 keeps that of day 1."""


class LoggedRequest(NamedTuple):
    """One answered request."""

    moment: float
    """``time.monotonic()`` when the answer was decided."""

    peer: str
    """``host:port`` that was asked."""

    method: str
    path: str
    """With its query."""

    status: int
    conditional: bool
    """Whether the client sent If-None-Match or If-Modified-Since."""


class Newsroom:
    """Both outlets, from ``with`` to its end. ``day`` may be set to 2 while they run; port 0 takes any free one."""

    def __init__(self, ports: tuple[int, int] = PORTS, day: int = 1) -> None:
        self.ports = ports
        """The real ports once the newsroom runs."""

        self.log: list[LoggedRequest] = []
        """Every request, in the order of the answers."""

        self.day = day
        self._servers: list[_OutletServer] = []

    @property
    def day(self) -> int:
        """1 or 2."""
        return self._day

    @day.setter
    def day(self, day: int) -> None:
        if day not in DAYS:
            raise UsageProblem(f"day {day}: the newsroom knows the days 1 and 2 only. Choose one of them.")
        self._day = day

    @property
    def origins(self) -> tuple[str, str]:
        """``http://host:port`` of vodi and of kuhiston."""
        return f"http://{HOST}:{self.ports[0]}", f"http://{HOST}:{self.ports[1]}"

    @property
    def peers(self) -> str:
        """For BACKISSUE_ALLOW_PEERS: both addresses, joined by a comma."""
        return ",".join(f"{HOST}:{port}" for port in self.ports)

    @property
    def expected(self) -> Expected:
        """The truth about the present day's articles, to hold a crawl against."""
        return expected(self.day, dict(zip(OUTLETS, self.origins, strict=True)))

    def write_sources(self, folder: Path) -> list[Path]:
        """Write ``tj/<slug>.toml`` for every edition into ``folder``; the newsroom must run, for its ports."""
        return write_sources(folder, dict(zip(OUTLETS, self.origins, strict=True)))

    def __enter__(self) -> Self:
        try:
            for outlet, port in zip(OUTLETS, self.ports, strict=True):
                self._servers.append(_OutletServer(self, outlet, port))
        except UsageProblem:
            self._close()
            raise
        self.ports = (self._servers[0].server_port, self._servers[1].server_port)
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
        self._close()

    def _close(self) -> None:
        for server in self._servers:
            server.server_close()
        self._servers.clear()


class _OutletServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, newsroom: Newsroom, outlet: str, port: int) -> None:
        self.newsroom = newsroom
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageProblem(_refused(port, error)) from error
        self.peer = f"{HOST}:{self.server_port}"
        self.days = {day: site(outlet, f"http://{self.peer}", day) for day in DAYS}

    def server_bind(self) -> None:
        """Without HTTPServer's reverse look-up of the address, which may wait for a name server."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is its own business; anything else is told on stderr."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def page(self, target: str) -> Page | None:
        """Today's page; unknown query parameters are ignored, an unknown listing page is not there."""
        pages = self.days[self.newsroom.day]
        path, _, query = target.partition("?")
        return pages.get(target) or (None if "page=" in query else pages.get(path))

    def last_modified(self, target: str) -> datetime:
        """When what now stands under ``target`` first stood there."""
        today = self.newsroom.day
        unchanged = self.days[1].get(target) == self.days[today].get(target)
        return CHANGED[1 if unchanged else today]


def _refused(port: int, error: OSError | OverflowError) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        problem = f"{HOST}:{port} is in use by another program. Stop it, or"
    else:
        problem = f"{HOST}:{port} cannot be opened ({error}). You may"
    return f"{problem} choose other ports with --port."


class _Handler(BaseHTTPRequestHandler):
    server: _OutletServer
    protocol_version = "HTTP/1.1"
    server_version = "Newsroom"
    sys_version = ""
    timeout = 30
    wbufsize = -1  # one packet for head and body: two would wait for each other's acknowledgement

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        page = self.server.page(self.path)
        if page is None:
            body = b"<!DOCTYPE html><title>404</title><h1>404</h1><p>Page not found.</p>"
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/html; charset=utf-8"}, body)
        elif page.location is not None:
            self._send(HTTPStatus.MOVED_PERMANENTLY, {"Location": page.location}, b"")
        else:
            self._send_page(page)

    def _send_page(self, page: Page) -> None:
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'
        changed = self.server.last_modified(self.path)
        zipped = accepts_gzip(self.headers.get("Accept-Encoding", ""))
        fields = {
            "ETag": f"W/{tag}" if zipped else tag,
            "Last-Modified": format_datetime(changed, usegmt=True),
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
        }
        if self._is_fresh(tag, changed):
            self._send(HTTPStatus.NOT_MODIFIED, fields, None)
            return
        fields["Content-Type"] = page.content_type
        if zipped:
            fields["Content-Encoding"] = "gzip"
        self._send(HTTPStatus.OK, fields, gzip.compress(page.body, mtime=0) if zipped else page.body)

    def _is_fresh(self, tag: str, changed: datetime) -> bool:
        """RFC 9110, 13.2.2: If-None-Match, compared weakly, goes before If-Modified-Since."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {each.strip().removeprefix("W/") for each in tags.split(",")}
            return bool(known & {tag, "*"})
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
            return changed <= since.astimezone(UTC)
        except ValueError:
            return False

    def _send(self, status: HTTPStatus, fields: dict[str, str], body: bytes | None) -> None:
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        entry = LoggedRequest(time.monotonic(), self.server.peer, self.command, self.path, status.value, conditional)
        self.server.newsroom.log.append(entry)
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None and self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Newsroom.log holds what the terminal need not see."""


def accepts_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (``gzip;q=0`` does not)."""
    for item in accepted.lower().split(","):
        coding, _, weight = item.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
