"""What answers that are not usable say of their source, in real crawls with a clock to set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.overview import listed
from archive.sources import load_catalogue
from crawler.signs import of_answer, of_departure, of_failure
from crawler.wishes import Wishes
from tests.archives import SetClock
from tests.sites import Answer, Crawled, Outlet, Site, article, rss
from tests.test_challenges import MOMENT, page

DUE = Wishes(due=True)
SALE = page("old.tj is for sale", "<h1>This domain may be for sale</h1>")
FORBIDDEN = page("403 Forbidden", "<h1>403 Forbidden</h1>")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (503, MOMENT, "challenge"),
        (403, MOMENT, "challenge"),
        (200, MOMENT, "challenge"),
        (403, FORBIDDEN, "blocked"),
        (200, FORBIDDEN, "blocked"),
        (429, b"", "blocked"),
        (404, b"", "gone"),
        (200, SALE, "gone"),
        (503, page("Service unavailable"), "failing"),
        (200, page("News of the valley"), "unusable"),
    ],
)
def test_answer_tells_a_wall_from_a_death_and_an_outage(status: int, body: bytes, kind: str) -> None:
    assert of_answer("https://old.tj/feed", status, body, None).kind == kind


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("failed:dns", "gone"),
        ("failed:timeout", "unreachable"),
        ("failed:connection", "unreachable"),
        ("failed:http-503", "failing"),
        ("failed:http-429", "blocked"),
        ("rejected:challenge", "challenge"),
        ("failed:tls", "failing"),
    ],
)
def test_failure_tells_it_too(outcome: str, kind: str) -> None:
    assert of_failure(outcome).kind == kind


@pytest.mark.parametrize(
    ("url", "to", "statuses", "kind", "is_permanent"),
    [
        ("https://old.tj/feed", "https://new.tj/feed", (301,), "moved", True),
        ("https://old.tj/feed", "https://new.tj/feed", (301, 302), "moved", False),
        ("https://old.tj/", "https://new.tj/", (308,), "moved", True),
        ("https://old.tj/feed", "https://new.tj/", (301,), "gone", False),
        ("https://old.tj/feed", "https://www.sedoparking.com/old.tj?feed", (302,), "gone", False),
    ],
)
def test_move_keeps_paths_and_a_sold_domain_does_not(
    url: str, to: str, statuses: tuple[int, ...], kind: str, is_permanent: bool
) -> None:
    hint = of_departure(url, to, statuses)
    assert (hint.kind, hint.is_permanent) == (kind, is_permanent)


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    with Outlet(tmp_path) as outlet:
        outlet.write_source(outlet.seeds, crawl={"delay": 0, "interval": "1d", "removed_checks": 1, "removed_days": 0})
        yield outlet


@pytest.fixture
def there() -> Iterator[Site]:
    """The host that the outlet moves to: to a scope, another port is another host."""
    with Site() as there:
        yield there


def crawled_once(outlet: Outlet, clock: SetClock) -> None:
    outlet.publish(1)
    outlet.crawl(clock=clock)


def next_day(outlet: Outlet, clock: SetClock, *others: Site) -> Crawled:
    clock.forward(days=1)
    allow = ",".join(site.peer for site in (outlet, *others))
    return outlet.crawl(DUE, clock=clock, allow=allow, RETRY_ENABLED=False)


def alarms(crawled: Crawled) -> dict[str, str]:
    judged = crawled.run.judged.get("valley-en")
    return judged.alarms if judged else {}


def health(outlet: Outlet) -> str:
    return listed(load_catalogue(outlet.seeds).sources, outlet.db)[0]["health"]


def moved(outlet: Outlet, there: Site, status: int = 301) -> None:
    """Every path leads to the same path on the other host, where the same articles lie, and a new one."""
    there.publish(1, 2)
    for path in ("/", "/feed", "/news/1", "/robots.txt"):
        outlet.redirect(path, there.url(path), status)


def test_moved_source_is_told_at_once_with_the_lines_to_change_and_its_new_host_is_not_crawled(
    outlet: Outlet, there: Site, clock: SetClock
) -> None:
    crawled_once(outlet, clock)
    moved(outlet, there)
    crawled = next_day(outlet, clock, there)
    assert list(alarms(crawled)) == ["moved"]
    assert f'scope = ["{there.peer}/", "{outlet.peer}/"]' in alarms(crawled)["moved"]
    assert f'feeds = ["{there.url("/feed")}"]' in alarms(crawled)["moved"]
    assert set(there.paths) <= {"/robots.txt", "/feed"}
    assert outlet.rows("SELECT count(*) FROM entry") == [(1,)]
    assert health(outlet) == "moved"
    assert crawled.run.exit_code() == 1


def test_new_host_that_has_the_same_etags_is_a_move_and_not_a_feed_that_is_as_it_was(
    outlet: Outlet, there: Site, clock: SetClock
) -> None:
    outlet.publish(1, ETag='"one"')
    outlet.crawl(clock=clock)
    moved(outlet, there)
    feed = there.routes["/feed"]
    assert isinstance(feed, Answer)
    there.routes["/feed"] = lambda asked: Answer("", 304) if "if-none-match" in asked.headers else feed
    assert list(alarms(next_day(outlet, clock, there))) == ["moved"]


def test_the_lines_mend_it_and_no_article_comes_once_more(outlet: Outlet, there: Site, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    moved(outlet, there)
    next_day(outlet, clock, there)
    outlet.write_source(
        outlet.seeds,
        scope=[f"{there.peer}/", f"{outlet.peer}/"],
        homepage=there.url("/"),
        feeds=[there.url("/feed")],
        aliases={f'"{there.peer}/"': f"{outlet.peer}/"},
    )
    crawled = next_day(outlet, clock, there)
    assert [path.removeprefix(there.url("")) for path, word in crawled.words if word == "new"] == ["/news/2"]
    assert outlet.rows("SELECT count(*) FROM article") == [(2,)]
    assert alarms(crawled) == {}


def test_redirect_that_may_pass_is_told_when_it_has_lasted_for_a_day(
    outlet: Outlet, there: Site, clock: SetClock
) -> None:
    crawled_once(outlet, clock)
    moved(outlet, there, 302)
    assert alarms(next_day(outlet, clock, there)) == {}
    assert health(outlet) == "failing"
    clock.forward(days=1)
    assert list(alarms(next_day(outlet, clock, there))) == ["moved"]


def test_feed_that_stays_and_names_the_new_host_alone_tells_it_too(
    outlet: Outlet, there: Site, clock: SetClock
) -> None:
    crawled_once(outlet, clock)
    outlet.routes["/feed"] = Answer(rss([(there.url("/news/2"), 2)]))
    next_day(outlet, clock, there)
    clock.forward(days=1)
    assert list(alarms(next_day(outlet, clock, there))) == ["moved"]
    assert there.paths == []


def test_articles_that_all_lead_to_another_host_tell_it_though_the_feed_stays(
    outlet: Outlet, there: Site, clock: SetClock
) -> None:
    crawled_once(outlet, clock)
    outlet.publish(1, 2)
    outlet.redirect("/news/1", there.url("/news/1"))
    outlet.redirect("/news/2", there.url("/news/2"))
    first = next_day(outlet, clock, there)
    assert sorted(first.words) == [("/news/1", "rejected:off-scope"), ("/news/2", "rejected:off-scope")]
    assert alarms(first) == {}
    clock.forward(days=1)
    outlet.publish(1, 2, 3)
    outlet.redirect("/news/3", there.url("/news/3"))
    assert list(alarms(next_day(outlet, clock, there))) == ["moved"]
    assert there.paths == []


def test_www_and_paths_of_the_scope_are_no_move(outlet: Outlet, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    outlet.publish(1, 2, feed="/rss")
    outlet.redirect("/feed", "/rss")
    crawled = next_day(outlet, clock)
    assert (alarms(crawled), health(outlet)) == ({}, "ok")
    assert ("/news/2", "new") in crawled.words


def test_sold_domain_is_no_move_and_makes_no_article_removed(outlet: Outlet, there: Site, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    for path in ("/", "/feed", "/news/1"):
        outlet.redirect(path, there.url("/"))
    there.routes["/"] = Answer("<h1>Casino</h1>")
    kinds = [list(alarms(next_day(outlet, clock, there))) for _ in range(6)]
    assert kinds[-1] == ["dead"]
    assert ["moved"] not in kinds
    assert outlet.rows("SELECT removed, missing_checks FROM article") == [(None, 0)]


def test_outage_of_a_day_is_failing_and_a_name_that_stays_away_is_dead(outlet: Outlet, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    outlet.routes.clear()
    kinds = []
    for _ in range(6):
        crawled = next_day(outlet, clock)
        kinds.append((list(alarms(crawled)), health(outlet), crawled.run.exit_code()))
    assert kinds[0][:2] == ([], "failing")
    assert kinds[-1][:2] == (["dead"], "dead")
    outlet.publish(1, 2)
    clock.forward(days=1)
    assert (alarms(next_day(outlet, clock)), health(outlet)) == ({}, "ok")


def test_feed_that_is_gone_while_the_pages_answer_is_told_as_that(outlet: Outlet, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    del outlet.routes["/feed"]
    next_day(outlet, clock)
    assert health(outlet) == "failing"
    clock.forward(days=1)
    assert list(alarms(next_day(outlet, clock))) == ["feeds"]
    assert health(outlet) == "feeds"


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize("walled", ["/feed", "/robots.txt"])
def test_challenge_is_told_at_once_and_its_articles_are_left_alone(
    outlet: Outlet, clock: SetClock, status: int, walled: str
) -> None:
    crawled_once(outlet, clock)
    outlet.routes["/feed"] = outlet.routes["/news/1"] = Answer(MOMENT, status)
    outlet.routes[walled] = Answer(MOMENT, status)
    outlet.log.clear()
    crawled = next_day(outlet, clock)
    assert (list(alarms(crawled)), health(outlet)) == (["challenge"], "challenge")
    assert "/news/1" not in outlet.paths
    assert outlet.rows("SELECT removed, missing_checks FROM article") == [(None, 0)]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(MOMENT, 403), "rejected:challenge"),
        (Answer(MOMENT, 503), "rejected:challenge"),
        (Answer(MOMENT, 404), "rejected:challenge"),
        (Answer(MOMENT), "rejected:challenge"),
        (Answer(FORBIDDEN, 403), "failed:http-403"),
        (Answer("", 503), "failed:http-503"),
    ],
)
def test_challenge_in_place_of_an_article_is_no_evidence_whatever_its_status(
    outlet: Outlet, clock: SetClock, answer: Answer, outcome: str
) -> None:
    crawled_once(outlet, clock)
    outlet.routes["/news/1"] = answer
    assert next_day(outlet, clock).words == [("/news/1", outcome)]
    assert outlet.rows("SELECT removed, missing_checks FROM article") == [(None, 0)]


def test_article_that_leads_to_a_challenge_on_the_front_page_is_not_missing(outlet: Outlet, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    outlet.redirect("/news/1", "/")
    outlet.routes["/"] = Answer(MOMENT)
    assert next_day(outlet, clock).words == [("/news/1", "rejected:challenge")]
    assert outlet.rows("SELECT missing_checks FROM article") == [(0,)]


def test_refusal_of_everything_is_blocked_in_the_second_run_and_not_dead(outlet: Outlet, clock: SetClock) -> None:
    crawled_once(outlet, clock)
    for path in ("/feed", "/news/1"):
        outlet.routes[path] = Answer(FORBIDDEN, 403)
    assert alarms(next_day(outlet, clock)) == {}
    clock.forward(days=1)
    kinds = [list(alarms(next_day(outlet, clock))) for _ in range(5)]
    assert kinds == [["blocked"]] * 5
    assert health(outlet) == "blocked"


def test_source_that_gave_nothing_is_left_alone_until_it_is_due(outlet: Outlet, clock: SetClock) -> None:
    """Its articles too: one that is dead would keep every tick waiting for them."""
    crawled_once(outlet, clock)
    there, outlet.routes = outlet.routes, {}
    outlet.routes["/robots.txt"] = Answer("", 503)
    next_day(outlet, clock)
    outlet.log.clear()
    clock.forward(hours=3)
    outlet.crawl(DUE, clock=clock)
    assert outlet.log == []
    outlet.routes = there
    clock.forward(days=1)
    assert outlet.crawl(DUE, clock=clock).words == [("/news/1", "unchanged")]


def test_alarm_stays_while_articles_alone_are_looked_at(outlet: Outlet, there: Site, clock: SetClock) -> None:
    """Then cron mails it once, and not after every look."""
    crawled_once(outlet, clock)
    outlet.routes["/feed"] = Answer(MOMENT)
    assert next_day(outlet, clock).run.judged["valley-en"].fresh == {"challenge"}
    outlet.routes["/news/1"] = article(1)
    crawled = outlet.crawl(Wishes(urls=(outlet.url("/news/1"),)), clock=clock)
    assert crawled.words == [("/news/1", "unchanged")]
    assert list(alarms(crawled)) == ["challenge"]
    clock.forward(days=1)
    again = next_day(outlet, clock).run.judged["valley-en"]
    assert (list(again.alarms), again.fresh) == (["challenge"], frozenset())
