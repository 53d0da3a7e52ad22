"""Hosts that hang or are gone once their feed has answered."""

from __future__ import annotations

import socket
import time

import pytest
from scrapy.exceptions import DownloadTimeoutError

from crawler.failures import OutOfReach
from crawler.reach import LONGEST_IN_VAIN, MOST_IN_A_ROW, Reach
from crawler.wishes import Wishes
from tests.production import produced
from tests.sites import Answer, Asked, Outlet, Site, Wire, rss


def begins(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    time.sleep(9)


HANGS = Wire(lambda _: time.sleep(9))
QUICKLY = {"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0, "DOWNLOAD_DELAY": 0}


def hang(site: Site, *numbers: int) -> None:
    site.publish(*numbers)
    site.routes |= {f"/news/{number}": HANGS for number in numbers}


def left(outlet: Outlet) -> list[tuple[str | None, int]]:
    return outlet.rows("SELECT outcome, attempts FROM entry WHERE outcome IS NULL AND url LIKE ?", outlet.url("%"))


def test_host_that_hangs_after_its_feed_costs_five_time_outs_and_the_rest_waits_untried(outlet: Outlet) -> None:
    hang(outlet, *range(1, 13))
    with Site() as other:
        other.publish(21, 22, 23)
        other.write_source(outlet.seeds, "plain-en")
        run = produced(outlet, allow=f"{outlet.peer},{other.peer}", **QUICKLY)
        assert run.words == {other.url(f"/news/{n}"): "new" for n in (21, 22, 23)} | {
            f"/news/{n}": "failed:timeout" for n in (8, 9, 10, 11, 12)
        }
    assert outlet.paths.count("/news/7") == 0
    assert left(outlet) == [(None, 0)] * 7
    sentence = f"{outlet.url('/news/7')}: no answer in time. Try again later; what is left of {outlet.peer} waits for "
    assert run.problems == [f"{sentence}the next run."]
    assert run.exit_code == 3
    outlet.routes |= {f"/news/{number}": Answer("", 404) for number in range(1, 13)}
    outlet.routes.pop("/news/1")
    outlet.publish(1)
    assert outlet.crawl().words[-1] == ("/news/1", "new")


def test_url_that_hangs_alone_is_failed_and_the_others_are_whole(outlet: Outlet) -> None:
    hang(outlet, 3, 4)
    outlet.publish(1, 2, 3, 4, 5)
    run = produced(outlet, **QUICKLY)
    assert run.words == {f"/news/{n}": "failed:timeout" if n in (3, 4) else "new" for n in range(1, 6)}
    assert (run.problems, run.exit_code) == ([], 0)


def test_robots_txt_that_answers_does_not_speak_for_its_pages(outlet: Outlet) -> None:
    """A reading of an earlier run is asked for again at the first time-out, and answers."""
    outlet.publish(20)
    outlet.crawl()
    hang(outlet, *range(1, 9))
    assert sorted(produced(outlet, **QUICKLY).words) == [f"/news/{n}" for n in range(4, 9)]
    assert outlet.paths.count("/robots.txt") == 2


def test_host_that_nobody_listens_on_any_more_is_left_too(outlet: Outlet) -> None:
    with Site() as gone:
        urls = [gone.url(f"/news/{number}") for number in range(1, 9)]
    outlet.routes["/feed"] = Answer(rss([(url, 1) for url in urls]))
    outlet.write_source(outlet.seeds, scope=[f"{outlet.peer}/", f"{gone.peer}/"])
    with Site(port=gone.port) as gone:

        def last(_: Asked) -> Answer:
            gone.__exit__()
            return Answer("", 404, {"Connection": "close"})

        gone.routes["/robots.txt"] = last
        crawled = outlet.crawl(allow=f"{outlet.peer},{gone.peer}", RETRY_TIMES=0)
    assert [word for _, word in crawled.words] == ["failed:connection"] * MOST_IN_A_ROW


def test_answer_that_begins_and_never_ends_is_the_urls_own(outlet: Outlet) -> None:
    outlet.publish(*range(1, 9))
    outlet.routes |= {f"/news/{n}": Wire(begins) for n in range(2, 9)}
    words = produced(outlet, **QUICKLY).words
    assert words == {"/news/1": "new"} | {f"/news/{n}": "failed:timeout" for n in range(2, 9)}


def test_answers_that_are_no_http_are_answers(outlet: Outlet) -> None:
    outlet.publish(*range(1, 8))
    outlet.routes |= {f"/news/{n}": Wire(lambda at: at.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")) for n in range(2, 8)}
    words = produced(outlet, **QUICKLY).words
    assert words == {"/news/1": "new"} | {f"/news/{n}": "failed:connection" for n in range(2, 8)}


def test_named_urls_that_wait_for_their_turn_at_a_host_that_hangs_fail_without_waiting(outlet: Outlet) -> None:
    hang(outlet, *range(1, 13))
    outlet.write_source(outlet.seeds, crawl={"delay": 0.05})
    run = produced(outlet, Wishes(urls=tuple(outlet.url(f"/news/{n}") for n in range(1, 13))), **QUICKLY)
    assert run.words == {f"/news/{n}": "failed:timeout" for n in range(1, 13)}
    assert sum(path != "/robots.txt" for path in outlet.paths) == MOST_IN_A_ROW


def test_answer_in_between_begins_anew_and_what_is_waited_for_in_vain_adds_up() -> None:
    reach = Reach()
    for _ in range(11):
        reach.failed("http://a.example", DownloadTimeoutError(), LONGEST_IN_VAIN / 12)
        reach.answered("http://a.example")
        reach.check("http://a.example")
    reach.failed("http://a.example", DownloadTimeoutError(), LONGEST_IN_VAIN / 12)
    with pytest.raises(OutOfReach) as refused:
        reach.check("http://a.example")
    assert refused.value.outcome == "failed:timeout"
    reach.check("https://a.example")
