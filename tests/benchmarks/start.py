"""How long ``backissue search`` takes to start, beside Python with what it cannot do without.

``make bench-start``; goal: at most 1.5 times ``python -c "import sqlite3, click"`` (issue 2).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.samples import sample_archive

RUNS = 15
GOAL = 1.5


def seconds(command: list[str]) -> float:
    """Wall seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Print the ratio, pair by pair; 1 when it misses the goal."""
    with TemporaryDirectory() as folder:
        archive = sample_archive(Path(folder) / "archive.db")
        search = [str(Path(sys.executable).with_name("backissue")), "search", "Рахмон", "--db", str(archive)]
        floor = [sys.executable, "-c", "import sqlite3, click"]
        pairs = [(seconds(search), seconds(floor)) for _ in range(RUNS + 2)][2:]
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    click.echo(f"backissue search {1000 * ours:.0f} ms, python with sqlite3 and click {1000 * bare:.0f} ms")
    click.echo(f"ratio, median of {RUNS} pairs: {ratio:.2f} (goal: at most {GOAL})")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
