"""The judged queries of ``make bench-relevance``, without the articles that stand between: what was reached is kept."""

from __future__ import annotations

from tests.benchmarks.relevance import RECALL_GOAL, STRANGERS_GOAL, cases, judged_archive, ours, plain, tallies


def test_what_must_be_found_is_found_and_what_must_not_is_not() -> None:
    judged = cases()
    assert sum(len(case.queries) for case in judged) >= 120
    connection = judged_archive(judged, 0)
    reached = tallies(judged, ours(connection))["all"]
    bare = tallies(judged, plain(connection, "article_fts"))["all"]
    connection.close()
    assert reached.recall >= RECALL_GOAL
    assert reached.wrong <= STRANGERS_GOAL
    assert bare.recall < 0.5, "the set asks for more than plain FTS5 gives"
