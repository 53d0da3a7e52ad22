from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.discovery.documents import decode, kind_of, refusal, root_name, to_xml
from tests.discovery_samples import SOURCE

RUSSIAN = "<rss><title>Мост через реку Варзоб открыли в понедельник после ремонта</title></rss>"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("declared", ["", '<?xml encoding="utf-8"?>', '<?xml encoding="windows-1251"?>'])
def test_charset_is_found_whatever_is_declared(charset: str, declared: str) -> None:
    assert decode((declared + RUSSIAN).encode(charset)) == declared + RUSSIAN


def test_charset_of_the_header_is_one_candidate() -> None:
    assert decode(RUSSIAN.encode("windows-1251"), "utf-8") == RUSSIAN
    assert decode(RUSSIAN.encode("windows-1251"), "no-such-charset") == RUSSIAN


def test_one_cut_letter_does_not_change_the_charset() -> None:
    body = (RUSSIAN * 20).encode()
    assert decode(body[:-20] + b"\xd0</rss>").startswith(RUSSIAN)


def test_garbled_bytes_are_still_text() -> None:
    assert isinstance(decode(bytes(range(256)) * 4), str)


def test_no_entity_of_the_document_is_left() -> None:
    text = (
        '<!DOCTYPE x [<!ENTITY a "boo">]><x>&a; &amp; &nbsp;&laquo; ?b=1&c=2 '
        "&#1090; &#60; &#0; &#xD800; &#1114112; &#99999999999;</x>"
    )
    assert to_xml(text).decode() == (
        '<!DOCTYPE x [<!ENTITY a "boo">]><x>&amp;a; &amp; \u00a0« ?b=1&amp;c=2 т &#60;    </x>'
    )


@given(st.text() | st.text("&#x;amplt0123456789 "))
def test_any_text_becomes_well_formed_between_two_tags(text: str) -> None:
    content = to_xml(text.replace("<", "").replace("]]>", ""))
    assert etree.fromstring(b"<x>" + content + b"</x>").tag == "x"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("\ufeff \n", "empty"),
        ("<!DOCTYPE html><p>x", "an HTML page"),
        ("<!-- x --><!-- y --><HTML><body>", "an HTML page"),
        ("<div><a href='/'>x</a></div>", "an HTML page"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html/>', "an HTML page"),
        ('<?xml version="1.0"?><?xml-stylesheet href="x"?><rss version="2.0"/>', "a feed"),
        ("<rdf:RDF/>", "a feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "a feed"),
        ("<sm:urlset/>", "a sitemap"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><sitemapindex>", "a sitemap"),
        ('{"a": "<p>"}', "JSON"),
        ("not recorded", "plain text"),
        ("<svg/>", "another kind of document"),
        ("GIF89a\0\0<p>", "a binary file"),
    ],
)
def test_documents_are_called_what_they_are(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@given(st.text() | st.text("<>!-?[]doctyp ehml'\""))
def test_any_text_has_a_kind(text: str) -> None:
    assert kind_of(text)
    assert root_name(f"\ufeff<!-- {text.replace('--', '')} --><RSS>") == "rss"


def test_refusal_says_what_where_and_what_to_do() -> None:
    assert str(refusal("https://vodi.example/feed", "an HTML page", "a feed", "feeds", SOURCE)) == (
        "https://vodi.example/feed is an HTML page, not a feed. "
        "Open it in a browser and correct feeds in the source file of vodi-en."
    )
