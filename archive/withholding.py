"""What is withheld, since when and why; done and undone. What was undone stays as history."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from archive.changes import next_change
from archive.errors import UsageProblem
from archive.gate import clean
from archive.withheld import SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """Why an article is withheld."""

    article_id: int
    at: str
    """UTC ISO-8601."""

    reason: str

    def sentence(self) -> str:
        return f"{self.article_id}: withheld since {self.at} ({self.reason})."


class State(TypedDict):
    """Whether an article is withheld."""

    id: int
    withheld: str | None
    """Since when, UTC ISO-8601; None where it is shown."""

    reason: str | None
    copies: list[int]
    """Articles with the same text, or the same but for small changes, that are shown."""


def withholding_of(connection: sqlite3.Connection, article_id: int) -> Withholding | None:
    """None where the article is shown, or there is none."""
    row = connection.execute(
        "SELECT article_id, at, reason FROM withholding WHERE article_id = ? AND undone_at IS NULL", [article_id]
    ).fetchone()
    return None if row is None else Withholding(article_id=row[0], at=row[1], reason=row[2])


def refuse_withheld(connection: sqlite3.Connection, article_id: int) -> None:
    """Raise UsageProblem, with since when and why, for an article that is withheld."""
    if found := withholding_of(connection, article_id):
        raise UsageProblem(f"{found.sentence()} backissue withhold {article_id} --undo shows it again.")


def withhold(connection: sqlite3.Connection, article_ids: Sequence[int], reason: str, now: str) -> list[int]:
    """Show the articles no more, in the caller's transaction; those that were shown until now.

    One that is withheld already stays so, since when and for the reason that it is. Raises UsageProblem for an id that
    no article has, and for a reason that is blank.
    """
    _check_ids(connection, article_ids)
    reason = " ".join(clean(reason).split())
    if not reason:
        raise UsageProblem("--reason: blank. Say in a few words why the articles are withheld.")
    taken = [one for one in dict.fromkeys(article_ids) if withholding_of(connection, one) is None]
    for article_id in taken:
        connection.execute(
            "INSERT INTO withholding (article_id, at, reason) VALUES (?, ?, ?)", [article_id, now, reason]
        )
        _mark(connection, article_id, now)
    return taken


def show_again(connection: sqlite3.Connection, article_ids: Sequence[int], now: str) -> list[int]:
    """Undo it, in the caller's transaction; those that were withheld. Raises UsageProblem for an id that none has."""
    _check_ids(connection, article_ids)
    back = [one for one in dict.fromkeys(article_ids) if withholding_of(connection, one) is not None]
    for article_id in back:
        connection.execute(
            "UPDATE withholding SET undone_at = ? WHERE article_id = ? AND undone_at IS NULL", [now, article_id]
        )
        _mark(connection, article_id, None)
    return back


def state(connection: sqlite3.Connection, article_id: int) -> State:
    """How it stands with an article."""
    found = withholding_of(connection, article_id)
    return State(
        id=article_id,
        withheld=found.at if found else None,
        reason=found.reason if found else None,
        copies=_shown_copies(connection, article_id),
    )


def _shown_copies(connection: sqlite3.Connection, article_id: int) -> list[int]:
    rows = connection.execute(
        f"""SELECT id FROM article WHERE {SHOWN} AND id <> ?1 AND id IN (
            SELECT same.id FROM article AS one JOIN article AS same USING (fingerprint)
            WHERE one.id = ?1 AND one.fingerprint <> ''
            UNION SELECT article_id FROM near_duplicate WHERE of_id = ?1
            UNION SELECT of_id FROM near_duplicate WHERE article_id = ?1) ORDER BY id""",
        [article_id],
    )
    return [copy for (copy,) in rows]


def _check_ids(connection: sqlite3.Connection, article_ids: Sequence[int]) -> None:
    for article_id in article_ids:
        if connection.execute("SELECT 1 FROM article WHERE id = ?", [article_id]).fetchone() is None:
            raise UsageProblem(f"{article_id}: no article has this id. Nothing was changed.")


def mark_again(connection: sqlite3.Connection, article_id: int) -> None:
    """Mark an article as its history says, in the caller's transaction."""
    found = withholding_of(connection, article_id)
    _mark(connection, article_id, found.at if found else None)


def _mark(connection: sqlite3.Connection, article_id: int, moment: str | None) -> None:
    """What a withholding changes in the row: the moment, and a number that passes it on to the next export."""
    connection.execute(
        "UPDATE article SET withheld = ?, change = ? WHERE id = ?", [moment, next_change(connection), article_id]
    )
