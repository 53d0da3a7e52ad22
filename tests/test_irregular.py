"""The list of forms that no rule makes."""

from __future__ import annotations

import pytest

from archive.search.endings import PLAIN
from archive.search.irregular import LISTED, irregular


@pytest.mark.parametrize(
    ("word", "form"),
    [
        *(("child", "children"), ("children", "child"), ("built", "building"), ("детям", "ребенок"), ("лет", "год")),
        *(("кушод", "мекушояд"), ("балдар", "бала"), ("مسیله", "مسأله"), ("رود", "رفت")),
    ],
)
def test_each_form_brings_the_others(word: str, form: str) -> None:
    assert form in irregular(word)


def test_a_russian_verb_may_have_a_prefix() -> None:
    assert {"выберут", "выбрана"} <= set(irregular("выбрать"))
    assert irregular("выдень") == (), "a noun takes none"


@pytest.mark.parametrize("word", ["президент", "farmer", "", "за", "китоб"])
def test_regular_words_are_not_listed(word: str) -> None:
    assert irregular(word) == ()


def test_the_list_is_well_formed() -> None:
    lines = [line for line in LISTED.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert all(len(line.split()) == len(set(line.split())) > 1 for line in lines)
    assert len(set(lines)) == len(lines)
    assert all(
        line == line.lower() and set(line.split()) <= set(irregular(line.split()[0].translate(PLAIN))) for line in lines
    )
