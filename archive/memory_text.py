"""How a source's memory reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from archive.memory_report import KnownKind, MemoryReport, RepeatedDay
from archive.plurals import counted

MOST_KINDS = 20
MOST_DAYS = 2
MOST_BLOCKS = 10
BAR = 10
"""Characters of a bar that stands for all of a kind's letters."""

LINE = 80


def memory_text(report: MemoryReport) -> str:
    """The state in a few lines, then a table of kinds and one of repeated blocks; the longest of each are cut."""
    return "\n".join(_lines(report))


def forgotten_text(report: MemoryReport) -> str:
    """What was forgotten of a source, and what stays."""
    if report["since"] is None:
        return f"{report['source']}: nothing was learned yet, so there was nothing to forget."
    return (
        f"{report['source']}: forgot what {counted(report['pages'], 'page')} since {report['since']} taught, "
        f"{counted(len(report['kinds']), 'kind')} of blocks among it. Its articles and "
        f"{counted(report['headlines'], 'headline')} stay. The next crawl learns anew."
    )


def _lines(report: MemoryReport) -> Iterator[str]:
    state = "learned" if report["learned"] else "learning"
    since = f", from {counted(report['pages'], 'page')} since {report['since']}" if report["since"] else ""
    yield f"{report['source']}: {state}{since}; {counted(report['headlines'], 'headline')} known"
    if report["missing"]:
        yield f"missing until it is learned: {report['missing']}"
    if report["changedAt"] and report["changed"] is not None:
        yield f"built anew? on {report['changedAt']} {report['changed']:.0%} of the text stood in unknown blocks"
    if report["kinds"]:
        yield from ("", f"{'pages':>6} {'text':>5}  {'':{BAR}}  kind of block")
        yield from map(_kind, report["kinds"][:MOST_KINDS])
        yield from _rest(len(report["kinds"]) - MOST_KINDS, "kind")
    for day in report["repeated"][:MOST_DAYS]:
        yield from _day(day)


def _kind(kind: KnownKind) -> str:
    bar = "█" * round(BAR * kind["text"])
    return f"{kind['pages']:>6} {kind['text']:>5.0%}  {bar:{BAR}}  {_short(kind['kind'], LINE - 16 - BAR)}"


def _day(day: RepeatedDay) -> Iterator[str]:
    yield from ("", f"repeated on {counted(day['pages'], 'page')} of {day['day']}")
    for block in day["blocks"][:MOST_BLOCKS]:
        yield f"{block['pages']:>6}  {_short(block['beginning'], LINE - 8)}"
    yield from _rest(len(day["blocks"]) - MOST_BLOCKS, "block")


def _rest(count: int, thing: str) -> Iterator[str]:
    if count > 0:
        yield f"        … and {counted(count, thing)} more; --json has all"


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
