"""What ``crawl --due`` asks for, and what a known article's absence looks like, in real crawls with a clock to set."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.closing import closing_lines
from crawler.wishes import Wishes
from tests.archives import SetClock
from tests.sites import Answer, Outlet, Site, article, headline, rss, text

DUE = Wishes(due=True)
AGAIN = Wishes(recheck=True)


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
    assert outlet.paths == ["/news/1"]


def test_source_is_asked_for_news_when_its_interval_is_over(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="10m")
    outlet.publish(1, 2)
    clock.forward(minutes=9)
    assert outlet.crawl(DUE, clock=clock).words == []
    clock.forward(minutes=1)
    assert outlet.crawl(DUE, clock=clock).words == [("/news/2", "new")]
    assert outlet.paths == ["/feed", "/news/2"]


def ticks(outlet: Outlet, clock: SetClock, hours: float) -> list[int]:
    """A scheduled run every ten minutes for so long; after how many minutes the feed was asked for."""
    asked, begun = [], clock.moment
    while clock.moment - begun < timedelta(hours=hours):
        clock.forward(minutes=10)
        before = outlet.paths.count("/feed")
        outlet.crawl(DUE, clock=clock)
        asked += [round((clock.moment - begun).total_seconds() / 60)] * (outlet.paths.count("/feed") - before)
    return asked


def test_source_of_two_articles_a_day_is_asked_twice_a_day(outlet: Outlet, clock: SetClock) -> None:
    """By default: ``interval = "auto"``."""
    outlet.write_source(outlet.seeds)
    outlet.publish(1)
    outlet.crawl(clock=clock)
    set_pace(outlet, 2)
    (minutes,) = ticks(outlet, clock, 13.5)
    assert 12 * 60 * 0.9 <= minutes <= 12 * 60 * 1.1 + 10


def test_missed_hours_are_made_up_for_by_one_run(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="10m")
    clock.forward(hours=6)
    assert ticks(outlet, clock, 0.5) == [10, 20, 30]


def test_source_that_fails_is_asked_ever_more_rarely_until_it_answers(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="10m")
    there, outlet.routes["/feed"] = outlet.routes["/feed"], Answer("", 404)
    assert ticks(outlet, clock, 2.5) == [10, 30, 70, 150]
    assert outlet.rows("SELECT failures FROM timetable") == [(4,)]
    outlet.routes["/feed"] = there
    assert ticks(outlet, clock, 3) == [160, 170, 180]


def test_feed_that_stays_fresh_for_an_hour_is_left_alone_for_an_hour(outlet: Outlet, clock: SetClock) -> None:
    outlet.write_source(outlet.seeds)
    outlet.publish(1)
    outlet.routes["/feed"] = Answer(rss([(outlet.url("/news/1"), 1)]).replace("<item>", "<ttl>60</ttl><item>", 1))
    outlet.crawl(clock=clock)
    set_pace(outlet, 1000)
    assert ticks(outlet, clock, 2) == [60, 120]


def test_feed_is_not_read_in_the_hours_that_it_skips(outlet: Outlet, clock: SetClock) -> None:
    """It is 5 o'clock in UTC at the beginning."""
    outlet.write_source(outlet.seeds)
    outlet.publish(1)
    skip = "<skipHours><hour>6</hour><hour>7</hour></skipHours><item>"
    outlet.routes["/feed"] = Answer(rss([(outlet.url("/news/1"), 1)]).replace("<item>", skip, 1))
    outlet.crawl(clock=clock)
    set_pace(outlet, 1000)
    assert ticks(outlet, clock, 3) == [10, 20, 30, 40, 50, 180]


def set_pace(outlet: Outlet, per_day: float) -> None:
    with closing(sqlite3.connect(outlet.db)) as connection, connection:
        connection.execute("UPDATE timetable SET per_day = ?", [per_day])


def test_one_feed_that_is_fresh_does_not_keep_the_other_from_being_read(outlet: Outlet, clock: SetClock) -> None:
    outlet.write_source(outlet.seeds, feeds=[outlet.url("/feed"), outlet.url("/other")])
    outlet.publish(1, **{"Cache-Control": "max-age=3600"})
    outlet.publish(2, feed="/other")
    outlet.crawl(clock=clock)
    set_pace(outlet, 1000)
    outlet.log.clear()
    assert ticks(outlet, clock, 0.3) == []
    assert outlet.paths.count("/other") == 2


def test_server_that_asks_for_patience_is_asked_for_nothing_until_then(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="10m")
    outlet.routes["/feed"] = Answer("", 429, {"Retry-After": "3600"})
    clock.forward(minutes=10)
    outlet.crawl(DUE, clock=clock, RETRY_ENABLED=False)
    outlet.publish(1, 2)
    before = len(outlet.log)
    for _ in range(5):
        clock.forward(minutes=10)
        assert outlet.crawl(DUE, clock=clock).words == [], "no article of it either, although one is due"
    assert len(outlet.log) == before
    clock.forward(minutes=10)
    assert outlet.crawl(DUE, clock=clock).words == [("/news/2", "new"), ("/news/1", "unchanged")]


def test_tick_that_has_nothing_to_do_leaves_no_row_of_the_source(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="1d")
    clock.forward(minutes=1)
    outlet.crawl(DUE, clock=clock)
    assert outlet.log == []
    assert outlet.rows("SELECT crawl_id FROM crawl_source") == [(1,)]


def test_exit_code_is_of_the_sources_that_were_asked(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="1d", rechecks=0)
    with Site() as other:
        other.write_source(outlet.seeds, "other-en", crawl={"delay": 0})
        clock.forward(hours=1)
        done = outlet.crawl(DUE, clock=clock, allow=f"{outlet.peer},{other.peer}").run
    assert done.exit_code() == 1
    assert outlet.rows("SELECT exit_code FROM crawl") == [(0,), (1,)]
    assert done.not_due == {"valley-en": datetime(2026, 11, 3, 5, tzinfo=UTC)}
    *_, not_due, total = closing_lines(done)
    assert not_due == "valley-en is not due before 2026-11-03 05:00 UTC."
    assert total.startswith("total     1 of 1 source failed  (2 requests")


def test_run_that_looks_for_old_articles_says_nothing_of_the_pace(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    set_pace(outlet, 1.5)
    for wishes in (Wishes(backfill=True), Wishes(since="2026-11-01"), Wishes(max_articles=1)):
        clock.forward(hours=1)
        outlet.crawl(wishes, clock=clock)
    assert outlet.rows("SELECT per_day FROM timetable") == [(1.5,)]
    assert outlet.rows("SELECT asked_at FROM timetable") == [("2026-11-02T08:00:00Z",)]


def test_due_looks_at_no_more_than_the_budget(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, 1, 2, 3, interval="1d", rechecks=2)
    clock.forward(hours=1)
    assert len(outlet.crawl(DUE, clock=clock).words) == 2
    assert len(outlet.crawl(DUE, clock=clock).words) == 1


@pytest.mark.parametrize("answer", [Answer("", 403), Answer("", 500), Answer("<title>Log in</title><h1>Log in</h1>")])
def test_article_that_is_refused_is_asked_for_in_its_time_and_not_by_every_run(
    outlet: Outlet, clock: SetClock, answer: Answer
) -> None:
    known(outlet, clock, interval="1d")
    clock.forward(hours=1)
    outlet.routes["/news/1"] = answer
    asked = []
    for _ in range(12):
        asked += outlet.crawl(DUE, clock=clock).words
        clock.forward(minutes=10)
    assert [path for path, _ in asked] == ["/news/1"] * 2, "once an hour at the age of three hours"
    assert not any(word in ("new", "unchanged", "removed") for _, word in asked)


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


def emptied(outlet: Outlet, *numbers: int) -> None:
    """The site was built anew, and its texts come by JavaScript now."""
    outlet.publish(*numbers)
    for number in numbers:
        outlet.routes[f"/news/{number}"] = Answer(
            f"<html><head><title>{headline(number)}</title></head><body><h1>{headline(number)}</h1></body></html>"
        )


def test_site_built_anew_raises_an_alarm_in_its_first_run(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, *range(1, 11), interval="10m")
    clock.forward(minutes=10)
    emptied(outlet, 11, 12, 13, 14, 15)
    run = outlet.crawl(DUE, clock=clock).run
    assert list(run.judged["valley-en"].alarms) == ["extraction"]
    (told,) = outlet.rows("SELECT alarms FROM crawl_source WHERE crawl_id = 2")
    assert json.loads(told[0]) == run.judged["valley-en"].alarms


def test_source_that_blocks_us_is_told_from_one_that_is_dead(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, interval="10m")
    clock.forward(minutes=10)
    outlet.publish(2)
    outlet.routes["/news/2"] = Answer(
        "<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1>"
        "<p>Checking your browser before accessing the site.</p></body></html>"
    )
    crawled = outlet.crawl(DUE, clock=clock)
    assert ("/news/2", "rejected:challenge") in crawled.words
    assert list(crawled.run.judged["valley-en"].alarms) == ["challenge"]
    assert crawled.run.exit_code() == 0


def test_article_that_is_hardly_a_text_is_counted(outlet: Outlet, clock: SetClock) -> None:
    outlet.publish(1, 2)
    flash = "The pass at Anzob was closed on Monday after a fall of snow, and it will open again on Thursday at noon."
    outlet.routes["/news/2"] = article(2, flash)
    outlet.crawl(clock=clock)
    assert outlet.rows("SELECT short, answered FROM crawl_source") == [(1, 1)]
