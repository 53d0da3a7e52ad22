"""Phrases of sites: as whole lines, and before what a line says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.phrases import PHRASES, begins_with_site_phrase, is_site_phrase, without_site_phrase

HEADLINE = "School in Khorog gets a new library"


@pytest.mark.parametrize("before", ["Read also: ", "READ ALSO — ", "Читайте также: ", "Ҳамчунин хонед:", "See also > "])
def test_phrase_before_a_headline_is_taken_off(before: str) -> None:
    assert begins_with_site_phrase(before + HEADLINE)
    assert without_site_phrase(before + HEADLINE) == HEADLINE


@pytest.mark.parametrize(
    "line",
    [HEADLINE, "Share of imports: a third", "The engineer said: read also what he wrote", "Реклама дороже", ": ", ""],
)
def test_line_that_begins_with_no_phrase_stays_as_it_is(line: str) -> None:
    assert not begins_with_site_phrase(line)
    assert without_site_phrase(line) == line


@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_phrase_alone_is_the_sites_in_any_case_and_with_its_signs(phrase: str) -> None:
    assert is_site_phrase(phrase.upper())
    assert is_site_phrase(f"{phrase}: »")


@given(st.text(max_size=60))
def test_what_remains_without_a_phrase_is_the_end_of_the_line(line: str) -> None:
    assert line.endswith(without_site_phrase(line))
