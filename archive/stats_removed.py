"""Articles that were removed from their site, with the first and the last evidence: as JSON, CSV, and to be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypedDict

from archive.errors import UsageProblem
from archive.removals import Removal, RemovalCheck, removed_articles
from archive.search.conditions import checked
from archive.stats import within
from archive.terminal import moment

FIRST_SCHEMA = 4
"""``PRAGMA user_version`` from which an archive keeps every check."""


PLAIN: Final = (
    "id", "url", "headline", "source", "datePublished", "missingSince", "removed", "returned", "checks",
)  # fmt: skip
"""The keys of ``Removed`` that are one value."""


class Evidence(TypedDict):
    """One look at an article that was not there."""

    checked: str
    """UTC ISO-8601."""

    evidence: str
    capture: int | None


class Removed(TypedDict):
    """One time for which an article was gone; times are UTC ISO-8601."""

    id: int
    url: str
    headline: str
    source: str
    datePublished: str | None
    missingSince: str
    removed: str
    returned: str | None
    checks: int
    first: Evidence | None
    last: Evidence | None


def removals(
    connection: sqlite3.Connection, database: Path, sources: Collection[str], since: str | None, until: str | None
) -> list[Removed]:
    """What was removed, the latest first. ``since``, ``until``: days, months or years (UTC) of the removal.

    Raises UsageProblem for a date that is none, and for an archive that is too old to know.
    """
    since, until = checked(since), checked(until)
    if connection.execute("PRAGMA user_version").fetchone()[0] < FIRST_SCHEMA:
        raise UsageProblem(f"{database}: written before removals were kept. The next crawl makes room for them.")
    found = removed_articles(connection, sources=sources)
    return [_json(removal) for removal in found if within(removal.removed_at[:10], since, until)]


def removed_text(rows: Iterable[Removed], sources: Mapping[str, tuple[str, str]]) -> str:
    """A paragraph each. ``sources``: name and zone of each slug."""
    return "\n\n".join(_paragraph(row, *sources[row["source"]]) for row in rows)


def table(rows: Iterable[Removed]) -> Iterator[list[object]]:
    """A header, then a row for each removal; of the evidence what it was and its capture."""
    yield [*PLAIN, "firstEvidence", "firstCapture", "lastEvidence", "lastCapture"]
    for row in rows:
        yield [*(row[name] for name in PLAIN), *_cells(row["first"]), *_cells(row["last"])]


def _cells(look: Evidence | None) -> tuple[object, object]:
    return (look["evidence"], look["capture"]) if look else ("", "")


def _json(removal: Removal) -> Removed:
    return Removed(
        id=removal.article_id,
        url=removal.url,
        headline=removal.title,
        source=removal.source,
        datePublished=removal.published,
        missingSince=removal.missing_since,
        removed=removal.removed_at,
        returned=removal.returned_at,
        checks=removal.checks,
        first=_evidence(removal.first),
        last=_evidence(removal.last),
    )


def _evidence(look: RemovalCheck | None) -> Evidence | None:
    if look is None:
        return None
    return Evidence(checked=look.checked_at, evidence=look.evidence, capture=look.capture_id)


def _paragraph(row: Removed, name: str, zone: str) -> str:
    lines = [
        row["headline"],
        f"{name} · article {row['id']} · published {moment(row['datePublished'], zone)}",
        f"missing since {moment(row['missingSince'], zone)}{_why(row['first'])}",
        f"removed       {moment(row['removed'], zone)}{_why(row['last'])}, failed checks: {row['checks']}",
    ]
    if row["returned"]:
        lines.append(f"returned      {moment(row['returned'], zone)}")
    return "\n  ".join([*lines, row["url"]])


def _why(look: Evidence | None) -> str:
    if look is None:
        return ""
    capture = f", capture {look['capture']}" if look["capture"] is not None else ""
    return f": {look['evidence']}{capture}"
