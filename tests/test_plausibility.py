"""How surprising a text's letters are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.charset import STRANGE, STRANGE_CYRILLIC
from crawler.extraction.plausibility import surprise
from tests.language_texts import ARTICLES, SECOND

CYRILLIC = ["tg", "ru", "uz-Cyrl", "ky", "kk"]
SWAPPED = [("koi8-r", "cp1251"), ("cp1251", "koi8-r"), ("cp1251", "cp866"), ("koi8-r", "cp1252"), ("utf-8", "cp1251")]


def mean(text: str) -> float:
    nats, letters = surprise(text)
    return nats / letters


@pytest.mark.parametrize("language", CYRILLIC)
def test_sound_cyrillic_stays_below_its_bound(language: str) -> None:
    for text in (ARTICLES[language], SECOND[language], ARTICLES[language].upper()):
        assert mean(text) < STRANGE_CYRILLIC


def test_other_sound_text_stays_below_the_bound() -> None:
    for text in (ARTICLES["fa"], "Le président a visité l’école de Genève où les élèves étudient l’été.", "“It’s”"):
        assert mean(text) < STRANGE


@pytest.mark.parametrize(("written", "read"), SWAPPED)
def test_text_read_in_another_encoding_is_above_the_bound(written: str, read: str) -> None:
    for text in (ARTICLES["ru"], SECOND["ru"]):
        assert mean(text.encode(written).decode(read, "replace")) > STRANGE_CYRILLIC


def test_ascii_surprises_nobody() -> None:
    assert surprise(ARTICLES["en"]) == (0.0, 0)


@pytest.mark.parametrize(("sound", "odd"), [("Мост да", "мосТ да"), ("мост", "мoст"), ("été", "éét")])
def test_capital_within_a_word_two_scripts_and_accents_in_a_row_surprise(sound: str, odd: str) -> None:
    assert mean(odd) > mean(sound) + 0.3


def test_chinese_character_counts_for_two() -> None:
    assert surprise("桥")[1] == 2


@given(st.text())
def test_any_text_has_a_surprise(text: str) -> None:
    nats, letters = surprise(text)
    assert nats >= 0
    assert letters >= sum(char > "\x7f" for char in text)
