"""Two runs at once on one archive, over and over, while its pages are read: the second ends with 4, nobody waits long.

``make bench-two_runs``; ``ARGS=5`` for so many rounds instead of 50. Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from archive.intake import restore
from archive.store import Archive
from tests.benchmarks import wire
from tests.benchmarks.jobs import harm, rows
from tests.benchmarks.written import write_between
from tests.commands import backissue, command, surroundings, wait_until

A_ROUND = 40
"""Articles of the made-up wire that a round imports."""

APART = 1.2
"""Seconds; the second run starts at a random moment within so many after the first."""

LONGEST = 10.0
"""Seconds that a page may take; SQLite gives up on a lock after as many."""

SERVED = re.compile(r"http://127\.0\.0\.1:\d+")
PAGES = ("/", "/search?q=news", "/article/1", "/feed.json", "/source/outlet0-en", "/search?q=ба*", "/article/2.json")


class Reader(threading.Thread):
    """Asks for one page after the other until it is told to stop."""

    def __init__(self, origin: str) -> None:
        super().__init__(daemon=True)
        self.origin = origin
        self.stopped = threading.Event()
        self.seconds: list[float] = []
        self.refused: list[str] = []

    def run(self) -> None:
        for path in cycle(PAGES):
            if self.stopped.is_set():
                return
            begun = time.monotonic()
            try:
                with urllib.request.urlopen(self.origin + urllib.request.quote(path, safe="/?=*"), timeout=60) as page:
                    page.read()
            except urllib.error.HTTPError as error:
                self.refused.append(f"{path}: {error.code}")
            self.seconds.append(time.monotonic() - begun)


def main() -> int:
    """Print what was found; 1 when anything is wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    wrong: list[str] = []
    codes: Counter[tuple[int, ...]] = Counter()
    with TemporaryDirectory(prefix="backissue-two-") as name:
        folder = Path(name)
        whole, parts = folder / "whole.db", wire_parts(folder, rounds)
        backissue("import", parts[0], "-q", "--db", "two.db", cwd=folder)
        with served(folder / "two.db") as origin:
            reader = Reader(origin)
            reader.start()
            for part in parts:
                while (pair := two_runs(folder, part, wrong)) == (0, 0):  # they did not meet
                    pass
                codes[pair] += 1
                wrong += harm(folder / "two.db")
            reader.stopped.set()
            reader.join()
        differ = rows(whole) ^ rows(folder / "two.db")
    for sentence in wrong + reader.refused:
        click.echo(f"  {sentence}")
    ended = ", ".join(f"{' and '.join(map(str, pair))}: {count}" for pair, count in sorted(codes.items()))
    slow = max(reader.seconds)
    middle = median(reader.seconds)
    return write_between(
        "bench-two_runs",
        ("", f"{rounds} rounds", "goal", "reached"),
        [
            ("exit codes of the two", ended, "0 and 4", not set(codes) - {(0, 4)}),
            ("harm after a round, and runs that said more than one line or ended otherwise", len(wrong), 0, not wrong),
            ("rows that differ from an archive that nothing disturbed", len(differ), 0, not differ),
            (
                "pages read meanwhile that Datasette refused",
                f"{len(reader.refused)} of {len(reader.seconds)}",
                0,
                not reader.refused,
            ),
            (
                "seconds that a page took: median / longest",
                f"{middle:.2f} / {slow:.2f}",
                f"≤ {LONGEST:g}",
                slow <= LONGEST,
            ),
        ],
    )


def wire_parts(folder: Path, rounds: int) -> list[Path]:
    """Files to import, and beside them ``whole.db``, to which nothing of them is new."""
    with Archive(folder / "whole.db") as archive:
        archive.register(wire.SOURCES)
        restore(archive, wire.articles(range(A_ROUND * rounds)))
    lines = backissue("export", "jsonl", "-o", "-", "--revisions", "--db", "whole.db", cwd=folder).stdout.splitlines(
        True
    )
    assert len(lines) == A_ROUND * rounds
    parts = [folder / f"part-{number}.jsonl" for number in range(rounds)]
    for number, part in enumerate(parts):
        part.write_text("".join(lines[number::rounds]), "utf-8")
    return parts


def two_runs(folder: Path, part: Path, wrong: list[str]) -> tuple[int, ...]:
    """The exit codes of two that import the same, in their order."""
    started = []
    for pause in (random.uniform(0, APART), 0.0):
        words = command("import", part, "-q", "--db", folder / "two.db")
        started.append(subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=folder, env=surroundings()))
        time.sleep(pause)
    said = [process.communicate()[1] for process in started]
    for process, words_said in zip(started, said, strict=True):
        if (process.returncode, words_said.count("\n")) not in ((0, 0), (4, 1)):
            wrong.append(f"exit code {process.returncode}: {words_said}")
    return tuple(sorted(process.returncode for process in started))


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Where Datasette shows the archive."""
    words = command("serve", "--db", database, "--port", "0")
    log = database.with_name("served.log")
    with log.open("w") as said:
        process = subprocess.Popen(words, stderr=said, cwd=database.parent, env=surroundings())
    try:
        wait_until(lambda: SERVED.search(log.read_text()), 60)
        yield SERVED.findall(log.read_text())[0]
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
