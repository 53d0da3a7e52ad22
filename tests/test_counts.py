"""Counters of views and comments."""

from __future__ import annotations

import pytest

from crawler.extraction.counts import LABELS, is_count, is_labelled_count


@pytest.mark.parametrize("text", ["Views: 9", "Comments (0)", "3 комментария", "Дида шуд: 1 234", "12K views"])
def test_counter_that_says_of_what(text):
    assert is_count(text)
    assert is_labelled_count(text)


@pytest.mark.parametrize("text", ["17", "(0)", "1 234", "1.2k", "👁 17"])
def test_bare_number_is_a_counter_that_does_not_say(text):
    assert is_count(text)
    assert not is_labelled_count(text)


@pytest.mark.parametrize("text", ["", "Views", "10.61", "17 %", "$17", "17 killed", "2 of 3 views", "9" * 41])
def test_value_or_sentence_is_no_counter(text):
    assert not is_count(text)


def test_labels_are_matched_in_their_own_form():
    assert all(is_labelled_count(f"{label}: 3") for label in LABELS)
