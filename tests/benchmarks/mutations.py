"""Bad inputs by the hundred thousand for every parser of bytes that others wrote: does each end well, and soon?

``make bench-mutations``; ``ARGS=0.1`` for a tenth of them, ``ARGS='files to import 4711'`` runs one input again by its
parser and number and shows it. Goals (issue 6): at least 100,000 inputs, 3,000 of them pages of articles, and not one
that raises what its parser does not name, gives a wrong shape, or takes longer than it may. Writes its table into
docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.bad_inputs.parser import Parser
from tests.bad_inputs.trial import made, parsers, tried
from tests.benchmarks.written import write_between

GOAL = 100_000
PAGES, GOAL_OF_PAGES = "pages of articles", 3_000
STEP = 500
"""Inputs between two lines of progress."""


def main() -> int:
    """Print what became of the inputs; 1 when any ended as it must not."""
    words = sys.argv[1:]
    if len(words) > 1:
        return again(" ".join(words[:-1]), int(words[-1]))
    share = float(words[0]) if words else 1.0
    with TemporaryDirectory(prefix="backissue-mutations-") as folder:
        rows = [row(parser, round(parser.many * share)) for parser in parsers(Path(folder))]
    told = sum(int(str(one[1]).replace(",", "")) for one in rows)
    pages = next(int(str(one[1]).replace(",", "")) for one in rows if one[0] == PAGES)
    rows.append(
        (
            "together",
            f"{told:,}",
            "",
            "",
            f"≥ {GOAL:,}, {GOAL_OF_PAGES:,} pages",
            told >= GOAL and pages >= GOAL_OF_PAGES,
        )
    )
    head = ("parser", "inputs", "outcomes", "slowest input, CPU", "faults; goal", "reached")
    return write_between("bench-mutations", head, rows)


def row(parser: Parser, count: int) -> tuple[object, ...]:
    """How the inputs ended, by name; every fault is told with its number at once."""
    words: Counter[str] = Counter()
    faults, slowest, which = 0, 0.0, 0
    tried(parser, parser.seeds[0])  # what is loaded at the first call counts for no input
    for number in range(count):
        trial = tried(parser, made(parser, number), number)
        words[trial.word] += 1
        if trial.seconds > slowest:
            slowest, which = trial.seconds, number
        if trial.fault:
            faults += 1
            click.echo(f"{parser.name} {number}: {trial.fault}", err=True)
        if (number + 1) % STEP == 0 or number + 1 == count:
            click.echo(f"{parser.name}: {number + 1:,} of {count:,}, {faults} faults", err=True)
    outcomes = ", ".join(f"{word} {times:,}" for word, times in words.most_common())
    slow = f"{slowest * 1000:.0f} ms (number {which:,}; may take {parser.seconds * 1000:g})"
    return parser.name, f"{count:,}", outcomes, slow, f"{faults}; 0", faults == 0


def again(name: str, number: int) -> int:
    """Run one input once more and show it; 1 when it ends as it must not."""
    with TemporaryDirectory(prefix="backissue-mutations-") as folder:
        table = {parser.name: parser for parser in parsers(Path(folder))}
        if name not in table:
            raise click.UsageError(f"{name!r} is no parser of the table. Write one of {', '.join(table)}.")
        body = made(table[name], number)
        trial = tried(table[name], body, number)
    click.echo(f"{name} {number}: {trial.fault or trial.word}, {trial.seconds * 1000:.0f} ms, {len(body)} bytes")
    click.echo(ascii(body))
    return int(trial.fault is not None)


if __name__ == "__main__":
    sys.exit(main())
