"""Crawls and imports on disks that are too small, then with room: one sentence, nothing lost, the same in the end.

``make bench-full_disk``; ``ARGS=6`` for so many sizes instead of 20. The disks are tmpfs, mounted in a namespace of
this process alone, so nobody needs to be root. Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests.benchmarks.jobs import Job, Jobs, Rows, harm, lost, rows, told_lines
from tests.benchmarks.written import write_between

INSIDE = "--in-a-namespace-of-its-own"
ROOM = 64 << 20
"""Bytes that are enough for either job."""

HARM = "errors of integrity, foreign keys, full text, captures; rows there twice"
LOST = "acknowledged outcomes lost"
SAID = "runs that ended otherwise than with one line and exit code 1, or 2 where no archive could be created"
DIFFERS = "rows that differ, given room, from an archive that nothing disturbed"
WRONG = (HARM, LOST, SAID, DIFFERS)


def main() -> int:
    """Print what was found; 1 when anything is wrong."""
    if INSIDE not in sys.argv:
        again = [sys.executable, "-m", "tests.benchmarks.full_disk", *sys.argv[1:], INSIDE]
        return subprocess.run(["unshare", "--map-root-user", "--mount", *again], check=False).returncode
    sizes = int(sys.argv[1]) if sys.argv[1] != INSIDE else 20
    table: dict[str, list[object]] = {what: [] for what in WRONG}
    heads = []
    with Jobs() as jobs:
        for job in reversed(jobs.all):
            whole, most = jobs.undisturbed(job), peak(jobs, job)
            wrong: Counter[str] = Counter()
            tried = [most * (number + 1) // (sizes // 2 + 1) for number in range(sizes // 2)]
            for size in tried:
                filled(jobs, job, size, whole, wrong)
            heads.append(f"{job.name}: {len(tried)} sizes, {tried[0] >> 10} to {tried[-1] >> 10} of {most >> 10} KiB")
            for what in WRONG:
                table[what].append(wrong[what])
    found = [(what, *counts, 0, not any(counts)) for what, counts in table.items()]
    return write_between("bench-full_disk", ("", *heads, "goal", "reached"), found)


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of so many bytes."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def peak(jobs: Jobs, job: Job) -> int:
    """Bytes that the job takes on a disk at most, looked at every hundredth of a second."""
    most = 0
    with disk(jobs.folder / f"{job.name}-roomy", ROOM) as folder:
        for step in job.steps:
            process = jobs.start(step, folder / "archive.db")
            while process.poll() is None:
                there = os.statvfs(folder)
                most = max(most, (there.f_blocks - there.f_bfree) * there.f_frsize)
                time.sleep(0.01)
            process.communicate()
    return most


def filled(jobs: Jobs, job: Job, size: int, whole: Rows, wrong: Counter[str]) -> None:
    """Do the job on a disk of so many bytes until it is full, then make room and do it to its end."""
    with disk(jobs.folder / f"{job.name}-{size}", size) as folder:
        database = folder / "archive.db"
        steps = list(job.steps)
        while steps:
            process = jobs.start(steps[0], database)
            told, said = process.communicate()
            if process.returncode:
                break
            del steps[0]
        found = {HARM: list(harm(database)), LOST: lost(database, told_lines(told.splitlines(keepends=True)))}
        found[SAID] = [] if (process.returncode, said.count("\n")) in ((0, 0), (1, 1), (2, 1)) else [said]
        subprocess.run(["mount", "-o", f"remount,size={ROOM}", str(folder)], check=True)
        try:
            for step in steps:
                jobs.finish(step, database)
        except AssertionError as error:
            found[HARM].append(str(error))
        else:
            found[HARM] += harm(database)
            found[DIFFERS] = list(map(str, whole ^ rows(database)))
    click.echo(f"{job.name} on {size >> 10} KiB: exit code {process.returncode}; {said.strip()}")
    for what, sentences in found.items():
        wrong[what] += len(sentences)
        click.echo("".join(f"  {what}: {one}\n" for one in sentences), nl=False)


if __name__ == "__main__":
    sys.exit(main())
