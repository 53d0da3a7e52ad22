"""Text that was encoded twice is read rightly, where that is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.charset import decode
from crawler.extraction.mojibake import is_lost, looks_misread, mend
from tests.language_texts import ARTICLES


def twice(text: str, encoding: str) -> str:
    """UTF-8 read in a one-byte encoding; bytes that it leaves open stay, as in browsers."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1251"])
@pytest.mark.parametrize("language", ["tg", "ru", "ky", "kk", "uz-Cyrl", "en"])
def test_page_that_was_encoded_twice_is_read(language: str, encoding: str) -> None:
    html = f"<html><p>{ARTICLES[language]}</p><p>“it’s — «да»”</p></html>"
    assert decode(twice(html, encoding).encode()) == html


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_persian_that_was_encoded_twice_is_read(encoding: str) -> None:
    html = f"<html><p>{ARTICLES['fa']}</p></html>"
    assert decode(twice(html, encoding).encode()) == html


def test_page_that_was_encoded_twice_and_cut_is_read() -> None:
    payload = twice(f"<html><p>{ARTICLES['tg']}</p><p>да", "latin-1").encode()
    found = decode(payload[:-1])
    assert found is not None
    assert ARTICLES["tg"] in found


def test_only_the_garbled_pieces_are_mended() -> None:
    good = f"<p>{ARTICLES['ru']}</p>"
    assert decode((good + twice(good, "cp1251") + "<p>é</p>").encode()) == good * 2 + "<p>é</p>"


def test_text_that_lost_bytes_on_the_way_is_no_text() -> None:
    lost = ARTICLES["tg"].encode().decode("cp1252", "replace")
    assert decode(f"<html><p>{lost}</p>".encode()) is None


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866"])
@pytest.mark.parametrize("language", ["tg", "ru", "ky", "kk", "uz-Cyrl"])
def test_utf8_that_was_read_as_an_old_cyrillic_encoding_is_read(language: str, encoding: str) -> None:
    html = f"<html><p>{ARTICLES[language]}</p><p>«да» — № 5</p></html>"
    assert decode(twice(html, encoding).encode()) == html


@pytest.mark.parametrize("first", ["latin-1", "cp1252", "cp1251"])
@pytest.mark.parametrize("second", ["latin-1", "cp1252", "cp1251"])
@pytest.mark.parametrize("language", ["tg", "ru"])
def test_page_that_was_encoded_three_times_is_read(language: str, first: str, second: str) -> None:
    html = f"<html><p>{ARTICLES[language]}</p></html>"
    assert decode(twice(twice(html, first), second).encode()) == html


@pytest.mark.parametrize("western", ["latin-1", "cp1252"])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_one_byte_cyrillic_that_was_read_as_latin_is_read(encoding: str, western: str) -> None:
    html = f"<html><h1>Новости</h1><p>{ARTICLES['ru']}</p></html>"
    assert decode(html.encode(encoding).decode(western, "ignore").encode()) == html


@pytest.mark.parametrize(
    "text",
    [
        "Crème brûlée à l’été où Noël naît; señora, mañana, ñandú, íñigo, año",
        "Ísafjörður er bær á Vestfjörðum. Þótt veðrið sé öðruvísi, þá er þar íà, ñò",
        "На экране было написано «Íîâîñòè», то есть «Новости», и больше ничего не было видно до утра",
    ],
)
def test_accents_and_quoted_nonsense_stay(text: str) -> None:
    assert decode(f"<p>{text}</p>".encode()) == f"<p>{text}</p>"


@pytest.mark.parametrize("language", ["tg", "ru", "ky", "kk", "fa"])
def test_text_of_question_marks_or_replacement_characters_is_lost(language: str) -> None:
    text = ARTICLES[language]
    assert not is_lost(text)
    assert is_lost(text.encode("ascii", "replace").decode())
    assert is_lost(text.encode().decode("ascii", "replace"))


@pytest.mark.parametrize(
    "text",
    [
        "Why?? Who? What??? " + ARTICLES["en"],
        "“???” was all that the page showed, said the mayor of the town, who saw a lost text for the first time.",
        "Сол\ufffdи гузашта дар шаҳри Душанбе боз як мактаби нав кушода шуд.",
        "Was? Wer? Wo? Wann?",
        "",
    ],
)
def test_text_that_asks_or_lacks_a_letter_is_not_lost(text: str) -> None:
    assert not is_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "«СССР» и «США»",
        "Он показал: Ð° вместо «а», Р° вместо «а»",
        "CRÉÉE À SÃO PAULO, â€ stands for a quote – désolé",
        "Температура 25 °С, С° и Р°",
        "El Niño Ñ° y año",
        "â€</p><p>Ж…</p><p>Ф•",
    ],
)
def test_text_that_only_looks_so_stays_as_it_is(text: str) -> None:
    assert decode(f"<p>{text}</p>".encode()) == f"<p>{text}</p>"


def test_sound_pages_are_not_looked_at_twice() -> None:
    assert not any(looks_misread(f"<p>{text} “it’s” «да» № 5 — 25 °C</p>".encode()) for text in ARTICLES.values())


@given(st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщыьэюяқғҳӯӣҷ ,.«»—"), min_size=1))
def test_mending_undoes_what_was_done(text: str) -> None:
    for encoding in ("latin-1", "cp1252", "cp1251"):
        assert mend(twice(text, encoding)) == text


@given(st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщыьэюяқғҳӯӣҷАБВ ,.«»—")))
def test_text_with_a_small_letter_after_another_is_never_mended(text: str) -> None:
    assert mend("да " + text) == "да " + text


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert isinstance(mend(text), str)
