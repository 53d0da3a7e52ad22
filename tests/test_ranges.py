"""Where forms stand in the vocabulary."""

from __future__ import annotations

import sqlite3

from archive.search.ranges import beginning_with, ranges, read, shortest, single


def as_it_is(beginning: str) -> tuple[str, ...]:
    return (beginning,)


def test_a_beginning_opens_a_range_in_each_spelling() -> None:
    assert list(ranges({"карор"}, lambda word: (word, "қарор"))) == [beginning_with("карор"), beginning_with("қарор")]


def test_a_range_within_another_is_not_read_twice() -> None:
    assert list(ranges({"муаллимон", "муаллим"}, as_it_is)) == [beginning_with("муаллим")]
    assert sorted(shortest({"аб", "абв", "вг"})) == ["аб", "вг"]


def test_two_letters_open_no_range() -> None:
    found = list(ranges({"об"}, as_it_is))
    assert set(single(("об", "обҳо", "оби"))) <= set(found)
    assert all(last == first + "\0" for first, last in found)
    assert set(single(("زن", "زنان"))) <= set(ranges({"زن"}, as_it_is))
    assert set(single(("uy", "uylar"))) <= set(ranges({"uy"}, as_it_is))
    assert list(ranges({"а"}, as_it_is)) == []


def test_words_are_read_with_their_articles() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article_vocabulary (term TEXT, doc INTEGER)")
    connection.execute("CREATE TABLE common_word (word TEXT, articles INTEGER)")
    connection.executemany("INSERT INTO article_vocabulary VALUES (?, ?)", [("кит", 3), ("китоб", 2), ("корд", 1)])
    assert read(connection, [beginning_with("кит")]) == {"кит": 3, "китоб": 2}
    assert read(connection, single(["кит", "корд"])) == {"кит": 3, "корд": 1}
    connection.close()
