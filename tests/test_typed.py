"""Persian words as they are typed, and as the index has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import parse
from archive.search.typed import typed, without_parts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("کتاب‌ها", "کتاب"),
        ("کتاب‌هایشان", "کتاب"),
        ("خانه‌ای", "خانه"),
        ("بزرگ‌ترین", "بزرگ"),
        ("می‌روند", "روند"),
        ("نمی‌رود", "رود"),
        ("خانهٔ", "خانه"),
        ("کتـــاب", "کتاب"),
        ("O'zbek", "oʻzbek"),
        ("ها", "ها"),
    ],
)
def test_endings_behind_a_joiner_and_marks_are_taken_away(text: str, word: str) -> None:
    assert typed(text) == word


def test_parts_that_stand_alone_are_left_out() -> None:
    assert without_parts(parse("کتاب ها")) == parse("کتاب")
    assert without_parts(parse("می روند")) == parse("روند")
    assert without_parts(parse("ها")) == parse("ها")
    assert without_parts(parse('کتاب "ها"')) == parse('کتاب "ها"')


@given(st.text(min_size=1))
def test_something_is_left_of_every_word(text: str) -> None:
    assert typed(text + "ا")
