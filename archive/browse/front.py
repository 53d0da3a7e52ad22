"""The front page: how much there is, what is new, what changed, how the sources fare."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from datasette import Response

from archive.browse.article import excerpt
from archive.browse.chart import DAYS, Chart, per_day
from archive.browse.moments import moment
from archive.browse.site import Site

LATEST = 13
"""One leads, the others stand in two columns."""

CHANGES = 8
CHANGES_LOOKED_AT = 2000
"""The newest changes among which edits, removals and copies are picked; bounds the time on a big archive."""

SANE = "coalesce(published, first_seen) <= :bound"
"""An outlet that dates an article 2099 must not push everything else from the page for ever."""

BOUND = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', first_seen, '+1 day') FROM article ORDER BY id DESC LIMIT 1"

COUNTS = """SELECT (SELECT count(*) FROM article) AS articles, (SELECT count(*) FROM source) AS sources,
    (SELECT count(*) FROM revision) - (SELECT count(*) FROM article) AS earlier,
    (SELECT count(*) FROM article WHERE duplicate_of IS NOT NULL) AS duplicates,
    (SELECT count(*) FROM article WHERE removed IS NOT NULL) AS removed"""

NEWEST = f"""SELECT id, title, language, article.source, published, first_seen, section, revisions, removed,
    substr(text, 1, 600) AS opening, name AS source_name, timezone
    FROM article JOIN source ON slug = article.source
    WHERE duplicate_of IS NULL AND {SANE}
    ORDER BY coalesce(published, first_seen) DESC, id DESC LIMIT :limit"""

LAST_DAY = f"""SELECT published FROM article WHERE published IS NOT NULL AND {SANE}
    ORDER BY coalesce(published, first_seen) DESC LIMIT 1"""

DAILY = f"""SELECT source, substr(published, 1, 15) AS ten_minutes, count(*) AS articles FROM article
    WHERE coalesce(published, first_seen) >= :first AND {SANE} AND published IS NOT NULL GROUP BY 1, 2"""

CHANGED = """SELECT id, title, language, source, removed, revisions, duplicate_of, first_seen,
    (SELECT max(seen_at) FROM revision WHERE article_id = lately.id) AS edited,
    name AS source_name, timezone
    FROM (SELECT * FROM article ORDER BY change DESC LIMIT :looked_at) AS lately JOIN source ON slug = source
    WHERE removed IS NOT NULL OR revisions > 1 OR duplicate_of IS NOT NULL
    ORDER BY change DESC LIMIT :limit"""

HOLDINGS = """SELECT source, language, count(*) AS articles, max(published) AS newest
    FROM article INDEXED BY article_facets GROUP BY source, language"""

LAST_CRAWLS = "SELECT source, max(crawl_id), problem FROM crawl_source GROUP BY source"


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
    """``ok``, ``failing``, ``quiet`` (no crawl yet), or the catalogue's ``dead`` and ``moved``."""

    problem: str
    """One sentence, or empty."""


async def front_page(site: Site, request: Any) -> Response:
    """``/``."""
    holdings = await site.rows(HOLDINGS)
    bound = {"bound": next((row[0] for row in await site.rows(BOUND)), "")}
    sources = await site.rows("SELECT * FROM source ORDER BY name")
    context = {
        "counts": (await site.rows(COUNTS))[0],
        "latest": await site.rows(NEWEST, bound | {"limit": LATEST}),
        "changes": await site.rows(CHANGED, {"looked_at": CHANGES_LOOKED_AT, "limit": CHANGES}),
        "chart": await chart(site, bound, sources),
        "names": {row["slug"]: row["name"] for row in sources},
        "languages": languages(holdings),
        "excerpt": excerpt,
        "health": list(health(sources, holdings, await site.rows(LAST_CRAWLS))),
    }
    return await site.render(request, "front", context)


async def chart(site: Site, bound: dict[str, str], sources: Sequence[sqlite3.Row]) -> Chart | None:
    """The last 30 days of the archive, each article on its day in its source's zone."""
    zones = {row["slug"]: row["timezone"] for row in sources}
    newest = await site.rows(LAST_DAY, bound)
    if not newest:
        return None
    last = date.fromisoformat(newest[0]["published"][:10]) + timedelta(days=1)
    first = (last - timedelta(days=DAYS + 2)).isoformat()
    rows = []
    for row in await site.rows(DAILY, bound | {"first": first}):
        printed = row["ten_minutes"]
        known = moment(printed if len(printed) == 10 else f"{printed}0:00Z", zones[row["source"]])
        if known:
            rows.append((row["source"], date.fromisoformat(known.iso_day), int(row["articles"])))
    return per_day(rows, max(day for _, day, _ in rows)) if rows else None


def languages(holdings: Sequence[sqlite3.Row]) -> list[tuple[str | None, int]]:
    """Articles of every language, most first."""
    sums: Counter[str | None] = Counter()
    for row in holdings:
        sums[row["language"]] += row["articles"]
    return sums.most_common()


def health(
    sources: Sequence[sqlite3.Row],
    holdings: Sequence[sqlite3.Row],
    crawls: Sequence[sqlite3.Row],
) -> Iterator[Health]:
    """Every source in the order given."""
    last = {row["source"]: row for row in crawls}
    for source in sources:
        held = [row for row in holdings if row["source"] == source["slug"]]
        crawl = last.get(source["slug"])
        problem = (crawl["problem"] if crawl else "") or ""
        yield Health(
            slug=source["slug"],
            name=source["name"],
            timezone=source["timezone"],
            articles=sum(row["articles"] for row in held),
            newest=max((row["newest"] for row in held if row["newest"]), default=None),
            state=state(source["status"], crawl is not None, bool(problem)),
            problem=problem,
        )


def state(status: str, crawled: bool, has_problem: bool) -> str:
    """One word for a source: what the catalogue says of a dead one, else how its last crawl went."""
    if status in ("dead", "moved"):
        return status
    if has_problem:
        return "failing"
    return "ok" if crawled else "quiet"
