"""A small site on loopback for tests: what stands under a path is a table that the test writes."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, NamedTuple, Self
from xml.sax.saxutils import escape

from archive.clock import Clock, utc_now
from archive.readonly import open_readonly
from archive.records import Outcome
from crawler.run import Run
from crawler.wishes import Wishes
from tests.crawling import crawl

HOST = "127.0.0.1"


class Asked(NamedTuple):
    """One request as it came."""

    path: str
    """With its query."""

    headers: Mapping[str, str]
    """Names in lower case."""

    moment: float = 0.0
    """``time.monotonic()`` when its head had come."""


class Answer(NamedTuple):
    """What stands under a path. A Content-Length in ``headers`` is sent as it is, true or not."""

    body: str | bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}


class Wire(NamedTuple):
    """What no well-behaved server sends: ``send`` writes to the connection, which is closed after it."""

    send: Callable[[socket.socket], None]


Routes = dict[str, Answer | Wire | Callable[[Asked], Answer]]


class Site:
    """A server from ``with`` to its end; ``routes`` may change while it runs, any other path answers 404."""

    def __init__(
        self,
        routes: Routes | None = None,
        host: str = HOST,
        port: int = 0,
        name: str | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``port`` 0 takes any free one. ``name`` stands in its URLs in the place of the address."""
        self.routes: Routes = {} if routes is None else routes
        self.host, self.port, self.name, self.tls = host, port, name or host, tls
        self.log: list[Asked] = []
        """Every request, in the order in which they came."""

        self.connections = 0
        """Those that were accepted, whether anything was asked over them or not."""

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    @property
    def peer(self) -> str:
        """``address:port``, for ``allow``."""
        return f"{self.host}:{self.port}"

    @property
    def netloc(self) -> str:
        return f"{self.name}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{'http' if self.tls is None else 'https'}://{self.netloc}{path}"

    def __enter__(self) -> Self:
        self._server = _Server((self.host, self.port), _Handler)
        self._server.site = self
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def redirect(self, path: str, to: str, status: int = 301) -> None:
        self.routes[path] = Answer(b"", status, {"Location": to})

    def write_source(self, seeds: Path, slug: str = "valley-en", **keys: Any) -> None:
        """``<seeds>/tj/<slug>.toml`` for this site; ``keys`` replace those of a source with a feed at /feed."""
        write_source(seeds, slug, self.netloc, **{"homepage": self.url(), "feeds": [self.url("/feed")], **keys})

    def publish(self, *numbers: int, feed: str = "/feed", **headers: str) -> None:
        """Articles under ``/news/<number>``, and a feed that names them; the highest number is the newest."""
        self.routes[feed] = Answer(rss([(self.url(f"/news/{n}"), n) for n in numbers]), 200, headers)
        for number in numbers:
            self.routes.setdefault(f"/news/{number}", article(number))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: Site

    def server_bind(self) -> None:
        """Without HTTPServer's reverse look-up of the address, which may wait for a name server."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def process_request(self, request: Any, client_address: Any) -> None:
        self.site.connections += 1
        super().process_request(request, client_address)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own: there the handshake holds nobody up."""
        if self.site.tls is None:
            super().finish_request(request, client_address)
            return
        with self.site.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up where a test wants it."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        site = self.server.site
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, time.monotonic())
        site.log.append(asked)
        found = site.routes.get(self.path, Answer("<h1>404</h1>", 404, {"Content-Type": "text/html"}))
        if isinstance(found, Wire):
            self.close_connection = True
            found.send(self.connection)
            return
        body, status, headers = found(asked) if callable(found) else found
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = headers.get("Content-Length", str(len(body))) != str(len(body))

    def log_message(self, format: str, *args: object) -> None:
        """``Site.log`` holds what a test needs."""


def write_source(seeds: Path, slug: str, peer: str, **keys: Any) -> None:
    """A source file of the given keys, by default with a feed at /feed and no pause between requests; None leaves a
    key out."""
    merged: dict[str, Any] = {
        "name": slug.replace("-", " ").title(),
        "country": "TJ",
        "languages": ["en"],
        "timezone": "Asia/Dushanbe",
        "scope": [f"{peer}/"],
        "homepage": f"http://{peer}/",
        "feeds": [f"http://{peer}/feed"],
        "article_url": r"^/news/\d+$",
        "crawl": {"delay": 0, "removed_checks": 1, "removed_days": 0},
        **keys,
    }
    if not merged["feeds"]:
        del merged["feeds"]
    text = "\n".join(f"{key} = {_toml(value)}" for key, value in merged.items() if value is not None) + "\n"
    tomllib.loads(text)
    (seeds / "tj").mkdir(parents=True, exist_ok=True)
    (seeds / "tj" / f"{slug}.toml").write_text(text, "utf-8")


def _toml(value: Any) -> str:
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f"'{value}'"


def rss(items: Iterable[tuple[str, int]]) -> str:
    """A feed of (URL, day of November 2026)."""
    rows = "".join(
        f"<item><title>{headline(day)}</title><link>{escape(url)}</link>"
        f"<pubDate>{day:02} Nov 2026 08:00:00 +0500</pubDate></item>"
        for url, day in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Valley</title>{rows}</channel></rss>'


def sitemap(urls: Iterable[str]) -> str:
    rows = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


PLACES = ("Aini", "Vanj", "Ishkashim", "Norak", "Panjakent", "Rasht", "Khorog", "Isfara", "Hisor", "Kulob", "Murghob")


def headline(number: int) -> str:
    return f"Village {number} near {PLACES[number % len(PLACES)]} mends its canal"


def text(number: int) -> str:
    """Four paragraphs that no other number has."""
    place = PLACES[number % len(PLACES)]
    return "\n".join(
        f"{opening} In the district of {place} {number} families carried stones for {number + 3} days, and by the "
        f"evening of day {number + 4} the water of canal {number}-{step} reached the last field behind the old mill."
        for step, opening in enumerate(
            (
                "The canal above the village had been dry since the flood of the spring.",
                "The engineers brought a plan, and the neighbours brought their shovels.",
                "Nobody was paid, although the cooperative gave bread and tea to all.",
                "The apricot trees will be watered again, the oldest of the farmers said.",
            )
        )
    )


def article(number: int, body: str | None = None, **headers: str) -> Answer:
    """A plain article page with the date of its day in November 2026."""
    paragraphs = "".join(f"<p>{line}</p>" for line in (body or text(number)).split("\n"))
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>{headline(number)}</title>'
        f'<meta property="article:published_time" content="2026-11-{number % 28 + 1:02}T08:00:00+05:00"></head>'
        f"<body><article><h1>{headline(number)}</h1>{paragraphs}</article></body></html>"
    )
    return Answer(page, 200, {"Content-Type": "text/html; charset=utf-8", **headers})


class Outlet(Site):
    """A site with a source file and an archive of its own in ``folder``: to be crawled inside the test process."""

    def __init__(self, folder: Path, routes: Routes | None = None) -> None:
        super().__init__(routes)
        self.seeds = folder / "seeds"
        self.db = folder / "archive.db"

    def __enter__(self) -> Self:
        super().__enter__()
        self.write_source(self.seeds)
        return self

    def crawl(
        self, wishes: Wishes | None = None, *, allow: str | None = None, clock: Clock = utc_now, **settings: Any
    ) -> Crawled:
        """``allow``: as in BACKISSUE_ALLOW_PEERS, by default this site."""
        peers = self.peer if allow is None else allow
        run, outcomes = crawl(self.db, self.seeds, wishes, allow=peers, clock=clock, **settings)
        paths = [(outcome.url.removeprefix(self.url("")), outcome.outcome) for outcome in outcomes]
        return Crawled(run, outcomes, paths)

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What the archive answers to a question."""
        with closing(open_readonly(self.db)) as connection:
            return [tuple(row) for row in connection.execute(sql, parameters)]


class Crawled(NamedTuple):
    """One run, closed."""

    run: Run
    outcomes: list[Outcome]
    words: list[tuple[str, str]]
    """Path and outcome of every URL that was taken up, in the order of the commits."""

    @property
    def problems(self) -> list[str]:
        """All sentences about feeds, sitemaps and listings, source by source."""
        return [sentence for _, visit in sorted(self.run.source_runs.items()) for sentence in visit.tally.problems]
