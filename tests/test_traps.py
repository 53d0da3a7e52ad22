"""Sites without an end: the run has one, and what is good beside them is whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from typing import Any

import pytest

from crawler.discovery.steps import Step
from crawler.traps import MOST_AHEAD, MOST_BARREN, MOST_STEPS, Ahead, Patience
from crawler.wishes import Wishes
from tests.sites import Answer, Outlet, Site, article, rss, sitemap


class Maze(dict[str, Any]):
    """Routes that have an answer for every path but robots.txt."""

    def __init__(self, page: Callable[[str], str]) -> None:
        super().__init__()
        self.page = page

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(path, default) if path == "/robots.txt" else Answer(self.page(path))


def links(urls: list[str], following: str) -> str:
    """A page of a listing that nobody would take for an article."""
    rows = "".join(
        f'<h2><a href="{url}">Canal {number} of the valley is dry</a></h2>' for number, url in enumerate(urls)
    )
    return f'<html><body>{rows}<a rel="next" href="{following}">next</a></body></html>'


NUMBERS = count(1000)


def calendar(path: str) -> str:
    return links([f"/events/{next(NUMBERS)}" for _ in range(30)], f"/month/{next(NUMBERS)}")


def sessions(path: str) -> str:
    if path.startswith("/news/"):
        return str(article(7).body)
    return links([f"/news/7?sid={next(NUMBERS)}" for _ in range(40)], f"/list?sid={next(NUMBERS)}")


def endless_pages(path: str) -> str:
    return links(["/news/1", "/news/2"], f"/page/{next(NUMBERS)}")


def mirrored(path: str) -> str:
    return links([f"/news{path}{number}/" for number in range(30)], f"/news{path}")


def junk_sitemap(path: str) -> str:
    if path == "/list":
        return sitemap(f"http://127.0.2.5:{PORT[0]}/news/{next(NUMBERS)}" for _ in range(5000))
    return "<html><body><p>Nothing here.</p></body></html>"


PORT = [0]
TRAPS = {
    "calendar": calendar,
    "sessions": sessions,
    "pages": endless_pages,
    "mirror": mirrored,
    "sitemap": junk_sitemap,
}


@pytest.mark.parametrize("backfill", [False, True])
def test_five_traps_cost_less_than_500_requests_together(outlet: Outlet, backfill: bool) -> None:
    outlet.publish(*range(1, 6))
    with ExitStack() as running:
        sites = []
        for number, (name, page) in enumerate(TRAPS.items(), start=1):
            site = running.enter_context(Site(Maze(page), f"127.0.2.{number}"))
            PORT[0] = site.port
            found = (
                {"sitemaps": [site.url("/list")]}
                if name == "sitemap"
                else {"listings": [{"url": site.url("/list/{page}"), "pages": 5}]}
            )
            site.write_source(outlet.seeds, f"{name}-en", feeds=[], article_url=r"^/(?:news|events)/", **found)
            sites.append(site)
        allow = ",".join([outlet.peer, *(site.peer for site in sites)])
        crawled = outlet.crawl(Wishes(backfill=backfill), allow=allow)
    assert sum(len(site.log) for site in sites) <= 500
    good = [word for path, word in crawled.words if path.startswith("/news/")]
    assert good == ["new"] * 5


def test_source_is_left_after_eighty_entries_without_a_new_article_and_goes_on_in_the_next_run(outlet: Outlet) -> None:
    numbers = range(1, MOST_BARREN + 21)
    outlet.routes["/feed"] = Answer(rss([(outlet.url(f"/news/{number}"), 1) for number in numbers]))
    outlet.routes |= {f"/news/{number}": Answer("<html><body><p>Nothing.</p></body></html>") for number in numbers}
    crawled = outlet.crawl()
    # The next request is on its way while the last page is read.
    assert MOST_BARREN <= len(crawled.words) <= MOST_BARREN + 1
    last = outlet.url(crawled.words[MOST_BARREN - 1][0])
    assert crawled.problems == [
        f"{MOST_BARREN} URLs in a row led to no new article; the others wait for the next run. Look at the last one in "
        f"a browser: {last}"
    ]
    assert crawled.run.exit_code() == 0
    assert len(crawled.words) + len(outlet.crawl().words) == len(numbers)


def test_one_article_among_many_that_are_none_is_enough_to_go_on(outlet: Outlet) -> None:
    numbers = range(1, MOST_BARREN + 21)
    outlet.routes["/feed"] = Answer(rss([(outlet.url(f"/news/{number}"), 1) for number in numbers]))
    outlet.routes |= {f"/news/{number}": Answer("<html><body><p>Nothing.</p></body></html>") for number in numbers}
    outlet.routes["/news/50"] = article(5)
    assert len(outlet.crawl().words) == len(numbers)


def test_known_articles_are_looked_at_although_the_new_entries_are_barren(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.crawl()
    numbers = range(101, 101 + MOST_BARREN + 20)
    outlet.routes["/feed"] = Answer(rss([(outlet.url(f"/news/{number}"), 1) for number in numbers]))
    words = dict(outlet.crawl(Wishes(recheck=True)).words)
    assert words["/news/1"] == "unchanged"
    assert len(words) < len(numbers)


def test_what_costs_the_host_nothing_does_not_count_and_a_new_article_starts_anew() -> None:
    patience = Patience()
    for outcome in ["failed:timeout", None, "rejected:listing", "duplicate", "rejected:robots", "rejected:off-scope"]:
        assert patience.led_to(outcome, "http://a.example/1") is None
    assert patience.barren == 4
    patience.led_to("new", "http://a.example/2")
    assert patience.barren == 0


def test_listing_that_shows_the_same_page_under_every_number_ends(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    same = Answer(links(["/news/1", "/news/2"], "/x"))
    outlet.routes |= {f"/page/{number}": same for number in range(1, 60)}
    outlet.write_source(outlet.seeds, listings=[{"url": outlet.url("/page/{page}"), "pages": 50}])
    outlet.crawl()
    assert [path for path in outlet.paths if path.startswith("/page")] == ["/page/1", "/page/2"]


def test_backfill_takes_up_articles_before_it_reads_on_and_reads_to_the_end(outlet: Outlet) -> None:
    """However far the listing goes; nothing of it is lost for having waited."""
    last = 2 * MOST_AHEAD + 5
    for number in range(1, last + 1):
        outlet.routes[f"/page/{number}"] = Answer(links([f"/news/{number}"], f"/page/{number + 1}"))
        outlet.routes[f"/news/{number}"] = article(number)
    outlet.write_source(outlet.seeds, feeds=[], listings=[{"url": outlet.url("/page/{page}")}])
    crawled = outlet.crawl(Wishes(backfill=True))
    assert sorted(crawled.words) == sorted((f"/news/{number}", "new") for number in range(1, last + 1))
    kinds = [path.split("/")[1] for path in outlet.paths if path != "/robots.txt"]
    assert kinds[: MOST_AHEAD + 2] == ["page"] * (MOST_AHEAD + 1) + ["news"]
    assert crawled.problems == []


def test_backfill_that_is_to_take_few_articles_reads_no_further_than_for_them(outlet: Outlet) -> None:
    outlet.routes |= {f"/page/{n}": Answer(links([f"/news/{n}"], f"/page/{n + 1}")) for n in range(1, 3 * MOST_AHEAD)}
    outlet.routes |= {f"/news/{number}": article(number) for number in range(1, 3 * MOST_AHEAD)}
    outlet.write_source(outlet.seeds, feeds=[], listings=[{"url": outlet.url("/page/{page}")}])
    assert len(outlet.crawl(Wishes(backfill=True, max_articles=3)).words) == 3
    assert len([path for path in outlet.paths if path.startswith("/page")]) == MOST_AHEAD + 1


def test_run_reads_so_many_sitemaps_and_pages_of_a_source_and_tells_that_there_are_more() -> None:
    steps = [Step("sitemap", f"http://a.example/{number}.xml") for number in range(MOST_STEPS + 5)]
    ahead = Ahead(backfill=True)
    asked = ahead.now(steps)
    assert asked == steps[:MOST_AHEAD]
    assert ahead.now(()) == []
    while more := ahead.further():
        asked += more
    assert asked == steps[:MOST_STEPS]
    sentence = ahead.left()
    assert sentence is not None
    assert sentence.startswith(f"{MOST_STEPS} sitemaps and pages of listings were read, and there are more.")
    assert ahead.left() is None


def test_ordinary_run_does_not_wait() -> None:
    steps = [Step("sitemap", f"http://a.example/{number}.xml") for number in range(2 * MOST_AHEAD)]
    ahead = Ahead()
    assert ahead.now(steps) == steps
    assert ahead.left() is None
