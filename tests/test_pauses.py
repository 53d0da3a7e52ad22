"""Retry-After, slow hosts, and the gaps between two requests to a host, from the server's own log."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from scrapy.http import Response

from crawler.failures import HostPaused
from crawler.pauses import LONGEST_DELAY, Pauses, adapted
from tests.commands import started, wait_until
from tests.production import produced
from tests.sites import Answer, Asked, Outlet, Site, article, rss

NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


def busy(seconds: object, status: int = 503) -> Response:
    return Response("http://a.example/", status=status, headers={"Retry-After": str(seconds)})


def test_pauses_of_a_host_add_up_and_no_run_waits_for_longer_than_its_limit() -> None:
    pauses = Pauses(ending=lambda: False, longest=600)
    for _ in range(2):
        pauses.heed("a.example", busy(300))
    assert not _refused(pauses, "a.example")
    pauses.heed("a.example", busy(1, 429))
    assert _refused(pauses, "a.example")
    assert not _refused(pauses, "b.example")


def test_answer_that_is_no_plea_is_not_heeded() -> None:
    pauses = Pauses(ending=lambda: False)
    for status in (200, 301, 404, 500):
        pauses.heed("a.example", busy(3600, status))
    assert not _refused(pauses, "a.example")


def test_nobody_waits_once_the_run_is_to_end() -> None:
    pauses = Pauses(ending=lambda: True)
    pauses.heed("a.example", busy(300))
    assert _refused(pauses, "a.example")


def _refused(pauses: Pauses, host: str) -> bool:
    """Whether the host may not be asked in this run; a pause that is waited for is none."""

    async def ask() -> None:
        async with asyncio.timeout(0.05):
            await pauses.over(host)

    try:
        asyncio.run(ask())
    except HostPaused:
        return True
    except TimeoutError:
        return False
    return False


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_host_is_left_alone_for_as_long_as_it_asks(outlet: Outlet, form: str) -> None:
    """All of the host: the article that asked, the next one, and another source's."""

    def once_busy(asked: Asked) -> Answer:
        if outlet.paths.count(asked.path) > 1:
            return article(2)
        now = datetime.now(UTC).replace(microsecond=0)
        then = "3" if form == "seconds" else format_datetime(now + timedelta(seconds=3), usegmt=True)
        return Answer("", 503, {"Retry-After": then, "Date": format_datetime(now, usegmt=True)})

    outlet.publish(1, 2)
    outlet.routes["/news/2"] = once_busy
    outlet.routes["/other"] = Answer(rss([(outlet.url("/else/3"), 3)]))
    outlet.routes["/else/3"] = article(3)
    outlet.write_source(outlet.seeds, scope=[f"{outlet.peer}/"], crawl={"delay": 0.2})
    assert produced(outlet).words == {"/news/2": "new", "/news/1": "new"}
    first, second, third = (asked.moment for asked in outlet.log[2:])
    assert outlet.paths[2:] == ["/news/2", "/news/2", "/news/1"]
    assert second - first >= 3
    assert third - second >= 0.2


def test_host_that_asks_for_an_hour_is_left_to_the_next_run_and_others_are_not(outlet: Outlet) -> None:
    with Site(host="127.0.0.3") as other:
        other.publish(11, 12, 13)
        other.write_source(outlet.seeds, "other-en")
        outlet.publish(1, 2)
        outlet.routes["/news/2"] = Answer("", 429, {"Retry-After": "3600"})
        allow = f"{outlet.peer},{other.peer}"
        run = produced(outlet, allow=allow)
        assert run.words == {other.url(f"/news/{number}"): "new" for number in (11, 12, 13)}
        assert outlet.paths == ["/robots.txt", "/feed", "/news/2"]
        assert any("its host asks for a longer pause than a run waits" in one for one in run.problems)
        assert outlet.rows("SELECT count(*) FROM entry WHERE outcome IS NULL AND attempts = 0") == [(2,)]
        outlet.routes["/news/2"] = article(2)
        assert produced(outlet, allow=allow).words == {"/news/2": "new", "/news/1": "new"}


def test_ctrl_c_does_not_wait_for_the_end_of_a_pause(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.routes["/news/2"] = Answer("", 503, {"Retry-After": "500"})
    crawl = started("crawl", "--db", outlet.db, "--seeds", outlet.seeds, cwd=outlet.seeds, allow=outlet.peer)
    wait_until(lambda: "/news/2" in outlet.paths, 60)
    time.sleep(1)
    crawl.send_signal(signal.SIGINT)
    _, told = crawl.communicate(timeout=60)
    assert crawl.returncode == 130, told
    assert outlet.paths == ["/robots.txt", "/feed", "/news/2"]
    assert outlet.rows("SELECT count(*) FROM entry WHERE outcome IS NULL AND attempts = 0") == [(2,)]


def test_gap_is_never_below_the_delay_and_one_request_at_a_time_by_the_servers_own_log(outlet: Outlet) -> None:
    """Two sources of one host, with answers that are slow, cut, redirected, missing, hung up on."""
    present, most, lock = 0, 0, threading.Lock()

    def slow(asked: Asked) -> Answer:
        nonlocal present, most
        with lock:
            present += 1
            most = max(most, present)
        time.sleep(0.3)
        with lock:
            present -= 1
        return article(int(asked.path.rpartition("/")[2]))

    def hang_up(_: Asked) -> Answer:
        raise ConnectionAbortedError

    for place, numbers in (("/news", range(1, 7)), ("/sport", range(11, 17))):
        outlet.routes[f"{place}.xml"] = Answer(rss([(outlet.url(f"{place}/{n}"), n) for n in numbers]))
        outlet.routes |= {f"{place}/{number}": slow for number in numbers}
        outlet.write_source(
            outlet.seeds, f"valley{place[1:]}-en", scope=[f"{outlet.peer}{place}/"], homepage=outlet.url(f"{place}/"),
            feeds=[outlet.url(f"{place}.xml")], article_url=r"/\d+$", crawl={"delay": 0.4},
        )  # fmt: skip
    (outlet.seeds / "tj" / "valley-en.toml").unlink()
    outlet.routes |= {
        "/news/2": hang_up,
        "/news/3": Answer("<p>cut", 200, {"Content-Length": "9000"}),
        "/news/4": Answer("", 503),
        "/news/5": Answer("", 404),
        "/sport/12": Answer("", 302, {"Location": "/sport/13"}),
    }
    produced(outlet)
    gaps = [after.moment - before.moment for before, after in pairwise(outlet.log)]
    assert len(gaps) >= 16
    assert min(gaps) >= 0.4
    assert most == 1


def test_gap_is_never_below_crawl_delay(outlet: Outlet) -> None:
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.7")
    outlet.publish(1, 2, 3)
    produced(outlet)
    gaps = [after.moment - before.moment for before, after in pairwise(outlet.log)]
    assert outlet.paths == ["/robots.txt", "/feed", "/news/3", "/news/2", "/news/1"]
    assert min(gaps) >= 0.7


def test_delay_rises_to_the_latency_at_once_and_falls_by_half_the_way() -> None:
    delay = adapted(1, 1, 8, well=True)
    assert delay == 8
    falling = []
    for _ in range(5):
        delay = adapted(delay, 1, 0.5, well=True)
        falling.append(delay)
    assert falling == [4.25, 2.375, 1.4375, 1, 1]


def test_delay_is_never_below_the_least_nor_above_the_bound_and_no_failure_shortens_it() -> None:
    assert adapted(1, 1, 0.2, well=True) == 1
    assert adapted(1, 1, 3600, well=True) == LONGEST_DELAY
    assert adapted(90, 90, 0.2, well=True) == 90
    assert adapted(8, 1, 0.01, well=False) == 8
    assert adapted(8, 1, 25, well=False) == 25
    assert adapted(0, 0, 25, well=True) == 0


def test_slow_host_is_asked_less_often_until_it_is_quick_again_by_the_servers_own_log(outlet: Outlet) -> None:
    """Gaps from the end of an answer; a Crawl-delay in a slow robots.txt holds for no longer than it says."""
    ends: list[float] = []

    def after(seconds: float, answer: Answer) -> Callable[[Asked], Answer]:
        def slow(_: Asked) -> Answer:
            time.sleep(seconds)
            ends.append(time.monotonic())
            return answer

        return slow

    outlet.publish(1, 2, 3, 4, 5)
    outlet.write_source(outlet.seeds, crawl={"delay": 0.1})
    outlet.routes |= {
        "/robots.txt": after(1.5, Answer("User-agent: *\nCrawl-delay: 0.2")),
        "/feed": after(0, outlet.routes["/feed"]),  # type: ignore[arg-type]
        "/news/5": after(1.5, article(5)),
        "/news/4": after(0, Answer("", 503)),
        **{f"/news/{number}": after(0, article(number)) for number in (3, 2, 1)},
    }
    produced(outlet)
    numbers = [5, 4, 4, 3, 2, 1]
    assert outlet.paths == ["/robots.txt", "/feed", *(f"/news/{number}" for number in numbers)]
    gaps = [asked.moment - end for asked, end in zip(outlet.log[1:], ends, strict=False)]
    least = [1.5, 0.75, 1.5, 1.5, 1.5, 0.75, 0.375]
    assert [gap >= at_least for gap, at_least in zip(gaps, least, strict=True)] == [True] * len(least)
    assert gaps[-1] < 1.5


def test_silent_url_of_a_host_with_a_delay_has_no_more_seconds_than_any_other(outlet: Outlet) -> None:
    """A limit of 4 s stands for 60: the second try would come after a pause as long as the first."""

    def silent(_: Asked) -> Answer:
        time.sleep(8)
        return Answer()

    outlet.write_source(outlet.seeds, crawl={"delay": 0.1})
    outlet.publish(1)
    outlet.routes["/news/1"] = silent
    run = produced(outlet, BACKISSUE_URL_SECONDS=4, DOWNLOAD_TIMEOUT=2.5)
    assert run.words == {"/news/1": "failed:timeout"}
    assert outlet.paths == ["/robots.txt", "/feed", "/news/1"]
