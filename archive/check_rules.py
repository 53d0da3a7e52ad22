"""What holds in every sound archive, as queries for whatever breaks it.

That every ``url_key`` is unique needs no rule of its own: the schema check finds the constraint in place, and
SQLite's integrity check holds its index against the table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.holdings import MISCOUNTED, MISPLACED
from archive.newsarticle import RELATED_SINCE
from archive.soundness import OTHER_TEXTS
from archive.withheld import WITHHELD, WITHHELD_AT

COUNTED_SINCE = 9
"""``PRAGMA user_version`` from which counts are kept."""

WITHHELD_SINCE = 7
"""``PRAGMA user_version`` from which articles can be withheld."""

ORDER = "({0}.published IS NULL, coalesce({0}.published, ''), {0}.first_seen, {0}.url_key)"
"""What articles are ordered by, the first one first; compared as a row."""

LATER = f"""SELECT link.article_id FROM {{table}} AS link JOIN article AS own ON own.id = link.article_id
    JOIN article AS before ON before.id = link.{{other}} WHERE {ORDER.format("before")} >= {ORDER.format("own")}"""

COPIES = """SELECT id FROM article WHERE duplicate_of IS NOT NULL
    AND (id IN (SELECT article_id FROM {table}) OR id IN (SELECT {other} FROM {table}))"""

ABSENT = """SELECT article_id FROM {table}
    WHERE article_id NOT IN (SELECT id FROM article) OR {other} NOT IN (SELECT id FROM article)"""

BEGINS = "(first.story IS NULL OR first.story = first.id)"

OTHER_STORY = f"""SELECT id FROM (SELECT id, story, (
            SELECT first.id FROM story_link JOIN article AS first ON first.id = other_id
            WHERE story_link.article_id = article.id AND {BEGINS}
            ORDER BY score DESC, first.published IS NULL, first.published, first.first_seen, first.url_key LIMIT 1
        ) AS linked, EXISTS (
            SELECT 1 FROM article AS other WHERE other.story = article.id AND other.id <> article.id
            AND other.duplicate_of IS NULL) AS begins
        FROM article WHERE duplicate_of IS NULL
        AND (story IS NOT NULL OR id IN (SELECT article_id FROM story_link UNION SELECT other_id FROM story_link)))
    WHERE story IS NOT coalesce(linked, iif(begins, id, NULL))"""
"""As ``archive/story_groups.py`` groups them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that holds in every sound archive, and queries whose rows are the ids that break it."""

    check: str
    holds: str
    broken_by: tuple[tuple[str, str], ...]
    since: int = 1
    """``PRAGMA user_version`` from which an archive has the tables."""

    def ids(self, connection: sqlite3.Connection) -> Iterator[tuple[str, Iterator[int]]]:
        """What breaks it, and the ids of what does."""
        for problem, query in self.broken_by:
            yield problem, (row[0] for row in connection.execute(query))


RULES = (
    Rule(
        "texts",
        "every text has the SHA-256 that was stored with it",
        OTHER_TEXTS,
    ),
    Rule(
        "revisions",
        "numbered from 1, and the newest is the article's text",
        (
            (
                "articles with a revision too many or too few",
                """SELECT article.id FROM article LEFT JOIN revision ON article_id = article.id
                   GROUP BY article.id HAVING count(revision.id) IS NOT revisions
                   OR max(number) IS NOT revisions""",
            ),
            (
                "articles whose text is not their newest revision",
                """SELECT article.id FROM article JOIN revision ON article_id = article.id
                   AND number = revisions WHERE revision.sha256 IS NOT article.sha256""",
            ),
        ),
    ),
    Rule(
        "index rows",
        "one row of the full-text index for each article",
        (
            (
                "articles that a search cannot find",
                "SELECT id FROM article EXCEPT SELECT id FROM article_fts_docsize",
            ),
            (
                "indexed articles that are gone",
                "SELECT id FROM article_fts_docsize EXCEPT SELECT id FROM article",
            ),
        ),
    ),
    Rule(
        "entries",
        "each one that was archived names its article",
        (
            (
                "entries that name no article",
                """SELECT id FROM entry WHERE article_id IS NULL
                   AND outcome IN ('new', 'duplicate', 'unchanged', 'revised', 'removed')""",
            ),
        ),
    ),
    Rule(
        "copies",
        "every copy points to the first of its text",
        (
            (
                "articles that point to another one, or to none",
                """SELECT id FROM (SELECT id, duplicate_of, first_value(id) OVER (PARTITION BY fingerprint
                   ORDER BY published IS NULL, published, first_seen, url_key) AS first
                   FROM article WHERE fingerprint <> '')
                   WHERE duplicate_of IS NOT nullif(first, id)""",
            ),
        ),
    ),
    Rule(
        "holdings",
        "every article is counted once, where it belongs",
        (
            ("articles that are counted elsewhere, or nowhere", MISPLACED),
            ("rows of holding that count other articles than belong to them", MISCOUNTED),
        ),
        since=COUNTED_SINCE,
    ),
    Rule(
        "change sequence",
        "no article is ahead of it",
        (
            (
                "articles that export --since would miss",
                """SELECT id FROM article
                   WHERE change > (SELECT coalesce(max(value), 0) FROM sequence WHERE name = 'change')""",
            ),
        ),
    ),
    Rule(
        "near-duplicates",
        "every link leads to an article that came before, and to no exact copy",
        (
            ("articles linked to a later one", LATER.format(table="near_duplicate", other="of_id")),
            ("copies that are linked", COPIES.format(table="near_duplicate", other="of_id")),
            ("articles linked to one that is not there", ABSENT.format(table="near_duplicate", other="of_id")),
        ),
        since=RELATED_SINCE,
    ),
    Rule(
        "stories",
        "every article is in the story that its links lead to",
        (
            ("articles linked to a later one", LATER.format(table="story_link", other="other_id")),
            ("copies that are linked", COPIES.format(table="story_link", other="other_id")),
            ("articles linked to one that is not there", ABSENT.format(table="story_link", other="other_id")),
            ("articles in another story than their links say", OTHER_STORY),
            (
                "copies in another story than the first of their text",
                """SELECT copy.id FROM article AS copy JOIN article AS first ON first.id = copy.duplicate_of
                   WHERE copy.story IS NOT first.story""",
            ),
        ),
        since=RELATED_SINCE,
    ),
    Rule(
        "withheld",
        "every article is marked as its history says",
        (
            (
                "articles that are withheld, and not marked so",
                f"""SELECT article_id FROM ({WITHHELD}) JOIN article ON article.id = article_id
                    WHERE withheld IS NOT {WITHHELD_AT}""",
            ),
            (
                "marked, but shown, for no reason is kept (withhold them anew, then --undo if they may be shown)",
                f"SELECT id FROM article WHERE withheld IS NOT NULL AND id NOT IN ({WITHHELD})",
            ),
        ),
        since=WITHHELD_SINCE,
    ),
)


def broken(connection: sqlite3.Connection, check: str, problem: str = "") -> Iterator[int]:
    """The ids of what breaks a rule of RULES in a way whose name holds ``problem``."""
    rule = next(rule for rule in RULES if rule.check == check)
    for named, ids in rule.ids(connection):
        if problem in named:
            yield from ids
