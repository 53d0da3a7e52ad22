"""Words of several languages that say one thing."""

from __future__ import annotations

import pytest

from archive.same_words import NUMERALS, meaning


@pytest.mark.parametrize(
    "words",
    [
        "заминларза зилзила землетрясение earthquake quake zilzila",
        "сӯхтор пожар fire yongʻin",
        "маҷлис парламент parliament мәжіліс",
        "омӯзгор учитель teacher oʻqituvchi мугалим",
    ],
)
def test_one_thing_is_one_in_all_languages(words: str) -> None:
    assert len({meaning(word) for word in words.split()} - {None}) == 1


@pytest.mark.parametrize(
    ("word", "form"),
    [
        *(("пожар", form) for form in ("пожара", "пожаром", "пожарами")),
        *(("взятка", form) for form in ("взятку", "взяток", "взятками")),
        *(("сӯхтор", form) for form in ("сӯхтори", "сӯхторро", "сӯхторҳо")),
        *(("earthquake", form) for form in ("earthquakes", "earthquake's")),
        ("yongʻin", "yong'in"),
        ("запрещено", "запрещён"),
    ],
)
def test_forms_of_a_word_say_what_it_says(word: str, form: str) -> None:
    assert meaning(form) == meaning(word) is not None


@pytest.mark.parametrize("word", ["рисковать", "риска", "столы", "грузинский", "varzob", "х", ""])
def test_word_that_only_begins_alike_says_nothing(word: str) -> None:
    assert meaning(word) is None


def test_longest_listed_form_counts() -> None:
    assert meaning("грузовика") == meaning("truck") != meaning("груза")


def test_numbers_in_words_are_their_digits() -> None:
    assert {NUMERALS[word] for word in ("се", "три", "трёх", "three", "uch")} == {"3"}
    assert "он" not in NUMERALS
