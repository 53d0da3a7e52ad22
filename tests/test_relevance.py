"""The judged queries of ``make bench-relevance``, without the articles that stand between: what was reached is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.relevance import (
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


@pytest.mark.parametrize(("path", "recall", "wrong"), [(CASES, RECALL_GOAL, STRANGERS_GOAL), (HELD_OUT, 0.945, 0.026)])
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
    first, held_out = (set(path.read_text("utf-8").splitlines()) for path in (CASES, HELD_OUT))
    assert [line for line in first & held_out if line and line[0] in "?+-"] == []
