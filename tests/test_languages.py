"""Language of a text among the catalogue's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.languages import CATALOGUE, detect_language

TEXTS = [
    ("tg", "Президент аз намоишгоҳи ҳунарҳои мардумӣ дидан кард ва бо ҳунармандон суҳбат намуд."),
    ("tg", "Дар Хоруғ китобхонаи нави мактабӣ бо чор ҳазор китоб кушода шуд."),
    ("ru", "Президент посетил выставку народных ремёсел и поговорил с мастерами."),
    ("ru", "В Хороге открылась школьная библиотека на четыре тысячи книг."),
    ("en", "The president visited an exhibition of folk crafts and spoke with the makers."),
    ("uz", "Toshkentda yangi maktab kutubxonasi ochildi, unda to‘rt ming kitob bor."),
    ("uz", "Тошкентда янги мактаб кутубхонаси очилди, унда тўрт минг китоб бор."),
    ("ky", "Бишкекте жаңы мектеп китепканасы ачылды, анда төрт миң китеп бар."),
    ("kk", "Алматыда жаңа мектеп кітапханасы ашылды, онда төрт мың кітап бар."),
    ("tk", "Aşgabatda täze mekdep kitaphanasy açyldy, onda dört müň kitap bar."),
    ("fa", "کتابخانه جدید مدرسه در شهر با چهار هزار کتاب گشایش یافت."),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_language_of_the_region_is_recognised(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_declared_language_is_not_the_last_word(language, text):
    assert detect_language(text, ("az",)) == language


def test_declared_language_is_preferred_where_the_text_leaves_it_open():
    assert detect_language("Рахмон", ("tg",)) == "tg"
    assert detect_language("Рахмон", ("ru",)) == "ru"


def test_source_may_add_a_language_that_the_catalogue_lacks():
    text = "Президент відвідав виставку народних ремесел і поговорив з майстрами про їхню працю."
    assert detect_language(text, ("uk",)) == "uk"
    assert detect_language(text) in CATALOGUE


def test_unknown_and_regional_tags_do_no_harm():
    assert detect_language("The bridge reopened on Monday.", ("en-GB", "xx-nonsense", "")) == "en"


@pytest.mark.parametrize("text", ["", "  ", "2026", "— 10:30 —"])
def test_text_without_letters_has_no_language(text):
    assert detect_language(text) is None


@given(st.text(max_size=200))
def test_any_text_has_a_language_of_the_catalogue_or_none(text):
    assert detect_language(text) in {None, *CATALOGUE}
