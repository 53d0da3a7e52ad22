"""A source: what it is and how it fares, how its crawls went, what it published lately, what its pages taught."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from datasette import Response

from archive.browse.daily import SANE, bound, chart
from archive.browse.health import HOLDINGS, health_of_sources, run_health
from archive.browse.site import Site
from archive.health import Health
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

RUNS = """SELECT started, finished, outcomes, problem, alarms FROM crawl_source
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

    health: Health
    """As it was after this crawl."""

    problem: str
    """Empty where an alarm explains it, or the page has said it already."""


async def source_page(site: Site, request: Any) -> Response:
    """``/source/<slug>``."""
    slug = unquote(request.url_vars["slug"])
    sources = await site.rows("SELECT * FROM source WHERE slug = ?", [slug])
    if not sources:
        return await site.problem(request, 404, "no_source")
    source = sources[0]
    holdings = [row for row in await site.kept_rows(HOLDINGS) if row["source"] == slug]
    latest = {"slug": slug, "timezone": source["timezone"], "bound": await bound(site), "limit": LATEST}
    (known,) = await health_of_sources(site, sources, holdings)
    runs = list(runs_of(await site.rows(RUNS, [slug, CRAWLS]), known.health.told))
    context = {
        "source": source,
        "languages": json.loads(source["languages"]),
        "fares": known,
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


def runs_of(rows: Iterable[sqlite3.Row], said: Iterable[str]) -> Iterator[Run]:
    """Of rows of RUNS, newest first; ``said``: sentences that the page says already. A source that fails ten times
    alike says so once."""
    known = {"", *said}
    for row in rows:
        outcomes: dict[str, int] = json.loads(row["outcomes"])
        problem, health = row["problem"] or "", run_health("ok", row)
        yield Run(
            started=row["started"],
            finished=row["finished"],
            counts={word: sum_of(outcomes, word) for word in OUTCOMES},
            reasons=tuple(reasons_of(outcomes)),
            health=health,
            problem=problem if problem in health.told and problem not in known else "",
        )
        known.add(problem)


def sum_of(outcomes: dict[str, int], word: str) -> int:
    return sum(number for outcome, number in outcomes.items() if outcome.partition(":")[0] == word)


def reasons_of(outcomes: dict[str, int]) -> Sequence[tuple[str, int]]:
    """The reasons of what was rejected or failed."""
    reasons = [(outcome.partition(":")[2], number) for outcome, number in outcomes.items() if ":" in outcome]
    return sorted(reasons, key=lambda reason: (-reason[1], reason[0]))
