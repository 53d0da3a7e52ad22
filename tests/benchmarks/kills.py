"""``kill -9`` at random moments of crawls and imports, then once to the end: is anything lost, doubled, different?

``make bench-kills``; ``ARGS=20`` for so many kills instead of 200. Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from tests.benchmarks.jobs import Job, Jobs, Rows, Step, harm, lost, rows, told_lines
from tests.benchmarks.written import write_between
from tests.commands import alive, children

KILLS_A_STEP = 8
"""Before the step is let run to its end and compared."""

MOST_OUTCOMES = 40
"""The lot is drawn from so many; a step has 30 to 49."""

EARLY = 0.25
"""Share of kills before the first outcome: while the archive is created, migrated or looked through."""

EARLY_SECONDS = 4.0
LATE_SECONDS = 0.2
"""A kill comes at a random moment within so many seconds of the start, or of an outcome chosen by lot."""

ORPHAN_SECONDS = 2.0
"""So long a worker may outlive its parent; the kernel ends it, a loaded machine is slow to tell."""


HARM = "errors of integrity, foreign keys, full text (`rank=1`), captures; rows there twice"
LOST = "acknowledged outcomes lost"
TWICE = "articles told as new twice"
ORPHANS = "workers that outlived their parent"
DIFFERS = "rows that differ from an archive that nothing disturbed"
WRONG = (HARM, LOST, TWICE, ORPHANS, DIFFERS)


@dataclass(slots=True)
class Found:
    """What all kills of a job came to."""

    job: str
    kills: int = 0
    archives: int = 0
    acknowledged: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def tell(self, what: str, sentences: Iterable[str]) -> None:
        """Count what is wrong, and print it at once."""
        for sentence in sentences:
            self.wrong[what] += 1
            click.echo(f"  {what}: {sentence}")


def main() -> int:
    """Print what was found; 1 when anything is wrong. Ctrl-C ends it, and what was found so far is told."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    found = (Found("crawl"), Found("import"))
    try:
        with Jobs() as jobs:
            wholes = [jobs.undisturbed(job) for job in jobs.all]
            while any(one.kills < kills // 2 for one in found):
                for job, whole, one in zip(jobs.all, wholes, found, strict=True):
                    if one.kills < kills // 2:
                        kill_one_archive(jobs, job, whole, one, kills // 2)
    except KeyboardInterrupt:
        click.echo("Interrupted: what was found so far.")
    heads = (f"{one.job}: {one.kills} kills, {one.archives} archives" for one in found)
    told = [("outcomes acknowledged", *(one.acknowledged for one in found), "", None)]
    wrong = [(what, *(counts := [one.wrong[what] for one in found]), 0, not any(counts)) for what in WRONG]
    return write_between("bench-kills", ("", *heads, "goal", "reached"), [*told, *wrong])


def kill_one_archive(jobs: Jobs, job: Job, whole: Rows, found: Found, kills: int) -> None:
    """Each step of the job is killed some times, then let run to its end; in the end the archive is compared."""
    database = jobs.folder / f"{job.name}-{found.archives}" / "killed.db"
    told: list[dict[str, Any]] = []
    for step in job.steps:
        ended = False
        for _ in range(min(KILLS_A_STEP, kills - found.kills)):
            acknowledged, ended = kill_one(jobs, step, database, found)
            told += acknowledged
            if ended:
                break
        if not ended:
            told += jobs.finish(step, database)
    found.archives += 1
    twice = Counter(line["url"] for line in told if line["outcome"] in ("new", "duplicate"))
    found.tell(TWICE, (url for url, times in twice.items() if times > 1))
    found.tell(HARM, harm(database))
    found.tell(DIFFERS, map(str, whole ^ rows(database)))
    click.echo(f"{job.name} {found.archives}: {found.kills} kills, {found.acknowledged} acknowledged")


def kill_one(jobs: Jobs, step: Step, database: Path, found: Found) -> tuple[list[dict[str, Any]], bool]:
    """What the command had acknowledged, and whether it had come to its end before it was killed."""
    process = jobs.start(step, database)
    assert process.stdout is not None
    lines: list[str] = []
    after = 0 if random.random() < EARLY else random.randint(1, MOST_OUTCOMES)
    while len(lines) < after and (line := process.stdout.readline()):
        lines.append(line)
    time.sleep(random.uniform(0, LATE_SECONDS if after else EARLY_SECONDS))
    workers = children(process.pid)
    process.kill()
    rest, said = process.communicate()
    told = told_lines([*lines, *rest.splitlines(keepends=True)])
    if process.returncode == -signal.SIGKILL:
        found.kills += 1
        found.acknowledged += len(told)
        found.tell(ORPHANS, (f"process {one}" for one in outlived(workers)))
    elif process.returncode:
        found.tell(HARM, [said])
    found.tell(HARM, harm(database))
    found.tell(LOST, lost(database, told))
    return told, process.returncode == 0


def outlived(workers: set[int]) -> Iterator[int]:
    """The workers that do not end with their parent; the kernel ends them, a loaded machine is slow to tell."""
    end = time.monotonic() + ORPHAN_SECONDS
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    yield from filter(alive, workers)


if __name__ == "__main__":
    sys.exit(main())
