"""The labelled pairs are what they were when the rules were judged by them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.relations.pairs import HALVES, digest, near_pairs, story_pairs

DIGESTS = {
    "tune": "1b760bc7448f0bbe2c557641011d239edb00acea11a92bd0d7611db687b15f35",
    "judge": "c061e91872fac1f72bbb64a240688d93bd4ef81f1365c505b23df5cded6cb1d2",
}


@pytest.mark.parametrize("half", HALVES)
def test_pairs_are_the_same_at_every_run(half: str) -> None:
    assert digest(half) == DIGESTS[half]


def test_pairs_are_many_and_of_every_language_and_kind() -> None:
    near, stories = ([pair for half in HALVES for pair in pairs(half)] for pairs in (near_pairs, story_pairs))
    assert (len(near), len(stories)) >= (200, 100)
    for half in HALVES:
        counted = Counter(pair.first.language for pair in near_pairs(half))
        assert min(counted[language] for language in ("en", "ru", "tg")) >= 25
        assert (
            {pair.is_one for pair in near_pairs(half)} == {pair.is_one for pair in story_pairs(half)} == {True, False}
        )


def test_halves_share_no_text() -> None:
    tune, judge = (
        {told.text for pairs in (near_pairs, story_pairs) for pair in pairs(half) for told in (pair.first, pair.second)}
        for half in HALVES
    )
    assert not tune & judge


def test_no_pair_is_a_text_with_itself() -> None:
    for half in HALVES:
        assert [pair.kind for pair in near_pairs(half) if pair.first.text == pair.second.text] == []
        assert all(pair.first.published <= pair.second.published for pair in (*near_pairs(half), *story_pairs(half)))
