"""TLS over loopback, with certificates that the test's own authority issued: whom a crawl believes, and whom not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from archive.records import CrawlRules
from archive.sources import imported_source
from crawler.certificates import lenient_hosts
from crawler.wishes import Wishes
from tests.authority import issue, serving
from tests.production import Produced, produced
from tests.sites import HOST, Answer, Outlet, Site, article

Tls = Literal["strict", "lenient"]


class Region:
    """Hosts with certificates, each named after what is wrong with its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = issue("Root", ca=True)
        self.link = issue("Link", self.root, ca=True)
        self.roots = folder / "roots.pem"
        self.roots.write_bytes(self.root.pem)
        self.outlet = Outlet(folder)
        self.sites: dict[str, Site] = {}
        self._open = ExitStack()

    def __enter__(self) -> Region:
        self._open.enter_context(self.outlet)
        (self.outlet.seeds / "tj" / "valley-en.toml").unlink()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def host(self, name: str, tls: ssl.SSLContext) -> Site:
        site = Site({"/news/1": article(len(self.sites) + 1)}, name=f"{name}.example", tls=tls)
        self.sites[name] = self._open.enter_context(site)
        return site

    def serving(self, name: str, *, complete: bool = True, valid_until: datetime | None = None) -> ssl.SSLContext:
        leaf = issue(f"{name}.example", self.link, valid_until=valid_until)
        return serving(self.folder, leaf, *((self.link,) if complete else ()))

    def crawl(self, tls: Tls, wishes: Wishes | None = None, **each: Tls) -> Produced:
        """``each``: by name of the host, where it is otherwise."""
        for name, site in self.sites.items():
            rules = {"delay": 0, "tls": each.get(name, tls)}
            site.write_source(self.outlet.seeds, f"{name}-en", crawl=rules)
        allow = ",".join(site.peer for site in self.sites.values())
        names = {site.name: [HOST] for site in self.sites.values()}
        return produced(self.outlet, wishes, allow=allow, names=names, trusting=self.roots)


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    with Region(tmp_path) as running:
        yield running


def test_lenient_excuses_what_a_chain_lacks_and_nothing_else(region: Region) -> None:
    """Each host strict, and lenient: what is refused is asked for nothing, not even robots.txt."""
    past = datetime.now(UTC) - timedelta(days=1)
    impostor = issue("Link", issue("Root", ca=True), ca=True)
    other_root = issue("Other root", ca=True)
    contexts = {
        "good": region.serving("good"),
        "incomplete": region.serving("incomplete", complete=False),
        "expired": region.serving("expired", valid_until=past),
        "expired-incomplete": region.serving("expired-incomplete", complete=False, valid_until=past),
        "other": region.serving("elsewhere"),
        "other-incomplete": region.serving("elsewhere", complete=False),
        "self": serving(region.folder, issue("self.example")),
        "other-root": serving(region.folder, issue("other-root.example", other_root), other_root),
        "forged": serving(region.folder, issue("forged.example", impostor), region.link),
    }
    for name, tls in contexts.items():
        region.host(name, tls)
    believed: dict[Tls, set[str]] = {"strict": {"good"}, "lenient": {"good", "incomplete"}}
    for tls, names in believed.items():
        for site in region.sites.values():
            site.log.clear()
        region.outlet.db.unlink(missing_ok=True)
        run = region.crawl(tls, Wishes(urls=tuple(site.url("/news/1") for site in region.sites.values())))
        assert run.words == {
            site.url("/news/1"): "new" if name in names else "failed:tls" for name, site in region.sites.items()
        }
        assert {name for name, site in region.sites.items() if site.log} == names


def test_what_fails_is_told_with_its_mend(region: Region) -> None:
    """At the feed, and only where the chain alone fails does the sentence speak of lenient."""
    past = datetime.now(UTC) - timedelta(days=1)
    region.host("incomplete", region.serving("incomplete", complete=False))
    region.host("both", region.serving("both", complete=False, valid_until=past))
    region.host("other", region.serving("elsewhere", complete=False))
    region.host("self", serving(region.folder, issue("self.example")))
    told = dict(one.split("/feed: ") for one in region.crawl("strict").problems if "/feed: " in one)
    sentences = {name: told[site.url("")].partition(". ") for name, site in region.sites.items()}
    assert {name: what for name, (what, _, _) in sentences.items()} == {
        "incomplete": "the chain of its certificate is incomplete",
        "both": "its certificate has expired",
        "other": "its certificate is another host's",
        "self": "its certificate is signed by nobody that is trusted here",
    }
    assert [name for name, (_, _, mend) in sentences.items() if 'tls = "lenient"' in mend] == ["incomplete"]


def test_robots_txt_and_feed_of_a_lenient_host_are_read_too(region: Region) -> None:
    site = region.host("incomplete", region.serving("incomplete", complete=False))
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /news/3")
    site.publish(1, 2, 3)
    run = region.crawl("lenient")
    words = {1: "new", 2: "new", 3: "rejected:robots"}
    assert run.words == {site.url(f"/news/{number}"): word for number, word in words.items()}
    assert site.paths == ["/robots.txt", "/feed", "/news/2", "/news/1"]


def test_lenient_host_that_redirects_to_a_strict_one_lends_it_nothing(region: Region) -> None:
    lenient = region.host("lenient", region.serving("lenient", complete=False))
    strict = region.host("strict", region.serving("strict", complete=False))
    good = region.host("good", region.serving("good"))
    lenient.redirect("/to-strict", strict.url("/news/1"), 302)
    lenient.redirect("/to-good", good.url("/news/1"), 302)
    lenient.redirect("/feed", strict.url("/feed"), 302)
    urls = (lenient.url("/to-strict"), lenient.url("/to-good"))
    run = region.crawl("strict", Wishes(urls=urls), lenient="lenient")
    assert run.words == {urls[0]: "failed:tls", urls[1]: "new"}
    run = region.crawl("strict", Wishes(sources=("lenient-en",)), lenient="lenient")
    assert f"{strict.url('/feed')}: the chain of its certificate is incomplete" in run.problems[0]
    assert strict.log == []


def test_peer_is_judged_before_a_byte_is_sent_to_it_over_tls_too(region: Region) -> None:
    with socket.create_server(("127.0.0.2", 0)) as inside:
        port = inside.getsockname()[1]
        site = region.host("good", region.serving("good"))
        there = f"https://inside.example:{port}"
        site.redirect("/news/2", f"{there}/news/1", 302)
        lenient = {"tls": "lenient"}
        scope = [f"inside.example:{port}/"]
        site.write_source(region.outlet.seeds, "inside-en", scope=scope, homepage=there, crawl=lenient)
        site.write_source(region.outlet.seeds, "good-en", crawl={"delay": 0})
        urls = (site.url("/news/2"), f"{there}/news/1")
        run = produced(
            region.outlet,
            Wishes(urls=urls),
            allow=site.peer,
            names={site.name: [HOST], "inside.example": ["127.0.0.2"]},
            trusting=region.roots,
        )
        assert run.words == dict.fromkeys(urls, "failed:address")
        inside.settimeout(5)
        connection, _ = inside.accept()
        with connection:
            assert connection.recv(1) == b""


def test_hosts_of_a_lenient_scope_are_excused_whatever_its_paths_and_no_others() -> None:
    source = imported_source("https://vodi.example/")
    scope = ("vodi.example/en/", "www.news.vodi.example/", "vodi.example:8443/", "[2001:db8::1]/")
    lenient = replace(source, scope=scope, crawl=CrawlRules(tls="lenient"))
    strict = replace(source, slug="strict", scope=("vodi.example/ru/", "other.example/"))
    hosts = {"vodi.example", "news.vodi.example", "vodi.example:8443", "[2001:db8::1]"}
    assert lenient_hosts([lenient, strict]) == hosts
