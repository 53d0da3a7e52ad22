"""A tick of the scheduler that has nothing to do, told from one that has."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveLocked
from archive.idle import idle
from archive.lock import RunLock
from archive.sources import load_catalogue
from archive.store import Archive
from crawler.wishes import Wishes
from tests.archives import SetClock
from tests.sites import Answer, Outlet, Site

DUE = Wishes(due=True)


def known(outlet: Outlet, clock: SetClock, rechecks: int = 0, interval: str = "2h") -> None:
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "rechecks": rechecks, "interval": interval})
    outlet.publish(1)
    outlet.crawl(DUE, clock=clock)


def until(outlet: Outlet, clock: SetClock) -> timedelta | None:
    """How long there is nothing to do."""
    found = idle(outlet.db, load_catalogue(outlet.seeds).sources, clock())
    return found and found.until - clock()


def test_nothing_is_due_until_the_interval_is_over(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    clock.forward(minutes=90)
    assert until(outlet, clock) == timedelta(minutes=30)
    clock.forward(minutes=30)
    assert until(outlet, clock) is None
    assert outlet.crawl(DUE, clock=clock).words == []
    assert until(outlet, clock) == timedelta(hours=2)


def test_article_that_is_to_be_looked_at_again_is_due_before_its_source(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock, rechecks=5)
    assert until(outlet, clock) == timedelta(minutes=15)
    clock.forward(minutes=15)
    assert until(outlet, clock) is None


def test_article_without_outcome_is_work(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    outlet.publish(1, 2)
    outlet.crawl(Wishes(max_articles=0), clock=clock)
    assert until(outlet, clock) is None


def test_captured_page_that_no_run_has_read_is_work(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    assert until(outlet, clock)
    with Archive(outlet.db, clock) as archive, archive.db.atomic():
        archive.db.execute("UPDATE capture SET outcome = NULL")
    assert until(outlet, clock) is None


def test_server_that_asks_for_patience_leaves_nothing_to_do(outlet: Outlet, clock: SetClock) -> None:
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "interval": "10m"})
    outlet.routes["/feed"] = Answer("", 503, {"Retry-After": "7200"})
    outlet.crawl(DUE, clock=clock)
    clock.forward(minutes=30)
    assert until(outlet, clock) == timedelta(minutes=90)


@pytest.mark.parametrize("how", ["killed", "written", "absent"])
def test_archive_that_is_not_as_a_run_left_it_is_for_a_run_to_see_to(outlet: Outlet, clock: SetClock, how: str) -> None:
    known(outlet, clock)
    assert until(outlet, clock)
    if how == "killed":
        Path(f"{outlet.db}.lock").write_text("4711")
    elif how == "written":
        os.utime(outlet.db, (0, 0))
    else:
        outlet.db.unlink()
    assert until(outlet, clock) is None


def test_source_that_is_new_in_the_catalogue_is_due(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    with Site() as other:
        other.write_source(outlet.seeds, "other-en")
        assert until(outlet, clock) is None


def test_tick_leaves_the_archive_and_its_lock_as_they_were(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    lock = Path(f"{outlet.db}.lock")
    before = (outlet.db.read_bytes(), outlet.db.stat().st_mtime_ns, lock.read_text())
    assert until(outlet, clock)
    assert (outlet.db.read_bytes(), outlet.db.stat().st_mtime_ns, lock.read_text()) == before
    assert not list(outlet.db.parent.glob("archive.db-*"))


def test_run_that_is_at_work_is_told(outlet: Outlet, clock: SetClock) -> None:
    known(outlet, clock)
    with closing(RunLock(outlet.db)), pytest.raises(ArchiveLocked):
        until(outlet, clock)


def test_tick_after_a_run_in_which_every_source_failed_is_no_sign_of_life(outlet: Outlet, clock: SetClock) -> None:
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "interval": "1d"})
    outlet.crawl(DUE, clock=clock)
    found = idle(outlet.db, load_catalogue(outlet.seeds).sources, clock())
    assert found
    assert found.last_exit == 1


def test_tick_says_when_something_is_due_and_gives_a_sign_of_life(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, crawl={"delay": 0, "rechecks": 0, "interval": "1d"})
    outlet.publish(1)
    outlet.crawl()
    outlet.log.clear()
    command = [*(sys.executable, "-X", "importtime", "-m", "crawler.cli", "crawl", "--due", "--json")]
    places = ["--db", str(outlet.db), "--seeds", str(outlet.seeds)]
    environment = {**os.environ, "BACKISSUE_PING": outlet.url("/alive"), "no_proxy": "*"}
    done = subprocess.run([*command, *places], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == '{"summary": {"valley-en": {}}, "exit": 0}\n'
    assert "Nothing is due before 20" in done.stderr
    assert "scrapy" not in done.stderr
    assert outlet.paths == ["/alive"]
    with closing(sqlite3.connect(outlet.db)) as connection:
        assert connection.execute("SELECT count(*) FROM crawl").fetchone() == (1,)
