"""Rows of ``source``, ``crawl`` and ``crawl_source``: who was asked, and how each run ended.

All functions run in the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from archive import intervals
from archive.gate import clean, clean_or_none
from archive.offline import others_are_silent
from archive.records import Source, SourceReport
from archive.reports import INSTEAD_OF_NEWS, KINDS, Reading, Usual, alarms_of, history
from archive.silence import silence_of
from archive.trouble import alarm_of

NOT_BY_PAGES = (*INSTEAD_OF_NEWS, "silent")
"""Alarms that a run which only looks at articles again does not end."""


class Judged(NamedTuple):
    """What a run at one source looks like beside those before it."""

    alarms: dict[str, str]
    """A sentence for each kind."""

    fresh: frozenset[str]
    """The kinds that the run before did not raise."""

    usual: Usual | None
    """None where it was not asked for news, or too seldom before."""


def register(connection: sqlite3.Connection, sources: Iterable[Source]) -> None:
    """Keep sources as their files describe them now."""
    connection.executemany(
        """INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET
        name = excluded.name, country = excluded.country, languages = excluded.languages,
        timezone = excluded.timezone, homepage = excluded.homepage, license = excluded.license,
        status = excluded.status""",
        [
            (
                s.slug,
                clean(s.name),
                s.country,
                json.dumps(s.languages),
                s.timezone,
                clean(s.homepage),
                clean(s.license),
                s.status,
            )
            for s in sources
        ],
    )


def start(connection: sqlite3.Connection, command: str, now: str) -> int:
    """The id of a run that has begun."""
    cursor = connection.execute("INSERT INTO crawl (started, command) VALUES (?, ?)", [now, clean(command)])
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish(
    connection: sqlite3.Connection, crawl_id: int, exit_code: int, reports: Iterable[SourceReport], now: str
) -> dict[str, Judged]:
    """Write down how a run ended, source by source, and when each is to be asked again; what it is judged to be."""
    reports = tuple(reports)
    for report in reports:
        if report.visit is not None:
            intervals.seen(connection, report.source, report.visit)
        if report.not_before is not None:
            intervals.hold(connection, report.source, report.not_before, now)
    judged = {report.source: judge(connection, report, now) for report in reports}
    connection.executemany(
        """INSERT INTO crawl_source (crawl_id, source, requests, not_modified, bytes, seconds, outcomes, problem,
        answered, short, alarms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                *(crawl_id, r.source, r.requests, r.not_modified, r.bytes, r.seconds, json.dumps(r.outcomes)),
                *(clean_or_none(r.problem), r.answered, r.short),
                json.dumps(judged[r.source].alarms, ensure_ascii=False),
            )
            for r in reports
        ],
    )
    connection.execute("UPDATE crawl SET finished = ?, exit_code = ? WHERE id = ?", [now, exit_code, crawl_id])
    return judged


def judge(connection: sqlite3.Connection, report: SourceReport, now: str) -> Judged:
    """What a run did at a source, against its runs before; a silence is told only of a source that answers.

    What a run cannot see, for it only looked at articles again, stays as the run before told it.
    """
    readings, usual = history(connection, report.source)
    silence = silence_of(connection, report.source, now) if report.answered else None
    before = last_alarms(connection, report.source)
    alarms = alarms_of(
        report.source,
        report.outcomes,
        (Reading.of(report.outcomes, report.short), *readings),
        silence,
        _troubled(connection, report, now) if report.visit else None,
    )
    if report.answered is None:
        known = {kind: told for kind, told in before.items() if kind in NOT_BY_PAGES} | alarms
        alarms = {kind: known[kind] for kind in KINDS if kind in known}
    fresh = alarms.keys() - before.keys()
    return Judged(alarms, frozenset(fresh), usual if report.answered is not None else None)


def _troubled(connection: sqlite3.Connection, report: SourceReport, now: str) -> tuple[str, str] | None:
    """The alarm that what the source answers instead of news has become."""
    trouble = intervals.trouble_of(connection, report.source)
    pace = intervals.pace_of(connection, report.source)
    if trouble is None or pace is None:
        return None
    is_offline = others_are_silent(connection, report.source, now)
    return alarm_of(trouble, pace.asked_at, pace.answered_at, is_offline=is_offline)


def last_alarms(connection: sqlite3.Connection, source: str) -> dict[str, str]:
    """The alarms of the last run at a source."""
    row = connection.execute(
        "SELECT alarms FROM crawl_source WHERE source = ? ORDER BY crawl_id DESC LIMIT 1", [source]
    ).fetchone()
    found: dict[str, str] = json.loads(row[0]) if row else {}
    return found
