"""Skeletons and search keys: one name, however it is written."""

from __future__ import annotations

import timeit
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.fold import LONGEST_WORD, search_keys, skeleton

SAME_NAME = [
    ("rahmon", "Раҳмон Рахмон РАҲМОН рахмон Rahmon Rakhmon RAKHMON Rahmon's Rahmon’s"),
    ("hujand", "Хуҷанд Худжанд Khujand Khudzhand Xujand Hujand"),
    ("gafurov", "Ғафуров Гафуров Ghafurov Gafurov Gʻafurov G'afurov Ğafurov"),
    ("jalilov", "Ҷалилов Джалилов Jalilov Djalilov Dzhalilov Zhalilov"),
    ("kosimov", "Қосимов Qosimov Kosimov Косимов"),
    ("zoev", "Зиёев Ziyoev Ziyoyev"),
    ("alev", "Алиев Aliev Aliyev"),
    ("usuf", "Юсуф Yusuf"),
    ("mara", "Мария Maria Mariya"),
    ("hairulo", "Хайрулло Khayrullo Khairullo Hayrullo"),
    ("uzbekiston", "Ўзбекистон Oʻzbekiston O'zbekiston O‘zbekiston Ӯзбекистон Узбекистон"),
    ("berdimuhamedov", "Бердымухамедов Berdimuhamedow Berdimuhamedov"),
    ("vashington", "Вашингтон Washington"),
    ("japarov", "Жапаров Japarov Zhaparov"),
    ("tokaev", "Тоқаев Токаев Tokayev Toqaev"),
    ("kazan", "Казань Kazan' Kazan"),
    ("shavkat", "Шавкат Shavkat Şavkat"),
    ("علی", "علي علی"),
    ("کابل", "كابل کابل"),
]


@pytest.mark.parametrize(("key", "spellings"), SAME_NAME)
def test_every_spelling_of_a_name_has_one_skeleton(key: str, spellings: str) -> None:
    assert {spelling: skeleton(spelling) for spelling in spellings.split()} == dict.fromkeys(spellings.split(), key)


@pytest.mark.parametrize(
    ("one", "other"), [("Рахмон", "Рахмонов"), ("Khujand", "Khorog"), ("Сино", "Зино"), ("Karimov", "Kasimov")]
)
def test_different_names_keep_different_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_a_decomposed_name_has_the_same_skeleton() -> None:
    assert skeleton(unicodedata.normalize("NFD", "Эмомалӣ")) == skeleton("Эмомалӣ") == "emomali"


def test_a_word_longer_than_any_name_has_no_skeleton() -> None:
    assert skeleton("а" * LONGEST_WORD) == "a"
    assert skeleton("а" * (LONGEST_WORD + 1)) == ""


@given(st.text())
def test_a_skeleton_is_letters_and_digits_in_lower_case(word: str) -> None:
    key = skeleton(word)
    assert key == "" or key.isalnum()
    assert not any(letter.isupper() for letter in key if letter.isascii())


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяёғӣқӯҳҷ", min_size=1))
def test_cyrillic_ends_as_latin(word: str) -> None:
    assert skeleton(word).isascii()


def test_keys_are_the_capitalised_words_each_once_in_order() -> None:
    keys = search_keys("Раҳмон дар Хоруғ", "Президент Эмомалӣ Раҳмон ба шаҳри Хоруғ рафт.")
    assert keys == "rahmon horug prezident emomali"


def test_a_word_also_written_in_lower_case_is_no_name() -> None:
    assert search_keys("Мост открыт", "Новый мост в Душанбе.") == "novi dushanbe"


def test_prepositions_and_initials_are_no_keys() -> None:
    assert search_keys("В Оше", "Ш. Мирзо. На Памире.") == "oshe mirzo pamire"


def test_a_name_with_yo_is_found_with_and_without_it() -> None:
    assert search_keys("", "Приехал Семёнов.") == "prehal semonov semenov"
    assert skeleton("Semyonov") == "semonov"
    assert skeleton("Semenov") == "semenov"


def test_keys_of_a_decomposed_text_are_those_of_the_composed() -> None:
    text = "Эмомалӣ Раҳмон, Семён ва Қурғонтеппа"
    assert search_keys("", unicodedata.normalize("NFD", text)) == search_keys("", text)


def test_apostrophes_inside_a_name_do_not_split_it() -> None:
    assert search_keys("", "Gʻafur Gʻulom va O‘tkir") == "gafur gulom utkir"


def test_no_names_no_keys() -> None:
    assert search_keys("", "") == ""
    assert search_keys("курс валют", "10.61 сомони — 0.12") == ""


@given(st.text(), st.text())
def test_keys_never_repeat_and_hold_only_letters_and_blanks(title: str, text: str) -> None:
    keys = search_keys(title, text).split(" ")
    assert len(keys) == len(set(keys))
    assert keys == [""] or all(key.isalnum() and len(key) >= 3 for key in keys)


def test_keys_of_a_long_article_take_well_under_a_millisecond() -> None:
    paragraph = "Президент Эмомалӣ Раҳмон ба шаҳри Хоруғ рафт ва бо сокинони Бадахшон вохӯрд. "
    text = (paragraph * 14)[:1100] + "".join(f"Ном{chr(1072 + n)} " for n in range(20))
    assert len(text.encode()) > 2_000
    skeleton.cache_clear()
    search_keys("", text)
    assert min(timeit.repeat(lambda: search_keys("", text), number=10, repeat=5)) / 10 < 0.001


def test_keys_are_a_small_part_of_the_text() -> None:
    text = (
        "Дар шаҳри Хоруғ китобхонаи нави мактабӣ кушода шуд. Дар маросими кушоиш роҳбари вилоят Алишер "
        "Мирзонабот иштирок намуда, ба хонандагон чор ҳазор китоб тақдим кард. Муаллимон изҳор доштанд, ки "
        "китобхонаи нав барои баланд бардоштани сатҳи дониши хонандагон мусоидат хоҳад кард."
    )
    assert 0 < len(search_keys("", text).encode()) < 0.12 * len(text.encode())
