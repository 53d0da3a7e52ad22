# ruff: noqa: E501 - one line a case
"""``make test-hostile``: the hostile hosts, crawled once; the figures go to docs/benchmarks.md."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.benchmarks.written import write_between
from tests.hostile.run import Report, play


def figures(report: Report) -> list[tuple[object, ...]]:
    """What, seen, goal of issue 6, reached."""
    wrong = sum(map(bool, report.cases.values()))
    spoiled = sum(map(bool, report.good.values()))
    traps, slowest = report.trap_requests, report.slowest[0]
    late, worker = report.overdue, max(report.worker_peaks)
    return [
        ("hostile cases", len(report.cases), "≥ 150", len(report.cases) >= 150),
        ("— wrong", wrong, "0", wrong == 0),
        ("good articles in the same run", len(report.good), "≥ 40", len(report.good) >= 40),
        ("— not whole, or not clean", spoiled, "0", spoiled == 0),
        ("peak memory of the crawler", f"{report.crawler_peak:.0f} MiB", "≤ 512 MB", report.crawler_peak <= 488),
        (f"— of the largest of {len(report.worker_peaks)} workers", f"{worker:.0f} MiB", "≤ 512 MB", worker <= 488),
        (f"slowest URL ({report.slowest[1]}), from its first request to its outcome", f"{slowest:.1f} s", "≤ 60 s", slowest <= 60),
        ("requests to the five traps", traps, "≤ 500", traps <= 500),
        ("least gap where the delay is 0.4 s", f"{report.least_gap:.3f} s", "≥ 0.4 s", report.least_gap >= 0.4),
        ("Retry-After, kept for longer by", ", ".join(f"{one:.2f} s" for one in late), "0 to 1 s", len(late) == 2 and all(0 <= one <= 1 for one in late)),
        ("requests to a disallowed path", len(report.forbidden), "0", not report.forbidden),
        ("the run ends by itself", f"after {report.seconds:.0f} s, exit {report.exit_code}", "exit 0 or 3", report.exit_code in (0, 3)),
    ]  # fmt: skip


def main() -> int:
    """Print what is wrong, then the figures; 1 where a goal is missed."""
    with TemporaryDirectory() as folder:
        report = play(Path(folder))
    for name, fault in {**report.cases, **report.good}.items():
        if fault:
            click.echo(f"{name}: {fault[:700]}", err=True)
    return write_between("test-hostile", ("", "seen", "goal", "reached"), figures(report))


if __name__ == "__main__":
    sys.exit(main())
