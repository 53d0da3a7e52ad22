"""What a search finds of what it must find, beside plain FTS5 and FTS5 with trigrams, on own-written articles.

``make bench-relevance``; goals (issue 5): at least .97 of what must be found, at most .02 of what must not.
``relevance.txt`` has queries and judged articles in seven languages; between them stand made-up ones. So have
``relevance_held-out.txt``, which was written when the search stood, by somebody who had not read it, and was
used for tuning since, and ``relevance_blind.txt``, which was written so while the search was mended in sight of that.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import numpy as np
from sqlite_utils import Database

from archive.gate import clean
from archive.migrations import migrations
from archive.search.expand import quoted
from archive.search.fold import search_keys
from archive.search.hits import search
from archive.search.query import Term, parse
from tests.benchmarks.search_archive import LANGUAGES, prose, vocabulary
from tests.benchmarks.written import write_between

PAGE = Path(__file__).parents[2] / "docs" / "search.md"
CASES = Path(__file__).with_name("relevance.txt")
HELD_OUT = Path(__file__).with_name("relevance_held-out.txt")
BLIND = Path(__file__).with_name("relevance_blind.txt")
ARTICLES = 2_400
RECALL_GOAL, STRANGERS_GOAL = 0.97, 0.02


@dataclass(slots=True)
class Case:
    """Queries that are judged by the same articles."""

    kind: str
    queries: list[str] = field(default_factory=list)
    must: dict[int, str] = field(default_factory=dict)
    """Articles that each of the queries must find, by id."""

    must_not: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Of all queries of a kind together."""

    wanted: int = 0
    found: int = 0
    strangers: int = 0
    strangers_found: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.wanted

    @property
    def wrong(self) -> float:
        return self.strangers_found / self.strangers if self.strangers else 0.0


Finder = Callable[[str], set[int]]


def cases(path: Path = CASES) -> list[Case]:
    """All of a file; the ids of its articles go up in the order of its lines."""
    found: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark, rest = line[:1], line[1:].strip()
        if mark == "=":
            found.append(Case(rest))
        elif mark == "?":
            found[-1].queries.append(rest)
        elif mark == "+":
            found[-1].must[number] = rest
        elif mark == "-":
            found[-1].must_not[number] = rest
    return found


def articles(judged: list[Case], count: int) -> Iterator[tuple[int, str, str, str]]:
    """Id, language, title, text: the judged ones, and others until there are so many."""
    written = 0
    for case in judged:
        for number, line in (case.must | case.must_not).items():
            language, _, words = line.partition(" ")
            title, _, text = words.partition(" | ")
            yield number, language, title if text else "", text or title
            written += 1
    rng = np.random.default_rng(7)
    tongues = [(tag, vocabulary(rng, *letters, stems=300, names=100)) for tag, _, *letters in LANGUAGES]
    for number in range(10_000, 10_000 + count - written):
        tag, words = tongues[number % len(tongues)]
        yield number, tag, *prose(rng, words, 60)


INSERT = """INSERT INTO article (id, url_key, url, source, title, text, search_keys, language, published, word_count,
        sha256, fingerprint, first_seen, last_seen, checked_at, settled, change)
    VALUES (?1, ?1, ?1, 'vodi', ?3, ?4, ?5, ?2, '2026-11-01', 1, '', ?1, '2026-11-01', '2026-11-01', '', 1, ?1)"""


def judged_archive(judged: list[Case], count: int = ARTICLES) -> sqlite3.Connection:
    """In memory: the articles as an archive keeps them, and the same words in an index of trigrams."""
    db = Database(memory=True)
    migrations.apply(db)
    connection = db.conn
    assert connection is not None
    connection.execute("CREATE VIRTUAL TABLE trigrams USING fts5 (title, text, tokenize='trigram')")
    connection.execute("INSERT INTO source VALUES ('vodi', 'Vodi', 'TJ', '[]', 'UTC', '', '', 'ok')")
    for number, language, title, text in articles(judged, count):
        title, text = clean(title, language), clean(text, language)
        connection.execute(INSERT, (number, language, title, text, search_keys(title, text)))
        connection.execute("INSERT INTO trigrams (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
    return connection


def ours(connection: sqlite3.Connection) -> Finder:
    return lambda text: {hit.id for hit in search(connection, text, limit=10_000)}


def plain(connection: sqlite3.Connection, table: str) -> Finder:
    """The same query language on a table that has no more than the words."""

    def find(text: str) -> set[int]:
        query = parse(text)
        groups = [" OR ".join(map(as_typed, group)) for group in query.groups]
        expression = " AND ".join(f"({group})" for group in groups)
        if query.excluded:
            expression = f"({expression}) NOT ({' OR '.join(map(as_typed, query.excluded))})"
        return {row[0] for row in connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", [expression])}

    return find


def as_typed(term: Term) -> str:
    return ("title : " if term.title else "{title text} : ") + quoted(term.text) + ("*" if term.prefix else "")


def tallies(judged: list[Case], find: Finder, missed: Callable[[str, str], None] | None = None) -> dict[str, Tally]:
    """By kind, and all together under "all"; what goes wrong is told as (query, article)."""
    sums: dict[str, Tally] = defaultdict(Tally)
    for case in judged:
        for query in case.queries:
            found = find(query)
            wrong = [f"+{text}" for number, text in case.must.items() if number not in found]
            strange = [f"-{text}" for number, text in case.must_not.items() if number in found]
            for tally in (sums[case.kind], sums["all"]):
                tally.wanted += len(case.must)
                tally.found += len(case.must) - len(wrong)
                tally.strangers += len(case.must_not)
                tally.strangers_found += len(strange)
            for text in (*wrong, *strange) if missed else ():
                missed(query, text)
    return sums


HEAD = (
    *("kind", "queries", "must be found", "found by Backissue", "by plain FTS5", "by trigrams"),
    *("must not", "found by Backissue", "by plain FTS5", "by trigrams", "reached"),
)


def main() -> int:
    """Print a line for each kind of query and write it into docs/search.md; 1 when a goal is missed."""
    rows = [*_rows(CASES), *_rows(HELD_OUT, "once held-out, "), *_rows(BLIND, "blind, ")]
    return write_between("bench-relevance", HEAD, rows, PAGE)


def _rows(path: Path, part: str = "") -> Iterator[list[object]]:
    judged = cases(path)
    connection = judged_archive(judged)
    start = time.perf_counter()
    mine = tallies(judged, ours(connection), lambda query, text: click.echo(f"{part}{query}: {text}"))
    seconds = time.perf_counter() - start
    others = [tallies(judged, plain(connection, table)) for table in ("article_fts", "trigrams")]
    connection.close()
    queries = Counter(case.kind for case in judged for _ in case.queries)
    click.echo(f"{part}{1000 * seconds / queries.total():.1f} ms a query, {ARTICLES} articles")
    queries["all"] = queries.total()
    for kind, tally in sorted(mine.items(), key=lambda item: item[0] == "all"):
        recalls = [f"{side[kind].recall:.3f}" for side in (mine, *others)]
        wrongs = [f"{side[kind].wrong:.1%}" for side in (mine, *others)]
        reached = tally.recall >= RECALL_GOAL and tally.wrong <= STRANGERS_GOAL if kind == "all" else None
        yield [f"{part}{kind}", queries[kind], tally.wanted, *recalls, tally.strangers, *wrongs, reached]


if __name__ == "__main__":
    sys.exit(main())
