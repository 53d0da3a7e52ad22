"""Run a search and read its answer; mark what matched."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from archive.search.expand import name_keys
from archive.search.fold import WORD, skeleton
from archive.search.forms import with_forms
from archive.search.query import Query
from archive.search.statements import MARK, UNMARK, search_query

MARKED = re.compile(f"{MARK}([^{MARK}{UNMARK}]*){UNMARK}")
BETWEEN_MARKS = re.compile(f"({MARK}[^{UNMARK}]*{UNMARK})")
STRAY_MARK = re.compile(f"[{MARK}{UNMARK}]")


class Hit(NamedTuple):
    """One article of an answer; the fields are the columns of search_query, in its order."""

    id: int
    url: str
    title: str
    source: str
    """Slug."""

    language: str | None
    """BCP 47."""

    published: str | None
    """UTC ISO-8601, or the day alone."""

    first_seen: str
    """UTC ISO-8601."""

    removed: str | None
    """UTC ISO-8601, when the last check found it gone; its text stays."""

    duplicate_of: int | None
    snippet: str
    """Of the text, with MARK and UNMARK around what matched: for ``marked``."""

    score: float
    """Higher is better, within one answer; 0 when nothing was ranked."""

    def json(self) -> dict[str, object]:
        """The object that ``search --json`` prints; the snippet is plain text."""
        return {
            "id": self.id,
            "url": self.url,
            "headline": self.title,
            "source": self.source,
            "inLanguage": self.language,
            "datePublished": self.published,
            "snippet": marked(self.snippet, "", ""),
            "score": self.score,
        }


def search(
    connection: sqlite3.Connection,
    query: Query | str,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
    offset: int = 0,
    newest: bool = False,
    everything: bool = False,
    duplicates: bool = False,
    new_since: int | None = None,
) -> Iterator[Hit]:
    """The hits of a query in all forms of its words, best first.

    Arguments as in search_query, whose UsageProblem is raised at once.
    """
    query = with_forms(connection, query)
    statement = search_query(
        query,
        source=source,
        language=language,
        since=since,
        until=until,
        limit=limit,
        offset=offset,
        newest=newest,
        everything=everything,
        duplicates=duplicates,
        new_since=new_since,
    )
    rows = connection.execute(statement.sql, statement.parameters)
    return (read(row, query) for row in rows)


def cursor(connection: sqlite3.Connection) -> int:
    """The number of the archive's last change: ``new_since`` of the next search, for what comes from now on."""
    return int(connection.execute("SELECT value FROM sequence WHERE name = 'change'").fetchone()[0])


def read(row: Iterable[Any], query: Query) -> Hit:
    """A row of search_query as a Hit, with the names marked that matched in another script."""
    found = Hit(*row)
    return found._replace(snippet=names_marked(found.snippet, query))


def names_marked(snippet: str, query: Query) -> str:
    """The snippet with marks also around names spelled otherwise than asked for (Rahmon in a Tajik text).

    FTS5 finds those by the search keys and cannot mark them in the text.
    """
    whole, begun = keys_of(query)
    if not whole and not begun:
        return snippet

    def mark(word: re.Match[str]) -> str:
        key = skeleton(word[0]) if word[0][0].isupper() else ""
        return f"{MARK}{word[0]}{UNMARK}" if key in whole or (key and key.startswith(begun)) else word[0]

    pieces = BETWEEN_MARKS.split(snippet)
    return "".join(piece if piece.startswith(MARK) else WORD.sub(mark, piece) for piece in pieces)


@lru_cache(maxsize=100)
def keys_of(query: Query) -> tuple[frozenset[str], tuple[str, ...]]:
    """The search keys that it looks for, and the beginnings of some."""
    terms = list(chain.from_iterable(query.groups))
    whole = frozenset(key for term in terms if not term.prefix for key in name_keys(term))
    return whole, tuple({key for term in terms if term.prefix for key in name_keys(term)})


def marked(snippet: str, before: str, after: str) -> str:
    """The snippet with ``before`` and ``after`` around what matched: tags (escape it first) or colours.

    Marks are always paired in what comes out, whatever the snippet holds.
    """
    return STRAY_MARK.sub("", MARKED.sub(lambda found: f"{before}{found[1]}{after}", snippet))
