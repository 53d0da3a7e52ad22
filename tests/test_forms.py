"""The forms of a word that an archive has: which words count as one, and at what cost."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import MARK, UNMARK, search_keys, with_forms
from archive.search.endings import PLAIN
from archive.search.expand import match_expression
from archive.search.forms import MOST_FORMS, forms_of
from archive.search.query import parse
from archive.search.stems import stems

WORDS = """
    президент президента президентом президентский банк банка банки банков банками банкет мир мира мэр кор корд кори
    Рахмон Рахмона Рахмонов Рахмонова Рахмонову Раҳмон Раҳмонро Rahmon китоб китоби китобҳоро тоҷик тоҷикӣ тоҷикон
    тоҷикистон қарор қарорҳо ёлка ёлки Ўзбекистон өкмөт өкмөттүн Қазақстан Қазақстанда school schools war warning
    university universities universe maktab maktablar qishlogʻi qishloq کتاب کتابهای қишлоқ қишлоғи
"""


@pytest.fixture(scope="module")
def vocabulary() -> Iterator[sqlite3.Connection]:
    """An index as an archive has it, each word an article."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE article_fts USING fts5"
        " (title, text, search_keys, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab (article_fts, row)")
    connection.execute("CREATE TABLE common_word (word TEXT, articles INTEGER)")
    connection.executemany(
        "INSERT INTO article_fts (text, search_keys) VALUES (?, ?)",
        [(word, search_keys("", word)) for word in WORDS.split()],
    )
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("президенту", "президент президента президентом"),
        ("банк", "банк банка банки банков банками"),
        ("банкет", "банкет"),
        ("мэр", "мэр"),
        ("мир", "мир мира"),
        ("корҳо", "кор кори"),
        ("корд", "корд"),
        ("китобхои", "китоб китоби китобҳоро"),
        ("точики", "тоҷик тоҷикӣ тоҷикон"),
        ("карор", "қарор қарорҳо"),
        ("елка", "ёлка ёлки"),
        ("узбекистонда", "ўзбекистон"),
        ("окмоту", "өкмөт өкмөттүн"),
        ("казакстан", "қазақстан қазақстанда"),
        ("қишлоқ", "қишлоқ қишлоғи"),
        ("school", "school schools"),
        ("university", "university universities"),
        ("war", "war"),
        ("maktab", "maktab maktablar"),
        ("қарор", "қарор қарорҳо"),
        ("كتاب", "کتاب کتابهای"),
        ("нестьтакогослова", ""),
        ("а", ""),
    ],
)
def test_forms_of_a_word(vocabulary: sqlite3.Connection, typed: str, found: str) -> None:
    assert set(forms_of(vocabulary, typed)) == set(found.split())


@pytest.mark.parametrize("surname", [True, False])
def test_a_stem_changes_no_more_of_a_word_than_its_end(surname: bool) -> None:
    queries = (Path(__file__).parent / "benchmarks" / "relevance.txt").read_text().lower()
    for word in {*WORDS.lower().split(), *re.findall(r"[^\W\d_]{2,}", queries)}:
        for same in stems(word, surname=surname):
            assert word.translate(PLAIN).startswith(same.stem[:-1])
            assert same.has(word, surname)


def test_a_surname_is_not_the_plural_of_a_first_name(vocabulary: sqlite3.Connection) -> None:
    assert set(forms_of(vocabulary, "рахмон")) == {"рахмон", "рахмона", "раҳмон", "раҳмонро"}
    assert set(forms_of(vocabulary, "рахмонов")) == {"рахмонов", "рахмонова", "рахмонову"}


def test_a_language_keeps_to_its_own_endings(vocabulary: sqlite3.Connection) -> None:
    assert set(forms_of(vocabulary, "китоб", {"ru"})) == {"китоб", "китоби"}
    assert set(forms_of(vocabulary, "китоб", {"tg"})) == {"китоб", "китоби", "китобҳоро"}


def texts(connection: sqlite3.Connection, text: str) -> set[str]:
    expression = match_expression(with_forms(connection, text))
    sql = "SELECT highlight(article_fts, 1, ?, ?) FROM article_fts WHERE article_fts MATCH ?"
    return {row[0] for row in connection.execute(sql, (MARK, UNMARK, expression))}


def test_the_cases_of_a_name_are_found_from_another_script(vocabulary: sqlite3.Connection) -> None:
    found = {text.strip(MARK + UNMARK) for text in texts(vocabulary, "Rahmon")}
    assert found == {"Rahmon", "Рахмон", "Рахмона", "Раҳмон", "Раҳмонро"}


def test_forms_are_marked_in_the_text(vocabulary: sqlite3.Connection) -> None:
    assert f"{MARK}президента{UNMARK}" in texts(vocabulary, "президент")


def test_what_stands_in_quotation_marks_is_looked_for_as_it_stands(vocabulary: sqlite3.Connection) -> None:
    assert texts(vocabulary, '"президент"') == {f"{MARK}президент{UNMARK}"}


def test_forms_are_excluded_as_they_are_found(vocabulary: sqlite3.Connection) -> None:
    assert texts(vocabulary, "мир OR мэр -мира") == {f"{MARK}мэр{UNMARK}"}


def test_the_commonest_of_very_many_forms_are_taken() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article_vocabulary (term TEXT, doc INTEGER)")
    connection.execute("CREATE TABLE common_word (word TEXT, articles INTEGER)")
    endings = ("", "и", "хо", "хои", "ро", "хоро", "аш", "е")
    many = [
        (spelled + end, 5 + len(end)) for spelled in ("кукур", "қукур", "куқур", "кӯкур", "кукӯр") for end in endings
    ]
    connection.executemany("INSERT INTO article_vocabulary VALUES (?, ?)", [*many, ("куқӯр", 900)])
    found = forms_of(connection, "кукур")
    connection.close()
    assert next(iter(found.items())) == ("куқӯр", 900)
    assert len(found) == MOST_FORMS == len(many)


@settings(deadline=None)  # the first word loads the stemmers, which a busy machine takes its time for
@given(st.text())
def test_whatever_is_typed_has_an_expression_that_fts5_accepts(vocabulary: sqlite3.Connection, text: str) -> None:
    query = with_forms(vocabulary, text)
    assert (query.sources, query.after, len(query.groups)) == (
        parse(text).sources,
        parse(text).after,
        len(parse(text).groups),
    )
    if match_expression(query):
        texts(vocabulary, text)
