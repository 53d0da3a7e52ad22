"""Whatever an archive holds, a search finds, orders and counts what the plain way of asking does."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.holdings import MISCOUNTED, MISPLACED
from archive.migrations import migrations
from archive.readonly import open_readonly
from archive.search.conditions import COMMON
from archive.search.counts import counts, counts_query
from archive.search.expand import match_expression
from archive.search.forms import with_forms
from archive.search.query import Query
from archive.search.statements import LEAST_RECENT, Statement, search_query

SOURCES = ("vodi-en", "vodi-ru", "vodi-tg")
WORDS = ("сел", "река", "мост", "Раҳмон")
DAYS = (None, "2026-11-02T06:00:00Z", *(f"2026-{month}-{day}" for month in (10, 11) for day in range(10, 25)))


@dataclass(frozen=True, slots=True)
class Made:
    """An article."""

    text: str
    source: str
    language: str | None
    published: str | None
    copies: int
    """How many before it stands the one that it copies; 0: none."""

    as_it_was: bool
    """Whether a copy has the words of its first."""

    withheld: bool


made = st.builds(
    Made,
    text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    source=st.sampled_from(SOURCES),
    language=st.sampled_from(["ru", "tg", "uz-Latn", None]),
    published=st.sampled_from(DAYS),
    copies=st.integers(0, 6),
    as_it_was=st.booleans(),
    withheld=st.sampled_from([False, False, False, True]),
)
archives = st.lists(made, max_size=25)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plainly") / "archive.db"
    with closing(Database(path)) as db:
        migrations.apply(db)
        for slug in SOURCES:
            db.execute("INSERT INTO source VALUES (?, ?, 'TJ', '[]', 'UTC', '', '', 'ok')", [slug, slug])
        db.conn.commit()
    return path


def fill(path: Path, articles: list[Made]) -> None:
    """In place of what was there; what copies an article that is a copy itself copies the first."""
    firsts: dict[int, int] = {}
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA synchronous = OFF")
        writer.execute("DELETE FROM withholding")
        writer.execute("UPDATE article SET duplicate_of = NULL")
        writer.execute("DELETE FROM article")
        for number, one in enumerate(articles, 1):
            of = number - one.copies
            first = firsts.get(of, of) if one.copies and of >= 1 else None
            if first is not None:
                firsts[number] = first
            text = articles[first - 1].text if first is not None and one.as_it_was else one.text
            writer.execute(
                """INSERT INTO article (id, url_key, url, source, title, text, search_keys, language, published,
                    word_count, sha256, fingerprint, duplicate_of, first_seen, last_seen, checked_at, change)
                VALUES (?1, ?1, '', ?2, 'О', ?3, ?4, ?5, ?6, 3, '', '', ?7, '2026-11-01T00:00:00Z', '', '', ?1)""",
                [number, one.source, text, "rahmon" * ("Раҳмон" in text), one.language, one.published, first],
            )
            if one.withheld:
                writer.execute("INSERT INTO withholding (article_id, at, reason) VALUES (?, '', '')", [number])
        writer.commit()


PLAINLY = """SELECT id, source, language, substr(coalesce(published, first_seen), 1, 7) AS month, duplicate_of
    FROM article WHERE id NOT IN (SELECT article_id FROM withholding) {found}
    ORDER BY coalesce(published, first_seen) DESC, id DESC"""
FOUND = "AND id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)"


def plainly(reader: sqlite3.Connection, query: Query) -> list[sqlite3.Row]:
    """The newest first, without copies of what is among them unless the search is narrowed."""
    match = match_expression(query)
    rows = reader.execute(PLAINLY.format(found=FOUND if match else ""), [match] if match else []).fetchall()
    if query.sources:
        return [row for row in rows if row["source"] in query.sources]
    found = {row["id"] for row in rows}
    return [row for row in rows if row["duplicate_of"] not in found]


def searches(reader: sqlite3.Connection, text: str) -> Iterator[Query]:
    """The long way and, where every word stands for itself, the short one."""
    query = with_forms(reader, text)
    yield query
    if all(len(group) == 1 for group in query.groups):
        yield query._replace(groups=tuple((word._replace(articles=COMMON),) for (word,) in query.groups))


def with_few_recent(statement: Statement) -> Statement:
    """The short way looks at 4 articles instead of LEAST_RECENT, which are more than there are here."""
    return statement._replace(sql=statement.sql.replace(f"max({LEAST_RECENT},", "max(4,"))


@settings(max_examples=80, deadline=None)
@given(
    articles=archives,
    text=st.sampled_from(["сел", "Rahmon", "сел -река", "сел OR мост", "сел source:vodi-ru", ""]),
    limit=st.sampled_from([1, 3, 100]),
)
def test_search_finds_orders_and_counts_what_the_plain_way_does(
    path: Path, articles: list[Made], text: str, limit: int
) -> None:
    fill(path, articles)
    with closing(open_readonly(path)) as reader:
        for query in searches(reader, text):
            expected = plainly(reader, query)
            newest = with_few_recent(search_query(query, newest=True, limit=limit))
            ranked = search_query(query, limit=100)
            counting = counts_query(query)
            found = [row["id"] for row in reader.execute(newest.sql, newest.parameters)]
            best = [row["id"] for row in reader.execute(ranked.sql, ranked.parameters)]
            counted = counts(reader.execute(counting.sql, counting.parameters))
            assert found == [row["id"] for row in expected][:limit]
            assert sorted(best) == sorted(row["id"] for row in expected)
            assert counted.hits == len(expected)
            assert dict(counted.sources) == Counter(row["source"] for row in expected)
            assert dict(counted.languages) == Counter(row["language"] for row in expected)
            assert dict(counted.months) == Counter(row["month"] for row in expected)
        for broken in (MISPLACED, MISCOUNTED):
            assert reader.execute(broken).fetchall() == []


def newest_of_common(path: Path, articles: list[Made], limit: int) -> list[int]:
    """The newest articles on "сел" by the short way, which looks at the newest 4 first."""
    fill(path, articles)
    with closing(open_readonly(path)) as reader:
        *_, query = searches(reader, "сел")
        statement = with_few_recent(search_query(query, newest=True, limit=limit))
        return [row["id"] for row in reader.execute(statement.sql, statement.parameters)]


def on_day(day: int, text: str = "сел", copies: int = 0) -> Made:
    return Made(text, "vodi-en", "ru", f"2026-11-{day:02}", copies, copies > 0, False)


def test_copy_is_hidden_behind_a_first_that_is_older_than_all_that_is_looked_at(path: Path) -> None:
    assert newest_of_common(path, [*map(on_day, range(1, 8)), on_day(8, copies=7)], 2) == [7, 6]


def test_copy_of_an_old_article_on_something_else_is_found(path: Path) -> None:
    copy = replace(on_day(8, copies=7), as_it_was=False)
    assert newest_of_common(path, [on_day(1, "река"), *map(on_day, range(2, 8)), copy], 2) == [8, 7]


def test_what_came_early_and_appeared_late_is_not_left_out(path: Path) -> None:
    others = [on_day(day, "река") for day in (9, 8)]
    assert newest_of_common(path, [on_day(5), on_day(4), *others, on_day(7), on_day(6), on_day(3)], 3) == [5, 6, 1]
