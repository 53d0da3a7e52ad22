"""What was typed, as an index has it: Persian words have endings and beginnings that are words of their own there."""

from __future__ import annotations

import re

from archive.search.other_names import ONE_APOSTROPHE
from archive.search.query import Query

PERSIAN_ENDING = re.compile("(?<=\\w)\u200c(?:ها.{0,5}|ای|ام|اش|ایم|اند|است|تر|ترین)$")
"""Behind a joiner it is a word of its own in the index: whoever looks for a book finds کتاب‌ها."""

PERSIAN_VERB = re.compile("^ن?می\u200c(?=\\w)")
PERSIAN_PARTS = frozenset(("ها", "های", "هایی", "هایش", "ای", "می", "نمی", "تر", "ترین"))
"""Typed with a blank before or behind them, they are parts of a word still: کتاب ها."""

MARKS_OF_PERSIAN = re.compile("[\u0640\u064b-\u0655\u0670]")
"""Vowels, hamza above and the stroke that makes a word longer."""


def without_parts(query: Query) -> Query:
    """Without parts of Persian words that stand alone, unless there is nothing else."""
    whole = tuple(
        group for group in query.groups if any(term.exact or term.text not in PERSIAN_PARTS for term in group)
    )
    return query._replace(groups=whole) if whole and whole != query.groups else query


def typed(text: str) -> str:
    """A word as the vocabulary may have it: in lower case, its Persian ending behind a joiner away, no marks."""
    word = MARKS_OF_PERSIAN.sub("", text.lower().translate(ONE_APOSTROPHE))
    return PERSIAN_ENDING.sub("", PERSIAN_VERB.sub("", word))
