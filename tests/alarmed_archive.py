"""An archive with a source of every health: each kind of alarm, one that fails without, one that is well, one new."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect

from archive.clock import iso
from archive.records import Article, Listing
from archive.reports import Reading, alarms_of
from archive.silence import Silence
from archive.store import Archive
from archive.trouble import Sign, Trouble, alarm_of
from crawler.moves import mend
from tests.archives import VODI, SetClock, arrives

BEGAN = datetime(2026, 11, 7, 6, tzinfo=UTC)
NOW = BEGAN + timedelta(days=12)
PROBLEM = "https://{slug}.example/feed answers HTTP 403. Open it in a browser and correct the source file of {slug}."
SIGNS = {
    "challenge": Sign("challenge", "it answers with a challenge"),
    "blocked": Sign("blocked", "it answers HTTP 403"),
    "dead": Sign("gone", "no host has its name"),
    "feeds": Sign("unusable", "https://feeds-en.example/feed is an HTML page, not a feed"),
    "failing": Sign("failing", "it answers HTTP 502"),
}
SOURCES = {
    kind: replace(
        VODI,
        slug=f"{kind}-en",
        name=f"The {kind.capitalize()} Courier",
        scope=(f"{kind}-en.example/",),
        homepage=f"https://{kind}-en.example/",
        feeds=(f"https://{kind}-en.example/feed",),
        listings=(Listing(url=f"https://{kind}-en.example/news/{{page}}/", pages=3),),
        status=status,
    )
    for kind, status in (
        *((kind, "ok") for kind in ("ok", "quiet", "met", "moved", *SIGNS, "extraction", "silent")),
        *(("closed", "dead"), ("gone", "moved")),
    )
}
"""By kind; ``met`` failed in its last run, and no alarm says why; the last two are called so by their files."""


def alarms(kind: str) -> dict[str, str]:
    """As a run would raise them."""
    if kind in ("extraction", "silent"):
        silence = Silence(16, 1) if kind == "silent" else None
        readings = [Reading(10, 10 if kind == "extraction" else 0), *[Reading(10, 0)] * 14]
        return alarms_of(f"{kind}-en", {}, readings, silence)
    if kind == "moved":
        led = [("https://moved-en.example/feed", "https://new-moved-en.example/feed")]
        sign = Sign("moved", "https://new-moved-en.example/", True, mend(SOURCES[kind], led))
    elif kind in SIGNS:
        sign = SIGNS[kind]
    else:
        return {}
    told = alarm_of(Trouble(sign, BEGAN, 9), NOW, BEGAN - timedelta(days=1), is_offline=False)
    assert told is not None
    return dict([told])


def alarmed_archive(path: Path, runs: int = 10) -> Path:
    """Every source but the new one was asked in each run, with the same answer; a dozen articles on one day."""
    with Archive(path, SetClock()) as archive:
        archive.register(SOURCES.values())
        for number in range(12):
            url = f"https://ok-en.example/news/{number}/"
            article = Article(
                url=url, title=f"Bridge {number}", text=f"Bridge {number} is open.", published="2026-11-06"
            )
            arrives(archive, article, SOURCES["ok"])
    with closing(connect(path)) as connection, connection:
        for number in range(1, runs + 1):
            at = iso(NOW - timedelta(days=runs - number))
            connection.execute("INSERT INTO crawl VALUES (?, ?, ?, 'backissue crawl', 3)", [number, at, at])
            for kind, source in SOURCES.items():
                raised = alarms(kind)
                is_well = kind in ("ok", "silent", "extraction")
                problem = None if is_well else PROBLEM.format(slug=source.slug)
                if kind != "quiet":
                    connection.execute(
                        "INSERT INTO crawl_source VALUES (?, ?, 9, 2, 0, 1.0, ?, ?, ?, 0, ?)",
                        [
                            number,
                            source.slug,
                            '{"new": 1}' if is_well else "{}",
                            problem,
                            int(is_well),
                            json.dumps(raised),
                        ],
                    )
    return path
