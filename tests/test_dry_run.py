"""``crawl --dry-run``: what would be fetched, and not a byte changed."""

from __future__ import annotations

import hashlib
import json
from subprocess import CompletedProcess

from tests.commands import backissue
from tests.sites import Answer, Outlet, headline


def dry(outlet: Outlet, *options: str) -> CompletedProcess[str]:
    places = ("--db", outlet.db, "--seeds", outlet.seeds)
    return backissue("crawl", "--dry-run", *options, *places, cwd=outlet.seeds, allow=outlet.peer)


def digests(outlet: Outlet) -> dict[str, str]:
    folder = outlet.db.parent
    files = [outlet.db, *outlet.db.with_suffix(".captures").rglob("*.gz")]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_dry_run_lists_what_is_unknown_and_leaves_the_archive_as_it_was(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.crawl()
    outlet.publish(1, 2, 3, 4)
    before = digests(outlet)
    outlet.log.clear()
    done = dry(outlet, "--json")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "url": outlet.url(f"/news/{number}"),
            "source": "valley-en",
            "headline": headline(number),
            "datePublished": f"2026-11-{number:02}T03:00:00Z",
        }
        for number in (4, 3)
    ]
    assert done.returncode == 0
    assert digests(outlet) == before
    assert outlet.paths == ["/robots.txt", "/feed"]


def test_dry_run_lists_what_still_waits_up_to_the_wished_number(outlet: Outlet) -> None:
    outlet.publish(1, 2, 3, 4)
    outlet.routes["/news/2"] = Answer("", 500)
    outlet.crawl()
    outlet.publish(3, 4, 5)
    done = dry(outlet)
    assert [line.split()[-1] for line in done.stdout.splitlines()] == [outlet.url("/news/5"), outlet.url("/news/2")]
    done = dry(outlet, "--max-articles", "1")
    assert [line.split()[-1] for line in done.stdout.splitlines()] == [outlet.url("/news/5")]


def test_dry_run_makes_no_archive(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    done = dry(outlet, "--since", "2026-11-02")
    assert [line.split()[-1] for line in done.stdout.splitlines()] == [outlet.url("/news/2")]
    assert not outlet.db.exists()


def test_dry_run_over_a_file_that_is_no_archive_asks_for_nothing(outlet: Outlet) -> None:
    outlet.db.write_text("my diary")
    done = dry(outlet)
    assert (done.returncode, outlet.paths) == (2, [])
    assert outlet.db.read_text() == "my diary"
