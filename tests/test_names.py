"""Names of people in bylines of the region and of the web."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.names import LONGEST, is_full, is_name, read_names, without_parts


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Zarina Hakimova", ["Zarina Hakimova"]),
        ("By Zarina Hakimova", ["Zarina Hakimova"]),
        ("By Zarina Hakimova, Health Editor", ["Zarina Hakimova"]),
        ("Zarina Hakimova, Staff Writer", ["Zarina Hakimova"]),
        ("Zarina Hakimova, PhD", ["Zarina Hakimova"]),
        ("Zarina Hakimova | Senior Political Correspondent", ["Zarina Hakimova"]),
        ("Written by: Zarina Hakimova and Dilshod Rahmonov", ["Zarina Hakimova", "Dilshod Rahmonov"]),
        ("Posted on November 2, 2026 by Zarina Hakimova", ["Zarina Hakimova"]),
        ("By Zarina Hakimova Monday, November 2, 2026", ["Zarina Hakimova"]),
        ("Zarina Hakimova for Vodi News", ["Zarina Hakimova for Vodi News"]),
        ("Zarina Hakimova, special to Vodi News", ["Zarina Hakimova"]),
        ("Zarina Hakimova (zh)", ["Zarina Hakimova"]),
        ("Zarina Hakimova zarina@vodi.example @zarina_h", ["Zarina Hakimova"]),
        ("Zarina Hakimova https://vodi.example/zarina", ["Zarina Hakimova"]),
        ("Zarina Hakimova Viewed 213 times", ["Zarina Hakimova"]),
        ("Zarina Hakimova · 1 213 views", ["Zarina Hakimova"]),
        ("Зарина Ҳакимова | Просмотров: 1 213", ["Зарина Ҳакимова"]),
        ("Zarina Hakimova 4 min read", ["Zarina Hakimova"]),
        ("Sarah Reads", ["Sarah Reads"]),
        ("213 маротиба дида шуд", []),
        ("Просмотры", []),
        ("Автор: Зарина Ҳакимова", ["Зарина Ҳакимова"]),
        ("Зарина Хакимова, корреспондент", ["Зарина Хакимова"]),
        ("Корреспондент Зарина Хакимова", ["Зарина Хакимова"]),
        ("Специальный корреспондент Зарина Хакимова", ["Зарина Хакимова"]),
        ("Зарина Хакимова, специально для Vodi News", ["Зарина Хакимова"]),
        ("Подготовила Зарина Хакимова", ["Зарина Хакимова"]),
        ("Зарина Хакимова и Дилшод Рахмонов", ["Зарина Хакимова", "Дилшод Рахмонов"]),
        ("Муаллиф: Зарина Ҳакимова", ["Зарина Ҳакимова"]),
        ("Зарина ҲАКИМОВА, хабарнигори рӯзнома", ["Зарина ҲАКИМОВА"]),
        ("Мухбири мо Зарина Ҳакимова", ["Зарина Ҳакимова"]),
        ("Зарина Ҳакимова ва Дилшод Раҳмонов", ["Зарина Ҳакимова", "Дилшод Раҳмонов"]),
        ("Muallif: Zarina Hakimova", ["Zarina Hakimova"]),
        ("Tayyorladi: Zarina Hakimova va Dilshod Rahmonov", ["Zarina Hakimova", "Dilshod Rahmonov"]),
        ("Zarina Hakimova, muxbir", ["Zarina Hakimova"]),
        ("Von Zarina Hakimova und Dilshod Rahmonov", ["Zarina Hakimova", "Dilshod Rahmonov"]),
        ("Text von Zarina Hakimova", ["Zarina Hakimova"]),
        ("НИАТ «Ховар» Ховар", ["НИАТ «Ховар»"]),
        ("Jean-Luc O'Hara", ["Jean-Luc O'Hara"]),
        ("Martin Luther King Jr.", ["Martin Luther King Jr."]),
        ("admin", []),
        ("Администратор", []),
        ("By", []),
        ("Staff Writer", []),
        ("5 min read", []),
        ("2 ноября 2026", []),
        ("", []),
    ],
)
def test_line_gives_its_names(line, names):
    assert list(read_names(line)) == names


def test_name_that_is_part_of_another_is_left_out():
    assert without_parts(["НИАТ «Ховар»", "Ховар"]) == ("НИАТ «Ховар»",)
    assert without_parts(["Zarina Hakimova", "ZARINA HAKIMOVA", "Zarina"]) == ("Zarina Hakimova",)
    assert without_parts(["Anna", "Annabel Lee"]) == ("Anna", "Annabel Lee")


@given(st.text(max_size=200))
def test_any_line_gives_names_that_can_be_ones(line):
    for name in read_names(line):
        assert is_name(name)
        assert len(name) <= LONGEST


@given(st.lists(st.text("abcd АБВ-", min_size=1, max_size=8).filter(is_name), max_size=6))
def test_names_stay_apart_and_in_their_order(names):
    kept = without_parts(names)
    assert len(set(kept)) == len(kept)
    assert list(kept) == sorted(kept, key=names.index)
    assert bool(kept) == bool(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zarina Hakimova", True),
        ("Ali ibn Hakim", True),
        ("زرینا حکیمی", True),
        ("松岡", True),
        ("Dushanbe", False),
        ("zarina hakimova", False),
        ("Desk: Zarina Hakimova", False),
        ("The Bridge That Opened Today", False),
        ("Series M4-2", False),
    ],
)
def test_first_name_and_name(text, expected):
    assert is_full(text) is expected
