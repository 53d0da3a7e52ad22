"""Spellings of a word, or of its beginning, on other keyboards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.beginnings import spelled_beginnings


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        *(("карор", "қарор"), ("рохи", "роҳи"), ("точик", "тоҷик"), ("елка", "ёлка"), ("қарор", "карор")),
        *(("мугалим", "мұғалім"), ("уким", "үкім"), ("онир", "өңір"), ("кызмет", "қызмет"), ("кочо", "көчө")),
        *(("укувчи", "ўқувчи"), ("йул", "йўл"), ("окмот", "өкмөт"), ("даригер", "дәрігер")),
        *(("رییس", "رئیس"), ("رئیس", "رییس"), ("علی", "علي"), ("یاری", "ياری"), ("كتاب", "کتاب")),
        *(("امریکا", "آمریکا"), ("آب", "اب"), ("خانه", "خانة"), ("هییت", "هیئت")),
    ],
)
def test_a_beginning_is_looked_for_as_it_may_be_written(typed: str, written: str) -> None:
    assert spelled_beginnings(typed)[0] == typed
    assert written in spelled_beginnings(typed)


@given(st.text(alphabet="абгекнчухиёғқӯҳҷӣиіңөاآیيکك", min_size=1, max_size=12))
def test_spellings_are_few_each_once_and_as_long_as_what_was_typed(beginning: str) -> None:
    spellings = spelled_beginnings(beginning)
    assert len(set(spellings)) == len(spellings) <= 170
    assert {len(spelling) for spelling in spellings} == {len(beginning)}
