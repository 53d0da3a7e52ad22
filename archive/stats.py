"""How many articles the archive has of each day, month, source or language."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.search.conditions import IN_LANGUAGE, Conditions, checked, given, subtags
from archive.withheld import SHOWN
from archive.zones import local_day, zone

By = Literal["day", "month", "source", "language"]

MINUTE = 16
"""Letters of ``2026-11-02T06:00``: fine enough for every zone there is, and far fewer than articles."""

TALLY = """SELECT source, language, {when} AS published, count(*) AS articles
    FROM article INDEXED BY article_facets WHERE {conditions} GROUP BY 1, 2, 3"""

Part = tuple[str | None, str, int]
"""Key, source, articles."""


@dataclass(frozen=True, slots=True)
class Count:
    """The articles of one day, month, source or language."""

    key: str | None
    """``2026-11-02`` or ``2026-11`` where the source is, a slug, a BCP 47 tag; None where it is not known."""

    sources: dict[str, int]
    """Articles of each source, by slug; most first."""

    @property
    def articles(self) -> int:
        return sum(self.sources.values())

    def json(self, by: By) -> dict[str, object]:
        """``{"day": "2026-11-02", "articles": 3, "sources": {"khovar-en": 2, "khovar-ru": 1}}``."""
        return {by: self.key, "articles": self.articles, "sources": self.sources}


def counts(
    connection: sqlite3.Connection,
    by: By,
    *,
    source: Sequence[str] = (),
    language: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> list[Count]:
    """Articles by the day (or month) of publication in the zone of their source, by source, or by language.

    Days and months oldest first, else most articles first; what is not known comes last. ``since`` and ``until``
    are days, months or years in the source's zone too, both part of the range; then an article without a date is
    left out. Raises UsageProblem for a date that is none.
    """
    since, until = checked(since), checked(until)
    conditions = Conditions()
    conditions.require("source = {}", given(source))
    conditions.require(IN_LANGUAGE.replace("article.", ""), subtags(given(language)))
    timed = by in ("day", "month") or since is not None or until is not None
    when = f"substr(published, 1, {MINUTE})" if timed else "NULL"
    rows = connection.execute(TALLY.format(when=when, conditions=conditions), conditions.parameters)
    zones = {slug: zone(name) for slug, name in connection.execute("SELECT slug, timezone FROM source")}
    parts: list[Part] = []
    for slug, tag, published, articles in rows:
        day = local_day(published, zones[slug]) if published else None
        if within(day, since, until):
            keys = {"day": day, "month": day and day[:7], "source": slug, "language": tag}
            parts.append((keys[by], slug, articles))
    return list(_gathered(parts, in_order=by in ("day", "month")))


def table(found: Sequence[Count], by: By) -> Iterator[list[object]]:
    """A header, then a row for each count: its key, articles, and the articles of each source."""
    slugs = [] if by == "source" else sorted({slug for count in found for slug in count.sources})
    yield [by, "articles", *slugs]
    for count in found:
        yield [count.key or "", count.articles, *(count.sources.get(slug, 0) for slug in slugs)]


def within(day: str | None, since: str | None, until: str | None) -> bool:
    """Whether a day lies in a range; its ends may be months or years, and belong to it."""
    if day is None:
        return since is None and until is None
    return (since is None or day >= since) and (until is None or day[: len(until)] <= until)


def newest_seen(connection: sqlite3.Connection) -> str:
    """When an article last came in, UTC ISO-8601; empty for an empty archive."""
    query = f"SELECT max(first_seen) FROM article INDEXED BY article_facets WHERE {SHOWN}"
    (moment,) = connection.execute(query).fetchone()
    return moment or ""


def _gathered(parts: Sequence[Part], in_order: bool) -> Iterator[Count]:
    table: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for key, slug, articles in parts:
        table[key][slug] += articles
    keys = sorted(table, key=lambda key: (key is None, 0 if in_order else -table[key].total(), key or ""))
    for key in keys:
        yield Count(key, dict(sorted(table[key].items(), key=lambda item: (-item[1], item[0]))))
