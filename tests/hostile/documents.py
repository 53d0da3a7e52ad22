# ruff: noqa: B008 - a lambda in a loop keeps what it is given
# ruff: noqa: E501 - one line a case
"""Feeds and sitemaps that are weapons: their links are taken, nobody is asked, nothing is resolved."""

from __future__ import annotations

import json

from tests.hostile.stage import Played, Stage
from tests.sites import Answer, article, sitemap, text

LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def documents(stage: Stage) -> None:
    elsewhere = stage.site("127.0.0.4")
    there = elsewhere.url("/evil.dtd")

    def rss(link: str, head: str = "", title: str = "Canal", tail: str = "</channel></rss>", more: str = "") -> str:
        return (
            f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Valley</title><item><title>{title}</title>'
            f"<link>{link}</link>{more}</item>{tail}"
        )

    def atom(link: str) -> str:
        return (
            f'<!DOCTYPE feed SYSTEM "{there}"><feed xmlns="http://www.w3.org/2005/Atom" xml:base="/"><title>V</title>'
            f'<entry><title>x</title><link rel="alternate" href="{link}"/><link rel="self" href="{there}"/></entry></feed>'
        )

    names = {
        "laughs": lambda u: rss(u, f"<!DOCTYPE rss [{LAUGHS}]>", "&l11;"),
        "quadratic entities": lambda u: rss(u, f'<!DOCTYPE rss [<!ENTITY a "{"a" * 90_000}">]>', "&a;" * 20_000),
        "external entity": lambda u: rss(u, f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "{there}">]>', "&x;&y;"),
        "entity in a link": lambda u: rss(u, f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{there}">]>', more="<guid>&x;</guid>"),
        "parameter entity": lambda u: rss(u, f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{there}"> %p;]>'),
        "external DTD": lambda u: rss(u, f'<!DOCTYPE rss PUBLIC "-//X//X" "{there}">'),
        "style sheet": lambda u: rss(u, f'<?xml-stylesheet href="{there}" type="text/xsl"?>'),
        "XInclude": lambda u: rss(u, tail=f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{there}"/></channel></rss>'),
        "schema": lambda u: rss(u).replace("<rss", f'<rss xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {there}"'),
        "100,000 deep": lambda u: rss(u, tail="<x>" * 100_000),
        "100,000 deep and closed": lambda u: rss(u).replace("<item>", "<a>" * 100_000 + "</a>" * 100_000 + "<item>"),
        "channel link of nobody": lambda u: rss("/" + u.split("/", 3)[3]).replace("<item>", "<link>http://x/</link><item>", 1),
        "100,000 attributes": lambda u: rss(u, tail="<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/></channel></rss>"),
        "cut": lambda u: rss(u, tail="<item><title>cut"),
        "ill-formed": lambda u: rss(u, title="a & b < c", tail="<item></chanel>"),
        "junk before it": lambda u: "\n\n<br>Warning: mysql_connect()</br>\n" + rss(u),
        "junk behind it": lambda u: rss(u) + "<script>alert(1)</script><!-- 0.2 s -->",
        "controls": lambda u: rss(u, title="a\x00\x0b\x1bb"),
        "UTF-16": lambda u: rss(u, f"<!DOCTYPE rss [{LAUGHS}]>", "&l11;").encode("utf-16"),
        "UTF-8 said to be UTF-16": lambda u: rss(u).replace('version="1.0"', 'version="1.0" encoding="UTF-16"', 1),
        "an encoding of nobody": lambda u: rss(u).replace('version="1.0"', 'version="1.0" encoding="x-nobody"', 1),
        "two BOMs": lambda u: "\ufeff\ufeff" + rss(u),
        "Atom": atom,
        "RDF": lambda u: (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            f'<channel rdf:about="/"><title>V</title></channel><item rdf:about="{u}"><title>x</title><link>{u}</link></item></rdf:RDF>'
        ),
        "dates of nobody": lambda u: rss(u, more="<pubDate>99 Foo 99999 99:99:99 +9999</pubDate><pubDate>\u0661</pubDate>"),
        "a title of 2 MB": lambda u: rss(u, title="Canal " * 350_000),
        "50,000 items": lambda u: rss(u, tail="<item><link>/</link></item>" * 50_000 + "</channel></rss>"),
        "CDATA in CDATA": lambda u: rss(u, title="<![CDATA[<![CDATA[a]]>]]>"),
    }  # fmt: skip
    for number, (name, make) in enumerate(names.items(), 201):
        host = stage.host(f"feed-{number}-en", "feed")
        host.page(name, article(number), "new", holds=tuple(text(number).split("\n")), path=f"/news/{number}")
        host.site.routes["/feed"] = lambda _, make=make, url=host.entries[0]: Answer(
            make(url), 200, {"Content-Type": "text/xml"}
        )
    kinds: dict[str, tuple[str | bytes, str]] = {
        "an HTML page": ("<!DOCTYPE html><html><body><h1>Feed</h1></body></html>", "text/html"),
        "a challenge": (
            "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>",
            "text/html",
        ),
        "JSON": (json.dumps({"items": []}), "application/json"),
        "octets": (bytes(range(256)) * 9, "application/rss+xml"),
        "nothing": ("", "application/rss+xml"),
        "a sitemap": (sitemap(["http://a.example/"]), "application/xml"),
        "PHP": ("Fatal error: Uncaught PDOException in /var/www/html/feed.php:12", "text/xml"),
    }
    for number, (name, (body, kind)) in enumerate(kinds.items()):
        host = stage.host(f"no-feed-{number}-en", "no feed")
        host.site.routes["/feed"] = Answer(body, 200, {"Content-Type": kind})
        stage.case(
            f"no feed: {name} is told",
            lambda played, at=host.url("/feed"), is_sitemap=number == 5: _is_told(played, at, is_sitemap),
        )
    for number, (name, make) in enumerate(
        {
            "entities": lambda u: f'<!DOCTYPE u SYSTEM "{there}" [{LAUGHS}]><urlset><url><loc>{u}</loc></url><url><loc>/&l11;</loc></url></urlset>',
            "100,000 deep": lambda u: f"<urlset><url><loc>{u}</loc></url>" + "<url>" * 100_000,
            "itself": lambda u: f"<sitemapindex><sitemap><loc>{u.replace('/news/', '/map/')}</loc></sitemap></sitemapindex>",
            "lines of text": lambda u: f"{u}\njavascript:alert(1)\n\n",
        }.items(),
        241,
    ):  # fmt: skip
        host = stage.host(f"map-{number}-en", "sitemap", feeds=[])
        path = f"/map/{number}"
        host.site.routes |= {
            path: lambda _, make=make, url=host.url(f"/news/{number}"): Answer(make(url)),
            f"/news/{number}": article(number),
        }
        host.source(feeds=[], sitemaps=[host.url(path)], article_url=r"^/news/\d+$")
        if name == "itself":
            stage.case("sitemap: itself ends", lambda _, at=host.site: str(at.paths) if len(at.paths) > 6 else "")
        else:
            stage.case(
                f"sitemap: {name}",
                lambda played, at=host.url(f"/news/{number}"): (
                    "" if played.outcomes.get(at) == ["new"] else f"{at}: {played.outcomes.get(at)}"
                ),
            )
    stage.case(
        "XML: nobody was asked for a DTD, an entity, a schema",
        lambda _: str(elsewhere.log or elsewhere.connections or ""),
    )
    stage.case("XML: nothing was resolved", _resolved)


def _is_told(played: Played, url: str, may_be_read: bool) -> str:
    return "" if may_be_read or url in played.problems else f"{url} is not told"


def _resolved(played: Played) -> str:
    everything = "".join(f"{one.title}{one.text}{one.facts}" for one in played.stored.values()) + played.log
    return next((word for word in ("hahaha", "root:x:0") if word in everything), "")
