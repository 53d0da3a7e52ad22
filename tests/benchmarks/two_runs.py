"""Two runs at once on one archive, over and over, while its pages are read: the second ends with 4, nobody waits long.

Then one run alone, with and without readers: how long its commits take, and how far its log grows.

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
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from archive.intake import restore
from archive.readonly import open_readonly
from archive.store import Archive
from archive.writable import LOG_LIMIT
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

LONGEST_COMMIT = 1.0
"""Seconds that a commit may take while others read: what a crawl waits between two requests to one host."""

WRITTEN = 1000
"""Articles that are written one by one while nobody reads, while pages are read, and while a reader holds its read."""

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


@dataclass(slots=True)
class Written:
    """What a run met."""

    seconds: list[float]
    """That each commit took, the article's own work not counted."""

    log: int
    """Bytes of the write-ahead log at its largest."""

    def told(self) -> str:
        """In milliseconds."""
        return f"{median(self.seconds) * 1000:.1f} / {max(self.seconds) * 1000:.0f}"


def main() -> int:
    """Print what was found; 1 when anything is wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    wrong: list[str] = []
    codes: Counter[tuple[int, ...]] = Counter()
    with TemporaryDirectory(prefix="backissue-two-") as name:
        folder = Path(name)
        whole, parts = folder / "whole.db", wire_parts(folder, rounds)
        backissue("import", parts[0], "-q", "--db", "two.db", cwd=folder)
        alone = written(folder / "alone.db", range(WRITTEN))
        with served(folder / "two.db") as origin:
            reader = Reader(origin)
            reader.start()
            for part in parts:
                while (pair := two_runs(folder, part, wrong)) == (0, 0):  # they did not meet
                    pass
                codes[pair] += 1
                wrong += harm(folder / "two.db")
            differ = rows(whole) ^ rows(folder / "two.db")
            fresh = count(A_ROUND * rounds)
            beside_pages = written(folder / "two.db", islice(fresh, WRITTEN))
            with held(folder / "two.db"):
                beside_hold = written(folder / "two.db", islice(fresh, WRITTEN))
            written(folder / "two.db", islice(fresh, A_ROUND))
            left = log_of(folder / "two.db")
            reader.stopped.set()
            reader.join()
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
            ("milliseconds that a commit took, nobody reading: median / longest", alone.told(), "", None),
            *(
                (
                    f"the same, while {readers}",
                    run.told(),
                    f"≤ {LONGEST_COMMIT * 1000:g}",
                    max(run.seconds) <= LONGEST_COMMIT,
                )
                for readers, run in (
                    ("pages are read", beside_pages),
                    ("a reader besides holds what it sees, as an export does", beside_hold),
                )
            ),
            (
                f"MB of the log after {WRITTEN} articles: nobody reading / while pages are read / while a reader holds",
                " / ".join(f"{run.log / 1e6:.0f}" for run in (alone, beside_pages, beside_hold)),
                "",
                None,
            ),
            (
                "MB of the log once that reader has ended and the next run too",
                f"{left / 1e6:.0f}",
                f"≤ {LOG_LIMIT / 1e6:.0f}",
                left <= LOG_LIMIT,
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


def written(database: Path, numbers: Iterable[int]) -> Written:
    """Put articles of the wire into an archive, each in a transaction of its own."""
    met = Written([], 0)
    with Archive(database) as archive:
        archive.register(wire.SOURCES)
        for one in wire.articles(numbers):
            transaction = archive.db.atomic()
            transaction.__enter__()
            restore(archive, [one])
            begun = time.perf_counter()
            transaction.__exit__(None, None, None)
            met.seconds.append(time.perf_counter() - begun)
            met.log = max(met.log, log_of(database))
    return met


def log_of(database: Path) -> int:
    """Bytes of the write-ahead log."""
    log = database.with_name(f"{database.name}-wal")
    return log.stat().st_size if log.exists() else 0


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Somebody goes on to see the archive as it stands now."""
    with closing(open_readonly(database)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM article").fetchone()
        yield


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
