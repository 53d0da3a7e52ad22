"""robots.txt by RFC 9309."""

from __future__ import annotations

import gzip
import random
import socket
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest

from archive.clock import utc_now
from crawler import robots
from crawler.robots import LARGEST_ROBOTS, beginning, named
from crawler.wishes import Wishes
from tests.production import produced
from tests.sites import Answer, Asked, Outlet, Routes, Site, Wire, article, rss, sitemap


def fetched(outlet: Outlet, *urls: str, **options: str) -> list[tuple[str, str]]:
    return outlet.crawl(Wishes(urls=urls), **options).words


def test_robots_disallow_becomes_rejected_robots_and_is_never_asked_for(outlet: Outlet) -> None:
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /news/2")
    outlet.publish(1, 2)
    assert outlet.crawl().words == [("/news/2", "rejected:robots"), ("/news/1", "new")]
    assert "/news/2" not in outlet.paths


def test_rules_for_our_name_go_before_those_for_all(outlet: Outlet) -> None:
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n\nUser-agent: Backissue\nDisallow: /news/1")
    outlet.publish(1, 2)
    assert outlet.crawl().words == [("/news/2", "new"), ("/news/1", "rejected:robots")]


def test_requests_that_wait_for_the_same_robots_txt_all_obey_it(outlet: Outlet) -> None:
    """Scrapy 2.19's own middleware lets all but the first of them pass."""

    def slow(asked: Asked) -> Answer:
        time.sleep(0.3)
        return Answer("User-agent: *\nDisallow: /feed")

    outlet.routes["/robots.txt"] = slow
    feeds = [outlet.url(f"/feed/{number}") for number in range(4)]
    outlet.write_source(outlet.seeds, feeds=feeds)
    crawled = outlet.crawl()
    assert outlet.paths == ["/robots.txt"]
    assert crawled.problems[:4] == [f"{url}: robots.txt forbids it. Take it out of the source file." for url in feeds]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_that_is_not_there_allows_everything(outlet: Outlet, status: int) -> None:
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", status)
    outlet.publish(1)
    assert outlet.crawl().words == [("/news/1", "new")]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_robots_cannot_be_had_nothing_is_fetched(outlet: Outlet, status: int) -> None:
    outlet.routes["/robots.txt"] = Answer("", status)
    outlet.publish(1)
    crawled = outlet.crawl()
    assert set(outlet.paths) == {"/robots.txt"}
    sentence = f"{outlet.url('/feed')}: robots.txt of its host answers HTTP {status}. Try again later."
    assert (crawled.problems[0], crawled.run.exit_code()) == (sentence, 1)


def test_url_that_waited_for_a_broken_robots_txt_is_tried_again_in_the_next_run(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/robots.txt"] = Answer("", 503)
    assert fetched(outlet, outlet.url("/news/1")) == [("/news/1", "failed:http-503")]
    del outlet.routes["/robots.txt"]
    assert outlet.crawl().words == [("/news/1", "new")]


def test_robots_txt_is_read_to_its_500th_kibibyte(outlet: Outlet) -> None:
    outlet.routes["/robots.txt"] = Answer("User-agent: *\n" + "# padding\n" * 60_000 + "Disallow: /")
    outlet.publish(1)
    assert outlet.crawl().words == [("/news/1", "new")]


def test_robots_txt_behind_redirects_counts(outlet: Outlet) -> None:
    outlet.redirect("/robots.txt", "/robots-2.txt")
    outlet.routes["/robots-2.txt"] = Answer("User-agent: *\nDisallow: /news/")
    outlet.publish(1)
    assert outlet.crawl().words == [("/news/1", "rejected:robots")]


def down(outlet: Outlet, how: str) -> None:
    """The whole host: it hangs up, or has no answer."""

    def hang_up(_: Asked) -> Answer:
        raise ConnectionAbortedError

    for path in ("/robots.txt", "/feed", "/news/1", "/news/2"):
        outlet.routes[path] = hang_up if how == "hangs up" else Answer("", 503)


@pytest.mark.parametrize("how", ["hangs up", "503"])
@pytest.mark.parametrize("kept", [True, False])
def test_url_whose_host_has_no_robots_txt_to_read_waits_without_a_failed_try(
    outlet: Outlet, how: str, kept: bool
) -> None:
    """An outage of a week must not use up the three tries of an article; a reading of before makes no difference."""
    outlet.routes["/robots.txt"] = Answer("", 404, {} if kept else {"Cache-Control": "no-cache"})
    outlet.publish(1, 2)
    assert outlet.crawl(Wishes(max_articles=1)).words == [("/news/2", "new")]
    up = dict(outlet.routes)
    down(outlet, how)
    for _ in range(4):
        crawled = outlet.crawl(RETRY_TIMES=0)
        assert crawled.words == []
    left = f"what is left of {outlet.peer} waits for the next run."
    assert [one for one in crawled.problems if one.endswith(left)] == crawled.problems[-1:]
    assert crawled.run.exit_code() == 1
    assert outlet.rows("SELECT outcome, attempts FROM entry WHERE outcome IS NOT 'new'") == [(None, 0)]
    outlet.routes.update(up)
    assert outlet.crawl().words == [("/news/1", "new")]


@pytest.mark.parametrize("how", ["hangs up", "503"])
def test_outage_that_an_article_is_the_first_to_meet_is_no_failure_of_it(outlet: Outlet, how: str) -> None:
    """The feed lies on another host, which stands."""
    outlet.publish(1, 2)
    with Site({"/feed": outlet.routes["/feed"]}) as other:
        outlet.write_source(outlet.seeds, feeds=[other.url("/feed")])
        allow = f"{outlet.peer},{other.peer}"
        assert outlet.crawl(Wishes(max_articles=1), allow=allow).words == [("/news/2", "new")]
        outlet.log.clear()
        down(outlet, how)
        assert outlet.crawl(allow=allow, RETRY_TIMES=0).words == []
    assert list(dict.fromkeys(outlet.paths)) == ["/news/1", "/robots.txt"]
    assert outlet.rows("SELECT outcome, attempts FROM entry WHERE outcome IS NOT 'new'") == [(None, 0)]


def test_url_that_fails_alone_while_its_host_stands_is_failed(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.crawl(Wishes(max_articles=1))
    outlet.routes["/news/1"] = Answer("", 503)
    outlet.log.clear()
    assert outlet.crawl(RETRY_TIMES=0).words == [("/news/1", "failed:http-503")]
    assert outlet.paths == ["/feed", "/news/1", "/robots.txt"]


RULES = "User-agent: *\nDisallow: /news/2\nCrawl-delay: 0.6\nSitemap: {}"


def test_reading_holds_from_run_to_run_for_a_day(outlet: Outlet) -> None:
    """Its rules, its Crawl-delay and its Sitemap lines, without asking; then it is asked for again."""
    outlet.routes["/robots.txt"] = Answer(RULES.format(outlet.url("/sitemap.xml")))
    outlet.routes["/sitemap.xml"] = Answer(sitemap([outlet.url(f"/news/{number}") for number in (1, 2, 3)]))
    outlet.routes |= {f"/news/{number}": article(number) for number in (1, 2, 3)}
    outlet.write_source(outlet.seeds, feeds=[])
    began = utc_now()
    assert sorted(outlet.crawl(Wishes(max_articles=1), clock=lambda: began).words) == [("/news/1", "new")]
    del outlet.routes["/robots.txt"]
    outlet.log.clear()
    later = began + timedelta(hours=23, minutes=59)
    assert sorted(outlet.crawl(clock=lambda: later).words) == [("/news/2", "rejected:robots"), ("/news/3", "new")]
    assert outlet.paths == ["/sitemap.xml", "/news/3"]
    assert outlet.log[1].moment - outlet.log[0].moment >= 0.4
    outlet.crawl(clock=lambda: began + timedelta(hours=24))
    assert outlet.paths[2] == "/robots.txt"


@pytest.mark.parametrize(
    ("robots_txt", "seconds"),
    [
        (Answer("User-agent: *"), 86_400),
        (Answer("User-agent: *", 200, {"Cache-Control": "public, max-age=600", "Age": "60"}), 540),
        (Answer("User-agent: *", 200, {"Cache-Control": "max-age=31536000"}), 86_400),
        (Answer("User-agent: *", 200, {"Cache-Control": "must-revalidate"}), 86_400),
        (Answer("User-agent: *", 200, {"Cache-Control": "no-cache"}), 0),
        (Answer("", 404), 86_400),
        (Answer("", 503), None),
        (Answer("", 429, {"Cache-Control": "max-age=600"}), None),
    ],
)
def test_cache_control_only_shortens_the_day_and_what_could_not_be_read_is_not_kept(
    outlet: Outlet, robots_txt: Answer, seconds: int | None
) -> None:
    outlet.routes["/robots.txt"] = robots_txt
    outlet.publish(1)
    outlet.crawl(RETRY_TIMES=0)
    place = outlet.url("")
    kept = [] if seconds is None else [(place, robots_txt.status, seconds)]
    assert outlet.rows("SELECT place, status, fresh_seconds FROM robots_txt") == kept


def test_reading_of_a_clock_that_was_ahead_does_not_hold(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.crawl(clock=lambda: utc_now() + timedelta(hours=1))
    outlet.crawl()
    assert outlet.paths.count("/robots.txt") == 2


def test_reading_is_asked_for_again_when_its_day_is_over(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of no length stands for the 24 hours; the rules that hold are those of the last reading."""
    monkeypatch.setattr(robots, "KEPT", 0.0)

    def closing(_: Asked) -> Answer:
        return Answer("User-agent: *\nDisallow: /news/1" if outlet.paths.count("/robots.txt") > 3 else "")

    outlet.publish(1, 2)
    outlet.routes["/robots.txt"] = closing
    assert outlet.crawl().words == [("/news/2", "new"), ("/news/1", "rejected:robots")]
    assert outlet.paths.count("/robots.txt") == 4  # for the feed, for its Sitemap lines, for two articles


def test_lines_that_end_within_the_first_500_kibibytes_are_read() -> None:
    assert beginning(b"Disallow: /a\n") == b"Disallow: /a\n"
    filled = b"#" * (LARGEST_ROBOTS - 10) + b"\nAllow: /news"
    assert beginning(filled) == b"#" * (LARGEST_ROBOTS - 10)


RULE = "Disallow: /news/1\n"
OURS = f"User-agent: *\n{RULE}"


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /private\n")
    while True:
        connection.sendall(b"# and on it goes\n" * 4096)


def hang_up(asked: Asked) -> Answer:
    raise ConnectionAbortedError


def silent(connection: socket.socket) -> None:
    time.sleep(20)


def redirected(times: int, last: Answer) -> Routes:
    hops: Routes = {f"/r/{n}": Answer("", 302, {"Location": f"/r/{n + 1}"}) for n in range(1, times)}
    return {"/robots.txt": Answer("", 301, {"Location": "/r/1"}), **hops, f"/r/{times}": last}


GZIP = {"Content-Encoding": "gzip"}
NOISE = b"\n# " + random.Random(5).randbytes(600_000)
"""Packed it is more than 500 KiB still."""

SHAPES: dict[str, tuple[Answer | Wire | Routes | object, str]] = {
    "401": (Answer(OURS, 401), "new"),
    "403": (Answer(OURS, 403), "new"),
    "404": (Answer(OURS, 404), "new"),
    "410": (Answer(OURS, 410), "new"),
    "429": (Answer("", 429), "failed:http-429"),
    "500": (Answer("", 500), "failed:http-500"),
    "503": (Answer("", 503), "failed:http-503"),
    "599": (Answer("", 599), "failed:http-599"),
    "hangs up": (hang_up, "failed:connection"),
    "says nothing": (Wire(silent), "failed:timeout"),
    "breaks off": (Answer(OURS, 200, {"Content-Length": "5000"}), "failed:truncated"),
    "five redirects": (redirected(5, Answer(OURS)), "rejected:robots"),
    "six redirects": (redirected(6, Answer(OURS)), "new"),
    "redirect in circles": (Answer("", 302, {"Location": "/robots.txt"}), "new"),
    "redirect without a place": (Answer(OURS, 302), "new"),
    "no content": (Answer("", 204), "new"),
    "empty": (Answer(""), "new"),
    "a page": (Answer("<!DOCTYPE html><html><body><h1>Disallow: /</h1></body></html>"), "new"),
    "binary": (Answer(bytes(range(256)) * 40), "new"),
    "byte order mark": (Answer(b"\xef\xbb\xbf" + OURS.encode()), "rejected:robots"),
    "old Mac lines": (Answer(OURS.replace("\n", "\r")), "rejected:robots"),
    "loose writing": (Answer("  USER-AGENT :  *  # all\n\n\tdisallow:/news/1 # no\n"), "rejected:robots"),
    "Latin-1": (Answer(b"# caf\xe9\n" + OURS.encode()), "rejected:robots"),
    "longest match": (Answer("User-agent: *\nDisallow: /news\nAllow: /news/1"), "new"),
    "allow wins a tie": (Answer("User-agent: *\nDisallow: /news/1\nAllow: /news/1"), "new"),
    "wildcard": (Answer("User-agent: *\nDisallow: /*/1$"), "rejected:robots"),
    "end mark": (Answer("User-agent: *\nDisallow: /news$"), "new"),
    "our name": (Answer("User-agent: *\nAllow: /\n\nUser-agent: BackIssue\nDisallow: /"), "rejected:robots"),
    "our name with a version": (Answer(f"User-agent: Backissue/1.0 (x)\n{RULE}"), "rejected:robots"),
    "our name within another": (Answer("User-agent: backissue-bot/1.0\nDisallow: /"), "new"),
    "two groups": (
        Answer("User-agent: backissue\nAllow: /x\n\nUser-agent: backissue\n" + RULE),
        "rejected:robots",
    ),
    "a group for two": (Answer("User-agent: other\nUser-agent: backissue\n" + RULE), "rejected:robots"),
    "a name within our header": (Answer("User-agent: news\nUser-agent: archive\nDisallow: /"), "new"),
    "rule without a group": (Answer("Disallow: /"), "new"),
    "packed": (Answer(gzip.compress(OURS.encode()), 200, {"Content-Encoding": "gzip"}), "rejected:robots"),
    "packed bomb": (Answer(gzip.compress(OURS.encode() + bytes(12 << 20)), 200, GZIP), "rejected:robots"),
    "packed and large": (Answer(gzip.compress(OURS.encode() + NOISE), 200, GZIP), "rejected:robots"),
    "packed and cut": (Answer(gzip.compress(OURS.encode())[:-9], 200, GZIP), "failed:truncated"),
    "endless": (Wire(endless), "new"),
    "large": (Answer(OURS + "# padding\n" * 1_200_000), "rejected:robots"),
    "behind 500 KiB": (Answer("User-agent: *\n" + "# padding\n" * 60_000 + "Disallow: /"), "new"),
}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (b"User-agent: backissue/1.0", b"User-agent: backissue"),
        (b"\xef\xbb\xbfUSERAGENT:Backissue 2\rDisallow: /", b"\xef\xbb\xbfUSERAGENT:Backissue\rDisallow: /"),
        (b"user agent backissue*/1 # us", b"user agent backissue# us"),
        (b"User-agent: backissuebot/1", b"User-agent: backissuebot/1"),
        (b"User-agent: other/backissue/1", b"User-agent: other/backissue/1"),
        (b"Disallow: /user-agent:backissue/1", b"Disallow: /user-agent:backissue/1"),
        (b"User-agent:\nbackissue/1", b"User-agent:\nbackissue/1"),
    ],
)
def test_our_name_ends_where_no_letter_follows(line: bytes, read: bytes) -> None:
    assert named(line, "backissue") == read


def test_every_shape_of_robots_txt_on_the_production_handler(outlet: Outlet) -> None:
    """Each shape on a host of its own, in one crawl."""
    with ExitStack() as running:
        sites: dict[str, Site] = {}
        for number, (name, (answer, _)) in enumerate(SHAPES.items(), start=1):
            routes: Routes = answer if isinstance(answer, dict) else {"/robots.txt": answer}  # type: ignore[dict-item]
            routes = {**routes, "/news/1": article(number)}
            sites[name] = running.enter_context(Site(routes, f"127.0.1.{number}"))
        peers = ",".join(site.peer for site in sites.values())
        urls = tuple(site.url("/news/1") for site in sites.values())
        run = produced(outlet, Wishes(urls=urls), allow=peers, RETRY_TIMES=0, DOWNLOAD_TIMEOUT=10, DOWNLOAD_DELAY=0)
        assert {name: run.words[site.url("/news/1")] for name, site in sites.items()} == {
            name: word for name, (_, word) in SHAPES.items()
        }
        for name, site in sites.items():
            assert site.paths.count("/news/1") == (SHAPES[name][1] == "new"), name
    assert run.peak < 512


def test_rules_behind_a_redirect_to_another_host_are_those_of_the_first(outlet: Outlet) -> None:
    with Site(host="127.0.0.3") as other:
        other.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /news/1")
        outlet.redirect("/robots.txt", other.url("/robots.txt"))
        outlet.publish(1, 2)
        assert outlet.crawl(allow=f"{outlet.peer},{other.peer}").words == [
            ("/news/2", "new"),
            ("/news/1", "rejected:robots"),
        ]


def test_robots_txt_that_was_found_on_another_host_is_not_asked_for_again_there(outlet: Outlet) -> None:
    with Site(host="127.0.0.3") as other:
        other.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /closed")
        other.routes["/closed/feed"] = other.routes["/feed"] = Answer(rss([(outlet.url("/news/1"), 1)]))
        outlet.publish(1)
        for path in ("/robots.txt", "/feed"):
            outlet.redirect(path, other.url(path))
        outlet.redirect("/other-feed", other.url("/closed/feed"))
        outlet.write_source(outlet.seeds, feeds=[outlet.url("/feed"), outlet.url("/other-feed")])
        assert outlet.crawl(allow=f"{outlet.peer},{other.peer}").words == [("/news/1", "new")]
        assert other.paths == ["/robots.txt", "/feed"]
