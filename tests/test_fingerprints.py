from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.fingerprints import fingerprint, headline_key, sha256
from archive.gate import clean

TEXTS = st.text().map(clean)


@pytest.mark.parametrize(
    "copy",
    [
        "THE BRIDGE OVER THE VARZOB, AT LAST!",
        "The bridge\nover the  Varzob — at last",
        "«The bridge» over the Varzob: at last…",
    ],
)
def test_case_punctuation_and_spaces_do_not_count(copy: str) -> None:
    assert fingerprint(copy) == fingerprint("The bridge over the Varzob at last")
    assert headline_key(copy) == headline_key("The bridge over the Varzob at last")


@pytest.mark.parametrize("other", ["The dollar is 10.62 somoni", "The dollar is 10.61 roubles"])
def test_letters_and_digits_count(other: str) -> None:
    assert fingerprint(other) != fingerprint("The dollar is 10.61 somoni")
    assert headline_key(other) != headline_key("The dollar is 10.61 somoni")


@given(st.text(st.characters(max_codepoint=0x1EFF)).map(clean))  # beyond lies the iota subscript of ancient Greek
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fingerprint(decomposed) == fingerprint(text)
    assert headline_key(decomposed) == headline_key(text)


@given(TEXTS)
def test_fingerprint_is_32_hex_digits_or_empty(text: str) -> None:
    found = fingerprint(text)
    assert found == "" if not any(map(str.isalnum, text)) else len(found) == 32
    assert set(found) <= set("0123456789abcdef")


@given(TEXTS)
def test_headline_key_fits_a_column_of_integers(text: str) -> None:
    assert -(2**63) <= headline_key(text) < 2**63


@given(TEXTS)
def test_sha256_is_that_of_the_utf8_text(text: str) -> None:
    assert sha256(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
