"""The labelled pairs are what they were when the rules were judged by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.relations import held_out
from tests.relations.pairs import HALVES, Told, digest, near_pairs, story_pairs

PARTS = {half: (near_pairs(half), story_pairs(half)) for half in HALVES}
PARTS |= {part: (held_out.near_pairs(part), held_out.story_pairs(part)) for part in held_out.PARTS}
DIGESTS = {
    "tune": "1b760bc7448f0bbe2c557641011d239edb00acea11a92bd0d7611db687b15f35",
    "judge": "c061e91872fac1f72bbb64a240688d93bd4ef81f1365c505b23df5cded6cb1d2",
    "held-out": "fddbf915dfcb3c0d806ee643e363d3fdd3211da75eb1b4c6d05a2fd70f8cc33f",
    "blind": "f0bcdfe1e735d9f98be29d0c81cb43c76ab9c6b4f9b1b7251bbca7671b8ca0a6",
}


@pytest.mark.parametrize("part", PARTS)
def test_pairs_are_the_same_at_every_run(part: str) -> None:
    near, stories = PARTS[part]
    assert digest((*near, *stories)) == DIGESTS[part]


def test_pairs_are_many_and_of_every_language_and_kind() -> None:
    near, stories = ([pair for half in HALVES for pair in pairs(half)] for pairs in (near_pairs, story_pairs))
    assert (len(near), len(stories)) >= (200, 100)
    for half in HALVES:
        counted = Counter(pair.first.language for pair in near_pairs(half))
        assert min(counted[language] for language in ("en", "ru", "tg")) >= 25
        assert (
            {pair.is_one for pair in near_pairs(half)} == {pair.is_one for pair in story_pairs(half)} == {True, False}
        )


@pytest.mark.parametrize("part", held_out.PARTS)
def test_pairs_written_afterwards_are_many_and_half_of_them_are_alike_only(part: str) -> None:
    near, stories = PARTS[part]
    assert (len(near), len(stories)) >= (60, 120)
    for pairs, least in ((near, 16), (stories, 30)):
        assert 0.4 <= sum(pair.is_one for pair in pairs) / len(pairs) <= 0.6
        counted = Counter(pair.first.language for pair in pairs)
        assert min(counted[language] for language in ("en", "ru", "tg")) >= least


def test_parts_share_no_text() -> None:
    texts = [{told.text for told in _told(part)} for part in PARTS]
    assert sum(map(len, texts)) == len(set().union(*texts))


def test_no_pair_is_a_text_with_itself() -> None:
    for near, stories in PARTS.values():
        assert [pair.kind for pair in near if pair.first.text == pair.second.text] == []
        assert all(pair.first.published <= pair.second.published for pair in (*near, *stories))


def _told(part: str) -> Iterator[Told]:
    for pairs in PARTS[part]:
        for pair in pairs:
            yield from (pair.first, pair.second)
