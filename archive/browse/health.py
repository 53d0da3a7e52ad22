"""How a source fares: what its last crawl said, and whether it has fallen silent."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from archive.browse.moments import is_day
from archive.browse.site import Site

LOOKED_AT = 30
"""So many of a source's newest articles tell how long it usually pauses."""

FEWEST = 8
"""Of fewer articles no habit can be told."""

SHORTEST_SILENCE = 3
"""Days; a weekend and a holiday are no silence."""

HOLDINGS = """SELECT source, language, count(*) AS articles, max(published) AS newest
    FROM article INDEXED BY article_facets GROUP BY source, language"""

LAST_CRAWLS = """SELECT source, problem, coalesce(finished, started) AS at FROM crawl_source
    JOIN crawl ON crawl.id = crawl_id
    WHERE (source, crawl_id) IN (SELECT source, max(crawl_id) FROM crawl_source GROUP BY source)"""

NEWEST_DAYS = f"""SELECT slug, (SELECT json_group_array(day) FROM (
        SELECT substr(coalesce(published, first_seen), 1, 10) AS day FROM article WHERE article.source = slug
        ORDER BY coalesce(published, first_seen) DESC, article.id DESC LIMIT {LOOKED_AT})) AS days
    FROM source"""


@dataclass(frozen=True, slots=True)
class Silence:
    """A source that was asked, answered, and had nothing new for longer than it used to."""

    days: int
    """From its newest article to the last crawl."""

    usual: int
    """The longest pause between its newest articles, in days."""


@dataclass(frozen=True, slots=True)
class Health:
    """How one source fares."""

    slug: str
    name: str
    timezone: str
    articles: int
    newest: str | None
    """When its newest article was published."""

    state: str
    """``ok``, ``failing``, ``silent``, ``quiet`` (no crawl yet), or the catalogue's ``dead`` and ``moved``."""

    problem: str
    """One sentence, or empty."""

    silence: Silence | None


async def health_of_sources(
    site: Site, sources: Sequence[sqlite3.Row], holdings: Sequence[sqlite3.Row]
) -> list[Health]:
    """Every source in the order given; ``sources`` are rows of ``source``, ``holdings`` those of HOLDINGS."""
    crawls = {row["source"]: row for row in await site.kept_rows(LAST_CRAWLS)}
    days = {row["slug"]: json.loads(row["days"]) for row in await site.kept_rows(NEWEST_DAYS)}
    return list(each_health(sources, holdings, crawls, days))


def each_health(
    sources: Sequence[sqlite3.Row],
    holdings: Sequence[sqlite3.Row],
    crawls: Mapping[str, sqlite3.Row],
    days: Mapping[str, list[str]],
) -> Iterator[Health]:
    for source in sources:
        slug = source["slug"]
        held = [row for row in holdings if row["source"] == slug]
        crawl = crawls.get(slug)
        problem = (crawl["problem"] if crawl else "") or ""
        silence = None if crawl is None or problem else silence_at(crawl["at"][:10], days[slug])
        yield Health(
            slug=slug,
            name=source["name"],
            timezone=source["timezone"],
            articles=sum(row["articles"] for row in held),
            newest=max((row["newest"] for row in held if row["newest"]), default=None),
            state=state(source["status"], crawl is not None, bool(problem), silence is not None),
            problem=problem,
            silence=silence,
        )


def silence_at(crawled: str, days: Sequence[str]) -> Silence | None:
    """Whether a source was silent on the day of a crawl, given the days of its newest articles, newest first.

    What is dated after the crawl is not believed. None too for a source with too few articles to tell.
    """
    known = [date.fromisoformat(day) for day in days if is_day(day) and day <= crawled]
    if len(known) < FEWEST or not is_day(crawled):
        return None
    usual = max((later - earlier).days for later, earlier in pairwise(known))
    since = (date.fromisoformat(crawled) - known[0]).days
    return Silence(since, usual) if since > max(usual, SHORTEST_SILENCE) else None


def state(status: str, crawled: bool, has_problem: bool, is_silent: bool) -> str:
    """One word for a source: what the catalogue says of a dead one, else how its last crawl went."""
    if status in ("dead", "moved"):
        return status
    if has_problem:
        return "failing"
    if is_silent:
        return "silent"
    return "ok" if crawled else "quiet"
