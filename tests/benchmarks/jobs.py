"""Two jobs that the suites about crashes do over and over, and what harm an archive can come to while they do.

One crawls the sample newsroom on its first day and again on its second, the other imports a WARC of own-written pages
with edits and copies among them.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from archive.captures import captures_folder
from archive.check import check_archive
from archive.errors import BackissueError
from crawler.newsroom.server import Newsroom
from tests.commands import CHECKOUT, command, surroundings
from tests.sites import PLACES, article, text
from tests.warcs import HOST, HTML, body, record, url

PAGES = 40
"""Pages in the WARC; every eighth comes again edited, every tenth stands under another URL, too."""

ROWS = """
    SELECT article.url_key, article.title, article.sha256, article.source, article.language, article.published,
        article.revisions, article.removed IS NULL, first.url_key, story.url_key,
        (SELECT group_concat(sha256 || kind, ' ') FROM (
            SELECT sha256, kind FROM revision WHERE article_id = article.id ORDER BY number)),
        (SELECT group_concat(url_key, ' ') FROM (
            SELECT url_key FROM near_duplicate JOIN article AS near ON near.id = of_id
            WHERE article_id = article.id ORDER BY url_key))
    FROM article LEFT JOIN article AS first ON first.id = article.duplicate_of
    LEFT JOIN article AS story ON story.id = article.story
"""

Rows = frozenset[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a job."""

    words: tuple[str, ...]
    day: int
    """Of the newsroom."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done to an archive."""

    name: str
    steps: tuple[Step, ...]


class Jobs:
    """From ``with`` to its end: the newsroom, its source files, the WARC, and a folder for archives."""

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="backissue-jobs-")
        self.folder = Path(self._folder.name)
        self._newsroom = Newsroom((0, 0)).__enter__()
        seeds = self.folder / "seeds"
        self._newsroom.write_sources(seeds)
        warc = self.folder / "pages.warc.gz"
        warc.write_bytes(b"".join(_records()))
        crawl = ("crawl", "--seeds", str(seeds))
        self.crawl = Job("crawl", (Step(crawl, 1), Step((*crawl, "--recheck"), 2)))
        self.import_ = Job("import", (Step(("import", str(warc), "--seeds", str(seeds)), 1),))
        self.all = (self.crawl, self.import_)
        return self

    def __exit__(self, *raised: object) -> None:
        self._newsroom.__exit__(None, None, None)
        self._folder.cleanup()

    def start(self, step: Step, database: Path) -> subprocess.Popen[str]:
        """The step's command, told with JSON lines."""
        self._newsroom.day = step.day
        database.parent.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            command(*step.words, "--json", "-q", "--db", database),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
            env=surroundings(BACKISSUE_ALLOW_PEERS=self._newsroom.peers),
        )

    def finish(self, step: Step, database: Path) -> list[dict[str, Any]]:
        """The lines of a step that nothing disturbs. Raises AssertionError where it fails."""
        process = self.start(step, database)
        told, said = process.communicate(timeout=600)
        assert process.returncode == 0, said
        return told_lines(told.splitlines(keepends=True))

    def undisturbed(self, job: Job) -> Rows:
        """What the job makes of an empty archive."""
        database = self.folder / "undisturbed" / f"{job.name}.db"
        for step in job.steps:
            self.finish(step, database)
        assert not (found := list(harm(database))), found
        return rows(database)


def told_lines(lines: list[str]) -> list[dict[str, Any]]:
    """What whole lines acknowledge, without the summary."""
    told = [json.loads(line) for line in lines if line.endswith("\n")]
    return [line for line in told if "url" in line]


def rows(database: Path) -> Rows:
    """What must be the same however the archive came about: everything but ids and times of fetching."""
    with closing(sqlite3.connect(database)) as connection:
        return frozenset(connection.execute(ROWS))


def harm(database: Path) -> Iterator[str]:
    """What ``check --captures`` finds wrong, and what is there twice; looked for in a copy, recovery being a change.

    A database that was not created yet came to no harm.
    """
    if not database.exists():
        return
    with TemporaryDirectory(prefix="backissue-copy-") as folder:
        copy = Path(folder) / database.name
        for suffix in ("", "-wal"):
            file = database.with_name(database.name + suffix)
            if file.exists():
                shutil.copyfile(file, copy.with_name(file.name))
        if captures_folder(database).exists():
            shutil.copytree(captures_folder(database), captures_folder(copy))
        try:
            findings = list(check_archive(copy, captures=True))
        except BackissueError as error:
            yield str(error)
            return
        yield from (f"{finding.check}: {finding.detail}" for finding in findings if finding.state == "problem")
        yield from (f"full text: {one.detail}" for one in findings if one.check == "full text" and one.state != "ok")
        yield from _twice(copy)


def _twice(database: Path) -> Iterator[str]:
    with closing(sqlite3.connect(database)) as connection:
        yield from (
            f"article twice: {url}"
            for (url,) in connection.execute("SELECT url FROM article GROUP BY url HAVING count(*) > 1")
        )
        yield from (
            f"revision twice: article {one}"
            for (one,) in connection.execute(
                """SELECT later.article_id FROM revision AS later JOIN revision AS earlier
            ON earlier.article_id = later.article_id AND earlier.number = later.number - 1
            AND earlier.sha256 = later.sha256 AND earlier.title = later.title"""
            )
        )


def lost(database: Path, acknowledged: list[dict[str, Any]]) -> list[str]:
    """URLs that a run told the outcome of, and that have none in the archive, or not the article that was told."""
    if not acknowledged:
        return []
    if not database.exists():
        return [line["url"] for line in acknowledged]
    with closing(sqlite3.connect(database)) as connection:
        kept = {
            url
            for (url,) in connection.execute(
                """SELECT url FROM entry WHERE outcome IS NOT NULL
                UNION SELECT url FROM capture WHERE outcome IS NOT NULL"""
            )
        }
        articles = {one for (one,) in connection.execute("SELECT id FROM article")}
    return [one["url"] for one in acknowledged if one["url"] not in kept or one["id"] not in {None, *articles}]


def _records() -> Iterator[bytes]:
    for number in range(PAGES):
        yield record(url(number), body(number))
        if number % 10 == 5:
            yield record(f"{HOST}/copies/{number}", body(number))
    for number in range(0, PAGES, 8):
        edited = article(
            number,
            f"{text(number)}\nOn day {number} the mayor of {PLACES[number % 11]} came, and drank {number + 2} cups.",
        )
        yield record(url(number), str(edited.body).encode(), HTML, date="2023-05-02T10:00:00Z")
