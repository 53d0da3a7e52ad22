"""Pages a second of a crawl at delay 0, beside the crawl without extraction and the extraction without a crawl.

``make bench-throughput``. Three rounds in one run, medians; start-up is left out of all three. Goals (issue 2): at
least 0.7 of the slower of the two, and at most 512 MB in the crawl's process. The recording is served under five host
names. The CPU that its workers take for a page, mending included, is given beside trafilatura's with metadata (issue 3:
at most 1.1 of it).
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from tests.benchmarks.replayed import NEWSITES, replay, write_sources

PORT = 8712
COPIES = 5
ROUNDS = 3
PROCESSES = 2
GOAL = 0.7
CPU_GOAL = 1.1
MAX_MB = 512
CHUNK = 4


def multiplied(pages: Path, folder: Path) -> Path:
    """The recording as a folder whose hosts stand there several times, each under a name of its own."""
    folder.mkdir()
    (folder / "pages").symlink_to(pages)
    rows = [json.loads(line) for line in (pages / "manifest.jsonl").read_text("utf-8").splitlines()]
    lines = [
        json.dumps({**row, "host": f"{row['host']}.copy{number}.example", "file": f"pages/{row['file']}"})
        for number in range(COPIES)
        for row in rows
        if row["kind"] == "article"
    ]
    (folder / "manifest.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def crawl(seeds: Path, proxy: str, extraction: bool) -> dict[str, float]:
    """One crawl in a process of its own: its pages a second and its peak memory."""
    with TemporaryDirectory() as name:
        command = [sys.executable, "-m", "tests.benchmarks.throughput", "crawl", f"{name}/archive.db", str(seeds)]
        done = subprocess.run(
            [*command, str(int(extraction))],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            env={**os.environ, "http_proxy": proxy},
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def crawl_here(database: str, seeds: str, extraction: bool) -> None:
    """Crawl in this process, and print the figures; the clock starts when the workers have loaded trafilatura."""
    from archive.records import Outcome, Rejection
    from crawler.items import Page
    from crawler.pipelines import ArchivePipeline
    from crawler.process import crawl as crawl_process
    from crawler.reader import Reader
    from crawler.run import outcome_committed
    from crawler.wishes import Wishes

    moments: list[float] = []
    spent: list[float] = []

    class Timed(ArchivePipeline):
        async def open_spider(self) -> None:
            await self.workers.ready()
            spent.append(cpu_of_children())
            moments.append(time.perf_counter())
            self.crawler.signals.connect(self.committed, signal=outcome_committed)

        async def close_spider(self) -> None:
            await self.reader.settle()
            spent.append(cpu_of_children())
            await super().close_spider()

        def committed(self, outcome: Outcome) -> None:
            moments.append(time.perf_counter())

    class Refusing(Reader):
        async def _read(self, page: Page) -> Outcome:
            return self.run.archive.reject(Rejection(reason="no-text"), page.capture_id, page.task)

    class WithoutExtraction(Timed):
        async def open_spider(self) -> None:
            self.reader = Refusing(self.run, self.workers)
            await super().open_spider()

    pipelines: dict[Any, int] = {Timed if extraction else WithoutExtraction: 100}
    workers = {} if extraction else {"BACKISSUE_WORKERS": 0}
    crawl_process(Path(database), Path(seeds), Wishes(), overrides={"ITEM_PIPELINES": pipelines, **workers})
    pages = len(moments) - 1
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = (spent[-1] - spent[0]) / pages
    figures = {"pages": pages, "rate": pages / (moments[-1] - moments[0]), "megabytes": megabytes, "cpu": cpu}
    click.echo(json.dumps(figures))


def cpu_of_children() -> float:
    """Seconds of CPU that this process's children have taken up to now."""
    told = Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split()
    ticks = [Path(f"/proc/{child}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13] for child in told]
    return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def alone(read: Callable[[list[tuple[str, bytes]]], float], bodies: list[tuple[str, bytes]]) -> tuple[float, float]:
    """Pages a second, and seconds of CPU a page, of an extractor on as many processes."""
    chunks = [bodies[at : at + CHUNK] for at in range(0, len(bodies), CHUNK)]
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read, chunks[: 4 * PROCESSES]))
        start = time.perf_counter()
        cpu = sum(pool.map(read, chunks))
        return len(bodies) / (time.perf_counter() - start), cpu / len(bodies)


def by_us(bodies: list[tuple[str, bytes]]) -> float:
    """In a worker: what the pipeline asks of it for a page of an unknown site. Seconds of CPU."""
    from archive.memory import Memory
    from archive.sources import imported_source
    from crawler.extraction.extract import extract

    started = time.process_time()
    for url, body in bodies:
        extract(body, url, imported_source(url), Memory("unknown"), fetched_at="2026-11-22T10:00:00Z")
    return time.process_time() - started


def by_trafilatura(bodies: list[tuple[str, bytes]]) -> float:
    """In a worker: trafilatura with metadata. Seconds of CPU."""
    from trafilatura import bare_extraction

    started = time.process_time()
    for url, body in bodies:
        bare_extraction(body, url=url, include_comments=False, with_metadata=True)
    return time.process_time() - started


def recorded() -> list[tuple[str, bytes]]:
    """URL and body of every recorded page."""
    rows = map(json.loads, (NEWSITES / "manifest.jsonl").read_text("utf-8").splitlines())
    return [
        (f"http://{row['host']}/archive/page.html", gzip.decompress((NEWSITES / row["file"]).read_bytes()))
        for row in rows
        if row["kind"] == "article"
    ]


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    bodies = recorded() * COPIES
    rates: dict[str, list[float]] = {"crawl": [], "without extraction": [], "extraction alone": [], "trafilatura": []}
    cpu: list[float] = []
    megabytes = 0.0
    with TemporaryDirectory() as name:
        pages = multiplied(NEWSITES, Path(name) / "pages")
        seeds = Path(name) / "seeds"
        write_sources(pages, seeds)
        with replay(pages, PORT) as proxy:
            for _ in range(ROUNDS):
                whole = crawl(seeds, proxy, extraction=True)
                megabytes = max(megabytes, whole["megabytes"])
                rates["crawl"].append(whole["rate"])
                rates["without extraction"].append(crawl(seeds, proxy, extraction=False)["rate"])
                rates["extraction alone"].append(alone(by_us, bodies)[0])
                rate, theirs = alone(by_trafilatura, bodies)
                rates["trafilatura"].append(rate)
                cpu.append(whole["cpu"] / theirs)
                click.echo({way: round(found[-1], 1) for way, found in rates.items()})
    medians = {way: statistics.median(found) for way, found in rates.items()}
    ratio = medians["crawl"] / min(medians["without extraction"], medians["extraction alone"])
    click.echo(f"{len(bodies)} pages, {ROUNDS} rounds, pages a second, medians: ")
    click.echo({way: round(rate, 1) for way, rate in medians.items()})
    click.echo(f"ratio to the slower of the two: {ratio:.2f} (goal: at least {GOAL})")
    click.echo(
        f"CPU of the workers for a page, trafilatura with metadata = 1: {statistics.median(cpu):.2f} (goal: ≤ 1.1)"
    )
    click.echo(f"peak memory of the crawl's process: {megabytes:.0f} MB (goal: at most {MAX_MB})")
    return int(ratio < GOAL or megabytes > MAX_MB or statistics.median(cpu) > CPU_GOAL)


if __name__ == "__main__":
    if sys.argv[1:2] == ["crawl"]:
        crawl_here(sys.argv[2], sys.argv[3], sys.argv[4] == "1")
    else:
        sys.exit(main())
