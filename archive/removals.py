"""Articles that are gone from their site: every check that failed, what stood in their place, when they returned.

A check fails on HTTP 404 and 410, an error page that says 200, and a redirect to the front page or a listing. After
``removed_checks`` of them in a row over ``removed_days`` the article is removed; its text stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from archive.changes import next_change
from archive.clock import days_between
from archive.rechecks import look_again
from archive.records import CrawlRules
from archive.withheld import SHOWN

Evidence = Literal["http-404", "http-410", "soft-404", "front-page", "listing"]
"""What stood in the article's place. ``front-page`` and ``listing``: its URL led there."""

EVIDENCE: tuple[str, ...] = get_args(Evidence)


@dataclass(frozen=True, slots=True)
class RemovalCheck:
    """One look at an article that was not there."""

    checked_at: str
    """UTC ISO-8601."""

    evidence: str
    """One of ``EVIDENCE``; ``unknown`` where an archive from before schema 4 does not tell."""

    capture_id: int | None
    """The answer, kept like any page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A time for which an article was gone."""

    article_id: int
    source: str
    """Slug."""

    url: str
    title: str
    published: str | None
    missing_since: str
    """When the first of the checks failed …"""

    removed_at: str
    """… and the one that made it removed; UTC ISO-8601."""

    returned_at: str | None
    """When it was found to be there again; None while it is gone."""

    checks: int
    """How many checks failed, those after the removal included; 0 where an archive from before schema 4 kept none."""

    first: RemovalCheck | None
    last: RemovalCheck | None


def removed_articles(
    connection: sqlite3.Connection,
    *,
    sources: Collection[str] = (),
    since: str | None = None,
    returned: bool = True,
) -> Iterator[Removal]:
    """What was removed, the latest first, with the first and the last evidence.

    ``sources``: only these slugs. ``since``: removed at that moment or later, UTC ISO-8601 or a day. ``returned``: with
    those that came back. An article that was removed twice is told twice.
    """
    conditions, values = ["removed_at >= ?"], [since or ""]
    if sources:
        conditions.append(f"article.source IN ({', '.join('?' * len(sources))})")
        values += sources
    if not returned:
        conditions.append("returned_at IS NULL")
    return _removals(connection, " AND ".join(conditions), values, "removed_at DESC, article_id DESC")


def removals_of(connection: sqlite3.Connection, article_id: int) -> list[Removal]:
    """The times for which an article was gone, oldest first."""
    return list(_removals(connection, "article_id = ?", [article_id], "removed_at"))


def removal_checks(connection: sqlite3.Connection, article_id: int, since: str = "") -> list[RemovalCheck]:
    """Every failed check of an article from a moment on, oldest first."""
    rows = connection.execute(
        """SELECT checked_at, evidence, capture_id FROM removal_check
        WHERE article_id = ? AND checked_at >= ? ORDER BY checked_at, id""",
        [article_id, since],
    )
    return [RemovalCheck(*row) for row in rows]


def _removals(connection: sqlite3.Connection, where: str, values: list[Any], order: str) -> Iterator[Removal]:
    rows = connection.execute(
        f"""SELECT article_id, article.source, url, title, published, removal.missing_since, removed_at, returned_at
        FROM removal JOIN article ON article.id = article_id WHERE {SHOWN} AND {where} ORDER BY {order}""",
        values,
    )
    for article_id, source, url, title, published, missing_since, removed_at, returned_at in rows:
        checks = removal_checks(connection, article_id, missing_since)
        checks = [check for check in checks if returned_at is None or check.checked_at <= returned_at]
        yield Removal(
            article_id=article_id,
            source=source,
            url=url,
            title=title,
            published=published,
            missing_since=missing_since,
            removed_at=removed_at,
            returned_at=returned_at,
            checks=len(checks),
            first=checks[0] if checks else None,
            last=checks[-1] if checks else None,
        )


def missed(
    connection: sqlite3.Connection,
    article_id: int,
    rules: CrawlRules,
    now: str,
    evidence: Evidence,
    capture_id: int | None,
) -> bool:
    """One more check failed, in the caller's transaction; whether it was the one that removed the article."""
    connection.execute(
        "INSERT INTO removal_check (article_id, checked_at, evidence, capture_id) VALUES (?, ?, ?, ?)",
        [article_id, now, evidence, capture_id],
    )
    checks, since, removed = connection.execute(
        """UPDATE article SET missing_checks = missing_checks + 1, missing_since = coalesce(missing_since, ?1),
        checked_at = ?1 WHERE id = ?2 RETURNING missing_checks, missing_since, removed""",
        [now, article_id],
    ).fetchone()
    enough = checks >= rules.removed_checks and days_between(since, now) >= rules.removed_days and removed is None
    if enough:
        connection.execute(
            "UPDATE article SET removed = ?, change = ? WHERE id = ?", [now, next_change(connection), article_id]
        )
        connection.execute(
            "INSERT INTO removal (article_id, removed_at, missing_since) VALUES (?, ?, ?)", [article_id, now, since]
        )
    look_again(connection, article_id, now, rules)
    return bool(enough)


def returned(connection: sqlite3.Connection, article_id: int, now: str) -> bool:
    """The article was found, in the caller's transaction: its checks start anew; whether it had been removed."""
    back = connection.execute(
        "UPDATE removal SET returned_at = ? WHERE article_id = ? AND returned_at IS NULL", [now, article_id]
    ).rowcount
    connection.execute(
        "UPDATE article SET missing_checks = 0, missing_since = NULL, removed = NULL WHERE id = ?", [article_id]
    )
    return back > 0


def restored(connection: sqlite3.Connection, article_id: int, removed: str | None, last_seen: str) -> None:
    """Take over from another archive whether an article is gone, in the caller's transaction; it had no evidence."""
    if removed is None:
        returned(connection, article_id, last_seen)
        return
    connection.execute("UPDATE article SET removed = ? WHERE id = ?", [removed, article_id])
    connection.execute(
        """INSERT INTO removal (article_id, removed_at, missing_since) SELECT ?1, ?2, ?2
        WHERE NOT EXISTS (SELECT 1 FROM removal WHERE article_id = ?1 AND returned_at IS NULL)""",
        [article_id, removed],
    )
