"""Which source a URL, a host or a port belongs to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.errors import UnknownSource
from archive.records import CrawlRules, Source
from archive.sources import Catalogue, imported_source
from crawler.scopes import Scopes

VALLEY = Source(
    slug="valley-en", name="Valley", country="TJ", languages=("en",), timezone="Asia/Dushanbe",
    scope=("valley.example/eng/", "valley.example:8443/eng/"), homepage="https://valley.example/eng/",
)  # fmt: skip
RUSSIAN = replace(VALLEY, slug="valley-ru", scope=("www.valley.example/rus/",), crawl=CrawlRules(delay=3))
RIVER = replace(VALLEY, slug="river-en", scope=("river.example/",))
GUEST = imported_source("http://other.example:8080/x")


@pytest.fixture
def scopes() -> Scopes:
    scopes = Scopes(Catalogue((RIVER, VALLEY, RUSSIAN)))
    scopes.guests[GUEST.slug] = GUEST
    return scopes


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://valley.example/eng/1", VALLEY),
        ("https://valley.example/rus/1", RUSSIAN),
        ("http://other.example:8080/y", GUEST),
        ("https://valley.example/uzb/1", None),
    ],
)
def test_url_belongs_to_a_source_of_the_catalogue_or_to_a_guest(scopes: Scopes, url: str, owner: Source | None) -> None:
    assert scopes.source_of(url) == owner


def test_source_of_the_catalogue_goes_before_a_guest(scopes: Scopes) -> None:
    scopes.guests["wide"] = replace(GUEST, slug="wide", scope=("valley.example/",))
    assert scopes.source_of("https://valley.example/eng/1") == VALLEY


def test_slug_names_a_guest_as_well(scopes: Scopes) -> None:
    assert (scopes.source("valley-en"), scopes.source(GUEST.slug)) == (VALLEY, GUEST)
    with pytest.raises(UnknownSource, match='Did you mean "valley-en"'):
        scopes.source("valey-en")


@pytest.mark.parametrize(
    ("url", "asked", "elsewhere"),
    [
        ("https://sold.example/1", "https://valley.example/eng/", True),
        ("https://other.example:8080/x", "https://valley.example/eng/", True),
        ("https://river.example/1", "https://valley.example/eng/", False),
        ("https://valley.example/uzb/1", "https://river.example/1", False),
        ("https://feeds.example/2", "https://feeds.example/1", False),
    ],
    ids=["no scope", "a guest's", "another source's", "a host with other paths in scope", "the host that was asked"],
)
def test_elsewhere_is_a_host_of_no_scope(scopes: Scopes, url: str, asked: str, elsewhere: bool) -> None:
    assert scopes.is_elsewhere(url, asked) is elsewhere


def test_port_is_named_by_the_scope_that_writes_it_down(scopes: Scopes) -> None:
    asked = [("valley.example", 8443), ("river.example", 8443), ("other.example", 8080), ("other.example", 8081)]
    assert [scopes.names_port(host, port) for host, port in asked] == [True, False, True, False]


def test_pause_of_a_host_is_the_longest_of_its_sources_and_holds_with_www(scopes: Scopes) -> None:
    assert scopes.delays() == {
        "valley.example": 3,
        "www.valley.example": 3,
        "river.example": 1,
        "www.river.example": 1,
    }
