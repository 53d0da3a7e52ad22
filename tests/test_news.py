"""The spider on whole sites: the way to the articles, and one outcome for every URL."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.clock import utc_now
from archive.readonly import open_readonly
from archive.records import Outcome
from archive.store import Archive
from crawler.discovery import steps
from crawler.newsroom.expected import Expected
from crawler.newsroom.server import Newsroom
from crawler.run import Run
from crawler.wishes import Wishes
from tests.crawling import crawl
from tests.sites import Answer, Asked, Outlet, Site, article, headline, rss, sitemap, text

# The sample newsroom on its two days


class Days:
    """Three crawls of the newsroom: day 1, day 1 once more, day 2 with all looked at again."""

    def __init__(self, folder: Path) -> None:
        self.db = folder / "archive.db"
        self.statuses: list[Counter[tuple[int, bool]]] = []
        """Of each crawl: how many answers of a status, to conditional requests or not; robots.txt apart."""
        self.paths: list[list[str]] = []
        self.expected: list[Expected] = []
        self.crawls: list[tuple[Run, list[Outcome]]] = []
        with Newsroom((0, 0)) as newsroom:
            newsroom.write_sources(folder / "seeds")
            for day, wishes in ((1, Wishes()), (1, Wishes()), (2, Wishes(recheck=True))):
                newsroom.day = day
                newsroom.log.clear()
                self.crawls.append(crawl(self.db, folder / "seeds", wishes, allow=newsroom.peers))
                asked = [one for one in newsroom.log if one.path != "/robots.txt"]
                self.statuses.append(Counter((one.status, one.conditional) for one in asked))
                self.paths.append([one.path for one in newsroom.log])
                self.expected.append(newsroom.expected)

    def words(self, number: int) -> dict[str, str]:
        return {outcome.url: outcome.outcome for outcome in self.crawls[number][1]}

    def texts(self) -> dict[str, tuple[str, str]]:
        with open_readonly(self.db) as connection:
            return {
                url: (title, text) for url, title, text in connection.execute("SELECT url, title, text FROM article")
            }


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    return Days(tmp_path_factory.mktemp("newsroom"))


def test_day_1_every_article_is_new_and_every_section_front_rejected(days: Days) -> None:
    expected = days.expected[0]
    fronts = dict.fromkeys(expected.no_articles, "rejected:listing")
    assert days.words(0) == dict.fromkeys(expected.articles, "new") | fronts


def test_texts_are_the_truth_word_for_word_on_every_layout(days: Days) -> None:
    expected = {**days.expected[0].articles, **days.expected[2].articles}
    stored = days.texts()
    assert {url: stored[url] for url in expected} == {url: (one.title, one.text) for url, one in expected.items()}


def test_every_article_belongs_to_its_edition_and_has_its_date(days: Days) -> None:
    with open_readonly(days.db) as connection:
        rows = {url: rest for url, *rest in connection.execute("SELECT url, source, language, published FROM article")}
    expected = days.expected[2]
    for url, one in expected.articles.items():
        assert rows[url] == [expected.sources[url], one.language, one.published], url


def test_second_crawl_asks_for_no_article_and_gets_304_everywhere(days: Days) -> None:
    assert days.crawls[1][1] == []
    assert set(days.statuses[1]) == {(304, True)}
    assert days.crawls[1][0].exit_code() == 0
    assert sum(visit.tally.not_modified for visit in days.crawls[1][0].source_runs.values()) == days.statuses[1].total()


def test_day_2_one_is_revised_one_removed_one_a_duplicate(days: Days) -> None:
    expected = days.expected[2]
    words = days.words(2)
    assert {url for url, word in words.items() if word == "revised"} == {expected.edited}
    assert {url for url, word in words.items() if word == "removed"} == {expected.removed}
    assert {url for url, word in words.items() if word == "duplicate"} == {expected.copy}
    assert {url for url, word in words.items() if word == "new"} == set(expected.added) - {expected.copy}
    others = set(words) - {expected.edited, expected.removed, *expected.added}
    assert {words[url] for url in others} == {"unchanged"}
    assert len(others) == len(days.expected[0].articles) - 2


def test_edited_article_keeps_both_texts_and_the_removed_one_its_own(days: Days) -> None:
    first, last = days.expected[0], days.expected[2]
    with open_readonly(days.db) as connection:
        revisions = connection.execute(
            "SELECT revision.text FROM revision JOIN article ON article.id = article_id WHERE url = ? ORDER BY number",
            [last.edited],
        ).fetchall()
        ((text, removed),) = connection.execute("SELECT text, removed FROM article WHERE url = ?", [last.removed])
    assert [one for (one,) in map(tuple, revisions)] == [
        first.articles[last.edited].text,
        last.articles[last.edited].text,
    ]
    assert text == first.articles[last.removed].text
    assert removed


def test_copy_points_to_the_article_that_was_first(days: Days) -> None:
    expected = days.expected[2]
    with open_readonly(days.db) as connection:
        rows = connection.execute(
            """SELECT copy.url, first.url FROM article AS copy JOIN article AS first ON first.id = copy.duplicate_of"""
        )
        assert [tuple(row) for row in rows] == [(expected.copy, expected.copied)]


def test_sum_of_the_outcomes_is_the_number_of_urls_taken_up(days: Days) -> None:
    for run, outcomes in days.crawls:
        assert len({outcome.url for outcome in outcomes}) == len(outcomes)
        for slug, visit in run.source_runs.items():
            counted = Counter(outcome.outcome for outcome in outcomes if outcome.source == slug)
            assert visit.tally.outcomes == counted
            assert visit.taken_up == counted.total()
            assert visit.taken == set()


def test_run_report_stands_in_the_archive(days: Days) -> None:
    with open_readonly(days.db) as connection:
        rows = connection.execute(
            "SELECT crawl_id, source, requests, not_modified, outcomes FROM crawl_source ORDER BY crawl_id, source"
        ).fetchall()
        crawls = connection.execute("SELECT command, exit_code, finished IS NOT NULL FROM crawl ORDER BY id").fetchall()
    assert [tuple(crawl) for crawl in crawls] == [("crawl", 0, 1)] * 3
    for number, (run, _) in enumerate(days.crawls, 1):
        told = {row["source"]: row for row in rows if row["crawl_id"] == number}
        assert {slug: json.loads(row["outcomes"]) for slug, row in told.items()} == {
            slug: dict(visit.tally.outcomes) for slug, visit in run.source_runs.items()
        }
        assert sum(row["requests"] for row in told.values()) == len(days.paths[number - 1])


def test_private_pages_are_never_asked_for(days: Days) -> None:
    assert not [path for paths in days.paths for path in paths if path.startswith("/private")]


# The order


def test_newest_first(outlet: Outlet) -> None:
    outlet.publish(2, 4, 1, 3)
    assert outlet.crawl().words == [(f"/news/{number}", "new") for number in (4, 3, 2, 1)]
    assert outlet.paths[2:] == [f"/news/{number}" for number in (4, 3, 2, 1)]


def test_feeds_are_all_read_before_the_first_article(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.publish(3, feed="/feed-2")
    outlet.write_source(outlet.seeds, feeds=[outlet.url("/feed"), outlet.url("/feed-2")])
    outlet.crawl()
    assert outlet.paths == ["/robots.txt", "/feed", "/feed-2", "/news/3", "/news/2", "/news/1"]


def test_sources_take_turns(outlet: Outlet) -> None:
    """A source with many articles does not drown one with few, on one host as on two."""
    two_sections(outlet, {"a": 6, "b": 2})
    outlet.crawl()
    asked = [path for path in outlet.paths if path.count("/") == 3]
    assert asked[:4] in (
        ["/a/news/6", "/b/news/2", "/a/news/5", "/b/news/1"],
        ["/b/news/2", "/a/news/6", "/b/news/1", "/a/news/5"],
    )
    assert asked[4:] == [f"/a/news/{number}" for number in (4, 3, 2, 1)]


def two_sections(outlet: Outlet, sizes: dict[str, int]) -> None:
    """Sources a and b in the folders of that name, with so many articles."""
    (outlet.seeds / "tj" / "valley-en.toml").unlink()
    for name, size in sizes.items():
        urls = [(outlet.url(f"/{name}/news/{number}"), number) for number in range(1, size + 1)]
        outlet.routes[f"/{name}/feed"] = Answer(rss(urls))
        outlet.routes.update((f"/{name}/news/{number}", article(number + len(name) * ord(name))) for _, number in urls)
        keys: dict[str, Any] = {"scope": [f"{outlet.peer}/{name}/"], "homepage": outlet.url(f"/{name}/")}
        outlet.write_source(
            outlet.seeds, f"{name}-en", feeds=[outlet.url(f"/{name}/feed")], article_url="/news/", **keys
        )


def test_only_the_named_source_is_crawled(outlet: Outlet) -> None:
    two_sections(outlet, {"a": 1, "b": 1})
    assert outlet.crawl(Wishes(sources=("b-en",))).words == [("/b/news/1", "new")]
    assert not [path for path in outlet.paths if path.startswith("/a/")]


def test_link_to_another_source_is_that_sources(outlet: Outlet) -> None:
    two_sections(outlet, {"a": 1, "b": 0})
    outlet.routes["/b/feed"] = Answer(rss([(outlet.url("/a/news/7"), 7)]))
    outlet.routes["/a/news/7"] = article(7)
    outlet.crawl()
    assert outlet.rows("SELECT url, source FROM article ORDER BY url") == [
        (outlet.url("/a/news/1"), "a-en"),
        (outlet.url("/a/news/7"), "a-en"),
    ]


# Feeds, sitemaps, listings


def test_what_the_feed_said_travels_with_the_entry(outlet: Outlet) -> None:
    outlet.routes["/feed"] = Answer(rss([(outlet.url("/news/1"), 9)]))
    outlet.routes["/news/1"] = Answer(str(article(1).body).replace("article:published_time", "nothing"))
    outlet.crawl()
    assert outlet.rows("SELECT title, published, published_raw FROM entry") == [
        (headline(9), "2026-11-09T03:00:00Z", "09 Nov 2026 08:00:00 +0500")
    ]
    assert outlet.rows("SELECT published, published_precision FROM article") == [("2026-11-09T03:00:00Z", "second")]


def test_entries_are_kept_before_the_etag_of_their_feed(outlet: Outlet) -> None:
    outlet.publish(1, ETag='"a"')
    outlet.routes["/news/1"] = Answer("", 500)
    assert outlet.crawl().words == [("/news/1", "failed:http-500")]
    outlet.routes["/feed"] = Answer("", 304)
    outlet.routes["/news/1"] = article(1)
    assert outlet.crawl().words == [("/news/1", "new")]


def test_url_that_failed_three_times_is_left_alone(outlet: Outlet) -> None:
    """The third time a day later: three runs may lie within one outage."""
    outlet.publish(1)
    outlet.routes["/news/1"] = Answer("", 403)
    moments = [utc_now() + timedelta(hours=hours) for hours in (0, 1, 2, 25, 50)]
    words = [outlet.crawl(clock=lambda at=moment: at).words for moment in moments]
    failed = [("/news/1", "failed:http-403")]
    assert words == [failed, failed, [], failed, []]


def test_conditional_headers_are_those_that_came(outlet: Outlet) -> None:
    outlet.publish(1, ETag='W/"x"', **{"Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT"})
    outlet.crawl()
    assert "if-none-match" not in outlet.log[1].headers
    outlet.log.clear()
    outlet.crawl()
    headers = outlet.log[0].headers
    assert headers["if-none-match"] == 'W/"x"'
    assert headers["if-modified-since"] == "Sun, 01 Nov 2026 00:00:00 GMT"


def by_number(*numbers: int) -> str:
    return "<html><body>" + "".join(f'<h2><a href="/news/{n}">Canal number {n} is dry</a></h2>' for n in numbers)


def test_leads_of_a_sitemap_index_are_followed_when_it_answers_304(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, feeds=[], sitemaps=[outlet.url("/index.xml")])
    child = f"<sitemap><loc>{outlet.url('/child.xml')}</loc></sitemap>"
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{child}</sitemapindex>'
    outlet.routes["/index.xml"] = Answer(index, 200, {"ETag": '"i"'})
    outlet.routes["/child.xml"] = Answer(sitemap([outlet.url("/news/1")]))
    outlet.routes |= {"/news/1": article(1), "/news/2": article(2)}
    assert outlet.crawl().words == [("/news/1", "new")]
    outlet.routes["/index.xml"] = Answer("", 304)
    outlet.routes["/child.xml"] = Answer(sitemap([outlet.url("/news/1"), outlet.url("/news/2")]))
    assert outlet.crawl().words == [("/news/2", "new")]


def test_sitemap_that_robots_txt_names(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, feeds=[])
    outlet.routes["/robots.txt"] = Answer(f"Sitemap: {outlet.url('/s.xml')}")
    outlet.routes |= {"/s.xml": Answer(sitemap([outlet.url("/news/1")])), "/news/1": article(1)}
    assert outlet.crawl().words == [("/news/1", "new")]


def test_source_without_any_way_to_its_articles_is_told(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, feeds=[])
    crawled = outlet.crawl()
    robots = outlet.url("/robots.txt")
    sentence = f"{robots} names no sitemap, and valley-en has neither feeds nor listings. Add one to its source file."
    assert (crawled.problems, crawled.run.exit_code()) == ([sentence], 1)


def listings(outlet: Outlet, pages: int) -> None:
    (outlet.seeds / "tj" / "valley-en.toml").write_text(
        f"""name = "Valley"
country = "TJ"
languages = ["en"]
timezone = "Asia/Dushanbe"
scope = ["{outlet.peer}/"]
homepage = "{outlet.url()}"
article_url = '^/news/'
[[listings]]
url = "{outlet.url("/list/{page}")}"
pages = {pages}
[crawl]
delay = 0
"""
    )
    for page in range(1, 5):
        outlet.routes[f"/list/{page}"] = Answer(by_number(page))
        outlet.routes[f"/news/{page}"] = article(page)


def test_listing_is_read_as_far_as_its_source_says(outlet: Outlet) -> None:
    listings(outlet, pages=2)
    assert len(outlet.crawl().words) == 2
    assert [path for path in outlet.paths if path.startswith("/list")] == ["/list/1", "/list/2"]


def test_backfill_reads_a_listing_to_its_end(outlet: Outlet) -> None:
    listings(outlet, pages=2)
    crawled = outlet.crawl(Wishes(backfill=True))
    assert len(crawled.words) == 4
    assert [path for path in outlet.paths if path.startswith("/list")] == [f"/list/{n}" for n in range(1, 6)]
    assert crawled.problems == []


MEND = "Open it in a browser and correct"
FILE = "the source file of valley-en"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer("<!DOCTYPE html><h1>Welcome"), f"{{url}} is an HTML page, not a feed. {MEND} feeds in {FILE}."),
        (Answer(""), f"{{url}} is empty, not a feed. {MEND} feeds in {FILE}."),
        (Answer("", 404), f"{{url}} answers HTTP 404. {MEND} the source file of valley-en."),
        (Answer("", 500), "{url} answers HTTP 500. Try again later."),
        (Answer("", 429), "{url} answers HTTP 429. Try again later."),
        (Answer("", 301, {"Location": "/feed"}), f"{{url}}: it redirects in circles. {MEND} the source file."),
        (
            Answer("x", 200, {"Content-Length": "99999999"}),
            "{url}: larger than such a file may be. Name another in the source file.",
        ),
    ],
)
def test_feed_that_is_none_is_told_in_one_sentence(outlet: Outlet, answer: Answer, sentence: str) -> None:
    outlet.routes["/feed"] = answer
    crawled = outlet.crawl()
    assert crawled.problems == [sentence.format(url=outlet.url("/feed"))]
    assert crawled.run.exit_code() == 1
    assert outlet.rows("SELECT problem FROM crawl_source") == [(crawled.problems[0],)]


def test_ill_formed_feed_still_gives_its_entries(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    feed = outlet.routes["/feed"]
    assert isinstance(feed, Answer)
    outlet.routes["/feed"] = Answer(str(feed.body).replace("</channel></rss>", "<item><title>AT&T & more <b>"))
    crawled = outlet.crawl()
    assert sorted(crawled.words) == [("/news/1", "new"), ("/news/2", "new")]
    assert crawled.problems == []


def test_one_dead_source_is_a_partial_success(outlet: Outlet) -> None:
    two_sections(outlet, {"a": 1, "b": 1})
    outlet.routes["/b/feed"] = Answer("", 500)
    crawled = outlet.crawl()
    assert crawled.words == [("/a/news/1", "new")]
    assert crawled.run.exit_code() == 3


def test_one_dead_feed_of_two_is_told_and_no_failure(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.write_source(outlet.seeds, feeds=[outlet.url("/feed"), outlet.url("/gone")])
    crawled = outlet.crawl()
    assert (crawled.words, crawled.run.exit_code(), len(crawled.problems)) == ([("/news/1", "new")], 0, 1)


def test_robots_txt_that_names_hundreds_of_bad_sitemaps_costs_eleven_lines(outlet: Outlet) -> None:
    outlet.routes["/robots.txt"] = Answer("".join(f"Sitemap: {outlet.url(f'/s/{n}')}\n" for n in range(100)))
    outlet.publish(1)
    crawled = outlet.crawl()
    assert crawled.words == [("/news/1", "new")]
    assert len(crawled.problems) == 11
    assert crawled.problems[-1] == "… and 90 more without a usable answer; the log names them."


def test_child_sitemap_that_is_gone_is_told(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, feeds=[], sitemaps=[outlet.url("/index.xml")])
    outlet.routes["/index.xml"] = Answer(
        f"<sitemapindex><sitemap><loc>{outlet.url('/gone.xml')}</loc></sitemap></sitemapindex>"
    )
    assert [sentence.partition(" answers ")[0] for sentence in outlet.crawl().problems] == [outlet.url("/gone.xml")]


def test_document_that_breaks_its_parser_does_not_stall_its_source(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no such feed was ever seen")

    outlet.publish(1)
    listings(outlet, pages=1)
    keys = (outlet.seeds / "tj" / "valley-en.toml").read_text()
    (outlet.seeds / "tj" / "valley-en.toml").write_text(f'feeds = ["{outlet.url("/feed")}"]\n{keys}')
    monkeypatch.setattr(steps, "parse_feed", broken)
    crawled = outlet.crawl()
    assert crawled.words == [("/news/1", "new")]
    assert crawled.problems == [f"{outlet.url('/feed')} broke the feed parser (ZeroDivisionError). Please report it."]
    assert "no such feed was ever seen" in caplog.text


# Outcomes of articles


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 418, 451, 500, 503])
def test_status_becomes_an_outcome(outlet: Outlet, status: int) -> None:
    outlet.publish(1, 2)
    outlet.routes["/news/2"] = Answer("", status)
    assert outlet.crawl().words == [("/news/2", f"failed:http-{status}"), ("/news/1", "new")]


def test_server_error_is_asked_once_more(outlet: Outlet) -> None:
    answers = iter([Answer("", 503), article(1)])
    outlet.publish(1)
    outlet.routes["/news/1"] = lambda _: next(answers)
    assert outlet.crawl().words == [("/news/1", "new")]


def test_redirect_in_circles_is_a_redirect_loop(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.redirect("/news/1", "/news/2")
    outlet.redirect("/news/2", "/news/1")
    assert outlet.crawl().words == [("/news/1", "failed:redirect-loop")]
    assert len(outlet.paths) == 2 + 6


def test_new_link_to_the_front_page_is_rejected(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.redirect("/news/1", "/")
    outlet.routes["/"] = article(7)
    assert outlet.crawl().words == [("/news/1", "rejected:front-page")]


def test_article_behind_a_redirect_is_stored_under_the_url_that_answered(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.redirect("/news/1", "/news/1/canal", status=302)
    outlet.routes["/news/1/canal"] = article(1)
    outlet.crawl()
    assert outlet.rows("SELECT url, text FROM article") == [(outlet.url("/news/1/canal"), text(1))]


def test_page_that_is_too_large_is_cut_off(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/news/1"] = Answer("<p>" + "x" * 3000)
    assert outlet.crawl(DOWNLOAD_MAXSIZE=2000).words == [("/news/1", "failed:too-large")]


def test_slow_page_is_a_timeout(outlet: Outlet) -> None:
    def slow(asked: Asked) -> Answer:
        time.sleep(1)
        return article(1)

    outlet.publish(1)
    outlet.routes["/news/1"] = slow
    assert outlet.crawl(DOWNLOAD_TIMEOUT=0.2, RETRY_TIMES=0).words == [("/news/1", "failed:timeout")]


# Looking again


def known(outlet: Outlet, **rules: Any) -> None:
    """The outlet with one article in the archive."""
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "removed_checks": 1, "removed_days": 0, **rules})
    outlet.publish(1)
    outlet.crawl()
    outlet.log.clear()


@pytest.mark.parametrize("status", [404, 410])
def test_known_article_that_is_gone_is_removed_at_the_last_check(outlet: Outlet, status: int) -> None:
    known(outlet, removed_checks=2)
    outlet.routes["/news/1"] = Answer("", status)
    assert [outlet.crawl(Wishes(recheck=True)).words for _ in range(3)] == [
        [("/news/1", "unchanged")],
        [("/news/1", "removed")],
        [],
    ]


def test_checks_must_lie_days_apart(outlet: Outlet) -> None:
    known(outlet, removed_checks=1, removed_days=2)
    outlet.routes["/news/1"] = Answer("", 404)
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "unchanged")]


def test_known_article_that_leads_to_the_front_page_is_removed(outlet: Outlet) -> None:
    known(outlet)
    outlet.redirect("/news/1", "/")
    outlet.routes["/"] = article(7)
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "removed")]
    assert outlet.rows("SELECT text FROM article") == [(text(1),)]


def test_304_on_a_recheck_is_unchanged(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/news/1"] = article(1, ETag='"one"')
    outlet.crawl()
    outlet.routes["/news/1"] = lambda asked: Answer("", 304 if asked.headers.get("if-none-match") == '"one"' else 500)
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "unchanged")]


def test_same_text_on_a_recheck_is_unchanged_and_other_text_revised(outlet: Outlet) -> None:
    known(outlet)
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "unchanged")]
    outlet.routes["/news/1"] = article(1, text(1).replace("stones", "bricks"))
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "revised")]


@pytest.mark.parametrize("status", [403, 500])
def test_error_on_a_recheck_leaves_the_article_as_it_was(outlet: Outlet, status: int) -> None:
    known(outlet)
    outlet.routes["/news/1"] = Answer("", status)
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", f"failed:http-{status}")]
    assert outlet.rows("SELECT text, removed, missing_checks FROM article") == [(text(1), None, 0)]


def test_without_recheck_a_known_article_is_not_asked_for(outlet: Outlet) -> None:
    known(outlet)
    assert outlet.crawl().words == []
    assert outlet.paths == ["/feed"]


def test_new_articles_go_before_those_to_look_at_again(outlet: Outlet) -> None:
    known(outlet)
    outlet.publish(1, 2, 3)
    assert [path for path, _ in outlet.crawl(Wishes(recheck=True)).words] == ["/news/3", "/news/2", "/news/1"]


def test_sitemap_that_two_editions_name_is_read_for_both(tmp_path: Path) -> None:
    with Site() as site:
        site.routes["/sitemap.xml"] = Answer(sitemap([site.url("/en/1"), site.url("/ru/1")]))
        site.routes |= {"/en/1": article(1), "/ru/1": article(2)}
        for slug in ("valley-en", "valley-ru"):
            prefix = f"/{slug[-2:]}/"
            site.write_source(
                tmp_path / "seeds",
                slug,
                scope=[f"{site.peer}{prefix}"],
                homepage=site.url(prefix),
                feeds=[],
                sitemaps=[site.url("/sitemap.xml")],
                article_url=r"/\d+$",
            )
        _, outcomes = crawl(tmp_path / "archive.db", tmp_path / "seeds", allow=site.peer)
        assert sorted((outcome.source, outcome.outcome) for outcome in outcomes) == [
            ("valley-en", "new"),
            ("valley-ru", "new"),
        ]
        with Archive(tmp_path / "archive.db") as archive, archive.db.atomic():
            archive.db.execute("UPDATE entry SET outcome = 'failed:timeout'")
        site.routes["/sitemap.xml"] = Answer("", 304)
        _, outcomes = crawl(tmp_path / "archive.db", tmp_path / "seeds", allow=site.peer)
        assert len(outcomes) == 2
