"""The forms of a word that an archive has: which words count as one, and at what cost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.expand import match_expression
from archive.search.fold import search_keys
from archive.search.forms import MOST_FORMS, forms_of, with_forms
from archive.search.query import parse
from archive.search.statements import MARK, UNMARK

WORDS = """
    президент президента президентом президентский банк банка банки банков банками банкет мир мира мэр кор корд кори
    Рахмон Рахмона Рахмонов Рахмонова Рахмонову Раҳмон Раҳмонро Rahmon китоб китоби китобҳоро тоҷик тоҷикӣ тоҷикон
    тоҷикистон қарор қарорҳо ёлка ёлки Ўзбекистон өкмөт өкмөттүн Қазақстан Қазақстанда school schools war warning
    university universities universe maktab maktablar qishlogʻi qishloq کتاب کتابهای қишлоқ қишлоғи рынок рынка рынков
    child children chilly роҳи роҳҳо оҳан оҳани мактабда тоҷикистони посёлок посёлка Сафаров Сафар сафари
"""


def empty_index() -> sqlite3.Connection:
    """An index as an archive has it."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE article_fts USING fts5"
        " (title, text, search_keys, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab (article_fts, row)")
    connection.execute("CREATE TABLE common_word (word TEXT, articles INTEGER)")
    return connection


@pytest.fixture(scope="module")
def vocabulary() -> Iterator[sqlite3.Connection]:
    """Each word an article."""
    connection = empty_index()
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
        ("рынка", "рынок рынка рынков"),
        ("поселка", "посёлок посёлка"),
        ("children", "child children"),
        ("сафар", "сафар сафари"),
        ("сафаров", "сафаров"),
        ("қарор", "қарор қарорҳо"),
        ("كتاب", "کتاب کتابهای"),
        ("нестьтакогослова", ""),
        ("а", ""),
    ],
)
def test_forms_of_a_word(vocabulary: sqlite3.Connection, typed: str, found: str) -> None:
    assert set(forms_of(vocabulary, typed)) == set(found.split())


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


def test_a_phrase_is_found_in_its_letters_and_in_no_other_form() -> None:
    connection = empty_index()
    insert = "INSERT INTO article_fts (text, search_keys) VALUES (?, '')"
    connection.executemany(insert, [("Роҳи оҳан",), ("Роҳҳо оҳан",), ("Рохи охан",), ("Оҳан роҳи",)])
    assert texts(connection, '"рохи охан"') == {f"{MARK}Роҳи оҳан{UNMARK}", f"{MARK}Рохи охан{UNMARK}"}
    assert texts(connection, '"роҳи оҳан"') == {f"{MARK}Роҳи оҳан{UNMARK}"}
    connection.close()


def test_an_uzbek_word_is_found_in_the_other_script(vocabulary: sqlite3.Connection) -> None:
    assert texts(vocabulary, "maktabda") >= {f"{MARK}мактабда{UNMARK}", f"{MARK}maktablar{UNMARK}"}
    assert texts(vocabulary, "мактабда lang:uz") >= {f"{MARK}мактабда{UNMARK}", f"{MARK}maktablar{UNMARK}"}
    assert texts(vocabulary, "maktab lang:en") == {f"{MARK}maktab{UNMARK}"}


def test_words_beside_one_another_are_a_name_in_any_case() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE article_fts USING fts5 (title, text, search_keys)")
    connection.execute("CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab (article_fts, row)")
    connection.execute("CREATE TABLE common_word (word TEXT, articles INTEGER)")
    told = [
        "В Саудовской Аравии жарко",
        "Арабистони Саудӣ",
        "Saudi Arabia",
        "Аравия велика",
        "USA",
        "в Соединённых Штатах",
    ]
    insert = "INSERT INTO article_fts (text, search_keys) VALUES (?, ?)"
    connection.executemany(insert, [(text, search_keys("", text)) for text in told])
    for typed in ("Саудовская Аравия", "Саудовскую Аравию", "Saudi Arabia"):
        assert {text.replace(MARK, "").replace(UNMARK, "") for text in texts(connection, typed)} == set(told[:3])
    assert len(texts(connection, "США")) == 2
    connection.close()


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


def test_a_listed_name_has_the_forms_of_names_only() -> None:
    """Чин is China in Tajik, and the beginning of чинят, they mend."""
    connection = empty_index()
    texts = ("Мастера чинят коляски.", "Сафир Чинро дид.", "سفارت چین بسته است")
    connection.executemany(
        "INSERT INTO article_fts (text, search_keys) VALUES (?, ?)", [(text, search_keys("", text)) for text in texts]
    )
    ((term,),) = with_forms(connection, "Китая").groups
    assert "чинро" in term.forms
    assert "чинят" not in term.forms
    assert "چین" in term.forms
    connection.close()
