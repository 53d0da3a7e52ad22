"""``crawl --dry-run``: discover into an archive of its own, and tell what the real one lacks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.options import Settings, print_json
from archive.readonly import open_readonly
from crawler.closing import closing_lines
from crawler.process import crawl
from crawler.run import Wishes


def dry_crawl(settings: Settings, wishes: Wishes) -> int:
    """Print the URLs that a crawl would take up, newest first; the exit code. The real archive is only read."""
    with TemporaryDirectory(prefix="backissue-") as folder:
        scratch = Path(folder) / "dry-run.db"
        done = crawl(scratch, settings.seeds, wishes, settings.verbosity)
        for row in _unknown(scratch, settings.db, wishes.since):
            if settings.json:
                print_json(row)
            else:
                click.echo(
                    f"{row['source']}  {row['datePublished'] or 'no date':20}  {row['headline'] or ''}  {row['url']}"
                )
    for line in closing_lines(done):
        settings.tell(line)
    return done.exit_code()


def _unknown(scratch: Path, archive: Path, since: str | None) -> list[dict[str, str | None]]:
    known = _known_keys(archive)
    with closing(open_readonly(scratch)) as connection:
        rows = connection.execute(
            """SELECT url_key, source, url, title, coalesce(published, modified) AS dated FROM entry
            WHERE ? IS NULL OR coalesce(dated, ?) >= ? ORDER BY dated DESC, id""",
            [since, since, since],
        ).fetchall()
    return [
        {"url": row["url"], "source": row["source"], "headline": row["title"], "datePublished": row["dated"]}
        for row in rows
        if row["url_key"] not in known
    ]


def _known_keys(archive: Path) -> set[str]:
    if not archive.exists():
        return set()
    with closing(open_readonly(archive)) as connection:
        done: sqlite3.Cursor = connection.execute(
            "SELECT url_key FROM entry WHERE outcome IS NOT NULL UNION SELECT url_key FROM article"
        )
        return {key for (key,) in done}
