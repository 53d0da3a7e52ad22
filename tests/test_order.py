"""The archived text of a crawl is the same whatever order its pages came in.

One site on loopback, crawled into a new archive for each order of its feed. Its pages show what only the others reveal:
their headlines, an announcement that repeats, and boxes of a kind that is hardly ever text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from crawler.wishes import Wishes
from tests.archives import SetClock
from tests.benchmarks.seed_layouts import ENGLISH, each, feed, lines_of_article, sentence
from tests.pages.archived import at
from tests.sites import Answer, Outlet

NUMBERS = range(1, 15)
ORDERS = 10
ANNOUNCEMENT = (
    "The editors answer letters every Wednesday from two to four in the old printing works. Everybody is welcome there,"
    " and whoever cannot come may ring at the door of the night porter."
)
MEMORY = (
    "SELECT * FROM memory_source ORDER BY source",
    "SELECT * FROM memory_day ORDER BY source, day",
    "SELECT * FROM memory_kind ORDER BY source, kind",
    "SELECT * FROM memory_block ORDER BY source, day, key",
    "SELECT source, key, url_key FROM headline ORDER BY source, key, url_key",
    "SELECT count(*) FROM lesson",
)
ARTICLES = "SELECT url, title, text, foreign_paragraphs, sha256, revisions, settled FROM article ORDER BY url"


def headline(number: int) -> str:
    return sentence(ENGLISH, Random(1000 + number)).rstrip(".")


def page(number: int) -> Answer:
    """Odd pages show headlines in the text column, every third the announcement, most of them a box of old sayings."""
    others = [NUMBERS[(number - 1 + step) % len(NUMBERS)] for step in (1, 4)]
    column = each(lines_of_article(ENGLISH, number))
    if number % 3 == 0:
        column += f"<p>{ANNOUNCEMENT}</p>"
    if number % 2:
        column += each([*map(headline, others), "All news"])
    else:
        column += "<ul>" + each([f'<a href="/news/{other}">{headline(other)}</a>' for other in others], "li") + "</ul>"
    sayings = [sentence(ENGLISH, Random(f"{number} {step}")) for step in range(number % 4)]
    box = '<div class="digest"><h3>From the shelf</h3>' + each(sayings, 'div class="digest-line"') + "</div>"
    html = (
        f"<!DOCTYPE html><html><head><title>{headline(number)}</title></head><body><h1>{headline(number)}</h1>"
        f'<div class="story">{column}{box if number % 5 else ""}</div></body></html>'
    )
    return Answer(html, 200, {"Content-Type": "text/html; charset=utf-8"})


class Orders:
    """The site, crawled in many orders; what is asked for is crawled once."""

    def __init__(self, outlet: Outlet, folder: Path) -> None:
        self.outlet = outlet
        self.folder = folder
        outlet.write_source(outlet.seeds, name="Valley")

    def crawl(self, name: str, order: list[int]) -> None:
        """A run that looks at the site's memory anew after every third page; ``rows`` then answers from its archive."""
        self.outlet.routes |= {f"/news/{number}": page(number) for number in NUMBERS}
        self.outlet.routes["/feed"] = Answer(feed([self.outlet.url(f"/news/{number}") for number in order]))
        self.outlet.db = self.folder / f"{name}.db"
        with at(SetClock()), patch("archive.memories.REMEMBERED_EVERY", 3):
            self.outlet.crawl()

    @cached_property
    def stored(self) -> list[dict[str, Any]]:
        """What each of the orders left behind."""
        found = []
        for seed in range(ORDERS):
            order = list(NUMBERS)
            Random(seed).shuffle(order)
            self.crawl(f"order-{seed}", order)
            found.append(self.snapshot())
        return found

    def snapshot(self) -> dict[str, Any]:
        rows = self.outlet.rows
        return {
            "articles": rows(ARTICLES),
            "memory": [rows(query) for query in MEMORY],
            "changes": [change for (change,) in rows("SELECT change FROM article ORDER BY change")],
            "sequence": rows("SELECT value FROM sequence WHERE name = 'change'")[0][0],
            "revisions": rows(
                "SELECT revision.text = article.text FROM revision JOIN article ON article_id = article.id"
            ),
        }


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orders]:
    folder = tmp_path_factory.mktemp("orders")
    with Outlet(folder) as outlet:
        yield Orders(outlet, folder)


def test_ten_orders_leave_the_same_articles(orders: Orders) -> None:
    first, *others = [one["articles"] for one in orders.stored]
    assert len(first) == len(NUMBERS)
    assert all(other == first for other in others)


def test_ten_orders_teach_the_same(orders: Orders) -> None:
    first, *others = [one["memory"] for one in orders.stored]
    assert all(first[:5])
    assert all(other == first for other in others)


def test_no_order_leaves_a_line_that_the_other_pages_reveal(orders: Orders) -> None:
    texts = {url.rpartition("/")[2]: text.split("\n") for url, _, text, *_ in orders.stored[0]["articles"]}
    foreign = {ANNOUNCEMENT, "All news", *map(headline, NUMBERS)}
    assert {number: foreign.intersection(lines) for number, lines in texts.items() if foreign & {*lines}} == {}
    lost = {number: {*lines_of_article(ENGLISH, number)} - {*texts[str(number)]} for number in NUMBERS}
    assert {number: lines for number, lines in lost.items() if lines} == {}


def test_mended_article_gets_no_revision(orders: Orders) -> None:
    for stored in orders.stored:
        assert {row[5] for row in stored["articles"]} == {1}
        assert stored["revisions"] == [(1,)] * len(NUMBERS)


def test_mended_article_changes_once(orders: Orders) -> None:
    """Articles whose relations to a mended one are others then change too, so this crawl relates none."""
    with (
        patch("archive.near_links.relink", return_value=set()),
        patch("archive.story_links.relink", return_value=set()),
    ):
        orders.crawl("unrelated", list(reversed(NUMBERS)))
    stored = orders.snapshot()
    inserted = [change for change in stored["changes"] if change <= len(NUMBERS)]
    mended = [change for change in stored["changes"] if change > len(NUMBERS)]
    assert mended == list(range(len(NUMBERS) + 1, len(NUMBERS) + len(mended) + 1))
    assert stored["sequence"] == len(inserted) + 2 * len(mended)
    assert mended


def test_settled_articles_are_unchanged_when_they_are_asked_for_again(orders: Orders) -> None:
    orders.crawl("again", list(NUMBERS))
    before = orders.snapshot()
    with at(SetClock()):
        crawled = orders.outlet.crawl(Wishes(recheck=True))
    assert [word for _, word in crawled.words] == ["unchanged"] * len(NUMBERS)
    after = orders.snapshot()
    assert (after["articles"], after["memory"]) == (before["articles"], before["memory"])
    assert (after["changes"], after["sequence"]) == (before["changes"], before["sequence"])
