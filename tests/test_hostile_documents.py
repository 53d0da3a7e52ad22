"""Feeds and sitemaps that are weapons, over loopback on the production handler: no request, no minutes, no memory."""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.production import produced
from tests.sites import Answer, Outlet, Site, article


def test_hostile_xml_is_read_for_its_links_and_asks_nobody(outlet: Outlet, tmp_path: Path) -> None:
    """The site that the documents name as theirs may be connected to: only the parsers keep from it."""
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    with Site(host="127.0.0.3") as elsewhere:
        there = elsewhere.url("/evil.dtd")

        def item(number: int, title: str = "") -> str:
            link = outlet.url(f"/news/{number}")
            return f"<item><title>{title or 'Canal'} {number}</title><link>{link}</link></item>"

        def feed(number: int, head: str = "", title: str = "", tail: str = "</channel></rss>") -> str:
            return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{item(number, title)}{tail}'

        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        inner = "".join(f'<!ENTITY % p{n} "{f"%p{n - 1};" * 10}">' for n in range(1, 12))
        feeds: dict[str, str | bytes] = {
            "laughs": feed(1, f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>', "&l11;"),
            "quadratic": feed(2, f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 50_000),
            "xxe": feed(
                3, f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "{there}">]>', "&x;&y;"
            ),
            "parameter": feed(4, f'<!DOCTYPE rss [<!ENTITY % p0 SYSTEM "{there}"> %p0; {inner} %p11;]>'),
            "dtd": feed(5, f'<!DOCTYPE rss PUBLIC "-//X//DTD X//EN" "{there}">'),
            "stylesheet": feed(6, f'<?xml-stylesheet href="{there}" type="text/xsl"?>'),
            "include": feed(7, "", "", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{there}"/>'),
            "attribute": feed(8, '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ATTLIST item x CDATA "&a;&a;&a;">]>'),
            "utf-16": feed(9, f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>', "&l11;").encode("utf-16"),
            "cut": feed(10, "", "", "<item><title>cut"),
            "loose": feed(11, "", "a & b < c", "<item></channel>"),
            "deep": feed(12, "", "", "<x>" * 150_000),
        }
        kinds = {
            "page": Answer("<!DOCTYPE html><html><body><h1>Feed</h1></body></html>"),
            "json": Answer('{"items": []}'),
            "binary": Answer(bytes(range(256)) * 9),
            "bomb": Answer(gzip.compress(b"<rss>" + b" " * 300_000_000), 200, {"Content-Encoding": "gzip"}),
        }
        maps = {
            "bomb.xml.gz": Answer(gzip.compress(b"<urlset>" + b" " * 300_000_000)),
            "twice.xml.gz": Answer(gzip.compress(gzip.compress(b"<urlset>" + b" " * 300_000_000))),
            "both.xml.gz": Answer(
                gzip.compress(gzip.compress(b"<urlset>" + b" " * 300_000_000)), 200, {"Content-Encoding": "gzip"}
            ),
            "xxe.xml": Answer(
                f'<!DOCTYPE u SYSTEM "{there}" [<!ENTITY x SYSTEM "file://{secret}">{laughs}]><urlset><url><loc>'
                f"{outlet.url('/news/13')}</loc></url><url><loc>{outlet.url('/news/')}&x;&l11;</loc></url></urlset>"
            ),
            "deep.xml": Answer(f"<urlset><url><loc>{outlet.url('/news/14')}</loc></url>" + "<url>" * 150_000),
        }
        outlet.routes |= {f"/feed/{name}": Answer(body) for name, body in feeds.items()}
        outlet.routes |= {f"/feed/{name}": answer for name, answer in kinds.items()}
        outlet.routes |= {f"/map/{name}": answer for name, answer in maps.items()}
        outlet.routes |= {f"/news/{number}": article(number) for number in range(1, 15)}
        outlet.write_source(
            outlet.seeds,
            feeds=[outlet.url(f"/feed/{name}") for name in (*feeds, *kinds)],
            sitemaps=[outlet.url(f"/map/{name}") for name in maps],
        )
        run = produced(outlet, allow=f"{outlet.peer},{elsewhere.peer}", seconds=300, DOWNLOAD_TIMEOUT=60)
        assert elsewhere.connections == 0
    good = {f"/news/{number}": "new" for number in range(1, 15)}
    assert {path: word for path, word in run.words.items() if path in good} == good
    assert len(set(run.words) - set(good)) <= 1  # the entry whose address is an entity
    told = {one.split(" ")[0].rstrip(":").rpartition("/")[2] for one in run.problems}
    assert told == {"page", "json", "binary", "bomb", "bomb.xml.gz", "twice.xml.gz", "both.xml.gz"}
    assert any(one.startswith(f"{outlet.url('/feed/page')} is an HTML page, not a feed.") for one in run.problems)
    for (text,) in outlet.rows("SELECT coalesce(title, '') || coalesce(url, '') FROM entry"):
        assert "SECRET" not in text
        assert "haha" not in text
    assert run.peak < 512
