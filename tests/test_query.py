"""The query language: operators are read, everything else is a word, nothing is an error."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readonly import open_readonly
from archive.search.counts import counts_query
from archive.search.forms import with_forms
from archive.search.query import MOST_LETTERS, MOST_TERMS, Query, Term, parse, valid_date
from archive.search.statements import search_query
from tests.samples import sample_archive

# fmt: off
HOSTILE = [
    '"', '""', '"""', '"a', 'a"', '"a" "', "'", "''; DROP TABLE article; --", "`", "\\", "\\\"", '"*', '*"',
    '""*', "*", "**", "a*", "*a", "a**", "a * b", "^a", "a^2", "+", "a + b", "c++", "c#", ".net", "-", "--",
    "---a", "- a", "-*", '-""', "-OR", "a -", "-a", "-a -b", "AND", "OR", "NOT", "a AND", "AND a", "a AND AND b",
    "a OR", "OR a", "OR OR", "OR OR OR", "a OR OR b", "a OR -b", "-a OR b", "a OR source:x", "a NOT b", "NOT NOT",
    "a OR +", "+ OR a", "NEAR", "NEAR(", "NEAR(a b)", "NEAR(a b, 5)", "NEAR/3", "a NEAR b", "(", ")", "()", "((",
    "(a", "a)", "(a OR b)", "{", "}", "{title}", "{title text} : a", "[", "]", "title:", "title: a", "title:*",
    'title:"', 'title:""', "title:-a", "text:a", "search_keys:a", "rowid:1", "article_fts:a", ":", "a:", ":a",
    "a:b:c", "source:", "source: ", "source:*", 'source:"', 'source:""', 'source:" "', "source:'", "source:a:b",
    "lang:", "lang:%", "lang:_", "-lang:ru", "-source:x", "before:", "before:x", "before:2026-13",
    "before:2026-02-30", "before:0000", "before:-1", "before:99999", "after:", "after:٢٠٢٦", "after:２０２６",
    "before:9999-12-31", "after:0001", "-before:2026", "-after:2026-01", "after:2026-1-1", "\x00", "a\x00b",
    "\x00" * 100, "\x01\x02\x03", "\x02a\x03", "\x1b[31m", "\x7f", "\x85", "\r\n", "\t", "\u2028", "\ud800",
    "\udfff", "a\ud800b", "\ud83d", "\ude00\ud83d", "\ufffe", "\uffff", "\ufffd", "\U0010ffff", "\ue000",
    "\u202e", "\u202eabc", "\u2066a\u2069", "a\u200fb", "\u200b", "\u200d", "\ufeff", "\u00ad", "а\u0301",
    "\u0301", "😀", "😀*", "👨‍👩‍👧‍👦", "🇹🇯", "a😀b", "-😀", '"😀"', "😀 OR 😀", "title:😀", "№", "№ 5", "…",
    "«»", "—", "§", "％", "е" * 10_000, "к" * 10_000, "a" * 100_000, "a " * 10_000, "к*" * 5_000, '"' * 10_000,
    "-" * 10_000, "(" * 10_000, " OR ".join("кукуху" for _ in range(500)), "-х " * 1_000, "title:х " * 1_000,
    "NEAR(" * 1_000, "source:х " * 300, "after:2026 " * 300, "ҳуқуқҳо " * 300, "хукукхои " * 300, "'" * 1_000,
    "o'" * 1_000, "ʻ" * 1_000, "ʻ" * 60 + "<", "ё" * 1_000,
    "%s%n%x", "{}", "{0}", "{conditions}", ":match", ":limit", "?1", "@a",
    "$a", "%", "_", "<script>", "&lt;", "<b>a</b>", "https://khovar.tj/a?b=c&d", "a@b.tj", "#tag", "1/2", "10.61",
    "1,000", "-5", "−5", "+992", "3*4", "a=b", "a|b", "~a", "مرحبا", "سلام*", "可愛い", "ภาษาไทย", "हिन्दी", "ǅ",
    "İ", "ﬁ", "ß", "K", "ſ", "Ⅷ", "²", "𝔸", "ᲀ", "ꙮ", "ꟸ", "\U0001e900", "", " ", "   ", "\u00a0", "\u3000", "\n",
]
# fmt: on


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = open_readonly(sample_archive(tmp_path_factory.mktemp("query") / "archive.db"))
    yield connection
    connection.close()


def answer(connection: sqlite3.Connection, text: str) -> tuple[int, ...]:
    """How many rows each statement gives that a page asks of the archive for one query."""
    query = with_forms(connection, text)
    statements = (
        *(search_query(query), search_query(query, newest=True), search_query(query, everything=True)),
        counts_query(query),
    )
    return tuple(len(connection.execute(one.sql, one.parameters).fetchall()) for one in statements)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_no_input_is_an_error(connection: sqlite3.Connection, text: str) -> None:
    ranked, newest, everything, _ = answer(connection, text)
    assert ranked == newest <= everything


ATOMS = ['"', "*", "-", " ", "OR", "(", ")", ":", "title:", "source:", "lang:", "after:", "2026", "а", "Раҳмон", "\x00"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(ATOMS)).map("".join)))
def test_no_generated_input_is_an_error(connection: sqlite3.Connection, text: str) -> None:
    ranked, newest, everything, _ = answer(connection, text)
    assert ranked == newest <= everything


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "C", "Cs"])))
def test_terms_are_clean_and_hold_something_to_look_for(text: str) -> None:
    query = parse(text)
    for term in [*(term for group in query.groups for term in group), *query.excluded]:
        term.text.encode()
        assert "\x00" not in term.text
        assert any(letter.isalnum() for letter in term.text)
    assert sum(map(len, query.groups)) + len(query.excluded) <= MOST_TERMS


def words(*texts: str) -> tuple[tuple[Term, ...], ...]:
    return tuple((Term(text),) for text in texts)


@pytest.mark.parametrize("text", ["", "  ", "\x00", '"', '""', "-", "*", "+++", "😀", "( )", "—", "\ud800"])
def test_nothing_to_look_for_asks_for_everything(text: str) -> None:
    assert parse(text) == Query()


def test_words_must_all_be_found() -> None:
    assert parse("Раҳмон  Варзоб") == Query(words("Раҳмон", "Варзоб"))


def test_quotation_marks_make_a_phrase() -> None:
    assert parse('"сто игрушек" ёлка') == Query(((Term("сто игрушек", exact=True),), *words("ёлка")))


def test_an_unclosed_quotation_mark_means_nothing() -> None:
    assert parse('"сто игрушек') == Query(words("сто", "игрушек"))


def test_a_trailing_star_is_a_prefix() -> None:
    assert parse("рахм*") == Query(((Term("рахм", prefix=True),),))
    assert parse('"сто игр"*') == Query(((Term("сто игр", prefix=True),),))


@pytest.mark.parametrize("text", ["ра*м", "*рам", "рам.*"])
def test_a_star_elsewhere_is_none(text: str) -> None:
    assert not any(term.prefix for group in parse(text).groups for term in group)


def test_a_star_after_one_or_two_letters_is_ignored() -> None:
    assert parse("р* ра* рах*") == Query((*words("р", "ра"), (Term("рах", prefix=True),)))


def test_or_joins_its_neighbours() -> None:
    assert parse("мост OR bridge OR пул Варзоб") == Query(
        ((Term("мост"), Term("bridge"), Term("пул")), (Term("Варзоб"),))
    )


@pytest.mark.parametrize("text", ["a or b", 'a "OR" b', "a Or b"])
def test_or_is_an_operator_in_capitals_only(text: str) -> None:
    assert len(parse(text).groups) == 3


@pytest.mark.parametrize(("text", "expected"), [("OR", "OR"), ("OR a", "OR a"), ("a OR", "a OR"), ("a OR -b", "a OR")])
def test_an_or_with_nothing_to_join_is_a_word(text: str, expected: str) -> None:
    assert parse(text).groups == words(*expected.split())


@pytest.mark.parametrize("word", ["AND", "NOT", "NEAR"])
def test_operators_of_fts5_are_words(word: str) -> None:
    assert parse(f"a {word} b") == Query(words("a", word, "b"))


def test_minus_excludes_words_phrases_sources_and_languages() -> None:
    assert parse('мост -река -"два ряда" -source:vodi-en -lang:tg') == Query(
        words("мост"),
        excluded=(Term("река"), Term("два ряда", exact=True)),
        excluded_sources=("vodi-en",),
        excluded_languages=("tg",),
    )


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert parse("Санкт-Петербург") == Query(words("Санкт-Петербург"))


def test_filters_are_read_in_any_case_and_with_quotes() -> None:
    assert parse('SOURCE:Vodi-EN source:"vodi-ru" Lang:TG language:uz') == Query(
        sources=("vodi-en", "vodi-ru"), languages=("tg", "uz")
    )


def test_title_looks_at_the_title_alone() -> None:
    assert parse('title:мост title:"через Варзоб" title:откр*') == Query(
        (
            (Term("мост", title=True),),
            (Term("через Варзоб", title=True, exact=True),),
            (Term("откр", prefix=True, title=True),),
        )
    )


@pytest.mark.parametrize("text", ["source:", "title:", "lang:", "before:", "source: "])
def test_a_filter_without_value_is_a_word(text: str) -> None:
    assert parse(text) == Query(words(text.strip().rstrip(":")))


@pytest.mark.parametrize("day", ["2026", "2026-11", "2026-11-05", "0001-01-01", "9999-12-31", "2024-02-29"])
def test_dates_are_days_months_and_years(day: str) -> None:
    assert valid_date(day)
    assert parse(f"after:{day}") == Query(after=day)
    assert parse(f'before:"{day}"') == Query(before=day)


@pytest.mark.parametrize(
    "day", ["", "x", "26", "2026-", "2026-13", "2026-02-29", "0000", "2026-11-05T10", "２０２６", "2026-1", "20261105"]
)
def test_a_malformed_date_is_words(day: str) -> None:
    assert not valid_date(day)
    query = parse(f"after:{day}")
    assert query.after is None
    assert query.groups


def test_of_several_dates_the_narrowest_holds() -> None:
    assert parse("after:2026 after:2026-03 before:2027 before:2026-12-24") == Query(
        after="2026-03", before="2026-12-24"
    )


def test_punctuation_around_a_word_falls_away() -> None:
    assert parse("«Рахмон», (Варзоб)! c++ №5") == Query(words("Рахмон", "Варзоб", "c", "5"))


def test_decomposed_input_is_composed() -> None:
    assert parse(unicodedata.normalize("NFD", "Эмомалӣ ёлка")) == Query(words("Эмомалӣ", "ёлка"))


def test_direction_marks_and_soft_hyphens_vanish_and_controls_are_blanks() -> None:
    assert parse("\u202eРах\u00adмон\u202c Вар\x00зоб") == Query(words("Рахмон", "Вар", "зоб"))


def test_a_long_query_is_cut_not_refused() -> None:
    assert len(parse("слово " * 1_000).groups) == MOST_TERMS
    assert parse("а" * (MOST_LETTERS + 5)) == Query(words("а" * MOST_LETTERS))
