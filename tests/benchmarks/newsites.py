"""The whole line on recorded pages: crawl through the replay proxy, crawl again, export, score.

``make bench-newsites``. Goals (issue 2): at least 222 of 228 pages archived, every URL with an outcome; leaked and lost
no worse than trafilatura's 32.6 % and 6.2 %; the second crawl fetches no article and gets 304 for every feed and
sitemap.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.readonly import open_readonly
from tests.benchmarks.replayed import NEWSITES, SHARED, backissue, crawl_lines, replay, write_sources

PORT = 8710
GOAL = 222
ROWS = "SELECT outcome, count(*) FROM entry GROUP BY outcome"
NOT_MODIFIED = "SELECT sum(not_modified) FROM crawl_source WHERE crawl_id = (SELECT max(id) FROM crawl)"


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        database, seeds, log = folder / "archive.db", folder / "seeds", folder / "requests.log"
        sources = write_sources(NEWSITES, seeds)
        with replay(NEWSITES, PORT, log) as proxy:
            first = crawl_lines(database, seeds, proxy)
            log.unlink()
            second = crawl_lines(database, seeds, proxy)
        requests = [line.split() for line in log.read_text("utf-8").splitlines()]
        with closing(open_readonly(database)) as connection:
            rows = Counter(dict(tuple(row) for row in connection.execute(ROWS)))
            (not_modified,) = connection.execute(NOT_MODIFIED).fetchone()
        export = folder / "export" / "articles.jsonl"
        backissue("export", "jsonl", "--db", str(database), "-o", str(export))
        score = [sys.executable, str(SHARED / "tools" / "score_newsites.py"), str(NEWSITES), str(export)]
        click.echo(subprocess.run(score, check=True, capture_output=True, text=True).stdout)
    outcomes = Counter(line["outcome"] for line in first[:-1])
    told = Counter[str]()
    for counts in first[-1]["summary"].values():
        told.update(counts)
    discovery = [row for row in requests if row[2].endswith((".xml", "/1/"))]
    unconditional = [row[2] for row in discovery if row[3] == "-"]
    conditional = sum(row[3] != "-" for row in requests)
    same = told == rows == outcomes
    click.echo(f"{len(sources)} sources, first crawl: {json.dumps(outcomes)}, the same in summary and rows: {same}")
    click.echo(
        f"second crawl: {len(second) - 1} URLs taken up; {len(requests)} requests, {len(discovery)} of them feeds,"
    )
    click.echo(f"  sitemaps and first listing pages, {len(unconditional)} of these without a condition;")
    click.echo(f"  {conditional} requests with a condition, {not_modified} answers 304")
    archived = outcomes["new"] + outcomes["duplicate"]
    asked_again = len(second) > 1 or unconditional or conditional != not_modified
    return int(archived < GOAL or not same or bool(asked_again))


if __name__ == "__main__":
    sys.exit(main())
