"""How the sources of a page fare, in the words of ``archive/health.py``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from archive.browse.site import Site
from archive.health import Health, health_of
from archive.search.counts import KEPT
from archive.withheld import SHOWN

HOLDINGS = f"""WITH {KEPT}
SELECT holding.source, holding.language, sum(hits) AS articles, (
    SELECT published FROM article INDEXED BY article_holdings WHERE article.source = holding.source
    AND article.language IS holding.language AND {SHOWN} ORDER BY published DESC LIMIT 1) AS newest
FROM counted JOIN holding ON holding.id = holding_id GROUP BY 1, 2 HAVING sum(hits) > 0"""

LAST_NEWS = """SELECT slug, problem, alarms FROM source CROSS JOIN crawl_source ON source = slug AND crawl_id =
    (SELECT max(crawl_id) FROM crawl_source WHERE source = slug AND answered IS NOT NULL)"""
"""The last run of each source that asked it for news: one look into an index each, for CROSS keeps SQLite from reading
every run."""


class Fares(NamedTuple):
    """One source, as lists of sources show it."""

    slug: str
    name: str
    timezone: str
    articles: int
    newest: str | None
    """When its newest article was published."""

    health: Health


async def health_of_sources(site: Site, sources: Sequence[sqlite3.Row], holdings: Sequence[sqlite3.Row]) -> list[Fares]:
    """Every source in the order given; ``sources`` are rows of ``source``, ``holdings`` those of HOLDINGS."""
    runs = {row["slug"]: row for row in await site.kept_rows(LAST_NEWS)}
    return [fares(source, holdings, runs.get(source["slug"])) for source in sources]


def fares(source: sqlite3.Row, holdings: Sequence[sqlite3.Row], run: sqlite3.Row | None) -> Fares:
    """``run``: its row of LAST_NEWS."""
    held = [row for row in holdings if row["source"] == source["slug"]]
    return Fares(
        slug=source["slug"],
        name=source["name"],
        timezone=source["timezone"],
        articles=sum(row["articles"] for row in held),
        newest=max((row["newest"] for row in held if row["newest"]), default=None),
        health=run_health(source["status"], run),
    )


def run_health(status: str, run: sqlite3.Row | None) -> Health:
    """How a source fares after a row of ``crawl_source``; None: no run has asked it for news."""
    if run is None:
        return health_of(status, None, {}, asked=False)
    return health_of(status, run["problem"], json.loads(run["alarms"]), asked=True)
