from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.gate import clean, clean_or_none
from tests.archives import LIBRARY, VODI, arrives, entry, open_archive, page, response

ANY_TEXT = st.text(st.characters() | st.sampled_from("\r\n\t\x00\x85\u00ad\u200c\u202e\ufeff\ud800\udfff\u0301и\u0306"))


@given(ANY_TEXT)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", clean(text))


@given(ANY_TEXT)
def test_clean_text_holds_no_control_surrogate_or_bidi_mark(text: str) -> None:
    for character in clean(text):
        assert unicodedata.category(character) not in ("Cc", "Cs") or character in "\t\n"
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(ANY_TEXT)
def test_clean_text_can_be_written_as_utf8(text: str) -> None:
    assert clean(text).encode().decode() == clean(text)


@given(ANY_TEXT, st.sampled_from(["NFC", "NFD"]))
def test_decomposed_text_becomes_the_same_as_composed(text: str, form: str) -> None:
    assert clean(unicodedata.normalize(form, clean(text))) == clean(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\tb", "a\tb"),
        ("га\u00adзета", "газета"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Тоҷикистони\u0306", "Тоҷикистонй"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("и\u00ad\u0306", "й"),
        ("\ufeffstart", "start"),
        ("half \ud83d emoji", "half  emoji"),
        ("whole 😀 emoji", "whole 😀 emoji"),
        ("", ""),
    ],
)
def test_what_is_kept_of_a_text(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_unknown_stays_unknown() -> None:
    assert clean_or_none(None) is None
    assert clean_or_none("a\x00b") == "ab"


def test_nothing_reaches_the_database_around_it(tmp_path: Path) -> None:
    """Lists are JSON, in which a control would stand escaped."""
    evil = "a\x00\x85\u202e\u00adи\u0306"
    with open_archive(tmp_path / "archive.db") as archive:
        archive.register([replace(VODI, name=f"Vodi {evil}")])
        named = entry(f"https://vodi.example/en/{evil}", title=evil, published_raw=evil)
        archive.discovered(VODI, "feed", VODI.homepage, [named])
        task = archive.next_entry(VODI, [])
        assert task is not None
        capture_id = archive.record(response(f"https://vodi.example/en/{evil}"), task)
        facts = dict.fromkeys(("section", "description", "image", "license", "published_raw", "language"), evil)
        article = page(task.url, evil, f"{LIBRARY} {evil}", authors=(evil,), keywords=(evil,), **facts)
        archive.withhold([archive.add(article, VODI, capture_id, task).id or 0], evil)
        stored = 0
        for table in ("source", "entry", "capture", "article", "revision", "withholding", "alias", "headline"):
            for row in archive.db.execute(f"SELECT * FROM {table}"):
                for value in row:
                    if isinstance(value, str):
                        stored += 1
                        assert clean(value) == value, table
                        assert "\\u00" not in value, table
    assert stored > 40


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("O'zbekiston, o‘zbek, bo’ldi", "Oʻzbekiston, oʻzbek, boʻldi"),
        ("tog` va bog'da", "togʻ va bogʻda"),
        ("ma'no, sanʼat", "ma'no, sanʼat"),
        ("‘Xalqning’ ‘Euro’", "‘Xalqning’ ‘Euro’"),
    ],
)
def test_letters_of_uzbek_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean(typed, "uz-Latn") == clean(clean(typed, "uz"), "uz") == kept
    assert clean(typed, "en") == clean(typed) == typed


def test_uzbek_article_is_kept_with_its_letters(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page("https://vodi.example/en/1", "O'zbekiston", "Bo’ldi, dedi u.", language="uz"))
        assert archive.db.execute("SELECT title, text FROM article").fetchone() == ("Oʻzbekiston", "Boʻldi, dedi u.")
