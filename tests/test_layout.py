"""Which elements break a page into lines, and how a line's spaces are evened out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.layout import BREAKING, SILENT, even


@pytest.mark.parametrize(
    ("text", "line"),
    [("  One \n two\t", "One two"), ("Caf\u0065\u0301", "Café"), ("\u00a0 a\u00adb ", "ab"), ("\n", "")],
)
def test_line_is_clean_and_evenly_spaced(text: str, line: str) -> None:
    assert even(text) == line


@given(st.text())
def test_even_text_stays_as_it_is(text: str) -> None:
    once = even(text)
    assert even(once) == once
    assert "\n" not in once


def test_what_holds_no_text_breaks_no_line() -> None:
    assert not BREAKING & SILENT
