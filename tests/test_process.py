"""Whole crawls in processes of their own, on the production download handler: killed, interrupted, cut short."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.readonly import open_readonly
from crawler.newsroom.server import Newsroom
from tests.commands import CHECKOUT, alive, backissue, children, started, surroundings, wait_until
from tests.sites import Answer, Asked, Outlet, article, rss, write_source


def places(outlet: Outlet) -> list[str | Path]:
    return ["--db", outlet.db, "--seeds", outlet.seeds]


def articles(database: Path) -> list[tuple[str, str, str]]:
    with closing(open_readonly(database)) as connection:
        rows = connection.execute("SELECT url, title, text FROM article ORDER BY url").fetchall()
    return [(row["url"], row["title"], row["text"]) for row in rows]


def test_crawl_killed_midway_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with Newsroom((0, 0)) as newsroom:
        newsroom.write_sources(tmp_path / "seeds")
        options: list[str | Path] = ["--seeds", tmp_path / "seeds", "-q"]
        whole = backissue("crawl", *options, "--db", tmp_path / "whole.db", cwd=tmp_path, allow=newsroom.peers)
        assert whole.returncode == 0, whole.stderr
        newsroom.log.clear()
        killed = started("crawl", *options, "--db", tmp_path / "killed.db", cwd=tmp_path, allow=newsroom.peers)
        wait_until(lambda: len([one for one in newsroom.log if "/2026" in one.path]) > 6)
        workers = children(killed.pid)
        killed.kill()
        killed.communicate()
        assert workers
        wait_until(lambda: not any(map(alive, workers)))
        again = backissue("crawl", *options, "--db", tmp_path / "killed.db", cwd=tmp_path, allow=newsroom.peers)
    assert again.returncode == 0, again.stderr
    assert articles(tmp_path / "killed.db") == articles(tmp_path / "whole.db")
    checked = backissue("check", "--captures", "--db", tmp_path / "killed.db", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def slow_site(outlet: Outlet) -> None:
    """Twenty articles, each of which takes a fifth of a second."""

    def slowly(asked: Asked) -> Answer:
        time.sleep(0.2)
        return article(int(asked.path.rpartition("/")[2]))

    outlet.routes["/feed"] = Answer(rss([(outlet.url(f"/news/{number}"), number) for number in range(1, 21)]))
    outlet.routes |= {f"/news/{number}": slowly for number in range(1, 21)}


@pytest.mark.parametrize(("sent", "times"), [(signal.SIGINT, 1), (signal.SIGINT, 2), (signal.SIGHUP, 1)])
def test_ctrl_c_or_a_lost_terminal_ends_the_run_with_130_and_keeps_what_was_fetched(
    outlet: Outlet, sent: signal.Signals, times: int
) -> None:
    slow_site(outlet)
    crawl = started("crawl", *places(outlet), cwd=outlet.seeds, allow=outlet.peer)
    wait_until(lambda: len(outlet.paths) > 6)
    workers = children(crawl.pid)
    for _ in range(times):
        crawl.send_signal(sent)
        for one in (*workers, *children(crawl.pid)) if sent == signal.SIGHUP else ():
            os.kill(one, sent)  # a terminal tells all that were started from it
        time.sleep(0.05)
    _, told = crawl.communicate(timeout=20)
    assert crawl.returncode == 130, told
    assert "Traceback" not in told
    assert "resource_tracker" not in told
    wait_until(lambda: not any(map(alive, workers)))
    if times == 1:
        assert told.splitlines()[-1] == "Interrupted; what was fetched is kept. The next crawl goes on from here."
        assert outlet.rows("SELECT exit_code FROM crawl") == [(130,)]
        assert outlet.rows("SELECT count(*) > 2 FROM article") == [(1,)]
        assert outlet.rows("SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]


def test_archive_in_use_by_another_run_is_exit_4(outlet: Outlet) -> None:
    slow_site(outlet)
    first = started("crawl", *places(outlet), "-q", cwd=outlet.seeds, allow=outlet.peer)
    wait_until(lambda: outlet.paths)
    second = backissue("crawl", *places(outlet), cwd=outlet.seeds, allow=outlet.peer)
    first.kill()
    first.communicate()
    assert second.returncode == 4
    assert second.stderr == (
        f"Error: {outlet.db}: in use by another run (process {first.pid}). "
        "Wait until it ends, or name another archive with --db.\n"
    )


def test_network_troubles_have_their_names_on_the_production_handler(outlet: Outlet) -> None:
    """One crawl for them all, since each costs seconds."""

    def endless(asked: Asked) -> Answer:
        return Answer(b"x" * (11 * 1024 * 1024))

    def hang_up(asked: Asked) -> Answer:
        raise ConnectionAbortedError

    outlet.routes |= {
        "/good": article(1),
        "/short": Answer("<p>cut", 200, {"Content-Length": "5000"}),
        "/large": endless,
        "/announced-large": Answer("", 200, {"Content-Length": "99999999"}),
        "/hang-up": hang_up,
        "/not-gzip": Answer("plain", 200, {"Content-Encoding": "gzip"}),
        "/empty": Answer(""),
    }
    outlet.redirect("/loop", "/loop")
    outlet.redirect("/inside", "http://127.0.0.1:9/")
    outlet.redirect("/scheme", "ftp://127.0.0.1/x")
    urls = [outlet.url(path) for path in (*outlet.routes, "/gone")]
    urls += ["http://no-such-host.invalid/x", "http://127.1/x", "http://localhost/x", "http://[::1]/x"]
    done = backissue("fetch", *urls, "--json", *places(outlet), cwd=outlet.seeds, allow=outlet.peer)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    words = {line["url"].removeprefix(outlet.url("")): line["outcome"] for line in lines[:-1]}
    assert words == {
        "/good": "new",
        "/short": "failed:truncated",
        "/large": "failed:too-large",
        "/announced-large": "failed:too-large",
        "/hang-up": "failed:connection",
        "/not-gzip": "failed:truncated",
        "/empty": "rejected:no-text",
        "/loop": "failed:redirect-loop",
        "/inside": "failed:address",
        "/scheme": "failed:http-301",
        "/gone": "failed:http-404",
        "http://no-such-host.invalid/x": "failed:dns",
        "http://127.1/x": "failed:address",
        "http://localhost/x": "failed:address",
        "http://[::1]/x": "failed:address",
    }
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_no_network_is_told_in_one_sentence_for_each_feed(tmp_path: Path) -> None:
    write_source(tmp_path / "seeds", "valley-en", "no-such-host.invalid")
    done = backissue("crawl", "--db", "a.db", "--seeds", "seeds", cwd=tmp_path)
    assert done.returncode == 1
    feed = "http://no-such-host.invalid/feed"
    assert f"  ! {feed}: no host has that name. Check the network, then the URL in the source file." in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 4


def scrapy(outlet: Outlet, source: str) -> subprocess.CompletedProcess[str]:
    environment = surroundings(
        BACKISSUE_DB=str(outlet.db), BACKISSUE_SEEDS=str(outlet.seeds), BACKISSUE_ALLOW_PEERS=outlet.peer
    )
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"source={source}"]
    return subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_scrapy_crawl_news_does_the_same_for_one_source(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    done = scrapy(outlet, "valley-en")
    assert done.returncode == 0, done.stderr
    assert len(articles(outlet.db)) == 2


def test_scrapy_crawl_of_an_unknown_source_is_refused_in_one_sentence(outlet: Outlet) -> None:
    done = scrapy(outlet, "valey-en")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == 'Error: There is no source "valey-en". Did you mean "valley-en"?'
    assert "Traceback" not in done.stderr
    assert not outlet.db.exists()


def test_disk_that_is_full_ends_the_run_with_one_sentence(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    captures = outlet.db.with_suffix(".captures")
    captures.mkdir()
    (captures / "valley-en").write_text("in the way")
    done = backissue("crawl", *places(outlet), cwd=outlet.seeds, allow=outlet.peer)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith(f"Error: {captures}/valley-en")
    (captures / "valley-en").unlink()
    again = backissue("crawl", *places(outlet), "-q", cwd=outlet.seeds, allow=outlet.peer)
    assert (again.returncode, len(articles(outlet.db))) == (0, 2)
