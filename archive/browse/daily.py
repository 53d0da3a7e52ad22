"""Articles per day by source: the chart of the newest 30 days, of the whole archive or of one source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from archive.browse.site import Site
from archive.chart import Chart, stacked
from archive.clock import is_day
from archive.withheld import SHOWN
from archive.zones import local_day, zone

DAYS = 30

SANE = "coalesce(published, first_seen) <= :bound"
"""An outlet that dates an article 2099 must not push everything else from the page for ever."""

BOUND = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', first_seen, '+1 day') FROM article ORDER BY id DESC LIMIT 1"

LAST_DAY = f"""SELECT published FROM article WHERE {{which}} published IS NOT NULL AND {SHOWN} AND {SANE}
    ORDER BY coalesce(published, first_seen) DESC LIMIT 1"""

DAILY = f"""SELECT source, substr(published, 1, 15) AS ten_minutes, count(*) AS articles FROM article
    WHERE {{which}} coalesce(published, first_seen) >= :first AND {SANE} AND published IS NOT NULL AND {SHOWN}
    GROUP BY 1, 2"""

ONE_SOURCE = "source = :source AND"


async def bound(site: Site) -> str:
    """A day after the newest article came: what is dated later is not believed."""
    return next((str(row[0]) for row in await site.rows(BOUND)), "")


async def chart(site: Site, zones: Mapping[str, str], source: str | None = None) -> Chart | None:
    """The newest 30 days with each article on its day in its source's zone; None where nothing is dated.

    ``zones``: the name of every source's zone.
    """
    which = ONE_SOURCE if source else ""
    parameters = {"bound": await bound(site), "source": source or ""}
    newest = await site.rows(LAST_DAY.format(which=which), parameters)
    if not newest or not is_day(newest[0]["published"][:10]):
        return None
    last = date.fromisoformat(newest[0]["published"][:10]) + timedelta(days=1)
    parameters["first"] = (last - timedelta(days=DAYS + 2)).isoformat()
    places = {slug: zone(name) for slug, name in zones.items()}
    rows = []
    for row in await site.kept_rows(DAILY.format(which=which), parameters):
        printed = row["ten_minutes"]
        if is_day(printed[:10]):
            day = local_day(printed if len(printed) == 10 else f"{printed}0:00Z", places[row["source"]])
            rows.append((row["source"], day, int(row["articles"])))
    if not rows:
        return None
    end = date.fromisoformat(max(day for _, day, _ in rows))
    return stacked(rows, [(end - timedelta(days=ago)).isoformat() for ago in reversed(range(DAYS))])
