"""A site that is learned: its new pages are read without trafilatura, until they look otherwise.

Two crawls of one site on loopback; votes are counted by a wrapper around the one function that asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from archive.urls import url_key
from crawler.closing import closing_lines
from crawler.extraction import votes
from crawler.extraction.extract import is_sample
from tests.benchmarks.seed_layouts import ENGLISH, FOOTER, MENU, each, feed, lines_of_article, sentence
from tests.sites import Answer, Crawled, Outlet

FIRST_RUN = range(1, 26)
SECOND_RUN = range(26, 51)
REBUILT = range(51, 66)
AFTER = range(66, 71)

SHORT = 40
"""Its number's page says so little that its votes are asked for at a learned source, too."""

BRIEF = ["Snow closed the pass above the lake on Sunday evening. Ploughs are on their way, the road service says."]


def headline(number: int) -> str:
    return f"{sentence(ENGLISH, Random(2000 + number))[:-1]}: day {number}"


def truth(number: int) -> list[str]:
    """Three paragraphs and more, so that the page is no odd one."""
    return [*lines_of_article(ENGLISH, number), *lines_of_article(ENGLISH, 5000 + number)]


def teasers(number: int) -> list[str]:
    return [sentence(ENGLISH, Random(f"{number} {step}")) for step in range(6)]


def page(number: int) -> Answer:
    """The first design: a sidebar that no other page has, unlinked."""
    html = (
        f"<html><head><title>{headline(number)} | Valley</title></head><body><header class='top'>{MENU}</header>"
        f"<main><article class='news'><h1 class='news-title'>{headline(number)}</h1>"
        f"<div class='news-text'>{each(BRIEF if number == SHORT else truth(number))}</div></article></main>"
        f"<aside class='latest'>{each(teasers(number), 'li')}</aside>"
        f"<footer>{FOOTER}</footer></body></html>"
    )
    return Answer(html, 200, {"Content-Type": "text/html; charset=utf-8"})


def rebuilt(number: int) -> Answer:
    """The second design: the same site built anew, with other elements and classes."""
    html = (
        f"<html><head><title>{headline(number)} | Valley</title></head><body><div class='shell'><div class='bar'>{MENU}"
        f"</div><section class='story-page'><div class='story-head'><h1>{headline(number)}</h1></div><section class="
        f"'story-copy'>{each(truth(number), 'div')}</section></section><section class='strip'>"
        f"{each(teasers(number), 'span')}</section></div><div class='base'>{FOOTER}</div></body></html>"
    )
    return Answer(html, 200, {"Content-Type": "text/html; charset=utf-8"})


class Learning:
    """The site, and whose votes were asked for."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.asked: set[str] = set()
        """Paths, in the last run."""

    def run(self, *pages: tuple[int, Answer]) -> Crawled:
        """Publish the pages and crawl; what was published before has left the feed."""
        paths = {f"/news/{number}": answer for number, answer in pages}
        self.outlet.routes |= paths
        self.outlet.routes["/feed"] = Answer(feed([*map(self.outlet.url, paths)]))
        self.asked = set()
        ask = votes.ask_voters

        def counted(tree: Any, url: str, keys: Any) -> Any:
            self.asked.add(url.removeprefix(self.outlet.url("")))
            return ask(tree, url, keys)

        with patch("crawler.extraction.votes.ask_voters", counted):
            crawled = self.outlet.crawl(BACKISSUE_WORKERS=0)
        assert sorted(crawled.words) == sorted((path, "new") for path in paths)
        return crawled

    def source(self) -> tuple[int, int, bool]:
        """Pages that taught, whether it is learned, whether it was built anew."""
        ((pages, learned, changed_at),) = self.outlet.rows("SELECT pages, learned, changed_at FROM memory_source")
        return pages, learned, changed_at is not None

    def samples(self, numbers: range) -> set[str]:
        source = self.outlet.crawl().run.scopes.source("valley-en")
        return {f"/news/{n}" for n in numbers if is_sample(url_key(self.outlet.url(f"/news/{n}"), source))}

    def texts(self, numbers: range) -> dict[int, list[str]]:
        stored = dict(self.outlet.rows("SELECT url, text FROM article"))
        return {number: stored[self.outlet.url(f"/news/{number}")].split("\n") for number in numbers}


def truths(numbers: range) -> dict[int, list[str]]:
    return {number: BRIEF if number == SHORT else truth(number) for number in numbers}


@pytest.fixture(scope="module")
def learning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learning]:
    """The site after its first run."""
    with Outlet(tmp_path_factory.mktemp("learning")) as outlet:
        outlet.write_source(outlet.seeds, name="Valley")
        site = Learning(outlet)
        site.run(*((number, page(number)) for number in FIRST_RUN))
        yield site


def test_learned_site_asks_nobody_and_a_rebuilt_one_learns_again(learning: Learning) -> None:
    """One story: each run stands on the one before."""
    assert learning.asked == {f"/news/{number}" for number in FIRST_RUN}
    assert learning.source() == (len(FIRST_RUN), 1, False)
    assert learning.texts(FIRST_RUN) == truths(FIRST_RUN)

    crawled = learning.run(*((number, page(number)) for number in SECOND_RUN))
    asked = learning.asked
    assert asked == learning.samples(SECOND_RUN) | {f"/news/{SHORT}"}
    assert learning.texts(SECOND_RUN) == truths(SECOND_RUN)
    assert (crawled.problems, learning.source()) == ([], (len(FIRST_RUN) + len(SECOND_RUN), 1, False))

    crawled = learning.run(*((number, rebuilt(number)) for number in REBUILT))
    (problem,) = crawled.problems
    assert "built anew?" in problem
    assert any(problem in line for line in closing_lines(crawled.run))
    assert learning.source()[1:] == (0, True)
    assert learning.asked == {f"/news/{number}" for number in REBUILT}
    assert learning.texts(REBUILT) == truths(REBUILT)

    crawled = learning.run(*((number, rebuilt(number)) for number in AFTER))
    assert learning.asked == {f"/news/{number}" for number in AFTER}
    assert learning.texts(AFTER) == truths(AFTER)
    assert crawled.problems == []
