"""A source: what it is, how its crawls went, what it published lately, what its pages taught."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from datasette import Response

from archive.browse.daily import SANE, bound, chart
from archive.browse.health import HOLDINGS, health_of_sources
from archive.browse.site import Site
from archive.memory_report import memory_report
from archive.revision_kinds import EDITED
from archive.withheld import SHOWN

CRAWLS = 10
LATEST = 10
KINDS = 12
BLOCKS = 10
"""Rows of a list each; the command line lists all: ``backissue sources show SLUG --memory``."""

OUTCOMES = ("new", "revised", "duplicate", "unchanged", "removed", "rejected", "failed")
"""Columns of the table of crawls, those that came up; ``rejected`` and ``failed`` are the sums over their reasons."""

RUNS = """SELECT started, finished, outcomes, problem FROM crawl_source
    JOIN crawl ON crawl.id = crawl_id WHERE source = ? ORDER BY crawl_id DESC LIMIT ?"""

NEWEST = f"""SELECT id, title, language, published, first_seen, removed, {EDITED} AS edited,
    :timezone AS timezone FROM article
    WHERE source = :slug AND {SHOWN} AND {SANE} ORDER BY coalesce(published, first_seen) DESC, id DESC LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl did at the source."""

    started: str
    finished: str | None
    counts: dict[str, int]
    """By the words of OUTCOMES."""

    reasons: tuple[tuple[str, int], ...]
    """``too-short``, ``http-404`` …, most first."""

    problem: str


async def source_page(site: Site, request: Any) -> Response:
    """``/source/<slug>``."""
    slug = unquote(request.url_vars["slug"])
    sources = await site.rows("SELECT * FROM source WHERE slug = ?", [slug])
    if not sources:
        return await site.problem(request, 404, "no_source")
    source = sources[0]
    holdings = [row for row in await site.kept_rows(HOLDINGS) if row["source"] == slug]
    latest = {"slug": slug, "timezone": source["timezone"], "bound": await bound(site), "limit": LATEST}
    runs = [run_of(row) for row in await site.rows(RUNS, [slug, CRAWLS])]
    context = {
        "source": source,
        "languages": json.loads(source["languages"]),
        "health": (await health_of_sources(site, sources, holdings))[0],
        "runs": runs,
        "outcomes": [word for word in OUTCOMES if any(run.counts[word] for run in runs)],
        "chart": await chart(site, {slug: source["timezone"]}, slug),
        "names": {slug: source["name"]},
        "latest": await site.rows(NEWEST, latest),
        "memory": await site.call(partial(memory_report, source=slug)),
        "most_kinds": KINDS,
        "most_blocks": BLOCKS,
    }
    return await site.render(request, "source", context)


def run_of(row: sqlite3.Row) -> Run:
    """One row of RUNS."""
    outcomes: dict[str, int] = json.loads(row["outcomes"])
    return Run(
        started=row["started"],
        finished=row["finished"],
        counts={word: sum_of(outcomes, word) for word in OUTCOMES},
        reasons=tuple(reasons_of(outcomes)),
        problem=row["problem"] or "",
    )


def sum_of(outcomes: dict[str, int], word: str) -> int:
    return sum(number for outcome, number in outcomes.items() if outcome.partition(":")[0] == word)


def reasons_of(outcomes: dict[str, int]) -> Sequence[tuple[str, int]]:
    """The reasons of what was rejected or failed."""
    reasons = [(outcome.partition(":")[2], number) for outcome, number in outcomes.items() if ":" in outcome]
    return sorted(reasons, key=lambda reason: (-reason[1], reason[0]))
