"""Our own network is away: told once for all sources, and not of each as its death."""

from __future__ import annotations

import pytest

from crawler.closing import alarm_lines, closing_lines
from crawler.wishes import Wishes
from tests.archives import SetClock
from tests.sites import Answer, Crawled, Outlet, Site

DUE = Wishes(due=True)


def away(outlet: Outlet, *others: str) -> str:
    """Every source lies at a port where nobody listens; who may be asked."""
    peers = [outlet.peer]
    for slug in ("valley-en", *others):
        with Site() as closed:
            closed.write_source(outlet.seeds, slug, crawl={"delay": 0, "interval": "1h"})
            peers.append(closed.peer)
    return ",".join(peers)


def told(crawled: Crawled) -> list[str]:
    """What a quiet run says."""
    return list(alarm_lines(crawled.run, fresh=True))


def test_run_in_which_no_source_answers_says_so_once(outlet: Outlet, clock: SetClock) -> None:
    peers = away(outlet, "other-en", "third-en")
    first = outlet.crawl(DUE, clock=clock, allow=peers)
    assert first.run.exit_code() == 1
    assert told(first) == [
        "offline: none of the 3 sources that were asked within a day gives an answer. See whether this machine reaches "
        "the network; nothing is lost, and the next run makes up for it"
    ]
    clock.forward(hours=2)
    second = outlet.crawl(DUE, clock=clock, allow=peers)
    assert told(second) == []
    (said,) = [line for line in closing_lines(second.run) if line.startswith("Offline: none of the 3")]
    assert " answer. See whether this machine" in said


def test_after_an_answer_the_next_outage_is_told_again(outlet: Outlet, clock: SetClock) -> None:
    peers = away(outlet, "other-en")
    assert len(told(outlet.crawl(DUE, clock=clock, allow=peers))) == 1
    clock.forward(hours=5)
    outlet.write_source(outlet.seeds)
    outlet.publish(1)
    assert told(outlet.crawl(DUE, clock=clock, allow=peers)) == []
    clock.forward(hours=25)
    peers += f",{away(outlet)}"
    assert len(told(outlet.crawl(DUE, clock=clock, allow=peers))) == 1


@pytest.mark.parametrize("status", [503, 403])
def test_server_that_answers_anything_proves_the_network(outlet: Outlet, clock: SetClock, status: int) -> None:
    peers = away(outlet, "other-en")
    outlet.write_source(outlet.seeds, "third-en")
    outlet.routes["/feed"] = Answer("", status)
    assert told(outlet.crawl(DUE, clock=clock, allow=peers)) == []


def test_one_source_alone_does_not_tell(outlet: Outlet, clock: SetClock) -> None:
    assert told(outlet.crawl(DUE, clock=clock, allow=away(outlet))) == []
