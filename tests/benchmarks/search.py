"""How fast a search is in an archive of 500,000 made-up articles, beside plain FTS5 in the same run.

``make bench-search``; goals (issue 5), warm, p95: the commonest word ranked 40 ms, newest first 20 ms, counted with all
its facets 120 ms, a rare word 5 ms, a page of the plugin 250 ms, also for the first who asks after something was
written. The archive is built once, in some minutes, in the temporary folder or in the one that BACKISSUE_BENCH names;
``ARGS=20000`` takes so many articles.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

import click

from archive.readonly import open_readonly
from archive.search.counts import counts, counts_query
from archive.search.expand import quoted
from archive.search.forms import with_forms
from archive.search.hits import search
from tests.benchmarks.search_archive import ARTICLES, made_archive
from tests.benchmarks.written import write_between
from tests.browsing import datasette_on

RUNS, WARM = 15, 2
PAGE = 250
"""ms, the goal of a page."""

RARE = 10
"""Articles that have the rare word."""

VOCABULARY = "SELECT term, doc FROM article_vocabulary"
COMMONEST = f"{VOCABULARY} WHERE term NOT GLOB '*[a-z]*' ORDER BY doc DESC LIMIT 1"
RAREST = f"{VOCABULARY} WHERE doc = {RARE} AND length(term) > 6 AND term NOT GLOB '*[a-z]*' LIMIT 1"
COMMONEST_NAME = f"{VOCABULARY} WHERE term GLOB '[a-z]*' ORDER BY doc DESC LIMIT 1"

PLAIN = "SELECT rowid, snippet(article_fts, 1, '', '', '…', 32) FROM article_fts WHERE article_fts MATCH ?"
PLAIN_RANKED = f"{PLAIN} ORDER BY rank LIMIT 20"
PLAIN_NEWEST = """SELECT article.id FROM article_fts JOIN article ON article.id = article_fts.rowid
    WHERE article_fts MATCH ? ORDER BY coalesce(published, first_seen) DESC LIMIT 20"""
PLAIN_FACET = """SELECT source, count(*) FROM article_fts JOIN article ON article.id = article_fts.rowid
    WHERE article_fts MATCH ? GROUP BY source"""

HEAD = ("what", "median", "p95", "goal", "plain FTS5, median", "reached")


def times(run: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile of the CPU's ms, after some runs that warm the caches.

    The archive is in memory by then, so on an idle machine the clock says the same; on a busy one it says nothing.
    """
    taken = []
    for _ in range(WARM + RUNS):
        start = time.process_time()
        run()
        taken.append(1000 * (time.process_time() - start))
    taken = sorted(taken[WARM:])
    return taken[RUNS // 2], taken[RUNS * 95 // 100]


def searches(connection: sqlite3.Connection) -> Iterator[tuple[str, Callable[[], object], int | None, str, str]]:
    """What, how, goal in ms, and plain FTS5's statement with its word."""
    common, hits = connection.execute(COMMONEST).fetchone()
    name, named = connection.execute(COMMONEST_NAME).fetchone()
    rare, _ = connection.execute(RAREST).fetchone()
    everything = with_forms(connection, common)
    forms = len(everything.groups[0][0].forms)
    about = f"the commonest word ({hits:,} articles, {forms} forms)"
    yield f"{about}, ranked", lambda: list(search(connection, common)), 40, PLAIN_RANKED, common
    yield "— just this form, ranked", lambda: list(search(connection, f'"{common}"')), None, PLAIN_RANKED, common
    yield "— newest first", lambda: list(search(connection, common, newest=True)), 20, PLAIN_NEWEST, common
    yield f"the commonest name ({named:,}), ranked", lambda: list(search(connection, name)), 40, PLAIN_RANKED, name
    counting = counts_query(everything)
    count = lambda: counts(connection.execute(counting.sql, counting.parameters))  # noqa: E731
    yield "— counted, and by source, language and month", count, 120, PLAIN_FACET, common
    yield f"a rare word ({RARE} articles), ranked", lambda: list(search(connection, rare)), 5, PLAIN_RANKED, rare
    yield "its forms alone", lambda: with_forms(connection, rare), None, PLAIN_RANKED, rare


def plainly(connection: sqlite3.Connection, sql: str, word: str) -> list[sqlite3.Row]:
    return connection.execute(sql, [word]).fetchall()


def pages(path: Path, connection: sqlite3.Connection) -> Iterator[tuple[str, list[float]]]:
    """The CPU's ms of each kind of page, rendering included: for any visitor, and for the first after a write."""
    words = [connection.execute(sql).fetchone()[0] for sql in (COMMONEST, RAREST)]
    common, rare = map(quote, words)
    article, day = connection.execute("SELECT id, substr(published, 1, 10) FROM article ORDER BY id DESC").fetchone()
    addresses = {
        "front": "/",
        "search without words": "/search",
        "search, the commonest word": f"/search?q={common}",
        "search, the commonest word, newest first": f"/search?q={common}&order=newest",
        "search, a rare word": f"/search?q={rare}",
        "feed of the commonest word": f"/feed.atom?q={common}",
        "article": f"/article/{article}",
        "source": "/source/source-1",
        "day": f"/day/{day}",
    }
    # Datasette gives up a statement after a second; here a slow page is to be measured.
    datasette = datasette_on(path, settings={"sql_time_limit_ms": 60_000})

    async def ask(address: str, runs: int, written: bool) -> AsyncIterator[float]:
        for _ in range(runs):
            if written:
                path.touch()  # all that Datasette sees of a commit
            start = time.process_time()
            response = await datasette.client.get(address)
            assert response.status_code == 200, f"{address}: {response.status_code}"
            yield 1000 * (time.process_time() - start)

    async def asked() -> dict[str, list[float]]:
        await datasette.invoke_startup()
        taken = {}
        for about, address in addresses.items():
            for kind, written in ((about, False), (f"{about}, first after a write", True)):
                taken[kind] = [ms async for ms in ask(address, WARM + RUNS, written)][WARM:]
        return taken

    try:
        yield from asyncio.run(asked()).items()
    finally:
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()


def main() -> int:
    """Print a line for each measure and write it into docs/benchmarks.md; 1 when a goal is missed."""
    path = made_archive(articles=int(sys.argv[1]) if sys.argv[1:] else ARTICLES)
    rows: list[list[object]] = []
    with closing(open_readonly(path)) as connection:
        for about, run, goal, plain, word in searches(connection):
            median, late = times(run)
            bare, _ = times(partial(plainly, connection, plain, quoted(word)))
            bounded, reached = ("", None) if goal is None else (f"≤ {goal} ms", late <= goal)
            rows.append([about, f"{median:.1f} ms", f"{late:.1f} ms", bounded, f"{bare:.1f} ms", reached])
        for about, taken in pages(path, connection):
            median, late = sorted(taken)[RUNS // 2], sorted(taken)[RUNS * 95 // 100]
            rows.append([f"page: {about}", f"{median:.0f} ms", f"{late:.0f} ms", f"≤ {PAGE} ms", "", late <= PAGE])
    click.echo(f"load of the machine {os.getloadavg()[0]:.1f}")
    return write_between("bench-search", HEAD, rows)


if __name__ == "__main__":
    sys.exit(main())
