"""What may be asked, at which address, and that every answer is kept before it is read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from archive.captures import read_payload
from archive.store import Archive
from crawler.wishes import Wishes
from tests.commands import backissue
from tests.sites import Answer, Outlet, Site, article, rss, text, write_source


def fetched(outlet: Outlet, *urls: str, **options: str) -> list[tuple[str, str]]:
    return outlet.crawl(Wishes(urls=urls), **options).words


# Scope


def test_link_that_no_source_owns_is_never_asked_for(outlet: Outlet) -> None:
    outlet.routes["/feed"] = Answer(rss([("http://elsewhere.example/news/1", 1), (outlet.url("/news/2"), 2)]))
    outlet.routes["/news/2"] = article(2)
    crawled = outlet.crawl()
    assert sorted(crawled.words) == [("/news/2", "new"), ("http://elsewhere.example/news/1", "rejected:off-scope")]
    assert crawled.run.exit_code() == 0


def test_page_with_status_203_is_a_page_and_a_feed_a_feed(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes = {path: answer._replace(status=203) for path, answer in outlet.routes.items()}  # type: ignore[union-attr]
    assert outlet.crawl().words == [("/news/1", "new")]
    assert outlet.rows("SELECT status FROM capture") == [(203,)]


def test_redirect_off_scope_is_not_followed(outlet: Outlet) -> None:
    with Site() as other:
        other.publish(1)
        outlet.publish(1)
        outlet.redirect("/news/1", other.url("/news/1"))
        assert outlet.crawl(allow=f"{outlet.peer},{other.peer}").words == [("/news/1", "rejected:off-scope")]
        assert other.paths == []


# Addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
def test_private_address_in_any_form_is_never_asked(outlet: Outlet, host: str) -> None:
    outlet.publish(1)
    url = f"http://{host}:{outlet.port}/news/1"
    assert fetched(outlet, url, allow="") == [(url.removeprefix(outlet.url("")), "failed:address")]
    assert outlet.log == []


INNER = ("169.254.169.254", "10.0.0.1", "2852039166", "0xA9FEA9FE", "localhost", "[::1]")


def test_proxy_is_asked_for_no_inner_address_either(outlet: Outlet, tmp_path: Path) -> None:
    """What stands behind a name is the proxy's affair; BACKISSUE_ALLOW_PEERS opens what it names."""
    with Site() as proxy:
        names = [f"http://{host}/news/1" for host in INNER]
        proxy.routes |= {url: article(1) for url in names}
        proxy.routes |= {"http://named.example/news/2": article(2), "http://10.0.0.2/news/3": article(3)}
        proxy.redirect("http://named.example/feed", "http://169.254.169.254/feed")
        proxy.routes["http://169.254.169.254/feed"] = Answer(rss([("http://named.example/news/2", 2)]))
        write_source(outlet.seeds, "valley-en", "named.example")
        place = ("--db", outlet.db, "--seeds", outlet.seeds)
        urls = (*names, "http://named.example/news/2", "http://10.0.0.2/news/3")
        told = backissue("fetch", *urls, "--json", *place, cwd=tmp_path, allow="10.0.0.2:80", http_proxy=proxy.url())
        words = [json.loads(line)["outcome"] for line in told.stdout.splitlines() if '"outcome"' in line]
        assert sorted(words) == sorted(["failed:address"] * len(names) + ["new", "new"]), told.stderr
        told = backissue("crawl", *place, cwd=tmp_path, http_proxy=proxy.url())
        assert "http://169.254.169.254/feed: not a public address" in told.stdout + told.stderr
        assert {url.split("/")[2] for url in proxy.paths} == {"named.example", "10.0.0.2"}


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest", "http://2130706433/", "http://localhost:6379/"])
def test_article_that_leads_to_an_inner_address_of_no_scope_is_told_as_that(outlet: Outlet, to: str) -> None:
    outlet.publish(1)
    outlet.redirect("/news/1", to)
    assert outlet.crawl().words == [("/news/1", "failed:address")]


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("file:///etc/passwd", "failed:http-302"),
        ("data:text/html,<p>x", "failed:http-302"),
        ("javascript:alert(1)", "failed:connection"),
    ],
)
def test_redirect_to_another_scheme_is_not_followed(outlet: Outlet, to: str, outcome: str) -> None:
    outlet.publish(1)
    outlet.redirect("/news/1", to, 302)
    assert outlet.crawl().words == [("/news/1", outcome)]


def test_address_behind_a_redirect_is_never_asked(outlet: Outlet) -> None:
    with Site() as inner:
        inner.publish(1)
        outlet.write_source(outlet.seeds, scope=[f"{outlet.peer}/", f"{inner.peer}/"])
        outlet.redirect("/news/1", inner.url("/news/1"))
        assert fetched(outlet, outlet.url("/news/1")) == [("/news/1", "failed:address")]
        assert inner.log == []


def test_feed_at_a_private_address_is_never_asked(outlet: Outlet) -> None:
    crawled = outlet.crawl(allow="")
    sentence = f"{outlet.url('/feed')}: not a public address, or a port that no scope names. Correct the source file."
    assert (crawled.problems[0], outlet.log, crawled.run.exit_code()) == (sentence, [], 1)


def test_allowed_peer_is_an_address_and_a_port(outlet: Outlet) -> None:
    with Site() as other:
        other.publish(1)
        assert fetched(outlet, other.url("/news/1")) == [(other.url("/news/1"), "failed:address")]
        assert other.log == []


# Captures


def test_answer_is_kept_as_it_came_over_the_wire(outlet: Outlet) -> None:
    packed = gzip.compress(str(article(1).body).encode(), mtime=0)
    outlet.publish(1)
    outlet.routes["/news/1"] = Answer(
        packed, 200, {"Content-Encoding": "gzip", "X-Two": "a", "Content-Type": "text/html"}
    )
    assert outlet.crawl().words == [("/news/1", "new")]
    ((file, offset, length, headers, outcome),) = outlet.rows(
        "SELECT file, offset, length, headers, outcome FROM capture"
    )
    assert read_payload(outlet.db.with_suffix(".captures"), file, offset, length) == packed
    assert outcome == "new"
    assert {"Content-Encoding": "gzip", "X-Two": "a"}.items() <= dict(json.loads(headers)).items()
    assert outlet.rows("SELECT text FROM article") == [(text(1),)]


def test_answer_that_is_asked_for_once_more_is_not_the_one_to_keep(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.crawl()
    outlet.routes["/news/1"] = Answer("", 503)
    assert outlet.crawl(Wishes(recheck=True)).words == [("/news/1", "failed:http-503")]
    assert outlet.rows("SELECT status, outcome FROM capture") == [(200, "new"), (503, "failed:http-503")]


def test_page_that_does_not_unpack_is_truncated(outlet: Outlet) -> None:
    outlet.publish(1, 2, 3)
    packed = gzip.compress(str(article(1).body).encode())
    outlet.routes["/news/1"] = Answer(packed[:-6], 200, {"Content-Encoding": "gzip"})
    outlet.routes["/news/2"] = Answer(b"<html>not packed at all", 200, {"Content-Encoding": "gzip"})
    outlet.routes["/news/3"] = Answer(packed + b"\0\0", 200, {"Content-Encoding": "gzip"})
    assert outlet.crawl().words == [
        ("/news/3", "new"),
        ("/news/2", "failed:truncated"),
        ("/news/1", "failed:truncated"),
    ]
    assert outlet.rows("SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]


def test_page_that_unpacks_past_the_limit_is_too_large(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.routes["/news/1"] = Answer(brotli.compress(b" " * 30_000_000), 200, {"Content-Encoding": "br"})
    assert outlet.crawl().words == [("/news/1", "failed:too-large")]


def test_capture_that_no_run_has_read_is_read_by_the_next_without_the_network(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.crawl()
    outlet.log.clear()
    forget(outlet, 1)
    crawled = outlet.crawl()
    assert crawled.words == [("/news/2", "new")]
    assert outlet.paths == ["/feed"]
    assert outlet.rows("SELECT outcome FROM capture ORDER BY id") == [("new",), ("new",)]


def test_capture_of_a_bomb_that_no_run_has_read_does_not_stop_the_next(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.routes["/news/2"] = Answer(brotli.compress(b" " * 30_000_000), 200, {"Content-Encoding": "br"})
    outlet.crawl()
    forget(outlet, 1)
    forget(outlet, 2)
    assert sorted(outlet.crawl().words) == [("/news/1", "new"), ("/news/2", "failed:too-large")]


def forget(outlet: Outlet, capture_id: int) -> None:
    """As if the process had been killed between the capture and its outcome."""
    with Archive(outlet.db) as archive, archive.db.atomic():
        (entry,) = archive.db.execute("SELECT entry_id FROM capture WHERE id = ?", [capture_id]).fetchone()
        archive.db.execute("UPDATE capture SET outcome = NULL, article_id = NULL WHERE id = ?", [capture_id])
        archive.db.execute("UPDATE entry SET outcome = NULL, article_id = NULL, attempts = 0 WHERE id = ?", [entry])
        for table in ("revision", "alias", "sketch", "shingle", "story_term"):
            archive.db.execute(
                f"DELETE FROM {table} WHERE article_id = (SELECT id FROM article WHERE capture_id = ?)", [capture_id]
            )
        archive.db.execute("DELETE FROM article WHERE capture_id = ?", [capture_id])
