"""Names that one place has in several languages: how they are written down, and when a word is one of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from archive.readonly import open_readonly
from archive.search.hits import search
from archive.search.other_names import PACKAGED, names_in, names_of_words, other_names, packaged_names
from tests.samples import sample_archive


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("таджикистане", "тоҷикистон"),
        ("tojikiston", "تاجیکستان"),
        ("хороге", "хоруғ"),
        ("khorugh", "хорог"),
        ("тошканд", "ташкент"),
        ("oʻzbekiston", "узбекистан"),
        ("россию", "русия"),
        ("пекине", "beijing"),
        ("алма-ата", "алматы"),
        ("китая", "چین"),
        ("китаем", "xitoy"),
        ("xitoyga", "чин"),
        ("қытайдың", "китай"),
        ("чинро", "китай"),
        ("хоруғда", "хорог"),
    ],
)
def test_a_name_in_any_form_and_spelling_brings_the_others(typed: str, called: str) -> None:
    assert called in other_names(sqlite3.connect(":memory:"), typed)


@pytest.mark.parametrize("word", ["президент", "школа", "китоб", "россыпи", "maktab", "", "🙂", "ё", "کتاب"])
def test_other_words_have_no_other_names(word: str) -> None:
    assert other_names(sqlite3.connect(":memory:"), word) == ()


def test_a_word_that_a_line_has_is_not_also_a_form_of_another() -> None:
    assert "кыргыз" not in other_names(sqlite3.connect(":memory:"), "киргизия")


def test_neighbours_may_be_one_name_together() -> None:
    names = names_of_words(sqlite3.connect(":memory:"), ["страны", "центральной", "азии"])
    assert names[0] == ()
    assert "central asia" in names[1]
    assert names[1] == names[2]


def test_an_archive_has_names_of_its_own_beside_it(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    (tmp_path / "names.txt").write_text("# rivers\nЗарафшони мо, Varzob, Дюшамбинка # old\n\n,\n", encoding="utf-8")
    connection = open_readonly(path)
    assert (
        {hit.id for hit in search(connection, "Дюшамбинки")}
        == {hit.id for hit in search(connection, "Varzob")}
        == {1, 4}
    )
    connection.close()


def test_the_packaged_names_are_well_formed() -> None:
    lines = [names for names in packaged_names() if names]
    assert len(lines) >= 100
    assert all(len(names) >= 2 for names in lines)
    assert [name for name, times in Counter(name for names in lines for name in set(names)).items() if times > 1] == []
    assert names_in(PACKAGED) == packaged_names()
