"""What happened to one article, as plain data: other URLs, removals with their evidence, texts that flicker."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.aliases import aliases_of
from archive.flicker import Returned, flicker_of
from archive.removals import RemovalCheck, removal_checks, removals_of

SINCE = 4
"""``PRAGMA user_version`` from which an archive has these tables; of an older one nothing is told."""


def happenings(connection: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """``otherUrls`` with url, kind and firstSeen; ``removals`` with missingSince, removed, returned, checks,
    firstEvidence and lastEvidence; ``missing``, the failed checks of an article that is not removed yet. A piece of
    evidence has checked, evidence and capture. Times are UTC ISO-8601; all are oldest first.
    """
    if not _is_told(connection):
        return {"otherUrls": [], "removals": [], "missing": []}
    removed, since = connection.execute(
        "SELECT removed, missing_since FROM article WHERE id = ?", [article_id]
    ).fetchone()
    missing = removal_checks(connection, article_id, since) if since and not removed else []
    return {
        "otherUrls": [
            {"url": url, "kind": kind, "firstSeen": seen} for url, kind, seen in aliases_of(connection, article_id)
        ],
        "removals": [
            {
                "missingSince": removal.missing_since,
                "removed": removal.removed_at,
                "returned": removal.returned_at,
                "checks": removal.checks,
                "firstEvidence": removal.first and evidence(removal.first),
                "lastEvidence": removal.last and evidence(removal.last),
            }
            for removal in removals_of(connection, article_id)
        ],
        "missing": list(map(evidence, missing)),
    }


def evidence(check: RemovalCheck) -> dict[str, Any]:
    """A failed check as it is given out."""
    return {"checked": check.checked_at, "evidence": check.evidence, "capture": check.capture_id}


def returns(connection: sqlite3.Connection, article_id: int) -> dict[int, Returned]:
    """The texts that flicker, by the number of the first revision that had them."""
    return {one.number: one for one in flicker_of(connection, article_id)} if _is_told(connection) else {}


def _is_told(connection: sqlite3.Connection) -> bool:
    return int(connection.execute("PRAGMA user_version").fetchone()[0]) >= SINCE
