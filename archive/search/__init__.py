"""Find an article in whatever script its names were written: light to import, plain SQLite to run."""

from __future__ import annotations

from archive.search.counts import Counts, counts, counts_query
from archive.search.fold import search_keys, skeleton
from archive.search.forms import with_forms
from archive.search.hits import Hit, cursor, marked, names_marked, search
from archive.search.query import Query, Term, parse
from archive.search.statements import MARK, UNMARK, Statement, search_query

__all__ = [
    "MARK",
    "UNMARK",
    "Counts",
    "Hit",
    "Query",
    "Statement",
    "Term",
    "counts",
    "counts_query",
    "cursor",
    "marked",
    "names_marked",
    "parse",
    "search",
    "search_keys",
    "search_query",
    "skeleton",
    "with_forms",
]
