"""How a source fares: what its last crawl said, and whether it has fallen silent."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.browse.site import Site
from archive.search.counts import KEPT
from archive.silence import LAST_CRAWLS, NEWEST_DAYS, Silence, silence_at
from archive.withheld import SHOWN

HOLDINGS = f"""WITH {KEPT}
SELECT holding.source, holding.language, sum(hits) AS articles, (
    SELECT published FROM article INDEXED BY article_holdings WHERE article.source = holding.source
    AND article.language IS holding.language AND {SHOWN} ORDER BY published DESC LIMIT 1) AS newest
FROM counted JOIN holding ON holding.id = holding_id GROUP BY 1, 2 HAVING sum(hits) > 0"""


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


def state(status: str, crawled: bool, has_problem: bool, is_silent: bool) -> str:
    """One word for a source: what the catalogue says of a dead one, else how its last crawl went."""
    if status in ("dead", "moved"):
        return status
    if has_problem:
        return "failing"
    if is_silent:
        return "silent"
    return "ok" if crawled else "quiet"
