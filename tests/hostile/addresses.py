# ruff: noqa: E501 - one line a case
"""Ways to an inner server: none of them may ask it for anything."""

from __future__ import annotations

from tests.hostile.stage import HTML, Played, Stage
from tests.sites import Answer, article, rss, sitemap, text

INSIDE = (
    "127.0.0.2", "127.2", "127.0.2", "2130706434", "0x7f000002", "0x7f.0.0.2", "0177.0.0.2", "017700000002",
    "127.000.000.002", "127.0.0.2.", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[0:0:0:0:0:ffff:7f00:2]", "[::127.0.0.2]",
    "[64:ff9b::7f00:2]", "[2002:7f00:2::]", "localhost", "LOCALHOST", "localhost.", "0.0.0.0", "0", "[::]", "[::1]",
)  # fmt: skip
"""Loopback in the forms that a resolver or a URL parser may take."""

WRITTEN = (
    "user:pass@127.0.0.2", "good.example@127.0.0.2", "①②⑦.⓪.⓪.②", "127。0。0。2", "%31%32%37.0.0.2", "127.0.0.2%00.example",
    "loc%61lhost", "ⓛocalhost",
)  # fmt: skip
"""Tricks of the parser; no scope can name them."""

PRIVATE = (
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
    "[::ffff:a9fe:a9fe]", "0xA9FEA9FE", "2852039166", "[2001:db8::1]",
)  # fmt: skip
REFUSED = ("failed:address", "rejected:off-scope", "failed:dns")


def addresses(stage: Stage) -> None:
    """Redirects, feeds, sitemaps, listings, robots.txt, and everything that a page may name."""
    inside = stage.site("127.0.0.2")
    local = stage.site("127.0.0.1", inside.port)
    for site in (inside, local):
        site.routes |= {"/news/1": article(1), "/feed": Answer(rss([(site.url("/news/1"), 1)]))}
    port = inside.port
    scope = [*(f"{form}:{port}/" for form in INSIDE if form.isascii()), *(f"{form}/" for form in PRIVATE)]
    _redirects(stage, port, scope)
    _named(stage, port, scope)
    _pages(stage, inside.url("/news/1"))
    stage.case("SSRF: the inner servers have seen nobody", lambda _: str([*inside.log, *local.log] or ""))
    stage.case("SSRF: nobody connected to them", lambda _: str(inside.connections + local.connections or ""))


def _redirects(stage: Stage, port: int, scope: list[str]) -> None:
    host = stage.host("redirects-en", "SSRF by redirect", *scope)
    host.good(11)
    for status, form in zip((301, 302, 303, 307, 308) * 9, (*INSIDE, *WRITTEN), strict=False):
        there = f"http://{form}:{port}/news/1"
        host.page(f"{status} to {form}", lambda _, to=there, by=status: _moved(to, by), *REFUSED)
    host.good(12)
    host = stage.host("inner-en", "SSRF by redirect", *scope)
    for form in PRIVATE:
        host.page(f"302 to {form}", _moved(f"http://{form}/latest/meta-data/"), *REFUSED)
    schemes = ("file:///etc/passwd", "ftp://127.0.0.2/", "gopher://127.0.0.2:70/_x", "data:text/html,<p>x", "jar:x!/")
    for to in (*schemes, "javascript:alert(1)", "//127.0.0.2:22/", "http:127.0.0.2:PORT/", "s3://bucket/key"):
        host.page(
            f"302 to {to}",
            _moved(to.replace("PORT", str(port))),
            *REFUSED,
            "failed:redirect-loop",
            "failed:http-302",
            "failed:http-404",
            "failed:connection",
        )
    for odd in (22, 25, 6379, 11211, 65536):
        host.page(f"302 to port {odd}", _moved(f"http://{host.site.host}:{odd}/"), *REFUSED, "failed:connection")
    for to in ("http://169.254.169.254/latest", "http://localhost:22/", "http://0x7f000003/"):
        host.page(f"302 to {to}, off scope", _moved(to), "failed:address")
    host.site.redirect("/hop/1", "/hop/2", 302)
    host.site.redirect("/hop/2", f"http://127.0.0.2:{port}/news/1", 302)
    host.page("the third hop", _moved("/hop/1"), *REFUSED)
    host.good(13)


def _named(stage: Stage, port: int, scope: list[str]) -> None:
    """URLs that a feed, a sitemap, a listing, a robots.txt name."""
    host = stage.host("named-en", "SSRF by feed", *scope, sitemaps=None)
    host.good(21)
    for form in (*INSIDE, *WRITTEN):
        host.entry(f"names {form}", f"http://{form}:{port}/news/1", *REFUSED)
        if (
            "@" in form
            or form.startswith("[")
            or form.endswith(".")
            or form in ("LOCALHOST", "127.000.000.002")
            or not form.isascii()
            or "%" in form
        ):
            # Written otherwise or left out before it becomes an entry: that it was not asked for is told by the server.
            stage.cases[f"SSRF by feed: names {form}"] = lambda _: ""
    for odd in ("file:///etc/passwd", "ftp://127.0.0.2/x", "javascript:alert(1)", "data:text/html,<p>x"):
        host.entry(f"names {odd}", odd)
    there = f"http://127.0.0.2:{port}"

    def found(body: str, kind: str, slug: str, **keys: object) -> None:
        """A host whose document at /found names the inner server."""
        one = stage.host(slug, f"SSRF by {kind}", *scope, **keys)  # type: ignore[arg-type]
        one.good(22 + len(stage.hosts))
        one.site.routes["/found"] = Answer(body)

    def at(slug: str) -> str:
        return stage.hosts[slug].url("/found") if slug in stage.hosts else ""

    index = f"<sitemapindex><sitemap><loc>{there}/feed</loc></sitemap></sitemapindex>"
    for slug, body in (("index-en", index), ("map-en", sitemap([f"{there}/news/1"]))):
        found(body, "sitemap", slug)
        stage.hosts[slug].site.routes["/robots.txt"] = Answer(f"Sitemap: {at(slug)}\nSitemap: {there}/feed")
        stage.hosts[slug].source(scope=[f"{stage.hosts[slug].site.peer}/", *scope], sitemaps=[at(slug)])
    found(f"<html><head><base href='{there}/'></head><body><h2><a href='news/1'>Canal of the valley is dry</a></h2>"
          "<a rel='next' href='news/2'>next</a></body></html>", "listing", "base-en")  # fmt: skip
    base = stage.hosts["base-en"]
    base.site.routes["/found?p=1"] = base.site.routes["/found"]
    listings = [{"url": base.url("/found?p={page}"), "pages": 3}]
    base.source(scope=[f"{base.site.peer}/", *scope], listings=listings, article_url=r"^/(good|news)/")
    found("", "robots.txt", "robots-redirect-en")
    robots = stage.hosts["robots-redirect-en"]
    robots.site.redirect("/robots.txt", f"{there}/robots.txt", 302)
    robots.entries.clear()
    stage.good.popitem()
    robots.entry("leads its robots.txt inside", robots.url("/news/1"))
    for slug, scheme in (("feed-moved-en", "http"), ("feed-secure-en", "https")):
        moved = stage.host(slug, "SSRF by moved feed", *scope)
        moved.site.redirect("/feed", f"{scheme}://127.0.0.2:{port}/feed", 301)
        stage.case(
            f"SSRF by moved feed: {scheme}", lambda played, at=f"{scheme}://127.0.0.2:{port}/feed": _told(played, at)
        )


def _pages(stage: Stage, there: str) -> None:
    """Pages that name the inner server in all the places that something may follow."""
    host = stage.host("heads-en", "SSRF by page")
    heads = {
        "canonical": f'<link rel="canonical" href="{there}">',
        "og:url": f'<meta property="og:url" content="{there}">',
        "base": f'<base href="{there}">',
        "refresh after a while": f'<meta http-equiv="refresh" content="300;url={there}">',
        "amphtml": f'<link rel="amphtml" href="{there}">',
        "next": f'<link rel="next prefetch preload" href="{there}"><link rel="manifest" href="{there}">',
        "image": f'<meta property="og:image" content="{there}.jpg"><link rel="stylesheet" href="{there}.css">',
        "frame": f'<script src="{there}.js"></script><style>@import "{there}.css"</style>',
        "JSON-LD": f'<script type="application/ld+json">{{"@type":"NewsArticle","url":"{there}",'
        f'"mainEntityOfPage":"{there}","@context":"{there}"}}</script>',
    }
    for number, (name, head) in enumerate(heads.items(), 31):
        body = str(article(number).body).replace("</head>", f"{head}</head>")
        body = body.replace("</h1>", f'</h1><iframe src="{there}"></iframe><img src="{there}.png">')
        kept = {text(number).split("\n")[0], text(number).split("\n")[-1]}
        host.page(name, body, "new", holds=tuple(kept))
        url = host.entries[-1]
        stage.case(f"SSRF by page: {name} becomes no address", lambda played, at=url: _canonical(played, at, there))
    refresh = f'<html><head><meta http-equiv="refresh" content="0; url={there}"></head><body></body></html>'
    host.page("meta refresh", refresh, "rejected:no-text", "rejected:too-short", "rejected:challenge")
    host.page("header Refresh", Answer(article(45).body, 200, {**HTML, "Refresh": f"0; url={there}"}), "new")
    host.page("header Link", Answer(article(46).body, 200, {**HTML, "Link": f'<{there}>; rel="canonical"'}), "new")
    host.page("header Content-Location", Answer(article(47).body, 200, {**HTML, "Content-Location": there}), "new")


def _canonical(played: Played, url: str, there: str) -> str:
    facts = played.stored[url].facts.split("\n") if url in played.stored else []
    return f"{there} is stored as an address of {url}" if f"canonical_url={there}" in facts else ""


def _told(played: Played, url: str) -> str:
    lines = [line for line in played.problems.split("\n") if url in line]
    return "" if any("not a public address" in line or "port" in line for line in lines) else f"not told: {lines}"


def _moved(to: str, status: int = 302) -> Answer:
    return Answer("", status, {"Location": to.encode("utf-8").decode("latin-1")})
