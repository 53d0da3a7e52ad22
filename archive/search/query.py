"""The query language: whatever a person types becomes a Query, and nothing they type is an error.

words, "phrases", trailing ``*``, ``OR``, ``-word``, ``source:``, ``lang:``, ``before:``, ``after:`` and
``title:``; everything else is a word.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

MOST_LETTERS = 10_000
"""What stands behind is not read."""

MOST_TERMS = 32
"""Words and phrases of one query; those after them are left out, so that no query outgrows FTS5's parser."""
SHORTEST_PREFIX = 3
"""Letters before a ``*``; after fewer it is ignored, since FTS5 reads every word that begins so."""

TOKEN = re.compile(
    r"""(?P<minus>-?)
        (?:(?P<field>(?i:source|lang|language|before|after|title)):(?=[^\s"*]|"[^"]*[^\s"][^"]*"))?
        (?:"(?P<phrase>[^"]*)"(?P<star>\*?)|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
UNSEARCHABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
INNER = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
"""From the first letter or digit to the last."""
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


class Term(NamedTuple):
    """A word or a phrase to look for."""

    text: str
    """NFC, without controls; holds at least one letter or digit."""

    prefix: bool = False
    """Whether the last word may go on: ``рахм*``."""

    title: bool = False
    """Whether only the title is looked at."""

    exact: bool = False
    """Whether it stood in quotation marks: in no other forms."""

    forms: tuple[str, ...] = ()
    """The word's forms and spellings that an archive has, in lower case, as ``with_forms`` finds them."""

    keys: tuple[str, ...] = ()
    """The search keys of a name in its forms; found as those."""

    articles: int = 0
    """How many articles have its commonest form; 0 is unknown."""


class Query(NamedTuple):
    """What is asked for. All fields empty: everything, newest first."""

    groups: tuple[tuple[Term, ...], ...] = ()
    """Every group must be found; a group is found when one of its terms is (``a OR b``)."""

    excluded: tuple[Term, ...] = ()
    """None of these may be found."""

    sources: tuple[str, ...] = ()
    """Slugs, any of which will do."""

    excluded_sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """BCP 47 in lower case, any of which will do; ``uz`` includes ``uz-Latn``."""

    excluded_languages: tuple[str, ...] = ()
    after: str | None = None
    """A day, month or year in UTC (``2026-11-05``, ``2026-11``, ``2026``): its first day and later."""

    before: str | None = None
    """A day, month or year in UTC: until the day before its first."""

    @property
    def articles(self) -> int:
        """How many articles have the commonest word of the rarest group; 0 is unknown."""
        commonest = (max(term.articles for term in group) for group in self.groups)
        return min(filter(None, commonest), default=0)


def parse(text: str) -> Query:
    """Read what a person typed. Never raises; what is no operator is a word.

    ``OR`` joins only what stands on both sides of it; an unclosed quotation mark means nothing; signs
    without a letter or digit (``++``, emoji) cannot be looked up and fall away. ``before:`` and ``after:``
    want a date; the day, month or year named is part of ``after:``, not of ``before:``, as in Gmail.
    """
    query = Query()
    joining = False
    tokens = list(TOKEN.finditer(clean(text[:MOST_LETTERS])))
    for place, token in enumerate(tokens):
        if is_or(token) and query.groups and not joining and place + 1 < len(tokens):
            joining = is_term(tokens[place - 1]) and is_term(tokens[place + 1])
            if joining:
                continue
        query = with_token(query, token, joining)
        joining = False
    return query


def clean(text: str) -> str:
    """NFC, with a blank for every control and lone surrogate and nothing for invisible direction marks."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", UNSEARCHABLE.sub(" ", text)))


def valid_date(text: str) -> bool:
    """Whether it is a day, month or year as we write them, and one of the calendar."""
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def is_or(token: re.Match[str]) -> bool:
    return token[0] == "OR"


def is_term(token: re.Match[str]) -> bool:
    """Whether the token is something to look for (no filter, nothing excluded, no bare signs)."""
    return not token["minus"] and isinstance(read(token), Term)


def read(token: re.Match[str]) -> Term | tuple[str, str] | None:
    """A term, a filter as (field, value), or None for signs that cannot be looked up."""
    phrase, word = token["phrase"], token["word"]
    field = (token["field"] or "").lower()
    value = (phrase if word is None else word).strip()
    if field in ("source", "lang", "language"):
        return (field.replace("language", "lang"), value.lower())
    if field in ("before", "after") and not token["minus"] and valid_date(value):
        return (field, value)
    if field in ("before", "after"):
        value = f"{field}:{value}"
    inner = INNER.search(value)
    text = inner[0] if inner else ""
    starred = bool(token["star"]) or value.endswith(f"{text}*")
    prefix = starred and len(text) >= SHORTEST_PREFIX
    return Term(text, prefix, field == "title", exact=word is None and not prefix) if text else None


def with_token(query: Query, token: re.Match[str], joining: bool) -> Query:
    """The query with one more token in it."""
    found = read(token)
    if found is None:
        return query
    if isinstance(found, Term):
        return with_term(query, found, bool(token["minus"]), joining)
    field, value = found
    if field == "after":
        return query._replace(after=max(value, query.after or value))
    if field == "before":
        return query._replace(before=min(value, query.before or value))
    if field == "source" and token["minus"]:
        return query._replace(excluded_sources=(*query.excluded_sources, value))
    if field == "source":
        return query._replace(sources=(*query.sources, value))
    if token["minus"]:
        return query._replace(excluded_languages=(*query.excluded_languages, value))
    return query._replace(languages=(*query.languages, value))


def with_term(query: Query, term: Term, excluded: bool, joining: bool) -> Query:
    if sum(map(len, query.groups)) + len(query.excluded) >= MOST_TERMS:
        return query
    if excluded:
        return query._replace(excluded=(*query.excluded, term))
    if joining:
        return query._replace(groups=(*query.groups[:-1], (*query.groups[-1], term)))
    return query._replace(groups=(*query.groups, (term,)))
