from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import LONGEST_TITLE, clean_title


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Bridge over the Varzob reopens", "Bridge over the Varzob reopens"),
        ("  Bridge\n\t over\u00a0the   Varzob ", "Bridge over the Varzob"),
        ("<b>Bridge</b> over the <a href='/x'>Varzob</a>", "Bridge over the Varzob"),
        ("Bridge<br/>over the<p>Varzob</p>", "Bridge over the Varzob"),
        ("Pupils &amp; teachers", "Pupils & teachers"),
        ("Pupils &amp;amp; teachers &amp;#8211; a library", "Pupils & teachers – a library"),
        ("&lt;b&gt;Library&lt;/b&gt; opens", "Library opens"),
        ("«Сто игрушек» &laquo;ёлка&raquo;", "«Сто игрушек» «ёлка»"),
        ("Bread < 5 somoni, milk > 6", "Bread < 5 somoni, milk > 6"),
        ("A <!-- draft --> title", "A title"),
        ("<![CDATA[Library opens]]>", "Library opens"),
        ("Хабари водӣ", "Хабари водӣ"),
        ("soft\u00adhyphen and \u202eturned", "softhyphen and turned"),
        ("<img src='x.jpg'>", None),
        ("  \n ", None),
        ("", None),
        (None, None),
    ],
)
def test_title_is_the_headline_alone(raw: str | None, title: str | None) -> None:
    assert clean_title(raw) == title


def test_tag_that_a_hidden_sign_broke_is_a_tag() -> None:
    assert clean_title("<\u200bscript>Bridge</\u061cscript>") == "Bridge"
    assert clean_title("&lt;&#x202e;b&gt;Bridge") == "Bridge"


def test_markup_thirty_times_within_itself_is_no_title_and_soon_found() -> None:
    assert clean_title("&" + "amp;" * 20 + "lt;b&gt;Bridge") == "Bridge"
    started = time.process_time()
    for _ in range(100):
        assert clean_title("<!--" * 250 + "&" + "amp;" * 240) is None
        assert clean_title("<" * 500 + "b>" * 500) is None
    assert time.process_time() - started < 5


def test_decomposed_letters_are_composed() -> None:
    assert clean_title("Хабари водӣ") == "Хабари водӣ"
    assert clean_title(unicodedata.normalize("NFD", "Ёлка")) == "Ёлка"


def test_endless_title_is_cut() -> None:
    title = clean_title("&amp;" * 1_000_000 + "x" * 1_000_000)
    assert title is not None
    assert len(title) <= LONGEST_TITLE


@given(st.text() | st.text("<>&;#ab/! -[]pr"))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_title(text)
    assert clean_title(once) == once


@given(st.text())
def test_titles_are_storable(text: str) -> None:
    title = clean_title(text)
    assert title is None or (title == title.strip() != "" and title.encode() and "\n" not in title)
