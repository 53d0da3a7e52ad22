"""Runs of five words, and the telling ones among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.shingles import LEAST_WORDS, RUN, folded, runs, telling
from tests.language_texts import ARTICLES

LONG = " ".join(f"word{number} and" for number in range(400))


def test_every_run_of_five_words_has_a_number() -> None:
    words = LONG.split()
    assert len(runs(LONG)) == len(words) - RUN + 1
    assert len(set(runs(LONG).tolist())) == len(words) - RUN + 1
    assert all(0 <= one < 2**48 for one in runs(LONG).tolist())


def test_order_of_words_counts() -> None:
    assert not set(runs(LONG).tolist()) & set(runs(" ".join(reversed(LONG.split()))).tolist())


def test_text_under_twenty_words_has_none() -> None:
    words = LONG.split()
    assert [len(runs(" ".join(words[:count]))) for count in (LEAST_WORDS - 1, LEAST_WORDS)] == [
        0,
        LEAST_WORDS - RUN + 1,
    ]


def test_case_punctuation_and_apostrophes_do_not_count() -> None:
    plain = "Oʻzbekiston and the rest of the region said on Monday that it would do so at once " * 2
    marked = plain.replace("Oʻ", "O'").replace(" that", " — «that»,").upper()
    assert runs(plain).tolist() == runs(marked).tolist()


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ўзбекистон Республикаси пойтахти шаҳрида", "Oʻzbekiston Respublikasi poytaxti shahrida"),
        ("Раҳмон бо сафири нав", "Rahmon bo safiri nav"),
        ("Халқаро ғазначилик бўлими", "Xalqaro gʻaznachilik boʻlimi"),
    ],
)
def test_both_scripts_fold_to_the_same_words(cyrillic: str, latin: str) -> None:
    assert folded(cyrillic) == folded(latin)


@pytest.mark.parametrize("language", sorted(ARTICLES))
def test_telling_runs_are_few_and_of_the_text(language: str) -> None:
    text = ARTICLES[language]
    every, found = set(runs(text).tolist()), telling(runs(text)).tolist()
    assert found == sorted(set(found))
    assert set(found) <= every
    assert 2 <= len(found) <= 40


def test_long_text_gives_no_more_than_a_short_one() -> None:
    counts = [len(telling(runs(" ".join(LONG.split()[:words])))) for words in (100, 200, 400, 800)]
    assert max(counts) <= 2 * min(counts)


@given(st.integers(30, 800))
def test_beginning_of_a_text_is_found_by_its_runs(words: int) -> None:
    whole, cut = (set(telling(runs(text)).tolist()) for text in (LONG, " ".join(LONG.split()[:words])))
    assert len(whole & cut) >= 0.4 * min(len(whole), len(cut))


@given(st.text())
def test_any_text_can_be_folded(text: str) -> None:
    assert all(word.strip() for word in folded(text))
