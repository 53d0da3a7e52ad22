"""``kill -9`` in mid-crawl, ten times, then once to the end: is anything lost, doubled, different or left running?

``make bench-kills``; ``ARGS=200`` for so many kills. Through the replay proxy, so it needs the recorded pages.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.benchmarks.replayed import BACKISSUE, NEWSITES, backissue, crawl_lines, replay, write_sources

PORT = 8711
PAGES = 228
ROWS = """
    SELECT article.url_key, article.title, article.sha256, article.source, article.language, article.published,
        article.revisions, first.url_key, (SELECT count(*) FROM revision WHERE article_id = article.id)
    FROM article LEFT JOIN article AS first ON first.id = article.duplicate_of
"""


def rows(database: Path) -> set[tuple[object, ...]]:
    """What must be the same, however the crawl came about: everything but ids and times of fetching."""
    with closing(sqlite3.connect(database)) as connection:
        return set(connection.execute(ROWS))


def killed_crawl(database: Path, seeds: Path, proxy: str, after: int) -> tuple[list[str], list[int]]:
    """Kill a crawl after so many outcomes; the URLs that it had acknowledged, and the processes that outlived it."""
    process = subprocess.Popen(
        [BACKISSUE, "crawl", "--json", "--db", str(database), "--seeds", str(seeds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "http_proxy": proxy},
    )
    assert process.stdout is not None
    acknowledged = []
    for line in process.stdout:
        acknowledged.append(line)
        if len(acknowledged) == after:
            break
    time.sleep(random.uniform(0, 0.1))
    workers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    acknowledged += process.stdout.readlines()
    process.wait()
    time.sleep(0.2)
    told = [json.loads(line) for line in acknowledged if line.endswith("\n")]
    return [line["url"] for line in told if "url" in line], [pid for pid in workers if alive(pid)]


def children(parent: int) -> list[int]:
    """The processes started by one."""
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def main() -> int:
    """Print what was found; 1 when anything is wrong."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    wrong = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        seeds = folder / "seeds"
        write_sources(NEWSITES, seeds)
        with replay(NEWSITES, PORT) as proxy:
            crawl_lines(folder / "whole.db", seeds, proxy)
            whole = rows(folder / "whole.db")
            done = 0
            while done < kills:
                database = folder / f"killed-{done}.db"
                for _ in range(min(10, kills - done)):
                    acknowledged, orphans = killed_crawl(database, seeds, proxy, random.randint(1, PAGES // 11))
                    with closing(sqlite3.connect(database)) as connection:
                        kept = {url for (url,) in connection.execute("SELECT url FROM entry WHERE outcome IS NOT NULL")}
                    lost = set(acknowledged) - kept
                    wrong += len(lost) + len(orphans)
                    done += 1
                    click.echo(
                        f"kill {done}: {len(acknowledged)} acknowledged, {len(lost)} lost, {len(orphans)} orphans"
                    )
                crawl_lines(database, seeds, proxy)
                killed = rows(database)
                wrong += len(whole ^ killed)
                click.echo(f"to the end: {len(killed)} rows, {len(whole ^ killed)} differ from the unkilled crawl")
                click.echo(backissue("check", "--captures", "-q", "--db", str(database)) or "check: clean")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
