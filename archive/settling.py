"""The end of a run, source by source: what it taught decides which of its texts must be read again.

Every number here is a sum over the pages of the run, so the order in which they came does not matter. A source is
learned when the page alone says what trafilatura's votes say; votes are then asked for on a sample, and a source that
they contradict, or whose pages are built anew, learns again.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive import memory
from archive.lessons import Lesson, unpack
from archive.memory import Memory

LEARNED_PAGES = 12
"""Pages that a source must have taught."""

LEAST_VOTED = 5
"""Pages with votes that its agreement is judged by."""

AGREES = 0.97
DISAGREES = 0.93
"""Mean F1 of the letters with and without votes, from which a source is learned, and below which it is not any more.
Between the pages of 26 outlets with five and more the median was .985; trafilatura and its precision mode agree to .94.
"""

REDESIGN_PAGES = 5
REDESIGN_SHARE = 0.5
"""A redesign: so many pages of a run, and this share of their text in kinds that were not known."""

DAYS = 30
"""Days whose repeated blocks are remembered."""

STALE_DAYS = 120
"""Days after which a kind that was not seen is forgotten."""

STORED_KINDS = 3 * memory.MOST_KINDS
"""Kinds that are kept of a source; a page can invent as many as it likes."""

MOST_PAGES = 400
"""Pages of a kind after which its counts are halved, so that newer pages weigh more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a source's memory decided at the end of a run."""

    memory: Memory
    """All that is known of the source, for reading them; ``learned`` where it was so during the run and still is."""

    again: tuple[int, ...] = ()
    """Articles whose text must be read again."""

    lessons: Mapping[int, Lesson] = field(default_factory=dict)
    """What is known of the blocks of those pages, by article; of those that need votes which they have not, nothing."""

    learned: bool = False
    changed: float | None = None
    """Share of the run's text in kinds of blocks that were unknown before, where that means a redesign."""


def settle(connection: sqlite3.Connection, source: str, today: str) -> Settled:
    """Judge the run's unsettled articles of a source under all that is known now, in the caller's transaction."""
    lessons = [
        (article_id, key, unpack(content))
        for article_id, key, content in connection.execute(
            """SELECT article.id, article.url_key, lesson.content FROM lesson JOIN article ON article.id = article_id
            WHERE article.source = ? AND settled = 0 ORDER BY article.id""",
            [source],
        )
    ]
    known = memory.snapshot(connection, source)
    if not lessons:
        return Settled(known, learned=known.learned)
    pages = [lesson for _, _, lesson in lessons]
    changed = _redesigned(connection, source, known, pages)
    learned = _is_learned(connection, source, known, pages, changed)
    connection.execute(
        """UPDATE memory_source SET learned = ?1, changed_at = iif(?2 IS NULL, changed_at, ?3), changed = coalesce(?2,
        changed) WHERE source = ?4""",
        [learned, changed, today, source],
    )
    known = replace(known, learned=known.learned and learned)
    again = {
        article_id: lesson.under(known)
        for article_id, key, lesson in lessons
        if lesson.wants_votes(known) != bool(lesson.voted)
        or list(map(int, lesson.judge(known))) != list(lesson.kept)
        or memory.headlines_of_others(connection, source, lesson.headlines, own_keys(connection, article_id, key))
    }
    _tidy(connection, source, today)
    kept = {article_id: lesson for article_id, lesson in again.items() if lesson is not None}
    return Settled(known, tuple(again), kept, learned, changed)


def own_keys(connection: sqlite3.Connection, article_id: int, key: str) -> set[str]:
    """The url_keys that an article goes by: its own, and those of the entries that led to it."""
    rows = connection.execute("SELECT url_key FROM entry WHERE article_id = ?", [article_id])
    return {key, *(one for (one,) in rows)}


def _redesigned(connection: sqlite3.Connection, source: str, known: Memory, pages: Sequence[Lesson]) -> float | None:
    """The share of the pages' text in kinds that were not known before them, if that is a redesign."""
    (before,) = connection.execute("SELECT pages FROM memory_source WHERE source = ?", [source]).fetchone() or (0,)
    if before - len(pages) < LEARNED_PAGES or len(pages) < REDESIGN_PAGES:
        return None
    here = Counter(kind for page in pages for kind in set(page.kinds))
    total = strange = 0
    for page in pages:
        for kind, size, kept in zip(page.kinds, page.letters, page.judge(known), strict=True):
            if kept:
                total += size
                there = known.kinds.get(kind)
                strange += size * (there is None or there.pages - here[kind] < memory.KNOWN_PAGES)
    share = strange / total if total else 0.0
    return share if share > REDESIGN_SHARE else None


def _is_learned(
    connection: sqlite3.Connection, source: str, known: Memory, pages: Iterable[Lesson], changed: float | None
) -> bool:
    if changed is not None:
        return False
    agreements = [page.agreement(known) for page in pages if page.voted]
    (taught,) = connection.execute("SELECT pages FROM memory_source WHERE source = ?", [source]).fetchone() or (0,)
    if known.learned:
        return len(agreements) < LEAST_VOTED or sum(agreements) / len(agreements) >= DISAGREES
    if taught < LEARNED_PAGES or len(agreements) < LEAST_VOTED:
        return False
    return sum(agreements) / len(agreements) >= AGREES


def _tidy(connection: sqlite3.Connection, source: str, today: str) -> None:
    """Keep the memory small: old days, kinds that went out of use, counts that grew large."""
    connection.execute(
        """DELETE FROM memory_block WHERE source = ?1
        AND (day < date(?2, ?3) OR (pages = 1 AND day < date(?2, '-2 days')))""",
        [source, today, f"-{DAYS} days"],
    )
    connection.execute("DELETE FROM memory_day WHERE source = ? AND day < date(?, ?)", [source, today, f"-{DAYS} days"])
    connection.execute(
        """DELETE FROM memory_kind WHERE source = ?1 AND last_day < date(
        (SELECT max(last_day) FROM memory_kind WHERE source = ?1), ?2)""",
        [source, f"-{STALE_DAYS} days"],
    )
    connection.execute(
        """DELETE FROM memory_kind WHERE source = ?1 AND kind NOT IN (
        SELECT kind FROM memory_kind WHERE source = ?1 ORDER BY pages DESC, last_day DESC, kind LIMIT ?2)""",
        [source, STORED_KINDS],
    )
    connection.execute(
        "UPDATE memory_kind SET pages = pages / 2, score = score / 2 WHERE source = ? AND pages > ?",
        [source, MOST_PAGES],
    )
