"""What was reached on the labelled pairs written after the rules is kept; ``make bench-relations`` has the goals."""

from __future__ import annotations

import pytest

from archive.near_duplicates import Text, likeness
from archive.sketches import day_number
from archive.stories import story_score
from archive.story_terms import terms
from tests.relations.held_out import near_pairs, story_pairs
from tests.relations.pairs import Pair

REACHED = [
    ("held-out", 0.97, 0.96, 0.7),
    ("blind", 0.97, 0.95, 0.34),
]
"""Recall of near-duplicates, precision and recall of stories."""


@pytest.mark.parametrize(("part", "recall"), [(part, near) for part, near, _, _ in REACHED])
def test_near_duplicates_are_found_and_nothing_else_is(part: str, recall: float) -> None:
    pairs = near_pairs(part)
    found = [pair for pair in pairs if _is_near(pair)]
    assert [(pair.kind, pair.first.title) for pair in found if not pair.is_one] == []
    assert len(found) / sum(pair.is_one for pair in pairs) >= recall


@pytest.mark.parametrize(("part", "precision", "recall"), [(part, right, found) for part, _, right, found in REACHED])
def test_reports_of_one_event_are_found_among_those_of_events_that_are_alike(
    part: str, precision: float, recall: float
) -> None:
    pairs = story_pairs(part)
    found = [pair for pair in pairs if _is_one_story(pair)]
    right = sum(pair.is_one for pair in found)
    assert right / len(found) >= precision
    assert right / sum(pair.is_one for pair in pairs) >= recall


def _is_near(pair: Pair) -> bool:
    first, second = (Text(told.title, told.text) for told in (pair.first, pair.second))
    return likeness(second, first) is not None


def _is_one_story(pair: Pair) -> bool:
    first, second = pair.first, pair.second
    days = abs(day_number(first.published) - day_number(second.published))
    return story_score(terms(first.title, first.text), terms(second.title, second.text), days) is not None
