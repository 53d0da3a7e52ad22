"""What an answer of a feed, sitemap, listing or robots.txt is worth; on whole sites in test_news.py, test_signs.py."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scrapy import Request
from scrapy.http import Response

from archive.errors import DiscoveryError
from archive.records import Listing, Source
from archive.sources import Catalogue
from crawler.discovery import steps
from crawler.discovery.answers import Departed, ParserBroke, hint, is_past_the_end, read_answer
from crawler.discovery.steps import Step
from crawler.scopes import Scopes
from tests.archives import VODI
from tests.sites import rss

SOURCE = replace(
    VODI, slug="valley-en", scope=("valley.example/",), homepage="https://valley.example/", article_url="^/news/"
)
SCOPES = Scopes(Catalogue((replace(SOURCE, slug="river-en", scope=("river.example/",)), SOURCE)))
FEED = Step("feed", "https://valley.example/feed")
SITEMAP = Step("sitemap", "https://valley.example/index.xml")
ROBOTS = Step("robots", "https://valley.example/robots.txt")
LISTING = Step("listing", "https://valley.example/list/2", 2, Listing(url="https://valley.example/list/{page}"))
CHALLENGE = b"<html><title>Just a moment...</title><script>window._cf_chl_opt = {}</script></html>"


def answer(step: Step, body: bytes | str = b"", status: int = 200, at: str = "", **headers: str) -> Response:
    """The answer to a step; ``at``: where it came from, after a redirect for good."""
    meta = {"redirect_reasons": [301]} if at else {}
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(at or step.url, status, headers=named, body=content, request=Request(step.url, meta=meta))


def feed(*hosts: str) -> str:
    return rss([(f"https://{host}/news/{number}", number) for number, host in enumerate(hosts, 1)])


def index(host: str) -> str:
    return f"<sitemapindex><sitemap><loc>https://{host}/a.xml</loc></sitemap></sitemapindex>"


def refused(step: Step, response: Response, source: Source = SOURCE) -> DiscoveryError:
    with pytest.raises(DiscoveryError) as raised:
        read_answer(step, response, source, SCOPES)
    return raised.value


def test_usable_answer_gives_what_its_parser_reads() -> None:
    entries, leads = read_answer(FEED, answer(FEED, feed("valley.example", "sold.example")), SOURCE, SCOPES)
    assert [entry.url for entry in entries] == ["https://valley.example/news/1", "https://sold.example/news/2"]
    assert leads == ()


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        *((status, "Try again later.") for status in (408, 425, 429, 500, 503)),
        *((status, "Open it in a browser and correct the source file of valley-en.") for status in (204, 403, 404)),
    ],
)
def test_status_says_whether_waiting_helps(status: int, mend: str) -> None:
    assert str(refused(FEED, answer(FEED, status=status))) == f"{FEED.url} answers HTTP {status}. {mend}"


@pytest.mark.parametrize(
    ("hosts", "at", "to"),
    [
        (("sold.example", "sold.example"), "", "https://sold.example/news/1"),
        ((), "https://sold.example/feed", "https://sold.example/feed"),
        (("sold.example",), "https://sold.example/feed", "https://sold.example/feed"),
    ],
    ids=["a feed that stayed", "an empty one elsewhere", "one that went with its articles"],
)
def test_feed_that_leads_out_of_every_scope_departed(hosts: tuple[str, ...], at: str, to: str) -> None:
    error = refused(FEED, answer(FEED, feed(*hosts), at=at))
    assert isinstance(error, Departed)
    assert error.to == to
    assert str(error) == (
        f"{FEED.url} leads to {to}, which lies in no scope. Open it in a browser and correct the source file."
    )


@pytest.mark.parametrize("hosts", [(), ("river.example",), ("sold.example", "valley.example")])
def test_feed_whose_articles_lie_in_any_scope_did_not_depart(hosts: tuple[str, ...]) -> None:
    entries, _ = read_answer(FEED, answer(FEED, feed(*hosts)), SOURCE, SCOPES)
    assert len(entries) == len(hosts)


def test_index_on_a_host_of_no_scope_may_lead_back() -> None:
    there = answer(SITEMAP, index("valley.example"), at="https://cdn.example/index.xml")
    assert read_answer(SITEMAP, there, SOURCE, SCOPES) == ((), ("https://valley.example/a.xml",))


def test_listing_without_articles_may_be_a_wall() -> None:
    wall = refused(LISTING, answer(LISTING, CHALLENGE))
    assert str(wall) == f"{LISTING.url} is a wall, not a list of articles. Open it in a browser."
    assert read_answer(LISTING, answer(LISTING, "<html><p>Nothing yet</p></html>"), SOURCE, SCOPES) == ((), ())


def test_listing_with_articles_is_none_whatever_scripts_it_loads() -> None:
    link = b'<body><h2><a href="/news/1">Canal number 1 is dry</a></h2></body></html>'
    page = answer(LISTING, CHALLENGE.replace(b"</html>", link))
    entries, _ = read_answer(LISTING, page, SOURCE, SCOPES)
    assert [entry.url for entry in entries] == ["https://valley.example/news/1"]


def test_robots_txt_without_sitemaps_is_of_no_use_where_there_is_no_other_way() -> None:
    error = refused(ROBOTS, answer(ROBOTS, "User-agent: *"))
    assert str(error) == (
        f"{ROBOTS.url} names no sitemap, and valley-en has neither feeds nor listings. Add one to its source file."
    )
    fed = replace(SOURCE, feeds=(FEED.url,))
    assert read_answer(ROBOTS, answer(ROBOTS, "User-agent: *"), fed, SCOPES) == ((), ())


def test_parser_that_breaks_costs_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no such feed was ever seen")

    monkeypatch.setattr(steps, "parse_feed", broken)
    error = refused(FEED, answer(FEED, feed()))
    assert isinstance(error, ParserBroke)
    assert isinstance(error.__cause__, ZeroDivisionError)
    assert str(error) == f"{FEED.url} broke the feed parser (ZeroDivisionError). Please report it."


@pytest.mark.parametrize(
    ("step", "status", "past"),
    [(LISTING, 404, True), (LISTING, 410, True), (LISTING, 403, False), (replace(LISTING, number=1), 404, False),
     (replace(SITEMAP, number=2), 404, False)],
)  # fmt: skip
def test_listing_ends_at_a_page_that_is_not_there(step: Step, status: int, past: bool) -> None:
    assert is_past_the_end(step, answer(step, status=status)) is past


def test_hint_of_an_answer_from_elsewhere_is_a_move_for_good() -> None:
    gone = answer(FEED, feed("sold.example"), at="https://sold.example/feed")
    told = hint(FEED, gone, refused(FEED, gone), SOURCE, SCOPES)
    assert (told.kind, told.to, told.is_permanent) == ("moved", "https://sold.example/feed", True)


def test_hint_of_a_feed_that_stayed_is_a_move_of_its_pages() -> None:
    stayed = answer(FEED, feed("sold.example"))
    told = hint(FEED, stayed, refused(FEED, stayed), SOURCE, SCOPES)
    assert (told.kind, told.to, told.url, told.is_permanent) == (
        "moved",
        "https://sold.example/",
        SOURCE.homepage,
        False,
    )


@pytest.mark.parametrize(
    ("headers", "kind"),
    [({"cf_mitigated": "challenge"}, "challenge"), ({"Retry_After": "60"}, "failing"), ({}, "blocked")],
)
def test_hint_of_an_error_heeds_its_headers(headers: dict[str, str], kind: str) -> None:
    busy = answer(FEED, status=429, **headers)
    assert hint(FEED, busy, refused(FEED, busy), SOURCE, SCOPES).kind == kind
