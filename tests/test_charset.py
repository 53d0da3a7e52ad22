"""Which encoding a page's bytes are in."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.charset import KNOWN, USUAL, decode
from tests.language_texts import ARTICLES, FLASHES, HEADLINES, SECOND

RUSSIAN, TAJIK, ENGLISH = ARTICLES["ru"], ARTICLES["tg"], ARTICLES["en"]
BARE = str.maketrans("ҳҷқғӯӣ", "хчкгуи")
WRONG = [None, "utf-8", "iso-8859-1", "windows-1251", "koi8-r", "x-nonsense", ""]


def page(*paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"<html><head><title>News</title>{head}</head><body><a href='/'>Home</a>{body}</body></html>"


def header(charset: str | None) -> str | None:
    return None if charset is None else f"text/html; charset={charset}"


@pytest.mark.parametrize("declared", WRONG)
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "ibm866", "mac-cyrillic", "iso-8859-5"])
def test_russian_article_is_read_whatever_is_declared(encoding: str, declared: str | None) -> None:
    html = page(RUSSIAN, SECOND["ru"])
    assert decode(html.encode(encoding), header(declared)) == html


@pytest.mark.parametrize("text", [FLASHES["ru"], HEADLINES["ru"], HEADLINES["ru"].upper()])
@pytest.mark.parametrize("declared", WRONG)
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "ibm866", "iso-8859-5"])
def test_flash_and_headline_are_enough(encoding: str, declared: str | None, text: str) -> None:
    assert decode(page(text).encode(encoding), header(declared)) == page(text)


@pytest.mark.parametrize("declared", WRONG)
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_tajik_without_its_letters_is_read(encoding: str, declared: str | None) -> None:
    for text in (TAJIK, FLASHES["tg"], HEADLINES["tg"], HEADLINES["tg"].translate(BARE).upper()):
        html = page(text.replace("Ҳ", "Х").translate(BARE))
        assert decode(html.encode(encoding), header(declared)) == html


@pytest.mark.parametrize("language", ["tg", "uz-Cyrl", "ky", "kk"])
@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_letters_that_the_encoding_lacks_may_stand_as_numbers(language: str, encoding: str) -> None:
    payload = page(ARTICLES[language]).encode(encoding, "xmlcharrefreplace")
    assert decode(payload, "text/html; charset=utf-8") == payload.decode(encoding)
    assert b"&#" in payload


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("tg", "koi8-t"), ("tg", "ptcp154"), ("kk", "kz1048"), ("ky", "ptcp154"), ("uz-Cyrl", "ptcp154")],
)
def test_declared_regional_encoding_is_believed(language: str, encoding: str) -> None:
    html = page(ARTICLES[language], head=f'<meta charset="{encoding}">')
    assert decode(html.encode(encoding)) == html


def test_persian_is_read_without_a_declaration() -> None:
    html = page(ARTICLES["fa"].replace("ی", "ي").replace("\u200c", " "))
    assert decode(html.encode("windows-1256"), "text/html; charset=windows-1251") == html


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "“The work took a year,” he said — it’s done."),
        ("windows-1252", "Le président a visité l’école de Genève où les élèves étudient l’été."),
        ("iso-8859-1", "Der Präsident besuchte die Schule in Zürich und die Brücke über den Fluß."),
        ("windows-1254", "Pazartesi günü ilçede yeni köprü açıldı, köylüler kışın da şehre ulaşıyor."),
        ("iso-8859-9", "Pazartesi günü ilçede yeni köprü açıldı, köylüler kışın da şehre ulaşıyor."),
        ("windows-1250", "Wczoraj w Łodzi otwarto nową bibliotekę, którą odwiedziło już wielu gości."),
        ("shift_jis", "月曜日、ヴァルゾブ地区で新しい橋が開通しました。工事には一年かかりました。"),
        ("gb18030", "星期一，瓦尔佐布区新公路桥通车。公司负责人说，工程历时一年。"),
    ],
)
def test_declared_encoding_of_another_region_is_believed(encoding: str, text: str) -> None:
    assert decode(page(text).encode(encoding), header(encoding)) == page(text)


@pytest.mark.parametrize(
    "name", ["cp-1251", "win-1251", "windows1251", "CP1251", "Windows-1251;", "x-cp1251", "'windows-1251'"]
)
def test_misspelled_name_is_understood(name: str) -> None:
    short = page("Ёлка")
    assert decode(short.encode("cp1251"), header(name)) == short


@pytest.mark.parametrize(
    "name",
    [
        *("utf-7", "unicode_escape", "raw_unicode_escape", "rot13", "idna", "punycode", "zlib", "bz2", "hex", "base64"),
        *("quopri", "uu", "undefined", "mbcs", "oem", "utf_16", "utf-32", "utf8mb4", "ü", "\x00", "a" * 5000, "UTF-8;"),
    ],
)
def test_names_that_are_no_encoding_of_pages_never_run(name: str) -> None:
    html = page(RUSSIAN + r" \u0041 +ADw-script+AD4-")
    assert decode(html.encode("cp1251"), header(name)) == html
    declared = page(RUSSIAN, head=f'<meta charset="{name}">')
    assert decode(declared.encode("cp1251", "ignore")) == declared.encode("cp1251", "ignore").decode("cp1251")


def test_every_codec_that_a_page_may_name_decodes_every_byte_to_text() -> None:
    everything = bytes(range(256)) * 3
    for name in KNOWN:
        assert codecs.lookup(name)._is_text_encoding
        found = everything.decode(name, "backissue_open_byte")
        assert isinstance(found, str)
        assert not any("\ud800" <= char <= "\udfff" for char in found)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="koi8-r">',
        '<meta charset="utf-8"><meta charset="windows-1251">',
        "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>",
        "<!--" + "x" * 5000 + "--><meta charset=windows-1251>",
    ],
)
def test_meta_elements_that_lie_come_late_or_contradict_are_hints_only(head: str) -> None:
    html = page(RUSSIAN, head=head)
    assert decode(html.encode("windows-1251"), "text/html; charset=iso-8859-1") == html


def test_late_meta_element_still_tells_twins_apart() -> None:
    html = page(ARTICLES["kk"], head="<!--" + "x" * 5000 + "--><meta charset=kz1048>")
    assert decode(html.encode("kz1048")) == html


def test_xml_declaration_is_a_hint_too() -> None:
    html = "<?xml version='1.0' encoding='kz1048'?>" + page(ARTICLES["kk"])
    assert decode(html.encode("kz1048")) == html


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-16", "gb18030"])
def test_valid_utf8_wins_over_any_declaration(declared: str) -> None:
    html = page(TAJIK, head=f'<meta charset="{declared}">')
    assert decode(html.encode(), header(declared)) == html


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("cut", [0, 1])
def test_wide_encodings_are_read_with_and_without_bom_even_cut(encoding: str, bom: str, cut: int) -> None:
    html = page(TAJIK)
    payload = (bom + html).encode(encoding)
    found = decode(payload[: len(payload) - cut], "text/html; charset=utf-8")
    assert found is not None
    assert found[: len(html) - cut] == html[: len(html) - cut]


def test_bom_before_another_encoding_is_no_proof() -> None:
    html = page(RUSSIAN)
    assert decode(codecs.BOM_UTF8 + html.encode("windows-1251")) == html
    assert decode(codecs.BOM_UTF8 + html.encode(), "text/html; charset=windows-1251") == html


def test_page_cut_within_its_last_character_loses_only_that() -> None:
    for text in (TAJIK, ENGLISH + " “"):
        payload = page(text).partition("</p>")[0].encode()[:-1]
        assert decode(payload, "text/html; charset=windows-1251") == payload.decode("utf-8", "ignore")


def test_a_few_broken_characters_are_replaced() -> None:
    payload = page(TAJIK * 3, "“Quoted”").encode()
    broken = payload.replace("пули".encode(), "пули".encode()[:-1], 2)
    found = decode(broken, "text/html; charset=windows-1251")
    assert found is not None
    assert found.count("\ufffd") == 2
    assert "мошингард ба истифода" in found


def test_english_page_with_one_broken_quote_stays_utf8() -> None:
    payload = page(ENGLISH + " ‘one’ ‘two’").encode().replace(b"\xe2\x80\x99", b"\xe2\x80", 1)
    assert decode(payload) == page(ENGLISH + " ‘one\ufffd ‘two’")


def test_stray_western_apostrophe_on_an_ascii_page_is_read() -> None:
    assert decode(page("It’s done").encode("windows-1252"), "text/html; charset=utf-8") == page("It’s done")


def test_sites_own_replacement_characters_are_no_fault_of_the_bytes() -> None:
    html = page(RUSSIAN + "\ufffd" * 200)
    assert decode(html.encode()) == html


@pytest.mark.parametrize(
    ("first", "second"), [("utf-8", "koi8-r"), ("windows-1251", "koi8-r"), ("koi8-r", "ibm866"), ("utf-8", "cp1251")]
)
def test_page_that_no_encoding_explains_has_no_text(first: str, second: str) -> None:
    payload = page(RUSSIAN).encode(first) + page(SECOND["ru"]).encode(second)
    assert decode(payload, header(first)) is None


def test_utf8_with_many_broken_characters_has_no_text() -> None:
    assert decode(page(RUSSIAN).encode().replace("о".encode(), b"\xd0")) is None


@pytest.mark.parametrize("seed", range(20))
def test_binary_data_has_no_text(seed: int) -> None:
    assert decode(b"<html><p>" + random.Random(seed).randbytes(3000), "text/html") is None


def test_advertisement_in_utf8_on_a_windows_page_is_read_too() -> None:
    advertisement = page("Погода в горах сегодня")
    payload = page(*[RUSSIAN] * 6).encode("windows-1251") + advertisement.encode()
    assert decode(payload) == page(*[RUSSIAN] * 6) + advertisement


def test_twins_of_the_usual_encodings_are_each_tried_once() -> None:
    assert len(set(USUAL)) == len(USUAL)
    assert {codecs.lookup(name).name for name in USUAL} <= KNOWN


@given(st.binary(max_size=300), st.text(max_size=40) | st.sampled_from([None, *(header(name) for name in WRONG)]))
def test_any_bytes_under_any_header_are_text_or_none(payload: bytes, content_type: str | None) -> None:
    for wrapped in (payload, b"<html><meta charset=" + payload, b"<p>" + payload * 5):
        found = decode(wrapped, content_type)
        assert found is None or not any("\ud800" <= char <= "\udfff" for char in found)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_utf8_comes_back_as_it_was(text: str, encoding: str) -> None:
    html = page(text)
    if not any(lead in text for lead in "ÐÑÒÓØÙÚÛâРСТУШЩЪЫÃ"):
        assert decode(html.encode(encoding), "text/html; charset=koi8-r") == html


@given(
    st.lists(st.sampled_from((RUSSIAN + " " + SECOND["ru"]).split()), min_size=12, max_size=60),
    st.sampled_from(["windows-1251", "koi8-r", "koi8-u", "ibm866", "iso-8859-5", "mac-cyrillic", "utf-16"]),
)
def test_words_under_the_right_name_come_back_as_they_were(words: list[str], encoding: str) -> None:
    html = page(" ".join(words))
    assert decode(html.encode(encoding), header(encoding)) == html
