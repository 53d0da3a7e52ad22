"""Does adding an article cost the same with ten thousand articles and with a million? ``make bench-archive``.

One archive is filled by the door of ``import`` with a made-up wire (``tests/benchmarks/wire.py``) and copied on its
way at each size. Then the same articles are added to every copy by turns, each in a transaction of its own, so that a
machine whose speed drifts slows all sizes alike. ``ARGS=100000`` stops at that size; a million takes an hour.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.intake import restore
from archive.store import Archive
from tests.benchmarks import wire
from tests.benchmarks.written import write_between

SIZES = (10_000, 100_000, 1_000_000)
AT_ONCE = 500
"""Articles in one transaction of a bulk import."""

JUDGED = 100_000
"""The size up to which bulk import is measured, over its last tenth."""

ADDED = 400
"""Articles that are added one by one to an archive of each size, with each kind of commit."""

RATIO, PER_SECOND, MEGABYTES = 1.5, 1000, 300
"""Goals: median at the largest size to that at the smallest, articles a second of CPU, peak of the process."""

SYNCHRONOUS = ("FULL", "OFF")


@dataclass(frozen=True, slots=True)
class Filled:
    """An archive of one size."""

    path: Path
    size: int
    peak: int
    """Peak memory of the process that filled it, bytes."""


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    with TemporaryDirectory(prefix="backissue-") as folder:
        filled, rate = fill(Path(folder), sorted({*(size for size in SIZES if size < most), most}))
        costs = {synchronous: add_by_turns(filled, synchronous) for synchronous in SYNCHRONOUS}
        indexes = bytes_an_article(filled[-1])
    rows = [*_cost_rows(costs), *_rate_row(rate), *_memory_row(filled), *_index_rows(indexes)]
    return write_between("bench-archive", ("what", "goal", "result", "reached"), rows)


def fill(folder: Path, sizes: Sequence[int]) -> tuple[list[Filled], float | None]:
    """Archives of the sizes, and articles a second of CPU at JUDGED articles, making them up not counted."""
    path, filled, rate = folder / "filling.db", [], None
    with Archive(path) as archive:
        archive.register(wire.SOURCES)
        archive.db.execute("PRAGMA synchronous = OFF")
        spent = 0.0
        for start in range(0, sizes[-1], AT_ONCE):
            if start == JUDGED * 9 // 10:
                spent = 0.0
            batch = wire.articles(range(start, start + AT_ONCE))
            began = time.process_time()
            restore(archive, batch)
            spent += time.process_time() - began
            end = start + AT_ONCE
            if end == JUDGED:
                rate = JUDGED / 10 / spent
            if end in sizes:
                filled.append(_copied(archive, end))
            if end % 50_000 == 0:
                click.echo(f"{end:,} articles, peak {_peak() / 1e6:.0f} MB", err=True)
    return filled, rate


def _copied(archive: Archive, size: int) -> Filled:
    copy = archive.path.with_name(f"{size}.db")
    archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(archive.path, copy)
    return Filled(copy, size, _peak())


def add_by_turns(filled: Sequence[Filled], synchronous: str) -> dict[int, list[float]]:
    """Milliseconds of every ``Archive.add``, by size of the archive; new articles of the wire's next hours."""
    costs: dict[int, list[float]] = {one.size: [] for one in filled}
    with ExitStack() as opened:
        archives = {one.size: opened.enter_context(Archive(one.path)) for one in filled}
        for archive in archives.values():
            archive.register(wire.SOURCES)
            archive.db.execute(f"PRAGMA synchronous = {synchronous}")
        after = ADDED * SYNCHRONOUS.index(synchronous)
        for number in range(after, after + ADDED):
            for size, archive in archives.items():
                costs[size].append(_add(archive, size + number))
    return costs


def _add(archive: Archive, number: int) -> float:
    exported, source = wire.article(number)
    task = archive.requested(source, exported.article.url)
    began = time.perf_counter()
    archive.add(exported.article, source, None, task)
    return 1000 * (time.perf_counter() - began)


def bytes_an_article(one: Filled) -> dict[str, float]:
    """Of every table and index: its pages in bytes, by article."""
    with Archive(one.path) as archive:
        rows = archive.db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
    return {name: size / one.size for name, size in rows}


def _cost_rows(costs: dict[str, dict[int, list[float]]]) -> Iterator[tuple[str, str, str, bool | None]]:
    for synchronous, by_size in costs.items():
        medians = {size: statistics.median(every) for size, every in by_size.items()}
        told = "; ".join(
            f"{size:,}: {medians[size]:.2f} / {statistics.quantiles(every, n=20)[-1]:.2f}"
            for size, every in by_size.items()
        )
        yield f"adding one article, synchronous = {synchronous}: p50 / p95 in ms by articles there", "", told, None
        ratio = medians[max(medians)] / medians[min(medians)]
        name = f"— p50 at {max(medians):,} ÷ p50 at {min(medians):,}"
        yield name, f"≤ {RATIO}", f"{ratio:.2f}", ratio <= RATIO


def _rate_row(rate: float | None) -> Iterator[tuple[str, str, str, bool | None]]:
    if rate is not None:
        yield (
            f"bulk import at {JUDGED:,} articles, articles a second of CPU",
            f"≥ {PER_SECOND:,}",
            f"{rate:,.0f}",
            rate >= PER_SECOND,
        )


def _memory_row(filled: Sequence[Filled]) -> Iterator[tuple[str, str, str, bool | None]]:
    told = "; ".join(f"{one.size:,}: {one.peak / 1e6:.0f} MB" for one in filled)
    yield "peak memory of the writer by articles", f"≤ {MEGABYTES} MB", told, filled[-1].peak <= MEGABYTES * 1e6


def _index_rows(indexes: dict[str, float]) -> Iterator[tuple[str, str, str, bool | None]]:
    told = ", ".join(f"{name} {size:.0f}" for name, size in indexes.items() if size >= 1)
    yield "bytes an article of each table and index", "", told, None
    yield "— all of them", "", f"{sum(indexes.values()):,.0f}", None


def _peak() -> int:
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
