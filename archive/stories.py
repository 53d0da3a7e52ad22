"""Do two articles tell of one event? The rule alone; ``archive/story_links.py`` keeps what it says."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from math import sqrt

from archive.story_terms import SHARED, Terms

LIKE, LIKE_BY_NAMES, A_DAY = 0.17, 0.32, 0.05
"""Mean of the cosines of all terms and of names and numbers alone, from which two articles are one story: with a number
in both that is no day of the month, and without one, for the same officials speak in many stories; and what is asked
more for each day between them. Fitted on labelled pairs (``make bench-relations``)."""

WINDOW = 2
"""Days by which the dates of two articles of one story may differ: a window of three days."""

SAME_WORDS, BETTER = 0.55, 0.1
"""Cosine of all terms from which two articles have one wording, unless names and numbers agree better by so much. On
one day that is a report and its update; on two it is the next bulletin, or a copy, which is linked as one."""

NAMED = 6
"""Terms that a reason names."""


def story_score(one: Terms, other: Terms, days: int) -> float | None:
    """How much of one story two articles are that lie so many days apart, to three digits; None where of none."""
    if days > WINDOW or len(one.keys & other.keys) < SHARED:
        return None
    shared = one.weights.keys() & other.weights.keys()
    wording = _cosine(one, other, shared, one.square, other.square)
    facts = _facts(one, other, shared)
    score = round((wording + facts) / 2, 3)
    least = (LIKE if one.figures & other.figures else LIKE_BY_NAMES) + A_DAY * days
    is_bulletin = days > 0 and wording >= SAME_WORDS and facts < wording + BETTER
    return None if score < least or is_bulletin else score


def _facts(one: Terms, other: Terms, shared: AbstractSet[int]) -> float:
    """The cosine of what either of them has as a name or number."""
    telling = shared & (one.telling | other.telling)
    squares = (
        each.telling_square + sum(each.weights[term] ** 2 for term in telling - each.telling) for each in (one, other)
    )
    return _cosine(one, other, telling, *squares)


def _cosine(one: Terms, other: Terms, shared: Iterable[int], square: int, other_square: int) -> float:
    dot = sum(one.weights[term] * other.weights[term] for term in shared)
    return dot / sqrt(square * other_square) if dot else 0.0


def shared_terms(one: Terms, other: Terms) -> list[int]:
    """The terms that say most for one story, names and numbers first."""
    shared = one.weights.keys() & other.weights.keys()
    telling = one.telling | other.telling
    order = sorted(shared, key=lambda term: (term not in telling, -one.weights[term] * other.weights[term], term))
    return order[:NAMED]
