"""Has a source fallen silent? It was asked, answered, and had nothing new for longer than it used to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from archive.clock import is_day

LOOKED_AT = 30
"""So many of the newest days on which a source had articles tell how long it usually pauses. So many articles would be
a busy one's of a week, and its first holiday an alarm."""

FEWEST = 8
"""Of fewer such days no habit can be told."""

SHORTEST_SILENCE = 5
"""Days; a holiday of four days is no silence."""

MEAN_TIMES, LONGEST_TIMES = 3, 2.5
"""A silence is longer than three mean pauses and than two and a half of the longest: by chance the forty sources of
``make bench-year`` then raise three false alarms in six years (``tests/test_silence.py``)."""

LAST_CRAWLS = """SELECT source, problem, coalesce(finished, started) AS at FROM crawl_source
    JOIN crawl ON crawl.id = crawl_id
    WHERE (source, crawl_id) IN (SELECT source, max(crawl_id) FROM crawl_source GROUP BY source)"""

NEWEST_DAYS = f"""SELECT slug, (SELECT json_group_array(day) FROM (
        SELECT DISTINCT substr(coalesce(published, first_seen), 1, 10) AS day FROM article WHERE article.source = slug
        ORDER BY coalesce(published, first_seen) DESC LIMIT {LOOKED_AT})) AS days
    FROM source"""


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a source has had nothing new."""

    days: int
    """From its newest article to the last crawl."""

    usual: int
    """The longest pause between its newest articles, in days."""


def silence_at(crawled: str, days: Sequence[str]) -> Silence | None:
    """Whether a source was silent on the day of a crawl, given the days of its newest articles, newest first.

    What is dated after the crawl is not believed. None too for a source with too few articles to tell.
    """
    known = [date.fromisoformat(day) for day in dict.fromkeys(days) if is_day(day) and day <= crawled]
    if len(known) < FEWEST or not is_day(crawled):
        return None
    usual = max((later - earlier).days for later, earlier in pairwise(known))
    mean = (known[0] - known[-1]).days / (len(known) - 1)
    since = (date.fromisoformat(crawled) - known[0]).days
    is_silent = since > max(MEAN_TIMES * mean, LONGEST_TIMES * usual, SHORTEST_SILENCE)
    return Silence(since, usual) if is_silent else None


def silence_of(connection: sqlite3.Connection, slug: str, now: str) -> Silence | None:
    """Whether a source that answers is silent now (UTC ISO-8601)."""
    row = connection.execute(f"{NEWEST_DAYS} WHERE slug = ?", [slug]).fetchone()
    return silence_at(now[:10], json.loads(row[1])) if row else None


def silent_sources(connection: sqlite3.Connection) -> Iterator[tuple[str, Silence]]:
    """Every source that was silent at its last crawl, by slug."""
    crawled = {source: at for source, problem, at in connection.execute(LAST_CRAWLS) if not problem}
    for slug, days in connection.execute(f"{NEWEST_DAYS} ORDER BY slug"):
        silence = silence_at(crawled[slug][:10], json.loads(days)) if slug in crawled else None
        if silence is not None:
            yield slug, silence
