"""What ``crawl --due`` asks for, and what a known article's absence looks like, in real crawls with a clock to set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.run import Wishes
from tests.archives import SetClock
from tests.sites import Answer, Outlet, article, text

DUE = Wishes(due=True)
AGAIN = Wishes(recheck=True)


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    with Outlet(tmp_path) as outlet:
        yield outlet


@pytest.fixture
def clock() -> SetClock:
    """Two hours after article 1 was published."""
    clock = SetClock()
    clock.moment = datetime(2026, 11, 2, 5, tzinfo=UTC)
    return clock


def known(outlet: Outlet, clock: SetClock, *numbers: int, **rules: Any) -> None:
    """The outlet with articles in the archive, the first if no other."""
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "removed_checks": 1, "removed_days": 0, **rules})
    outlet.publish(*(numbers or (1,)))
    outlet.crawl(clock=clock)
    outlet.log.clear()


def test_due_looks_at_what_is_due_and_at_nothing_else(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="1d")
    clock.forward(minutes=14)
    assert outlet.crawl(DUE, clock=clock).words == []
    clock.forward(minutes=1)
    assert outlet.crawl(DUE, clock=clock).words == [("/news/1", "unchanged")]
    assert outlet.crawl(DUE, clock=clock).words == []
    assert outlet.paths == ["/robots.txt", "/news/1"]


def test_source_is_asked_for_news_when_its_interval_is_over(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="10m")
    outlet.publish(1, 2)
    clock.forward(minutes=9)
    assert outlet.crawl(DUE, clock=clock).words == []
    clock.forward(minutes=1)
    assert outlet.crawl(DUE, clock=clock).words == [("/news/2", "new")]
    assert outlet.paths == ["/robots.txt", "/feed", "/news/2"]


def test_due_looks_at_no_more_than_the_budget(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, 1, 2, 3, interval="1d", rechecks=2)
    clock.forward(hours=1)
    assert len(outlet.crawl(DUE, clock=clock).words) == 2
    assert len(outlet.crawl(DUE, clock=clock).words) == 1


def test_a_look_again_has_a_condition(outlet: Outlet, clock: SetClock) -> None:
    outlet.routes["/news/1"] = article(1, ETag='"one"')
    known(outlet, clock, interval="1d")
    clock.forward(hours=1)
    outlet.routes["/news/1"] = lambda asked: Answer("", 304 if asked.headers.get("if-none-match") == '"one"' else 500)
    assert outlet.crawl(DUE, clock=clock).words == [("/news/1", "unchanged")]
    assert outlet.rows("SELECT checked_at, due FROM article") == [("2026-11-02T06:00:00Z", "2026-11-02T07:00:00Z")]


def evidence(outlet: Outlet) -> list[str]:
    return [one for (one,) in outlet.rows("SELECT evidence FROM removal_check ORDER BY id")]


SECTION = (
    "<h1>Society</h1><ul>" + "".join(f'<li><a href="/news/{n}">Headline {n}</a></li>' for n in range(30)) + "</ul>"
)


@pytest.mark.parametrize(
    ("landing", "body", "told"),
    [
        ("/", article(7).body, "front-page"),
        ("/section/society/", SECTION, "listing"),
        ("/section/society/", article(7).body, "listing"),
        ("/section/society/", "<h1>Society</h1>", "listing"),
    ],
)
def test_redirect_to_the_front_page_or_a_section_is_evidence(
    outlet: Outlet, clock: SetClock, landing: str, body: str, told: str
) -> None:
    known(outlet, clock)
    outlet.redirect("/news/1", landing)
    outlet.routes[landing] = Answer(body)
    assert outlet.crawl(AGAIN, clock=clock).words == [("/news/1", "removed")]
    assert evidence(outlet) == [told]
    assert outlet.rows("SELECT text FROM article") == [(text(1),)]


def test_redirect_to_the_front_page_of_the_whole_outlet_is_evidence(outlet: Outlet, clock: SetClock) -> None:
    """Which lies outside the edition's scope, and so is never asked for."""
    known(outlet, clock)
    outlet.write_source(
        outlet.seeds,
        scope=[f"{outlet.peer}/news/"],
        homepage=outlet.url("/news/"),
        crawl={"delay": 0, "removed_checks": 1, "removed_days": 0},
    )
    outlet.redirect("/news/1", "/")
    assert outlet.crawl(AGAIN, clock=clock).words == [("/news/1", "removed")]
    assert evidence(outlet) == ["front-page"]
    assert "/" not in outlet.paths


def test_error_page_that_says_200_is_evidence(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    outlet.routes["/news/1"] = Answer(
        "<html><head><title>404 – Page not found</title></head><body><h1>Page not found</h1>"
        "<p>The page you are looking for does not exist or was removed.</p></body></html>"
    )
    assert outlet.crawl(AGAIN, clock=clock).words == [("/news/1", "removed")]
    assert evidence(outlet) == ["soft-404"]


def test_listing_where_the_article_stood_is_no_evidence(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    outlet.routes["/news/1"] = Answer(SECTION)
    ((path, word),) = outlet.crawl(AGAIN, clock=clock).words
    assert (path, word.partition(":")[0]) == ("/news/1", "rejected")
    assert evidence(outlet) == []


def test_removed_article_that_returns_is_found_by_due(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="1d")
    there = outlet.routes.pop("/news/1")
    assert outlet.crawl(AGAIN, clock=clock).words == [("/news/1", "removed")]
    outlet.routes["/news/1"] = there
    clock.forward(days=3)
    assert ("/news/1", "unchanged") in outlet.crawl(DUE, clock=clock).words
    assert outlet.rows("SELECT removed_at, returned_at FROM removal") == [
        ("2026-11-02T05:00:00Z", "2026-11-05T05:00:00Z")
    ]
    assert outlet.rows("SELECT removed FROM article") == [(None,)]


def test_article_that_moved_is_asked_for_at_its_new_url(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, 1)
    outlet.redirect("/news/1", "/news/100")
    outlet.routes["/news/100"] = article(1)
    assert outlet.crawl(AGAIN, clock=clock).words == [("/news/1", "unchanged")]
    del outlet.routes["/news/1"]
    clock.forward(hours=1)
    assert outlet.crawl(AGAIN, clock=clock).words == [("/news/100", "unchanged")]
    for path in ("/news/1", "/news/100"):
        assert outlet.crawl(Wishes(urls=(outlet.url(path),)), clock=clock).outcomes[0].id == 1
    assert outlet.rows("SELECT alias.url, kind FROM alias JOIN article USING (url_key)") == [
        (outlet.url("/news/1"), "redirect")
    ]
    assert outlet.rows("SELECT url FROM article") == [(outlet.url("/news/100"),)]
