"""How long commands take that must be quick to start, beside Python with what they cannot do without.

``make bench-start``; goal: ``backissue search`` at most 1.5 times ``python -c "import sqlite3, click"`` (issue 2). A
tick of ``crawl --due`` with nothing to do has no goal; beside it stands a crawl that asks, and finds nothing new.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.samples import sample_archive
from tests.sites import Outlet

RUNS = 15
GOAL = 1.5
PROGRAM = str(Path(sys.executable).with_name("backissue"))
FLOOR = [sys.executable, "-c", "import sqlite3, click"]


def seconds(command: list[str]) -> float:
    """Wall seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compared(ours: list[str], other: list[str]) -> tuple[float, float, float]:
    """Median seconds of both, and of how many times ``other`` each run of ours took, in pairs."""
    pairs = [(seconds(ours), seconds(other)) for _ in range(RUNS + 2)][2:]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return mine, theirs, statistics.median(one / beside for one, beside in pairs)


@contextmanager
def crawled(folder: Path) -> Iterator[list[str]]:
    """The command that crawls a source of three articles, which is not due for a day."""
    with Outlet(folder) as outlet:
        os.environ |= {"BACKISSUE_ALLOW_PEERS": outlet.peer, "no_proxy": "*"}
        outlet.write_source(outlet.seeds, crawl={"delay": 0, "rechecks": 0, "interval": "1d"})
        outlet.publish(1, 2, 3)
        command = [PROGRAM, "crawl", "--db", str(outlet.db), "--seeds", str(outlet.seeds)]
        subprocess.run(command, check=True, capture_output=True)
        yield command


def main() -> int:
    """Print the ratios, pair by pair; 1 when that of the search misses its goal."""
    with TemporaryDirectory() as folder:
        archive = sample_archive(Path(folder) / "archive.db")
        mine, bare, ratio = compared([PROGRAM, "search", "Рахмон", "--db", str(archive)], FLOOR)
        click.echo(f"backissue search {1000 * mine:.0f} ms, python with sqlite3 and click {1000 * bare:.0f} ms")
        click.echo(f"ratio, median of {RUNS} pairs: {ratio:.2f} (goal: at most {GOAL})")
        with crawled(Path(folder) / "crawled") as crawl:
            idle, asking, share = compared([*crawl, "--due"], crawl)
        click.echo(f"a tick with nothing to do {1000 * idle:.0f} ms, a crawl with nothing new {1000 * asking:.0f} ms")
        click.echo(f"ratio, median of {RUNS} pairs: {share:.2f}")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
