"""Our pages say the same in every language, in words of the right form."""

from __future__ import annotations

import re

import pytest

from archive.browse.wording import Wording, one_few_many
from archive.browse.words import ENDONYMS, WORDINGS
from archive.browse.words.english import ENGLISH
from archive.browse.words.russian import RUSSIAN
from archive.browse.words.tajik import TAJIK

EVERY = pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
PLACE = re.compile(r"\{[a-z_]+\}")


def sentences(wording: Wording) -> dict[str, str]:
    return {key: text for key, text in wording.words.items() if "." not in key}


def nouns(wording: Wording) -> set[str]:
    return {key.partition(".")[0] for key in wording.words if "." in key}


@EVERY
def test_language_says_all_that_english_says_and_no_more(wording: Wording) -> None:
    assert sentences(wording).keys() == sentences(ENGLISH).keys()
    assert nouns(wording) == nouns(ENGLISH)
    for noun in nouns(wording):
        assert {key for key in wording.words if key.startswith(f"{noun}.")} == {f"{noun}.{f}" for f in wording.forms}


@EVERY
def test_every_sentence_has_the_places_to_fill_that_the_english_one_has(wording: Wording) -> None:
    for key, text in sentences(wording).items():
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(ENGLISH.words[key])), key


@EVERY
def test_no_word_is_empty_and_words_are_listed_in_order(wording: Wording) -> None:
    assert all(text.strip() for text in wording.words.values())
    assert list(wording.words) == sorted(wording.words)
    assert len(wording.words["bytes"].split()) == 3


@EVERY
def test_weekdays_are_seven_and_months_twelve_and_differ_when_shortened(wording: Wording) -> None:
    assert len(set(wording.months)) == len(set(wording.months_in_dates)) == 12
    assert len(set(wording.weekdays)) == 7
    assert len({wording.month(number) for number in range(1, 13)}) == 12


@EVERY
def test_language_calls_itself_what_the_facets_call_it(wording: Wording) -> None:
    assert ENDONYMS[wording.code] == wording.name


@EVERY
def test_any_number_has_a_form(wording: Wording) -> None:
    assert {wording.form(number) for number in range(200)} == set(wording.forms)


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("one", (1, 21, 31, 101, 121, 1001)),
        ("few", (2, 3, 4, 22, 24, 102, 1003)),
        ("many", (0, 5, 9, 10, 11, 12, 13, 14, 15, 19, 20, 25, 111, 112, 114, 211, 1000)),
    ],
)
def test_russian_has_three_forms(form: str, numbers: tuple[int, ...]) -> None:
    assert {one_few_many(number) for number in numbers} == {form}


def test_numbers_have_their_nouns() -> None:
    assert [ENGLISH.counted(n, "article") for n in (0, 1, 2048)] == ["0 articles", "1 article", "2,048 articles"]
    assert [RUSSIAN.counted(n, "article") for n in (1, 2, 11, 2048, 5021)] == [
        "1 статья",
        "2 статьи",
        "11 статей",
        "2\u00a0048 статей",
        "5\u00a0021 статья",
    ]
    assert [TAJIK.counted(n, "article") for n in (1, 2048)] == ["1 мақола", "2\u00a0048 мақола"]


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert [wording.date("2026-11-02") for wording in WORDINGS.values()] == [
        "2 November 2026",
        "2 ноября 2026",
        "2 ноябри 2026",
    ]


def test_weekday() -> None:
    assert [wording.weekday("2026-11-02") for wording in WORDINGS.values()] == ["Monday", "Понедельник", "Душанбе"]


def test_size_is_written_for_people() -> None:
    sizes = (0, 999, 1000, 20480, 3_400_000)
    assert [ENGLISH.size(size) for size in sizes] == ["0 B", "999 B", "1.0 kB", "20.5 kB", "3.4 MB"]
    assert RUSSIAN.size(20480) == "20,5 кБ"


def test_share_and_city() -> None:
    assert (ENGLISH.share(0.97), RUSSIAN.share(0.97)) == ("97%", "97\u00a0%")
    assert [wording.city("Dushanbe") for wording in WORDINGS.values()] == ["Dushanbe", "Душанбе", "Душанбе"]
    assert TAJIK.city("Lima") == "Lima"


@EVERY
def test_every_language_names_the_same_countries_in_order(wording: Wording) -> None:
    assert wording.countries.keys() == ENGLISH.countries.keys()
    assert list(wording.countries) == sorted(wording.countries)
