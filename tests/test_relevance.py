"""The judged queries of ``make bench-relevance``, without the articles that stand between: what was reached is kept."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from tests.benchmarks.relevance import (
    BLIND,
    CASES,
    HELD_OUT,
    RECALL_GOAL,
    STRANGERS_GOAL,
    cases,
    judged_archive,
    ours,
    plain,
    tallies,
)

REACHED = [
    (CASES, RECALL_GOAL, STRANGERS_GOAL),
    (HELD_OUT, 0.995, 0.01),
    (BLIND, 0.97, 0.03),
]
"""Recall and strangers."""


@pytest.mark.parametrize(("path", "recall", "wrong"), REACHED)
def test_what_must_be_found_is_found_and_what_must_not_is_not(path: Path, recall: float, wrong: float) -> None:
    judged = cases(path)
    assert sum(len(case.queries) for case in judged) >= 120
    connection = judged_archive(judged, 0)
    reached = tallies(judged, ours(connection))["all"]
    bare = tallies(judged, plain(connection, "article_fts"))["all"]
    connection.close()
    assert reached.recall >= recall
    assert reached.wrong <= wrong
    assert bare.recall < 0.5, "the set asks for more than plain FTS5 gives"


def test_sets_share_no_query_and_no_article() -> None:
    sets = [set(path.read_text("utf-8").splitlines()) for path in (CASES, HELD_OUT, BLIND)]
    shared = set().union(*(one & other for one, other in combinations(sets, 2)))
    assert [line for line in shared if line and line[0] in "?+-"] == []


def test_blind_set_is_large_and_every_case_has_what_must_and_what_must_not_be_found() -> None:
    judged = cases(BLIND)
    assert (len(judged), sum(len(case.queries) for case in judged)) >= (120, 250)
    assert [case for case in judged if not (case.queries and case.must and case.must_not)] == []
    lines = [line for case in judged for line in (*case.must.values(), *case.must_not.values())]
    assert {line.split(" ")[0] for line in lines} == {"tg", "ru", "en", "uz-Latn", "uz-Cyrl", "ky", "kk", "fa"}
    assert len(set(lines)) == len(lines)
