"""The words of an archive: those that were counted before are not read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.vocabulary import LAST, articles_of, before, words

WORD = st.text("абвяё\ue000z", min_size=1, max_size=4)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE article_fts USING fts5 (text)")
    connection.execute("CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab (article_fts, row)")
    connection.execute("CREATE TABLE common_word (word TEXT PRIMARY KEY, articles INTEGER) WITHOUT ROWID")
    yield connection
    connection.close()


def fill(connection: sqlite3.Connection, texts: list[str], common: dict[str, int]) -> None:
    connection.execute("DELETE FROM article_fts")
    connection.execute("DELETE FROM common_word")
    connection.executemany("INSERT INTO article_fts (text) VALUES (?)", [(text,) for text in texts])
    connection.executemany("INSERT INTO common_word VALUES (?, ?)", common.items())


def test_number_of_a_common_word_is_the_one_that_was_counted(connection: sqlite3.Connection) -> None:
    fill(connection, ["сел", "села сел", "селом", "селу"], {"сел": 90_000, "селом": 80_000})
    assert words(connection, "се", "се" + LAST) == {"сел": 90_000, "села": 1, "селом": 80_000, "селу": 1}
    assert words(connection, "сел", "сел\0") == {"сел": 90_000}
    assert words(connection, "села", "села\0") == {"села": 1}
    assert (articles_of(connection, "сел"), articles_of(connection, "села")) == (90_000, 0)


@given(texts=st.lists(WORD, max_size=12), common=st.sets(WORD, max_size=4), first=WORD, end=WORD)
def test_words_are_those_of_the_index_whichever_were_counted(
    connection: sqlite3.Connection, texts: list[str], common: set[str], first: str, end: str
) -> None:
    fill(connection, texts, {})
    plainly = words(connection, first, end)
    assert list(plainly) == sorted(word for word in set(texts) if first <= word < end)
    there = common & set(texts)
    fill(connection, texts, dict.fromkeys(there, 7_000))
    found = words(connection, first, end)
    assert list(found) == list(plainly)
    assert found == {word: 7_000 if word in there else plainly[word] for word in plainly}


@given(WORD, WORD)
def test_gap_ends_before_a_word_and_behind_all_that_sort_before_it(word: str, other: str) -> None:
    assert (other < word) == (other <= before(word))
