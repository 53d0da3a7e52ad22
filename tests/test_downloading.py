"""The production download handler, over loopback: whom it connects to, and how much it takes from anybody."""

from __future__ import annotations

import gzip
import random
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

from crawler.wishes import Wishes
from tests.production import produced
from tests.sites import Answer, Asked, Outlet, Site, Wire, article, rss, sitemap

INSIDE = "127.0.0.2"
"""An address of this machine that no test opens."""


@pytest.fixture
def inside() -> Iterator[Site]:
    with Site(host=INSIDE) as running:
        running.publish(1)
        running.routes["/sitemap.xml"] = Answer(sitemap([running.url("/news/1")]))
        yield running


# Whom it connects to


def test_name_that_leads_inside_is_asked_for_nothing_on_any_hop(outlet: Outlet, inside: Site) -> None:
    """The connection stands before its peer is known; nothing may go over it."""
    there = f"http://inside.example:{inside.port}"
    with Site(host="127.0.0.3") as third:
        third.redirect("/robots.txt", f"{there}/robots.txt")
        third.publish(1)
        hosts = [f"{outlet.peer}/", f"{third.peer}/", f"inside.example:{inside.port}/"]
        outlet.routes |= {
            "/feed": Answer(rss([(outlet.url("/news/1"), 1), (outlet.url("/news/2"), 2), (f"{there}/news/1", 3)])),
            "/news/1": article(1),
            "/index.xml": Answer(f"<sitemapindex><sitemap><loc>{there}/child.xml</loc></sitemap></sitemapindex>"),
        }
        outlet.redirect("/news/2", f"{there}/news/1")
        outlet.redirect("/moved-feed", f"{there}/feed")
        outlet.write_source(
            outlet.seeds, scope=hosts, feeds=[outlet.url("/feed"), outlet.url("/moved-feed"), f"{there}/feed"],
            sitemaps=[outlet.url("/index.xml"), f"{there}/sitemap.xml"], listings=[{"url": third.url("/")}],
        )  # fmt: skip
        run = produced(outlet, allow=f"{outlet.peer},{third.peer}", names={"inside.example": [INSIDE]})
        assert third.paths == ["/robots.txt"]
    assert inside.log == []
    assert run.words == {"/news/1": "new", "/news/2": "failed:address", f"{there}/news/1": "failed:address"}
    refused = {one.partition(": ")[0] for one in run.problems if "not a public address" in one}
    assert refused == {f"{there}/feed", f"{there}/child.xml", f"{there}/sitemap.xml", third.url("/")} | (
        refused & {outlet.url("/moved-feed")}
    )


def test_name_whose_second_look_up_leads_inside_is_refused_there(outlet: Outlet) -> None:
    """DNS rebinding: every connection is judged by its own peer."""
    with Site(host=INSIDE, port=outlet.port) as inside:
        inside.publish(1)
        outlet.routes["/robots.txt"] = Answer("", 404, {"Connection": "close"})
        outlet.write_source(outlet.seeds, scope=[f"{outlet.peer}/", f"rebound.example:{outlet.port}/"])
        url = f"http://rebound.example:{outlet.port}/news/1"
        run = produced(
            outlet, Wishes(urls=(url,)), names={"rebound.example": ["127.0.0.1", INSIDE]}, DNSCACHE_ENABLED=False
        )
        assert (outlet.paths, inside.log, inside.connections) == (["/robots.txt"], [], 1)
    assert run.words == {url: "failed:address"}


def test_redirect_to_an_inner_address_in_any_form_makes_no_connection(outlet: Outlet, inside: Site) -> None:
    forms = ["127.0.0.2", "127.2", "2130706434", "0x7f000002", "0177.0.0.2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]"]
    forms += ["[64:ff9b::7f00:2]", "[2002:7f00:2::]", "localhost", "user@127.0.0.2", "0.0.0.0", "[::1]", "127.0.0.2."]
    hosts = [form.rpartition("@")[2] for form in forms]
    paths = [f"/{number}" for number, _ in enumerate(forms)]
    outlet.write_source(outlet.seeds, scope=[f"{outlet.peer}/", *(f"{host}:{inside.port}/" for host in hosts)])
    for path, form in zip(paths, forms, strict=True):
        outlet.redirect(path, f"http://{form}:{inside.port}/news/1", 302)
    run = produced(outlet, Wishes(urls=tuple(map(outlet.url, paths))))
    assert inside.connections == 0
    assert set(run.words.values()) <= {"failed:address", "rejected:off-scope", "failed:dns"}
    assert len(run.words) == len(forms)


def test_only_http_and_https_on_ports_that_a_scope_names(outlet: Outlet, inside: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text(str(article(1).body))
    targets = [f"file://{secret}", f"ftp://{inside.peer}/", "data:text/html,<p>x", "gopher://127.0.0.1:70/", "//:1/"]
    targets += [f"http://{outlet.host}:{inside.port}/news/1", f"https://{inside.peer}/", "http://a.example:99999/"]
    for number, target in enumerate(targets):
        outlet.redirect(f"/{number}", target, 302)
    run = produced(outlet, Wishes(urls=tuple(outlet.url(f"/{number}") for number, _ in enumerate(targets))))
    assert len(run.words) == len(targets)
    assert not {"new", "duplicate"} & set(run.words.values())
    assert inside.connections == 0


# How much it takes


def chunked(connection: socket.socket, status: str = "200 OK") -> None:
    connection.sendall(f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n".encode())


def endless_chunks(connection: socket.socket) -> None:
    chunked(connection)
    while True:
        connection.sendall(b"10000\r\n" + b"<p>more " * 8192 + b"\r\n")


def endless_until_closed(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>" + b"endless " * 8192)


def endless_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"".join(b"X-%d: %s\r\n" % (number, b"y" * 90) for number in range(1000)))


def endless_header_line(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        connection.sendall(b"y" * 65536)


def endless_early_hints(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 1000)


def dripping_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    while True:
        connection.sendall(b".")
        time.sleep(0.1)


def dripping_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: y\r\n")
        time.sleep(0.1)


def silent(connection: socket.socket) -> None:
    time.sleep(30)


def without_last_chunk(connection: socket.socket) -> None:
    body = str(article(1).body).encode()
    chunked(connection)
    connection.sendall(b"%x\r\n%s\r\n" % (len(body), body))


def reset(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>cut")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def raw(head: bytes, body: bytes = b"") -> Wire:
    return Wire(lambda connection: connection.sendall(head + b"\r\n\r\n" + body))


PAGE = str(article(1).body).encode()
BOMB = bytes(300_000_000)
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "zstd": zstd.compress,
}


def test_no_answer_is_taken_past_its_limits_and_the_good_ones_are_whole(outlet: Outlet) -> None:
    """One crawl for all, since each costs seconds: what is too large, what is cut, and good articles between them."""
    too_large = {
        "/chunks": Wire(endless_chunks),
        "/until-closed": Wire(endless_until_closed),
        "/headers": Wire(endless_headers),
        "/early-hints": Wire(endless_early_hints),
        "/announced": Answer("", 200, {"Content-Length": "99999999"}),
        **{f"/bomb-{name}": Answer(pack(BOMB), 200, {"Content-Encoding": name}) for name, pack in PACKED.items()},
        "/bomb-in-gzip": Answer(gzip.compress(gzip.compress(BOMB)), 200, {"Content-Encoding": "gzip, gzip"}),
    }
    cut = {
        "/short": Answer(PAGE, 200, {"Content-Length": str(len(PAGE) + 1)}),
        "/no-last-chunk": Wire(without_last_chunk),
        "/odd-chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"zz\r\n" + PAGE),
        "/reset": Wire(reset),
        **{f"/cut-{name}": Answer(pack(PAGE)[:-5], 200, {"Content-Encoding": name}) for name, pack in PACKED.items()},
        "/not-packed": Answer(PAGE, 200, {"Content-Encoding": "gzip"}),
    }
    broken = {
        "/header-line": Wire(endless_header_line),
        "/no-http": raw(b"SSH-2.0-OpenSSH_9.2"),
        "/odd-length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: many", PAGE),
        "/two-lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5", PAGE),
    }
    outlet.routes |= {**too_large, **cut, **broken}
    outlet.routes |= {f"/good/{number}": article(number) for number in range(1, 6)}
    outlet.routes |= {
        f"/packed/{name}": Answer(pack(str(article(9 + n).body).encode()), 200, {"Content-Encoding": name})
        for n, (name, pack) in enumerate(PACKED.items())
    }
    urls = tuple(map(outlet.url, outlet.routes))
    run = produced(outlet, Wishes(urls=urls), RETRY_TIMES=0, DOWNLOAD_TIMEOUT=20)
    assert {path: run.words[path] for path in too_large} == dict.fromkeys(too_large, "failed:too-large")
    assert {path: run.words[path] for path in cut} == dict.fromkeys(cut, "failed:truncated")
    assert {path: run.words[path] for path in broken} == dict.fromkeys(broken, "failed:connection")
    assert sorted(path for path, word in run.words.items() if word == "new") == sorted(
        [path for path in outlet.routes if path.startswith(("/good/", "/packed/"))]
    )
    assert run.peak < 512


def test_url_has_its_seconds_in_all_its_hops_and_tries(outlet: Outlet) -> None:
    """A limit of 3 s stands for the 45 s of the settings."""

    def slow_hop(asked: Asked) -> Answer:
        time.sleep(0.8)
        return Answer("", 302, {"Location": f"/hop/{int(asked.path[5:]) + 1}"})

    dripping = {"127.0.0.3": dripping_body, "127.0.0.4": dripping_head, "127.0.0.5": silent}
    outlet.routes |= {f"/hop/{number}": slow_hop for number in range(1, 9)}
    with ExitStack() as open_sites:
        sites = [open_sites.enter_context(Site({"/1": Wire(send)}, host)) for host, send in dripping.items()]
        peers = [outlet.peer, *(site.peer for site in sites)]
        outlet.write_source(outlet.seeds, scope=[f"{peer}/" for peer in peers])
        urls = (outlet.url("/hop/1"), *(site.url("/1") for site in sites))
        limits = {"BACKISSUE_URL_SECONDS": 3, "DOWNLOAD_TIMEOUT": 2}
        run = produced(outlet, Wishes(urls=urls), allow=",".join(peers), **limits)
        assert [[asked.path for asked in site.log] for site in sites] == [["/robots.txt", "/1", "/1"]] * 3
    assert run.words == {"/hop/1": "failed:timeout"} | {site.url("/1"): "failed:timeout" for site in sites}
    assert 1 < len([path for path in outlet.paths if "hop" in path]) <= 4
    hops = [asked.moment for asked in outlet.log if asked.path != "/robots.txt"]
    assert hops[-1] - hops[0] < 4  # what lies between two hops is not on the wire


def test_five_redirects_are_followed_and_no_sixth(outlet: Outlet) -> None:
    for number in range(7):
        outlet.redirect(f"/far/{number}", f"/far/{number + 1}", 302)
    for number in range(5):
        outlet.redirect(f"/near/{number}", f"/near/{number + 1}", 308)
    outlet.routes["/near/5"] = article(5)
    run = produced(outlet, Wishes(urls=(outlet.url("/far/0"), outlet.url("/near/0"))))
    assert run.words == {"/far/0": "failed:redirect-loop", "/near/0": "new"}
    assert [path for path in outlet.paths if "far" in path] == [f"/far/{number}" for number in range(6)]


def test_request_that_was_read_before_the_server_hung_up_is_not_sent_again_without_its_pause(outlet: Outlet) -> None:
    """Twisted's connection pool would do so at once over a connection that was used before."""

    def hang_up(_: Asked) -> Answer:
        raise ConnectionAbortedError

    outlet.write_source(outlet.seeds, crawl={"delay": 0.5})
    outlet.routes |= {"/1": article(1), "/2": hang_up}
    run = produced(outlet, Wishes(urls=(outlet.url("/1"), outlet.url("/2"))))
    assert run.words == {"/1": "new", "/2": "failed:connection"}
    moments = [asked.moment for asked in outlet.log if asked.path == "/2"]
    assert len(moments) == 2
    assert moments[1] - moments[0] >= 0.5


def test_many_hosts_that_send_large_bodies_at_once_leave_the_crawler_below_its_limit(outlet: Outlet) -> None:
    body = b"%PDF-" + random.Random(7).randbytes(10 * 1024 * 1024 - 100)
    with ExitStack() as open_sites:
        sites = [open_sites.enter_context(Site({"/1": Answer(body)}, f"127.0.1.{last}")) for last in range(1, 33)]
        peers = [outlet.peer, *(site.peer for site in sites)]
        outlet.write_source(outlet.seeds, scope=[f"{peer}/" for peer in peers])
        run = produced(outlet, Wishes(urls=tuple(site.url("/1") for site in sites)), allow=",".join(peers))
    assert set(run.words.values()) == {"rejected:not-html"}
    assert len(run.words) == 32
    assert run.peak < 512


def test_transfer_encoding_of_identity_is_none(outlet: Outlet) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: identity"
    length = b"\r\nContent-Length: %d" % len(PAGE)
    outlet.routes |= {
        "/whole": raw(head + length, PAGE),
        "/cut": raw(head + length, PAGE[:-9]),
        "/open": raw(head, PAGE),
    }
    words = produced(outlet, Wishes(urls=tuple(map(outlet.url, ("/whole", "/cut", "/open")))), DOWNLOAD_DELAY=0).words
    assert words.pop("/cut") == "failed:truncated"
    assert sorted(words.values()) == ["duplicate", "new"]
