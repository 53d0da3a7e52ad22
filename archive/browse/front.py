"""The front page: how much there is, what is new, what changed, how the sources fare."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

from datasette import Response

from archive.browse.article import excerpt
from archive.browse.daily import SANE, bound, chart
from archive.browse.health import HOLDINGS, health_of_sources
from archive.browse.site import Site
from archive.revision_kinds import EDITED
from archive.withheld import NO_COPY, SHOWN, WITHHELD

LATEST = 13
"""One leads, the others stand in two columns."""

CHANGES = 8
CHANGES_LOOKED_AT = 2000
"""The newest changes among which edits, removals and copies are picked; bounds the time on a big archive."""

ARTICLES = "(SELECT coalesce(sum(articles), 0) FROM holding)"
DUPLICATES = "(SELECT coalesce(sum(duplicates), 0) FROM holding)"
COUNTS = f"""SELECT {ARTICLES} - (SELECT count(*) FROM held WHERE article_id IN ({WITHHELD})) AS articles,
    (SELECT count(*) FROM source) AS sources,
    (SELECT count(*) FROM revision) - {ARTICLES}
    - (SELECT coalesce(sum(revisions - 1), 0) FROM article WHERE id IN ({WITHHELD})) AS earlier,
    {DUPLICATES} - (SELECT count(*) FROM held WHERE article_id IN ({WITHHELD}) AND first <> article_id) AS duplicates,
    (SELECT count(*) FROM article WHERE removed IS NOT NULL AND {SHOWN}) AS removed"""

NEWEST = f"""SELECT id, title, language, article.source, published, first_seen, section, removed,
    {EDITED} AS edited, substr(text, 1, 600) AS opening, name AS source_name, timezone
    FROM article JOIN source ON slug = article.source
    WHERE {SHOWN} AND {NO_COPY} AND {SANE}
    ORDER BY coalesce(published, first_seen) DESC, id DESC LIMIT :limit"""

CHANGED = f"""SELECT lately.id, lately.title, language, source, removed, revisions, duplicate_of, first_seen, seen_at,
    kind, name AS source_name, timezone
    FROM (SELECT * FROM article WHERE {SHOWN} ORDER BY change DESC LIMIT :looked_at) AS lately
    JOIN source ON slug = source
    JOIN revision ON article_id = lately.id AND number = revisions
    WHERE removed IS NOT NULL OR duplicate_of IS NOT NULL OR (revisions > 1 AND kind IS NOT 'cosmetic')
    ORDER BY change DESC LIMIT :limit"""
"""With the kind of the newest revision; those that change typography alone are no news."""


async def front_page(site: Site, request: Any) -> Response:
    """``/``."""
    holdings = await site.kept_rows(HOLDINGS)
    sources = await site.rows("SELECT * FROM source ORDER BY name")
    context = {
        "counts": (await site.kept_rows(COUNTS))[0],
        "latest": await site.rows(NEWEST, {"bound": await bound(site), "limit": LATEST}),
        "changes": await site.rows(CHANGED, {"looked_at": CHANGES_LOOKED_AT, "limit": CHANGES}),
        "chart": await chart(site, {row["slug"]: row["timezone"] for row in sources}),
        "names": {row["slug"]: row["name"] for row in sources},
        "languages": languages(holdings),
        "excerpt": excerpt,
        "fares": await health_of_sources(site, sources, holdings),
    }
    return await site.render(request, "front", context)


def languages(holdings: Sequence[sqlite3.Row]) -> list[tuple[str | None, int]]:
    """Articles of every language, most first."""
    sums: Counter[str | None] = Counter()
    for row in holdings:
        sums[row["language"]] += row["articles"]
    return sums.most_common()
