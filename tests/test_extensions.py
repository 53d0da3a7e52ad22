"""Crawl-delay, and what went over the wire."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from crawler import extensions
from tests.sites import Answer, Asked, Outlet, article


def timed(outlet: Outlet) -> list[float]:
    """The outlet's answers to articles note when they were asked for, in seconds."""
    moments: list[float] = []

    def page(number: int) -> Callable[[Asked], Answer]:
        def answer(_: Asked) -> Answer:
            moments.append(time.monotonic())
            return article(number)

        return answer

    outlet.publish(1, 2, 3)
    outlet.routes.update((f"/news/{number}", page(number)) for number in (1, 2, 3))
    return moments


def gaps(moments: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(moments)]


def test_crawl_delay_lengthens_the_pause(outlet: Outlet) -> None:
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.3")
    moments = timed(outlet)
    outlet.crawl()
    assert len(moments) == 3
    assert min(gaps(moments)) >= 0.28


def test_crawl_delay_never_shortens_the_pause_of_the_source_file(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, crawl={"delay": 0.3})
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0")
    moments = timed(outlet)
    outlet.crawl()
    assert min(gaps(moments)) >= 0.28


def test_crawl_delay_without_end_is_capped(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "MAX_CRAWL_DELAY", 0.1)
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 86400")
    begun = time.monotonic()
    assert len(outlet.crawl().words) == 0
    assert time.monotonic() - begun < 5


def test_everything_that_was_asked_is_counted_robots_txt_included(outlet: Outlet) -> None:
    outlet.publish(1, ETag='"a"')
    tally = outlet.crawl().run.source_runs["valley-en"].tally
    assert tally.requests == len(outlet.log) == 3
    bodies = [outlet.routes["/feed"], outlet.routes["/news/1"], Answer("<h1>404</h1>")]
    assert tally.bytes == sum(len(str(one.body).encode()) for one in bodies if isinstance(one, Answer))
    assert tally.not_modified == 0


def test_every_hop_and_every_new_try_is_a_request(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.redirect("/news/1", "/news/1/moved")
    outlet.routes["/news/1/moved"] = article(1)
    outlet.routes["/news/2"] = Answer("", 503)
    tally = outlet.crawl().run.source_runs["valley-en"].tally
    assert tally.requests == len(outlet.log) == 2 + 2 + 2


def test_answers_304_are_counted(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.crawl()
    outlet.routes["/feed"] = Answer("", 304)
    assert outlet.crawl().run.source_runs["valley-en"].tally.not_modified == 1
