"""``crawl --dry-run``: discover into an archive of its own, and tell what a crawl of the real one would take up."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.entries import MAX_ATTEMPTS
from archive.options import Settings, print_json
from archive.readonly import open_readonly
from crawler.closing import problem_lines
from crawler.process import crawl
from crawler.run import Run
from crawler.wishes import Wishes

DONE = """SELECT url_key FROM article UNION
    SELECT url_key FROM entry WHERE outcome NOT GLOB 'failed:*' OR attempts >= ?"""
WAITING = """SELECT url_key, url, source, title, coalesce(published, modified) AS dated FROM entry
    WHERE outcome IS NULL OR outcome GLOB 'failed:*' AND attempts < ? ORDER BY dated DESC, id"""


def dry_crawl(settings: Settings, wishes: Wishes) -> int:
    """Print the URLs that a crawl would take up, newest first; the exit code. The real archive is only read."""
    done, waiting = _known(settings.db)
    with TemporaryDirectory(prefix="backissue-") as folder:
        scratch = Path(folder) / "dry-run.db"
        run = crawl(scratch, settings.seeds, replace(wishes, max_articles=0), settings.verbosity)
        found = _known(scratch)[1]
    rows = {row["url_key"]: row for row in (*found, *waiting) if row["url_key"] not in done}
    wanted = list(_wished(sorted(rows.values(), key=lambda row: row["dated"] or "", reverse=True), wishes, run))
    for row in wanted:
        if settings.json:
            print_json(dict(zip(("url", "source", "headline", "datePublished"), tuple(row)[1:], strict=True)))
        else:
            click.echo(f"{row['source']}  {row['dated'] or 'no date':20}  {row['title'] or ''}  {row['url']}")
    for line in problem_lines(run):
        settings.tell(line)
    settings.tell(f"{len(wanted)} articles would be fetched.")
    return run.exit_code()


def _known(archive: Path) -> tuple[set[str], list[sqlite3.Row]]:
    """The url_keys that have their outcome, and the entries that wait for one; none in an archive that is not there."""
    if not archive.exists():
        return set(), []
    with closing(open_readonly(archive)) as connection:
        done = {key for (key,) in connection.execute(DONE, [MAX_ATTEMPTS])}
        return done, connection.execute(WAITING, [MAX_ATTEMPTS]).fetchall()


def _wished(rows: list[sqlite3.Row], wishes: Wishes, run: Run) -> Iterator[sqlite3.Row]:
    """Those of the run's sources that are not too old, up to the wished number of each source."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row["source"] not in run.source_runs or (wishes.since and (row["dated"] or wishes.since) < wishes.since):
            continue
        counts[row["source"]] += 1
        if wishes.max_articles is None or counts[row["source"]] <= wishes.max_articles:
            yield row
