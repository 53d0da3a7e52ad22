"""The first minute: the real crawler at the sample newsroom, twice, a day apart."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from archive.captures import captures_folder
from archive.errors import UsageProblem
from archive.readonly import open_readonly
from archive.serve import listen, serve
from archive.show import shown_diff
from archive.terminal import diff_text
from crawler.newsroom.server import Newsroom
from crawler.tally import summary

DATABASE = Path("demo.db")


def play(serve_port: int | None, port: int, quiet: bool = False) -> int:
    """Crawl day 1, crawl day 2, tell what happened, open Datasette unless ``serve_port`` is None; the exit code.

    All ports are taken before the first page is, so that a taken one costs nobody a minute.
    """
    with Newsroom((port, port + 1)) as newsroom, TemporaryDirectory(prefix="backissue-") as folder, ExitStack() as held:
        listener = None if serve_port is None else held.enter_context(listen(serve_port, "--serve-port"))
        _clear_away(DATABASE)
        seeds = Path(folder)
        newsroom.write_sources(seeds)
        if not quiet:
            click.echo(f"The sample newsroom is open on {' and '.join(newsroom.origins)}.", err=True)
        first = _crawl(newsroom, seeds)
        _tell_first(first)
        newsroom.day = 2
        second = _crawl(newsroom, seeds, "--recheck")
        _tell_second(second)
        click.echo(f"\nThe archive is {DATABASE}. Try: backissue search Варзоб --db {DATABASE}")
        if serve_port is not None:
            serve(DATABASE, serve_port, listener=listener)
    return 0


def _clear_away(database: Path) -> None:
    """Make room for a new demo; an archive that is not one of the demo's stays."""
    if not database.exists():
        return
    with closing(open_readonly(database)) as connection:
        sources = [homepage for (homepage,) in connection.execute("SELECT homepage FROM source")]
    if not all(homepage.startswith("http://127.0.0.1:") for homepage in sources):
        raise UsageProblem(f"{database}: not an archive of the demo. Move it away, or run the demo in another folder.")
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", ".lock"))):
        path.unlink(missing_ok=True)
    for file in captures_folder(database).glob("*/*.warc.gz"):
        file.unlink()


def _crawl(newsroom: Newsroom, seeds: Path, *options: str) -> list[dict[str, Any]]:
    """What ``backissue crawl --json`` prints, line by line. Raises UsageProblem when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    command = [sys.executable, "-m", "crawler.cli", "crawl", *options, "--json", "-q"]
    done = subprocess.run(
        [*command, "--db", str(DATABASE), "--seeds", str(seeds)],
        env={**environment, "BACKISSUE_ALLOW_PEERS": newsroom.peers, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UsageProblem(f"The demo's crawl ended with exit code {done.returncode}; its own words stand above.")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _tell_first(lines: list[dict[str, Any]]) -> None:
    outcomes = _outcomes(lines)
    click.echo(f"\nDay 1: {summary(Counter(line['outcome'] for line in outcomes))}.")
    with closing(open_readonly(DATABASE)) as connection:
        rows = connection.execute(
            """SELECT source.name, count(*) AS articles, group_concat(DISTINCT article.language) AS languages
            FROM article JOIN source ON source.slug = article.source GROUP BY source ORDER BY source.slug"""
        ).fetchall()
    for row in rows:
        click.echo(f"  {row['articles']:3} {row['name']} ({row['languages']})")


def _tell_second(lines: list[dict[str, Any]]) -> None:
    outcomes = _outcomes(lines)
    click.echo(f"\nDay 2, all looked at again: {summary(Counter(line['outcome'] for line in outcomes))}.")
    tell = {"revised": _tell_revised, "removed": _tell_removed, "duplicate": _tell_duplicate}
    with closing(open_readonly(DATABASE)) as connection:
        for line in outcomes:
            if line["outcome"] in tell:
                tell[line["outcome"]](connection, line["id"])


def _outcomes(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if "outcome" in line]


def _tell_revised(connection: sqlite3.Connection, article_id: int) -> None:
    title, number = connection.execute("SELECT title, revisions FROM article WHERE id = ?", [article_id]).fetchone()
    diff = shown_diff(connection, article_id, f"{number - 1}..{number}")
    click.echo(f"  revised    {article_id}: {title}")
    for line in diff_text(diff["spans"], colour=False).splitlines():
        if "[-" in line or "{+" in line:
            click.echo(f"             {line}")


def _tell_removed(connection: sqlite3.Connection, article_id: int) -> None:
    row = connection.execute("SELECT title, removed FROM article WHERE id = ?", [article_id]).fetchone()
    click.echo(f"  removed    {article_id}: {row['title']} (gone from the site; its text stays here)")


def _tell_duplicate(connection: sqlite3.Connection, article_id: int) -> None:
    row = connection.execute(
        """SELECT copy.title, copy.source, copy.duplicate_of, first.source AS first_source FROM article AS copy
        LEFT JOIN article AS first ON first.id = copy.duplicate_of WHERE copy.id = ?""",
        [article_id],
    ).fetchone()
    click.echo(
        f"  duplicate  {article_id}: {row['title']} ({row['source']}: the text of article {row['duplicate_of']} "
        f"in {row['first_source']})"
    )
