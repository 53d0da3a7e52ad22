"""The spellings of a word, and the FTS5 expression of a query."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.expand import NO_KEY, expand, match_expression
from archive.search.fold import skeleton
from archive.search.query import Query, Term, parse


@pytest.fixture(scope="module")
def full_text() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE article_fts USING fts5 (title, text, search_keys)")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("карор", "қарор"),
        ("точики", "тоҷикӣ"),
        ("тоҷики", "точики"),
        ("узбекистон", "ӯзбекистон"),
        ("хукукхои", "ҳуқуқҳои"),
        ("хоруг", "хоруғ"),
        ("Қарор", "карор"),
        ("елка", "ёлка"),
        ("ёлка", "елка"),
        ("самолет", "самолёт"),
        ("o'zbek", "oʻzbek"),
        ("o’zbek", "oʻzbek"),
        ("کابل", "كابل"),
        ("علي", "علی"),
    ],
)
def test_a_word_is_looked_for_as_it_may_be_written(typed: str, written: str) -> None:
    spellings = expand(typed)
    assert spellings[0] == typed.lower()
    assert written in spellings


@pytest.mark.parametrize("word", ["bridge", "нон", "10.61", "Санкт-Петербург", "c", "два слова", "а" * 65])
def test_a_word_with_one_spelling_stays_alone(word: str) -> None:
    assert expand(word) == (word.lower(),)


@given(st.text(alphabet="абгекчухиёғқӯҳҷӣی'", min_size=1, max_size=80))
def test_spellings_are_few_and_each_once(word: str) -> None:
    spellings = expand(word)
    assert len(set(spellings)) == len(spellings) <= 140


def test_each_word_is_looked_for_as_text_and_as_a_name() -> None:
    assert match_expression(parse("Rahmon")) == '({title text} : ("rahmon") OR search_keys : ("rahmon"))'


def test_groups_and_exclusions_are_bracketed() -> None:
    assert match_expression(parse('"a b" OR c -d')) == (
        '(({title text} : ("a b") OR {title text} : ("c"))) NOT ({title text} : ("d"))'
    )


def test_a_prefix_goes_on_in_text_and_name() -> None:
    assert match_expression(parse("Rakhm*")) == '({title text} : ("rakhm"*) OR search_keys : ("rahm"*))'


def test_letters_that_no_skeleton_has_come_out_of_no_letter() -> None:
    letters = filter(str.isalnum, map(chr, range(sys.maxunicode + 1)))
    assert not NO_KEY & {made for letter in letters for made in skeleton(letter)}


def test_a_word_that_may_be_a_skeleton_is_kept_apart_from_those(full_text: sqlite3.Connection) -> None:
    assert match_expression(parse("мост")) == '("мост" OR search_keys : ("most"))'
    assert match_expression(parse("коза")) == '("қоза" OR {title text} : ("коза") OR search_keys : ("koza"))'


def test_a_quotation_mark_inside_a_term_stays_inside() -> None:
    assert match_expression(Query(((Term('a" OR "b'),),))) == '({title text} : ("a"" or ""b"))'


def test_a_title_word_is_looked_for_in_the_title_alone() -> None:
    assert match_expression(parse("title:Rahmon")) == '(title : ("rahmon"))'


@pytest.mark.parametrize("text", ["", "source:x", "-a", "before:2026"])
def test_without_words_there_is_no_expression(text: str) -> None:
    assert match_expression(parse(text)) == ""


@given(st.text())
def test_every_expression_is_one_that_fts5_accepts(full_text: sqlite3.Connection, text: str) -> None:
    expression = match_expression(parse(text))
    if expression:
        full_text.execute("SELECT rowid FROM article_fts WHERE article_fts MATCH ?", [expression]).fetchall()
