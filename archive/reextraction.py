"""What today's extractor says of a kept article, held against what is stored of it, and how it is put in its place.

Nothing is lost: a title and text that give way go to ``replaced_text``. Nothing is a revision: the page did not change.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from archive import articles
from archive.changes import next_change
from archive.fingerprints import letters
from archive.mending import without_headlines
from archive.records import Article, Revision, Source
from archive.revisions import revisions_of
from archive.sources import Catalogue, imported_source

LEAST_LEFT = 0.7
"""Share of the letters and digits that a text must keep; one that loses more is suspicious (the contract's 30 %)."""

Verdict = Literal["same", "better", "shorter", "rejected", "unreadable"]
VERDICTS: tuple[Verdict, ...] = ("same", "better", "shorter", "rejected", "unreadable")

Reading = Article | str
"""What today's extractor says of a capture, or in one word why it says nothing: ``rejected:too-short``, ``damaged``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One article, compared."""

    article_id: int
    url: str
    source: str
    """Slug."""

    revisions: int
    """How many texts it has."""

    verdict: Verdict
    """Of the newest text; ``better`` is one that differs and is not shorter by more than 30 %."""

    reason: str | None = None
    """Why it is rejected or unreadable, in the words of the outcomes."""

    was: int = 0
    """Letters and digits of the stored text …"""

    now: int = 0
    """… and of the one that today's extractor gives; 0 where it gives none."""

    columns: Mapping[str, object] = field(default_factory=dict)
    """Columns of ``article`` beside the text that are to change …"""

    before: Mapping[str, object] = field(default_factory=dict)
    """… and what stands there."""

    texts: tuple[tuple[int, str, str], ...] = ()
    """Texts that are to change: number of the revision, title, text."""

    left: tuple[tuple[int, str], ...] = ()
    """Earlier texts that stay although today's extractor does not give them: number, and ``shorter`` or the reason."""

    @property
    def changes(self) -> bool:
        """Whether anything that is stored is to change."""
        return bool(self.texts or self.columns)

    @property
    def fields(self) -> tuple[str, ...]:
        """What of the metadata changes; the four columns of the date are one."""
        return tuple(dict.fromkeys("published" if name in articles.PUBLISHED else name for name in self.columns))

    @property
    def earlier(self) -> int:
        """How many earlier texts are to change."""
        return sum(number < self.revisions for number, _, _ in self.texts)


def article_ids(connection: sqlite3.Connection, source: str) -> array[int]:
    """The articles of a source by the day on which their newest texts were fetched; those without a capture first."""
    rows = connection.execute(
        """SELECT article.id FROM article LEFT JOIN capture ON capture.id = article.capture_id
        WHERE article.source = ? ORDER BY substr(fetched_at, 1, 10), article.id""",
        [source],
    )
    return array("q", (article_id for (article_id,) in rows))


def kept_sources(connection: sqlite3.Connection, catalogue: Catalogue, slugs: Sequence[str] = ()) -> list[Source]:
    """The named sources; without names all of which there are articles, sorted. Raises UnknownSource.

    One whose file is not here is as the archive knows it.
    """
    known = {source.slug: source for source in catalogue.sources}
    if not slugs:
        slugs = [slug for (slug,) in connection.execute("SELECT DISTINCT source FROM article ORDER BY source")]
    return [
        known.get(slug) or _stored_source(connection, slug) or catalogue.source(slug) for slug in dict.fromkeys(slugs)
    ]


def _stored_source(connection: sqlite3.Connection, slug: str) -> Source | None:
    row = connection.execute(
        "SELECT name, country, languages, timezone, homepage, license FROM source WHERE slug = ?", [slug]
    ).fetchone()
    if row is None:
        return None
    name, country, languages, timezone, homepage, license_ = row
    return replace(
        imported_source(homepage),
        slug=slug,
        name=name,
        country=country,
        languages=tuple(json.loads(languages)),
        timezone=timezone,
        license=license_,
    )


def judge(
    connection: sqlite3.Connection, article_id: int, readings: Mapping[int, Reading], accept_shorter: bool = False
) -> Judged:
    """Compare all texts of an article with what was read of their captures, given by the number of the revision.

    ``accept_shorter`` takes those that are shorter by more than 30 %, too. Of a page whose text is not taken nothing
    is. Of metadata the newest page's is compared.
    """
    row = articles.by_id(connection, article_id)
    texts: list[tuple[int, str, str]] = []
    left: list[tuple[int, str]] = []
    for stored in revisions_of(connection, article_id):
        now = readings[stored.number]
        now = _cleaned(connection, row, now) if isinstance(now, Article) else now
        verdict = _verdict(stored, now)
        taken = None if isinstance(now, str) or (verdict == "shorter" and not accept_shorter) else now
        if taken is None:
            left.append((stored.number, now if isinstance(now, str) else verdict))
        elif verdict != "same":
            texts.append((stored.number, taken.title, taken.text))
    newest, columns = row["revisions"], articles.other_columns(row, taken) if taken else {}
    return Judged(  # the loop ends with the newest text
        article_id=article_id,
        url=row["url"],
        source=row["source"],
        revisions=newest,
        verdict=verdict,
        reason=now if isinstance(now, str) else None,
        was=len(letters(stored.text)),
        now=0 if isinstance(now, str) else len(letters(now.text)),
        columns=columns,
        before={name: row[name] for name in columns if name in row.keys()},  # noqa: SIM118 a row's values are iterated
        texts=tuple(texts),
        left=tuple(one for one in left if one[0] != newest),
    )


def put_in_place(connection: sqlite3.Connection, judged: Judged, now: str) -> bool:
    """Write what is to change, in the caller's transaction; whether anything was. The change sequence moves once."""
    if not judged.changes:
        return False
    for number, title, text in judged.texts:
        connection.execute(
            """INSERT INTO replaced_text (article_id, number, replaced_at, title, text)
            SELECT article_id, number, ?, title, text FROM revision WHERE article_id = ? AND number = ?""",
            [now, judged.article_id, number],
        )
        articles.rewrite_revision(connection, judged.article_id, number, title, text)
    articles.mend_row(connection, judged.article_id, judged.columns, next_change(connection))
    return True


def _verdict(stored: Revision, now: Reading) -> Verdict:
    if isinstance(now, str):
        return "rejected" if now.startswith("rejected:") else "unreadable"
    if (stored.title, stored.text) == (now.title, now.text):
        return "same"
    return "better" if len(letters(now.text)) >= LEAST_LEFT * len(letters(stored.text)) else "shorter"


def _cleaned(connection: sqlite3.Connection, row: sqlite3.Row, article: Article) -> Article:
    """As it would be stored: through the gate, and without other articles' headlines."""
    article = articles.through_the_gate(article)
    text = without_headlines(connection, row["id"], row["source"], row["url_key"], article.text)
    if text == article.text:
        return article
    kept = set(text.split("\n"))
    places = [number for number, line in enumerate(article.text.split("\n")) if line in kept]
    moved = {number: place for place, number in enumerate(places)}
    foreign = tuple((moved[number], tag) for number, tag in article.foreign if number in moved)
    return replace(article, text=text, foreign=foreign)
