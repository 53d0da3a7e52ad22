"""Saved searches: a file that a person writes by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import UsageProblem
from archive.search.saved import beside, saved_search, saved_searches


def test_searches_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = beside(tmp_path / "archive.db")
    path.write_text(
        "# ours\nfloods = 'сел OR \"high water\"'\n\"об-ва-сел\" = 'title:сел* lang:tg'\n", encoding="utf-8"
    )
    assert list(saved_searches(path).items()) == [
        ("floods", 'сел OR "high water"'),
        ("об-ва-сел", "title:сел* lang:tg"),
    ]
    assert saved_search(path, "floods") == 'сел OR "high water"'


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert saved_searches(tmp_path / "searches.toml") == {}
    with pytest.raises(UsageProblem, match=r'has no search "floods" \(there: none\)\. Add a line'):
        saved_search(tmp_path / "searches.toml", "floods")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("floods = ", r"searches\.toml: not TOML"),
        ("floods = " + "[" * 5_000, "not TOML .its brackets lie too deep"),
        ("floods = 5", "floods has no query"),
        ("floods = ' '", "floods has no query"),
        ("[floods]\nquery = 'x'", "floods has no query"),
        ("'a/b' = 'x'", "'a/b' names no search"),
        ("\"\" = 'x'", "'' names no search"),
    ],
)
def test_what_is_no_search_is_told_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "searches.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem, match=said):
        saved_searches(path)


def test_a_folder_and_foreign_bytes_are_told_too(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        saved_searches(tmp_path)
    path = tmp_path / "searches.toml"
    path.write_bytes(b"a = '\xff'")
    with pytest.raises(UsageProblem, match="not TOML"):
        saved_searches(path)
