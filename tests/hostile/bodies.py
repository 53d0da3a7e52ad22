# ruff: noqa: E501 - one line a case
"""Answers that are too large, cut, endless, slow, or no HTTP. All with the limits of production."""

from __future__ import annotations

import gzip
import lzma
import socket
import time
import zlib
from collections.abc import Callable
from functools import cache

import brotli  # type: ignore[import-untyped]
from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

from crawler.reach import MOST_IN_A_ROW
from tests.hostile.stage import HTML, Stage
from tests.sites import Answer, Wire, article, sitemap, text
from tests.test_downloading import (
    PAGE,
    chunked,
    dripping_body,
    dripping_head,
    endless_chunks,
    endless_early_hints,
    endless_header_line,
    endless_headers,
    endless_until_closed,
    raw,
    reset,
    without_last_chunk,
)

BOMB = 200_000_000
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 1),
    "deflate": lambda body: zlib.compress(body, 1),
    "raw deflate": lambda body: zlib.compress(body, 1)[2:-4],
    "br": lambda body: bytes(brotli.compress(body, quality=1)),
    "zstd": lambda body: bytes(zstd.compress(body, 1)),
}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
PIECES = (text(1).split("\n")[0], text(1).split("\n")[3])
LARGE, CUT, BROKEN = "failed:too-large", "failed:truncated", "failed:connection"


@cache
def bomb(way: str) -> bytes:
    return PACKED[way](b"<p>" + bytes(BOMB))


def bodies(stage: Stage) -> None:
    """Each slow one on a host of its own: they are slow side by side."""
    _large(stage)
    _cut(stage)
    _odd(stage)
    _gone(stage)
    for name, send in {"body": dripping_body, "head": dripping_head, "silence": silent, "gzip": dripping_gzip}.items():
        host = stage.host(f"slow-{name}-en", "slow")
        host.page(name, Wire(send), "failed:timeout")
    host = stage.host("slow-hops-en", "slow")
    for number in range(9):
        host.site.routes[f"/hop/{number}"] = lambda _, to=number + 1: _slow_hop(to)
    host.page(
        "redirects of 12 s each", Answer("", 302, {"Location": "/hop/0"}), "failed:timeout", "failed:redirect-loop"
    )


def _gone(stage: Stage) -> None:
    """A host that hangs once its feed has answered: 150 s, side by side with all others."""
    host = stage.host("hangs-en", "slow")
    host.good(46)
    for number in range(1, 13):
        outcomes = ("failed:timeout",) if number <= MOST_IN_A_ROW else ()
        host.page(f"URL {number} of a host that hangs", Wire(silent), *outcomes)
    stage.case("slow: what is left of a host that hangs is told", lambda played: "" if (
        f"what is left of {host.site.peer} waits for the next run" in played.problems) else "not told")  # fmt: skip


def _large(stage: Stage) -> None:
    host = stage.host("large-en", "large")
    host.good(41)
    for way in PACKED:
        told = {"Content-Encoding": way.removeprefix("raw ")}
        host.page(f"bomb of {way}", lambda _, way=way, told=told: Answer(bomb(way), 200, {**HTML, **told}), LARGE)
    twice = {"Content-Encoding": "gzip, br"}
    host.page("bomb of gzip in br", lambda _: Answer(PACKED["br"](bomb("gzip")), 200, {**HTML, **twice}), LARGE)
    nine = {"Content-Encoding": ", ".join(["gzip"] * 9)}
    host.page("nine layers of gzip", lambda _: Answer(_layers(9), 200, {**HTML, **nine}), LARGE, CUT, BROKEN)
    for name, send in {
        "endless chunks": endless_chunks, "endless body": endless_until_closed, "endless headers": endless_headers,
        "endless early hints": endless_early_hints,
    }.items():  # fmt: skip
        host.page(name, Wire(send), LARGE)
    host.page("99 MB announced", Answer("", 200, {**HTML, "Content-Length": "99999999"}), LARGE)
    host.page("an endless line of headers", Wire(endless_header_line), BROKEN, LARGE)
    host.page("endless chunk extension", Wire(endless_chunk_line), BROKEN, LARGE, CUT)
    host.page("a page of 11 MB", lambda _: Answer(PAGE + b" " * 11_000_000, 200, HTML), LARGE)
    host.page("a page of 9 MB of blanks", lambda _: Answer(PAGE + b" " * 9_000_000, 200, HTML), "new", holds=PIECES)
    host.good(42)
    for slug, body in (("map-bomb-en", "gzip"), ("map-twice-en", "twice")):
        one = stage.host(slug, "large")
        one.good(43 + len(body))
        one.site.routes["/robots.txt"] = Answer(f"Sitemap: {one.url('/bomb.xml.gz')}")
        one.site.routes["/bomb.xml.gz"] = lambda _, way=body: Answer(
            bomb("gzip") if way == "gzip" else gzip.compress(bomb("gzip"))
        )
        stage.case(
            f"large: .xml.gz, {body}",
            lambda played, at=one: "" if at.url("/bomb.xml.gz") in played.problems else "not told",
        )
        one.source(sitemaps=[one.url("/bomb.xml.gz")])
    feed = stage.host("feed-bomb-en", "large")
    feed.site.routes["/feed"] = lambda _: Answer(bomb("gzip"), 200, {"Content-Encoding": "gzip"})
    stage.case("large: a feed", lambda played: "" if feed.url("/feed") in played.problems else "not told")


def _cut(stage: Stage) -> None:
    host = stage.host("cut-en", "cut")
    host.good(51)
    host.page("one byte short of its length", Answer(PAGE, 200, {**HTML, "Content-Length": str(len(PAGE) + 1)}), CUT)
    host.page("half of its length", Answer(PAGE[:700], 200, {**HTML, "Content-Length": str(len(PAGE))}), CUT)
    host.page("without its last chunk", Wire(without_last_chunk), CUT)
    host.page("a chunk of no number", raw(OK + b"Transfer-Encoding: chunked", b"zz\r\n" + PAGE), CUT, BROKEN)
    host.page("a negative chunk", raw(OK + b"Transfer-Encoding: chunked", b"-5\r\n" + PAGE), CUT, BROKEN)
    host.page("a chunk longer than it is", raw(OK + b"Transfer-Encoding: chunked", b"fff0\r\n" + PAGE), CUT)
    host.page("reset", Wire(reset), CUT, BROKEN)
    host.page("reset in the head", Wire(reset_head), BROKEN, CUT)
    host.page("closed without a word", Wire(lambda _: None), BROKEN, CUT)
    for way, pack in PACKED.items():
        told = {**HTML, "Content-Encoding": way.removeprefix("raw ")}
        host.page(f"{way} without its end", Answer(pack(PAGE)[:-9], 200, told), CUT)
        if way not in ("raw deflate", "zstd"):  # neither has a sum to know it by
            host.page(f"{way}, spoiled", Answer(_spoiled(pack(PAGE)), 200, told), CUT)
    host.page(
        "gzip with a wrong sum", Answer(_wrong_sum(gzip.compress(PAGE)), 200, {**HTML, "Content-Encoding": "gzip"}), CUT
    )
    host.page("said to be gzip", Answer(PAGE, 200, {**HTML, "Content-Encoding": "gzip"}), CUT)
    host.page("said to be br", Answer(PAGE, 200, {**HTML, "Content-Encoding": "br"}), CUT)
    host.page("an encoding of nobody", Answer(lzma.compress(PAGE), 200, {**HTML, "Content-Encoding": "lzma"}),
              CUT, BROKEN, "rejected:not-html", "rejected:charset", "rejected:no-text")  # fmt: skip
    host.page("nothing at all", Answer("", 200, HTML), "rejected:no-text", "rejected:not-html", "rejected:too-short")
    host.page("204", Answer("", 204), "failed:http-204")
    host.page("206 that nobody asked for", Answer(PAGE, 206, HTML), "failed:http-206")
    host.page("304 of a page that we do not have", Answer("", 304), "failed:http-304")
    host.good(52)


def _odd(stage: Stage) -> None:
    """What is odd and whole is taken; what may be read in two ways is not."""
    host = stage.host("odd-en", "odd")
    host.good(61)
    host.page("SSH", raw(b"SSH-2.0-OpenSSH_9.2"), BROKEN)
    host.page("HTTP/0.9", raw(PAGE), BROKEN)
    host.page("SMTP", raw(b"220 mail.example ESMTP\r\n250 ok"), BROKEN)
    host.page("a length of letters", raw(OK + b"Content-Length: many", PAGE), BROKEN)
    host.page("a negative length", raw(OK + b"Content-Length: -1", PAGE), BROKEN, CUT)
    host.page("a length of 200 digits", raw(OK + b"Content-Length: " + b"9" * 200, PAGE), BROKEN, LARGE)
    host.page("two lengths", raw(OK + b"Content-Length: 3\r\nContent-Length: 5", PAGE), BROKEN, CUT)
    host.page("the same length twice", raw(OK + LENGTH + LENGTH.strip(), PAGE), "new", BROKEN)
    host.page("length and chunks", raw(OK + b"Transfer-Encoding: chunked\r\nContent-Length: 7", b"0\r\n\r\n"),
              BROKEN, CUT, "rejected:no-text", "rejected:not-html")  # fmt: skip
    host.page("status 999", Answer(PAGE, 999, HTML), "failed:http-999")
    host.page("status of letters", raw(b"HTTP/1.1 abc OK\r\n" + LENGTH.strip(), PAGE), BROKEN)
    host.page(
        "status of five digits", raw(b"HTTP/1.1 20000 OK\r\n" + LENGTH.strip(), PAGE), BROKEN, "failed:http-20000"
    )
    host.page(
        "300 headers",
        raw(OK + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + LENGTH.strip(), PAGE),
        "new",
        BROKEN,
        LARGE,
    )
    host.page("a header of 20 kB", raw(OK + LENGTH + b"Set-Cookie: a=" + b"b" * 20_000, PAGE), BROKEN, LARGE)
    host.page("a header without colon", raw(OK + LENGTH + b"nonsense", PAGE), "duplicate", "new", BROKEN)
    host.page("a header with NUL", raw(OK + LENGTH + b"X-Nul: a\0b", PAGE), "duplicate", "new", BROKEN)
    host.page("headers in UTF-8", raw(OK + LENGTH + "X-Сайт: тест".encode(), PAGE), "duplicate", "new", BROKEN)
    host.page("a folded header", raw(OK + LENGTH + b"X-Long: a\r\n b", PAGE), "duplicate", "new", BROKEN)
    host.page("bare line feeds", Wire(lambda at: at.sendall(b"HTTP/1.1 200 OK\nContent-Type: text/html\n" + LENGTH.strip() + b"\n\n" + PAGE)),
              "duplicate", "new", BROKEN)  # fmt: skip
    host.page("bytes after the body", raw(OK + LENGTH.strip(), PAGE + b"HTTP/1.1 200 OK\r\n\r\nsmuggled"), "duplicate", "new", BROKEN,
              lacks=("smuggled",))  # fmt: skip
    host.page(
        "two content types",
        raw(OK + LENGTH + b"Content-Type: application/pdf", PAGE),
        "duplicate",
        "new",
        "rejected:not-html",
    )
    one, two = (str(article(number).body).encode() for number in (63, 64))
    host.page(
        "transfer encoding of identity",
        raw(OK + b"Transfer-Encoding: identity\r\nContent-Length: %d" % len(one), one),
        "new",
    )
    host.page(
        "… that breaks off", raw(OK + b"Transfer-Encoding: identity\r\nContent-Length: %d" % len(one), one[:-9]), CUT
    )
    host.page("status 203", Answer(two, 203, HTML), "new", holds=(text(64).split("\n")[0],))
    host.page("early hints, then a page", Wire(lambda at: at.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + LENGTH + b"\r\n" + PAGE)),
              "duplicate", "new")  # fmt: skip
    host.page("a trailer after the chunks", raw(OK + b"Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\nX-T: 1\r\n\r\n" % (len(PAGE), PAGE)),
              "duplicate", "new")  # fmt: skip
    for way, pack in PACKED.items():
        other = str(article(60 + len(host.entries)).body).encode()
        told = {**HTML, "Content-Encoding": way.removeprefix("raw ")}
        host.page(f"an article in {way}", Answer(pack(other), 200, told), "new")
    host.page(
        "to itself", Answer("", 302, {"Location": host.url(f"/news/{len(host.entries) + 1}")}), "failed:redirect-loop"
    )
    host.site.redirect("/ping", "/pong", 302)
    host.site.redirect("/pong", "/ping", 302)
    host.page("in a circle of two", Answer("", 301, {"Location": "/ping"}), "failed:redirect-loop")
    host.page("301 to nowhere", Answer("", 301), "failed:http-301")
    host.page("301 to nothing", Answer("", 301, {"Location": ""}), "failed:redirect-loop", "failed:http-301")
    host.page("300 with choices", Answer("<a href='/x'>x</a>", 300, HTML), "failed:http-300")
    host.good(62)
    _front(stage)


def _front(stage: Stage) -> None:
    """Articles that lead to the front page or a section, and what is no page of HTML."""
    host = stage.host("front-en", "no article")
    host.site.routes |= {
        "/": Answer(sections("Valley News"), 200, HTML),
        "/politics/": Answer(sections("Politics"), 200, HTML),
    }
    host.good(71)
    front = ("rejected:front-page", "rejected:listing")
    for to in ("/", "/?utm_source=404", "//" + host.site.peer, "/index.html", "/#top"):
        host.site.routes.setdefault(to, host.site.routes["/"])
        host.page(f"302 to {to.replace(host.site.peer, 'its host')}", Answer("", 302, {"Location": to}), *front)
    host.page("301 to its section", Answer("", 301, {"Location": "/politics/"}), *front)
    host.page("the front page itself", sections("Valley News"), *front)
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF" * 40
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20
    for name, body, kind in (
        ("PDF", pdf, "application/pdf"), ("PDF said to be HTML", pdf, "text/html"), ("image", png, "image/png"),
        ("image said to be HTML", png, "text/html"), ("zip", b"PK\3\4" + bytes(range(256)) * 9, "application/zip"),
        ("JSON", b'{"title": "Canal", "body": "' + text(1).encode() + b'"}', "application/json"),
        ("JSON said to be HTML", b'{"title": "Canal", "n": [1, 2, 3], "ok": true}', "text/html"),
        ("video", b"\0\0\0 ftypisom" + bytes(9000), "video/mp4"), ("octets", bytes(range(256)) * 50, "application/octet-stream"),
        ("RSS", sitemap(["http://a.example/"]).encode(), "application/rss+xml"), ("script", b"var a = 1;\n" * 90, "text/javascript"),
        ("sheet of style", b"body { color: red }\n" * 90, "text/css"),
    ):  # fmt: skip
        host.page(
            name, Answer(body, 200, {"Content-Type": kind}), "rejected:not-html", "rejected:charset", "rejected:no-text"
        )
    for kind in ("application/xhtml+xml", "text/html;charset=UTF-8;q=1", "TEXT/HTML", "text/html, text/html", ""):
        number = 72 + len(host.entries)
        host.page(f"an article as {kind or 'nothing'}", Answer(article(number).body, 200, {"Content-Type": kind}), "new",
                  holds=(text(number).split("\n")[0],))  # fmt: skip
    host.good(199)


def sections(title: str) -> str:
    rows = "".join(
        f"<li><a href='/n/{n}.html'>Village {n} of the valley has a new well and a road</a></li>" for n in range(30)
    )
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><ul>{rows}</ul></body></html>"


def silent(_: socket.socket) -> None:
    time.sleep(70)


def dripping_gzip(connection: socket.socket) -> None:
    packed = gzip.compress(PAGE)
    connection.sendall(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (len(packed) * 99))
    for place in range(len(packed)):
        connection.sendall(packed[place : place + 1])
        time.sleep(0.3)


def endless_chunk_line(connection: socket.socket) -> None:
    chunked(connection)
    connection.sendall(b"5;a=")
    while True:
        connection.sendall(b"b" * 65_536)


def reset_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def _slow_hop(number: int) -> Answer:
    time.sleep(12)
    return Answer("", 302, {"Location": f"/hop/{number}"})


def _layers(count: int) -> bytes:
    body = PAGE
    for _ in range(count):
        body = gzip.compress(body)
    return body


def _spoiled(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes(byte ^ 0xFF for byte in packed[middle : middle + 40]) + packed[middle + 40 :]


def _wrong_sum(packed: bytes) -> bytes:
    return packed[:-8] + b"\1\2\3\4" + packed[-4:]
