"""What can be shown of one article, as plain data: itself, its revisions, a diff, its original bytes."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from archive.capture_rows import payload_place
from archive.captures import captures_folder, read_payload
from archive.errors import UsageProblem
from archive.flicker import Returned
from archive.happenings import returns
from archive.newsarticle import NewsArticle, article_row, news_article
from archive.records import Revision, RevisionKind
from archive.revision_kinds import kind_of_change, versions_of
from archive.revisions import revisions_of, word_diff
from archive.withholding import refuse_withheld

_PAIR = re.compile(r"([0-9]{1,9})\.\.([0-9]{1,9})")


def shown_article(connection: sqlite3.Connection, article_id: int) -> NewsArticle:
    """The article with the keys of ``newsarticle.FIELDS``.

    Raises UsageProblem where none has the id, or it is withheld.
    """
    row = article_row(connection, article_id)
    if row is None:
        raise UsageProblem(f"{article_id}: no article has this id. backissue search prints the ids.")
    refuse_withheld(connection, article_id)
    return news_article(row)


def time_zone(connection: sqlite3.Connection, article_id: int) -> str:
    """IANA name of the zone of the article's source."""
    query = "SELECT timezone FROM source JOIN article ON article.source = slug WHERE article.id = ?"
    return str(connection.execute(query, [article_id]).fetchone()[0])


def shown_revisions(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """Oldest first: number, seen (UTC ISO-8601), kind, headline, articleBody, sha256, capture.

    ``returns``, of a text that flickers: how often the page came back to it without a revision, since and last.
    """
    returned = returns(connection, article_id)
    return [
        {
            "number": revision.number,
            "seen": revision.seen_at,
            "kind": revision.kind,
            "headline": revision.title,
            "articleBody": revision.text,
            "sha256": revision.sha256,
            "capture": revision.capture_id,
            "returns": _returns(returned.get(revision.number)),
        }
        for revision in versions_of(connection, article_id)
    ]


def _returns(text: Returned | None) -> dict[str, Any] | None:
    return None if text is None else {"count": text.returns, "since": text.since, "last": text.last}


def shown_diff(connection: sqlite3.Connection, article_id: int, pair: str) -> dict[str, Any]:
    """``A..B`` as id, from, to, kind, and spans: a list of kind (same, removed, added) and text, headline first.

    Raises UsageProblem when the pair is not two of the article's revisions.
    """
    older, newer = _revisions_named(connection, article_id, pair)
    spans = word_diff(f"{older.title}\n\n{older.text}", f"{newer.title}\n\n{newer.text}")
    return {
        "id": article_id,
        "from": older.number,
        "to": newer.number,
        "kind": _kind(older, newer),
        "spans": [{"kind": span.kind, "text": span.text} for span in spans],
    }


def _kind(older: Revision, newer: Revision) -> RevisionKind:
    """Neighbours were classed when the newer one came, under the site memory of that day."""
    if newer.number == older.number + 1 and newer.kind:
        return newer.kind
    return kind_of_change(older.title, older.text, newer.title, newer.text)


def _revisions_named(connection: sqlite3.Connection, article_id: int, pair: str) -> tuple[Revision, Revision]:
    match = _PAIR.fullmatch(pair)
    if match is None:
        raise UsageProblem(f'--diff "{pair}": not two numbers of revisions. Write them as 1..2.')
    there = {revision.number: revision for revision in revisions_of(connection, article_id)}
    older, newer = int(match[1]), int(match[2])
    for number in (older, newer):
        if number not in there:
            raise UsageProblem(
                f"--diff {pair}: article {article_id} has no revision {number}. The last one is {len(there)}."
            )
    return there[older], there[newer]


def last_payload(connection: sqlite3.Connection, database: Path, article_id: int) -> bytes:
    """The body of the article's newest capture that was a page, as it came over the wire.

    Raises UsageProblem where none was kept, DamagedArchive where it cannot be read back.
    """
    row = connection.execute(
        """SELECT id FROM capture WHERE article_id = ? AND status BETWEEN 200 AND 299
           ORDER BY fetched_at DESC, id DESC LIMIT 1""",
        [article_id],
    ).fetchone()
    if row is None:
        raise UsageProblem(f"{article_id}: no capture of this article was kept. Show it without --raw.")
    return read_payload(captures_folder(database), *payload_place(connection, row["id"]))
