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
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.benchmarks.replayed import NEWSITES, SHARED, backissue, crawl_lines, replay, write_sources

PORT = 8710
GOAL = 222


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
    click.echo(
        f"{len(sources)} sources, first crawl: {json.dumps(outcomes)}, the same in the summary: {told == outcomes}"
    )
    click.echo(f"second crawl: {json.dumps(second[-1]['summary'])[:60]}… {len(second) - 1} URLs taken up")
    click.echo(f"  {len(requests)} requests, {len(discovery)} of them feeds, sitemaps and first listing pages, ")
    click.echo(f"  {len(unconditional)} of these without a condition")
    archived = outcomes["new"] + outcomes["duplicate"]
    return int(archived < GOAL or told != outcomes or len(second) > 1 or bool(unconditional))


if __name__ == "__main__":
    sys.exit(main())
