"""What narrows a search besides its words: sources, languages, dates, copies of what is already there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.errors import UsageProblem
from archive.search.expand import excluding_expression, match_expression
from archive.search.query import Query, clean, parse, valid_date
from archive.withheld import SHOWN

DAY = "coalesce(article.published, article.first_seen)"
"""When an article appeared, as far as is known: an instant or a day, both sort as text."""

AFTER_ANY = "~"
"""Sorts after whatever may follow a day, month or year in a time: ``2026-11~`` is the end of November."""

COMMON = 20_000
"""Articles with a word, of any number: to go through so many takes some 5 ms."""

IN_LANGUAGE = "instr(lower(coalesce(article.language, '')) || '-', {}) = 1"
NOT_MATCHING = "article.id NOT IN (SELECT rowid FROM article_fts WHERE article_fts MATCH {})"


class Conditions:
    """WHERE terms on ``article`` and their parameters, as they come together; what is withheld is never asked for."""

    def __init__(self, match: str = "", articles: int = 0) -> None:
        """``match`` is the FTS5 expression, empty where no word must match; ``articles`` about how many match, 0 where
        that is unknown."""
        self.match = match
        self.articles = articles
        self.kinds: list[str] = []
        """Terms on source and language alone."""

        self.terms: list[str] = []
        """All others."""

        self.parameters: dict[str, str | int] = {}
        self.hides_copies = False
        """Whether a copy is left out where its first is in the same answer."""

    def parameter(self, value: str | int) -> str:
        """The placeholder of one more value."""
        name = f"value_{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"

    def require(self, test: str, values: Iterable[str], negated: bool = False) -> None:
        """That one of the values (or none, if negated) passes the test, in which {} stands for it."""
        self.terms.extend(self.term(test, values, negated))

    def require_kind(self, test: str, values: Iterable[str], negated: bool = False) -> None:
        """The same of a test on source or language."""
        self.kinds.extend(self.term(test, values, negated))

    def term(self, test: str, values: Iterable[str], negated: bool) -> Iterator[str]:
        tests = " OR ".join([test.format(self.parameter(value)) for value in values])
        if tests:
            yield f"NOT ({tests})" if negated else f"({tests})"

    def __str__(self) -> str:
        return self.given()

    def given(self, *more: str) -> str:
        """All terms and some more, as they stand behind WHERE."""
        return self.of_any_kind(*self.kinds, *more)

    def of_any_kind(self, *more: str) -> str:
        """Those that are not of source and language, and some more."""
        return " AND ".join((SHOWN, *self.terms, *filter(None, more)))

    @property
    def kind(self) -> str:
        """Which rows of ``holding``, by the name of article, count what is asked for; empty where all do."""
        return " AND ".join(self.kinds)


def conditions_of(
    query: Query | str,
    source: Sequence[str],
    language: Sequence[str],
    since: str | None,
    until: str | None,
    duplicates: bool,
    new_since: int | None = None,
) -> Conditions:
    """All that a query and the options beside it ask for. Raises UsageProblem for a date that is none."""
    query = parse(query) if isinstance(query, str) else query
    conditions = Conditions(match_expression(query), query.articles)
    conditions.require_kind("article.source = {}", query.sources)
    conditions.require_kind("article.source = {}", query.excluded_sources, negated=True)
    conditions.require_kind("article.source = {}", given(source))
    conditions.require_kind(IN_LANGUAGE, subtags(query.languages))
    conditions.require_kind(IN_LANGUAGE, subtags(query.excluded_languages), negated=True)
    conditions.require_kind(IN_LANGUAGE, subtags(given(language)))
    conditions.require(f"{DAY} >= {{}}", dates(query.after))
    conditions.require(f"{DAY} >= {{}}", dates(checked(since)))
    conditions.require(f"{DAY} < {{}}", dates(query.before))
    conditions.require(f"{DAY} < {{}}", [day + AFTER_ANY for day in dates(checked(until))])
    if query.excluded and not conditions.match:
        conditions.require(NOT_MATCHING, [excluding_expression(query)])
    if new_since is not None:
        conditions.terms.append(f"article.change > {conditions.parameter(new_since)}")
    conditions.hides_copies = not (conditions.kinds or conditions.terms) and not duplicates
    return conditions


def given(values: Sequence[str]) -> list[str]:
    """Options in lower case, without the blank ones that an HTML form sends."""
    return [clean(value).strip().lower() for value in values if value.strip()]


def subtags(languages: Iterable[str]) -> list[str]:
    """With the hyphen that ends a subtag: ``uz-`` begins ``uz-`` and ``uz-Latn-``, not ``uzs-``."""
    return [f"{language}-" for language in languages]


def dates(day: str | None) -> tuple[str, ...]:
    return () if day is None else (day,)


def checked(day: str | None) -> str | None:
    """An option's day, month or year; None when it is absent or blank. Raises UsageProblem."""
    day = (day or "").strip()
    if day and not valid_date(day):
        raise UsageProblem(f"{clean(day)!r} is not a date. Write a day, month or year: 2026-11-05, 2026-11, 2026.")
    return day or None
