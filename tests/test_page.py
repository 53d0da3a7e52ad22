"""Bytes become one parsed page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Rejection
from crawler.extraction.page import Page, absolute, open_page

URL = "https://vodi.example/news/1"
SENTENCE = "В понедельник в Душанбе открыли мост через реку Варзоб, сообщили в мэрии. "
TAJIK = "Дар Душанбе пули нави дарёи Варзоб ба истифода дода шуд. "


def html(text, head=""):
    return f"<html><head>{head}</head><body><p>{text}</p></body></html>"


def words(payload, content_type=None):
    page = open_page(payload, URL, content_type)
    assert isinstance(page, Page), page
    return page.tree.text_content().strip()


def reason(payload, content_type="text/html"):
    rejected = open_page(payload, URL, content_type)
    assert isinstance(rejected, Rejection)
    return rejected.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("header", [None, "text/html; charset=windows-1251", "text/html; charset=iso-8859-1"])
def test_unicode_bytes_win_over_a_wrong_header(encoding, header):
    assert words(html(SENTENCE).encode(encoding), header) == SENTENCE.strip()


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "declared", [None, "utf-8", "iso-8859-1", "windows-1251", "koi8-r", "windows-1252", "x-nonsense", "utf-7"]
)
def test_cyrillic_is_read_whatever_the_header_says(encoding, declared):
    header = declared and f"text/html; charset={declared}"
    assert words(html(SENTENCE * 5).encode(encoding), header) == (SENTENCE * 5).strip()


def test_wrong_meta_element_is_overruled_too():
    payload = html(SENTENCE * 5, '<meta charset="koi8-r">').encode("windows-1251")
    assert words(payload) == (SENTENCE * 5).strip()


def test_declared_western_page_is_read():
    text = "Le président a visité l'école de Genève où les élèves étudient. " * 3
    assert words(html(text).encode("windows-1252"), "text/html; charset=windows-1252") == text.strip()


def test_undeclared_western_page_is_detected():
    text = "Der Präsident besuchte die Schule in Zürich, wo die Schüler über die Brücke sprachen. " * 3
    assert words(html(text).encode("windows-1252")) == text.strip()


def test_character_cut_in_the_middle_spoils_only_itself():
    payload = html(TAJIK * 20).encode().replace("Варзоб".encode(), "Варзоб".encode()[:-1], 1)
    for header in (None, "text/html; charset=utf-8", "text/html; charset=windows-1251"):
        found = words(payload, header)
        assert found.count("\ufffd") == 1
        assert "ба истифода дода шуд" in found


def test_bytes_that_no_encoding_explains_are_rejected():
    assert reason(b"<html><body><p>" + bytes(range(128, 256)) * 20 + b"</p></body></html>") == "charset"


@pytest.mark.parametrize(
    "payload",
    [
        (html(SENTENCE * 5) + html(TAJIK)).encode() + html(SENTENCE * 5).encode("koi8-r"),
        html(SENTENCE * 5).encode("windows-1251") + html(SENTENCE * 5).encode("koi8-r"),
        html(SENTENCE * 5).encode() + html(SENTENCE * 5).encode("windows-1251"),
        html(SENTENCE * 5).encode().replace("е".encode(), b"\xd0"),
        html(TAJIK * 5).encode().decode("windows-1252", "replace").encode(),
    ],
    ids=["utf-8 and koi8-r", "windows-1251 and koi8-r", "utf-8 and windows-1251", "bytes lost", "encoded twice, lost"],
)
def test_garbled_pages_are_rejected_not_stored(payload):
    assert reason(payload, "text/html; charset=utf-8") == "charset"


def test_tajik_letters_written_as_numbers_are_letters():
    for number in ("&#1203;", "&#x4B3;", "&#X4b3;"):
        payload = html(f"{TAJIK * 3} ша{number}р &#151; &#147;да&#148;").encode("windows-1251", "xmlcharrefreplace")
        assert words(payload).endswith("шаҳр — “да”")


@pytest.mark.parametrize("payload", [b"", b" \r\n\t "])
def test_empty_body_has_no_text(payload):
    assert reason(payload) == "no-text"


@pytest.mark.parametrize(
    "payload",
    [
        b"%PDF-1.7 <html>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"\x1f\x8b\x08",
        b'{"html": "<p>text</p>"}',
        b'[{"a": "<div>"}]',
        b'<?xml version="1.0"?><rss><channel><title>News</title></channel></rss>',
        b"<!-- made by hand --><urlset><url/></urlset>",
        b"Only words, without any markup",
        b"\x00" * 300,
    ],
)
def test_other_kinds_of_files_are_not_html(payload):
    assert reason(payload) == "not-html"


def test_html_is_html_even_under_another_content_type():
    assert words(html(TAJIK).encode(), "text/plain") == TAJIK.strip()


def test_comments_before_the_page_cost_nothing():
    assert words(("<!-- a --> " * 60 + html(TAJIK)).encode()) == TAJIK.strip()


def test_xhtml_with_an_encoding_declaration_is_read():
    payload = '<?xml version="1.0" encoding="windows-1251"?>' + html(SENTENCE)
    assert words(payload.encode("windows-1251")) == SENTENCE.strip()


@pytest.mark.parametrize("end", ["</body></html>", "</HTML >", "</html", "</body>"])
def test_what_follows_the_end_of_the_document_is_read_as_browsers_do(end):
    assert words(f"<html><body><p>{SENTENCE}</p>{end}<p>{TAJIK}</p></html>".encode()).endswith(TAJIK.strip())


def test_nul_bytes_are_taken_out():
    assert words(html("one\x00two").encode()) == "onetwo"


def test_text_a_thousand_elements_deep_is_there():
    assert words(html("<div>" * 1000 + "deep").encode()) == "deep"


def test_scripts_are_read_for_linked_data_and_taken_out():
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A"}</script>'
    page = open_page(html("text", script).encode(), URL)
    assert page.linked_data == ({"@type": "NewsArticle", "headline": "A"},)
    assert page.tree.find(".//script") is None


def test_columns_of_a_layout_table_are_no_rows_of_data():
    table = "<table><tr><td><p>One.</p><p>Two.</p></td><td>Side</td></tr></table>"
    assert open_page(html(table).encode(), URL).tree.find(".//table") is None
    data = "<table><tr><td>Rate</td><td>10.6</td></tr></table>"
    assert open_page(html(data).encode(), URL).tree.find(".//table") is not None


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("/en/", "https://vodi.example/en/"),
        ("javascript:alert(1)", URL),
        ("http://[::1", URL),
        ("", URL),
    ],
)
def test_base_element_counts_only_as_a_web_address(base, expected):
    assert open_page(html("text", f'<base href="{base}">').encode(), URL).base == expected


def test_only_web_links_are_absolute():
    assert absolute(URL, "../a") == "https://vodi.example/a"
    assert [absolute(URL, link) for link in (None, "", "mailto:a@b", "javascript:x", "http://[")] == [None] * 5


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: html(text).encode("utf-8", "replace")))
def test_any_bytes_are_a_page_or_a_rejection(payload):
    assert isinstance(open_page(payload, URL, "text/html"), Page | Rejection)
