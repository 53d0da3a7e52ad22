"""The checks of a source file's values, each on its own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.source_values import (
    Check,
    did_you_mean,
    one_of,
    quoted,
    wrong_id_pattern,
    wrong_listing_url,
    wrong_pattern,
    wrong_prefix,
    wrong_selector,
    wrong_timezone,
    wrong_url,
)

CHECKS = [wrong_id_pattern, wrong_listing_url, wrong_pattern, wrong_prefix, wrong_selector, wrong_timezone, wrong_url]


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (wrong_url, "https://хабар.тҷ/feed/?a=1"),
        (wrong_url, "http://127.0.0.1:8600/"),
        (wrong_listing_url, "https://vodi.tj/news?page={page}"),
        (wrong_prefix, "vodi.tj"),
        (wrong_prefix, "127.0.0.1:8600/khovar/"),
        (wrong_timezone, "UTC"),
        (wrong_pattern, r"^/\d{4}/"),
        (wrong_id_pattern, r"/(\d+)$"),
        (wrong_selector, "div.text > p:not(.ad)"),
        (one_of(("strict", "lenient")), "lenient"),
    ],
)
def test_good_value_has_no_complaint(check: Check, value: str) -> None:
    assert check(value) is None


@pytest.mark.parametrize("check", CHECKS)
@settings(deadline=None)
@given(value=st.text(min_size=1, max_size=40))
def test_complaint_is_the_end_of_a_sentence_and_nothing_raises(check: Check, value: str) -> None:
    complaint = check(value)
    assert complaint is None or complaint.startswith(("is ", "has "))


@pytest.mark.parametrize("pattern", ["a{99999999999}", "a{" + "9" * 5_000 + "}", "(" * 5_000])
def test_pattern_that_python_cannot_take_is_told(pattern: str) -> None:
    assert (wrong_pattern(pattern) or "").startswith("is not a regular expression (")


def test_nearest_word_is_proposed_or_other_advice_given() -> None:
    assert did_you_mean("feed", ["feeds", "scope"], "Take it out.") == 'Did you mean "feeds"?'
    assert did_you_mean("xyz", ["feeds", "scope"], "Take it out.") == "Take it out."


def test_value_is_quoted_as_the_file_has_it_and_cut_when_long() -> None:
    assert quoted("Ховар") == '"Ховар"'
    assert quoted(["a", 1, True]) == '["a", 1, true]'
    assert quoted(date(2026, 11, 22)) == '"2026-11-22"'
    assert quoted("x" * 500) == '"' + "x" * 116 + '…"'
