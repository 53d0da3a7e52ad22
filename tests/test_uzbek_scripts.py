"""Uzbek words in the other script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.uzbek_scripts import in_other_script, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        *(("maktabda", "мактабда"), ("oʻquvchi", "ўқувчи"), ("shaharda", "шаҳарда"), ("yoʻl", "йўл"), ("togʻ", "тоғ")),
        *(("choyxona", "чойхона"), ("yer", "ер"), ("poyezd", "поезд"), ("yangi", "янги"), ("elchi", "элчи")),
    ],
)
def test_a_word_is_known_in_both_scripts(latin: str, cyrillic: str) -> None:
    assert in_other_script(latin, known=True) == cyrillic
    assert in_other_script(cyrillic, known=True) == latin


@pytest.mark.parametrize("word", ["мост", "most", "man", "сон", "school", "policy", "weather", "деҳӯ", "کتاب", ""])
def test_what_is_too_short_to_tell_or_no_uzbek_has_no_other_script(word: str) -> None:
    assert in_other_script(word) is None


def test_a_short_word_is_known_by_its_letters_and_endings() -> None:
    assert in_other_script("йўл") == "yoʻl"
    assert in_other_script("uylar") == "уйлар"
    assert in_other_script("сув") is None
    assert in_other_script("сув", known=True) == "suv"


@given(st.text(alphabet="абвгғджзиклмнопқрстуўфхҳчш", min_size=1))
def test_there_and_back(word: str) -> None:
    assert to_cyrillic(to_latin(word)) == word.replace("сҳ", "ш").replace("чҳ", "чҳ")
