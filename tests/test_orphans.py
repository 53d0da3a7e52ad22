"""kill -9 of a run in a process of its own, at any moment: none of its processes outlives it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.sources import default_seeds
from crawler.import_process import import_files
from tests.commands import children, started, wait_until
from tests.sites import Answer, Asked, Outlet, article, rss
from tests.warcs import pages_warc

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a worker looks after its parent on Linux alone")

WARM = 150
"""MiB that a worker holds when it has loaded what it needs, and reads pages."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A place with a slow site to crawl, a file to import, and an archive to read again."""
    with Outlet(tmp_path) as outlet:

        def slowly(asked: Asked) -> Answer:
            time.sleep(0.1)
            return article(int(asked.path.rpartition("/")[2]))

        outlet.routes["/feed"] = Answer(rss([(outlet.url(f"/news/{number}"), number) for number in range(1, 29)]))
        outlet.routes |= {f"/news/{number}": slowly for number in range(1, 29)}
        (tmp_path / "peer").write_text(outlet.peer)
        (tmp_path / "a.warc.gz").write_bytes(pages_warc(range(100)))
        yield tmp_path


def living(home: Path) -> set[int]:
    """Processes that work in this folder."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.readlink() == home:
                found.add(int(link.parent.name))
        except OSError:  # it has just ended
            continue
    return found


def largest(pid: int) -> float:
    """MiB that the largest child of a process holds."""
    sizes = [0]
    for child in children(pid):
        try:
            sizes.append(int(Path(f"/proc/{child}/statm").read_text().split()[1]))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return max(sizes) * os.sysconf("SC_PAGE_SIZE") / 2**20


VERBS: dict[str, list[str]] = {
    "crawl": ["crawl", "--seeds", "seeds"],
    "import": ["import", "a.warc.gz"],
    "reextract": ["reextract", "--dry-run"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_process_outlives_a_run_that_is_killed(home: Path, verb: str) -> None:
    """While it starts its workers, when there is one child, or two …, and while they read pages."""
    if verb == "reextract":
        import_files(
            home / "archive.db", default_seeds(), [home / "a.warc.gz"],
            committed=lambda _: None, tell=lambda _: None, workers=0,
        )  # fmt: skip
    for many in (1, 2, 3, None):
        database = home / ("archive.db" if verb == "reextract" else f"{many}.db")
        run = started(*VERBS[verb], "--db", database, "-q", cwd=home, allow=(home / "peer").read_text())
        if many is None:
            wait_until(lambda: largest(run.pid) > WARM, 120)  # noqa: B023 it is over within the round
        else:
            wait_until(lambda: len(children(run.pid)) >= many, 120)  # noqa: B023
        assert run.poll() is None
        assert len(living(home)) > 1
        run.kill()
        run.communicate()
        wait_until(lambda: not living(home))
