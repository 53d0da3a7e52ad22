"""Counts of articles, and which of them a chart shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageProblem
from archive.readonly import open_readonly
from archive.stats import By, Count, counts, newest_seen
from archive.stats_window import window
from tests.samples import ARTICLES, sample_archive

SEEN = "2026-11-05T10:00:00Z"
DAYS = [Count("2026-10-30", {"a": 2}), Count("2026-11-01", {"a": 1, "b": 3}), Count("2026-11-04", {"b": 1})]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


@pytest.fixture
def connection(sample: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_readonly(sample)) as connection:
        yield connection


def change(sample: Path, statement: str) -> None:
    with closing(sqlite3.connect(sample)) as writable, writable:
        writable.execute(statement)


def told(connection: sqlite3.Connection, by: By, **narrowed: Any) -> dict[str | None, int]:
    return {count.key: count.articles for count in counts(connection, by, **narrowed)}


@pytest.mark.parametrize("by", ["day", "month", "source", "language"])
def test_every_article_is_counted_once(connection: sqlite3.Connection, by: By) -> None:
    assert sum(told(connection, by).values()) == len(ARTICLES)


def test_day_is_the_one_in_the_zone_of_the_source(sample: Path, connection: sqlite3.Connection) -> None:
    before = told(connection, "day")["2026-11-02"]
    change(sample, "UPDATE article SET published = '2026-11-02T19:00:00Z' WHERE id = 1")
    assert told(connection, "day")["2026-11-02"] == before - 1
    change(sample, "UPDATE source SET timezone = 'Europe/London'")
    assert told(connection, "day")["2026-11-02"] == before


def test_article_without_a_date_is_counted_as_such_and_in_no_range(
    sample: Path, connection: sqlite3.Connection
) -> None:
    change(sample, "UPDATE article SET published = NULL WHERE id IN (1, 4)")
    found = counts(connection, "day")
    assert (found[-1].key, found[-1].sources) == (None, {"vodi-en": 1, "vodi-ru": 1, "vodi-tg": 1})
    assert None not in told(connection, "day", since="2026")


def test_days_are_in_order_and_sources_by_number(sample: Path, connection: sqlite3.Connection) -> None:
    change(sample, "UPDATE article SET language = NULL WHERE id <= 6")
    days, numbers = list(told(connection, "day")), list(told(connection, "source").values())
    assert (days, numbers) == (sorted(days, key=str), sorted(numbers, reverse=True))
    assert list(told(connection, "language"))[-1] is None


def test_range_has_both_its_ends(connection: sqlite3.Connection) -> None:
    every = told(connection, "day")
    assert told(connection, "day", since="2026-11-03", until="2026-11-04") == {
        day: number for day, number in every.items() if day in ("2026-11-03", "2026-11-04")
    }
    assert told(connection, "day", since="2026-11", until="2026") == {
        day: number for day, number in every.items() if day and day >= "2026-11"
    }
    assert told(connection, "source", until="2025") == {}
    with pytest.raises(UsageProblem, match="'soon' is not a date"):
        counts(connection, "day", since="soon")


def test_sources_and_languages_narrow(connection: sqlite3.Connection) -> None:
    assert list(told(connection, "source", source=["vodi-ru"])) == ["vodi-ru"]
    assert list(told(connection, "language", language=["tg", "ru"])) != list(told(connection, "language"))
    assert told(connection, "language", language=["t"]) == {}


def test_withheld_article_is_not_counted(sample: Path, connection: sqlite3.Connection) -> None:
    change(sample, "INSERT INTO withholding (article_id, at, reason) VALUES (1, '2026-11-09T00:00:00Z', 'asked')")
    assert sum(told(connection, "source").values()) == len(ARTICLES) - 1
    assert sum(told(connection, "day").values()) == len(ARTICLES) - 1


def test_window_fills_the_days_without_articles() -> None:
    shown = window(DAYS, "day", 30, SEEN)
    assert [(count.key, count.articles) for count in shown.counts] == [
        ("2026-10-30", 2), ("2026-10-31", 0), ("2026-11-01", 4),
        ("2026-11-02", 0), ("2026-11-03", 0), ("2026-11-04", 1),
    ]  # fmt: skip
    assert shown.rest("day") == ""


def test_window_tells_what_it_leaves_out() -> None:
    late = [*DAYS, Count("2026-11-06", {"a": 1}), Count("2099-01-01", {"a": 5}), Count(None, {"a": 7})]
    shown = window(late, "day", 3, SEEN)
    assert [count.key for count in shown.counts] == ["2026-11-04", "2026-11-05", "2026-11-06"]
    assert shown.rest("day") == "Not shown: 6 earlier, 5 dated later than they were found, 7 without a date."
    assert window(late[4:], "day", 3, SEEN).counts == ()


def test_months_go_over_the_turn_of_the_year() -> None:
    months = [Count("2025-11", {"a": 1}), Count("2026-02", {"a": 1})]
    assert [count.key for count in window(months, "month", 30, SEEN).counts] == [
        "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip


def test_largest_sources_are_shown() -> None:
    shown = window([Count("a", {"a": 5}), Count("b", {"b": 2}), Count("c", {"c": 1})], "source", 1, SEEN)
    assert ([count.key for count in shown.counts], shown.rest("source")) == (["a"], "Not shown: 3 of smaller sources.")


@given(
    st.dictionaries(st.none() | st.dates().map(str), st.integers(1, 9)),
    st.integers(1, 40),
    st.dates().map(lambda day: f"{day}T10:00:00Z") | st.just(""),
)
def test_shown_and_not_shown_are_all(days: dict[str | None, int], limit: int, seen: str) -> None:
    found = [Count(day, {"a": days[day]}) for day in sorted(days, key=lambda day: day or "~")]
    shown = window(found, "day", limit, seen)
    assert len(shown.counts) <= limit
    told = sum(count.articles for count in shown.counts)
    assert told + shown.before + shown.after + shown.unknown == sum(days.values())


def test_newest_seen_of_an_empty_archive_is_empty(sample: Path, connection: sqlite3.Connection) -> None:
    assert newest_seen(connection) == "2026-11-07T00:00:00Z"
    change(sample, "DELETE FROM article")
    assert newest_seen(connection) == ""
    assert window(counts(connection, "day"), "day", 30, "").counts == ()
