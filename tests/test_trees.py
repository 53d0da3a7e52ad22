"""Boosted trees, read as bits: the same answers as a walk from question to question."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import classifier, features, votes
from crawler.extraction.trees import MOST_LEAVES, build, load

NAMES = ("length", "links", "depth")


def walk(tree: Any, row: list[float]) -> float:
    """The leaf of a row, question by question."""
    while isinstance(tree, list):
        feature, limit, yes, no = tree
        tree = yes if np.float32(row[feature]) <= np.float32(limit) else no
    return float(tree)


def leaves_of(tree: Any) -> int:
    return leaves_of(tree[2]) + leaves_of(tree[3]) if isinstance(tree, list) else 1


def test_answer_up_to_the_limit_is_yes() -> None:
    trees = build(NAMES, [[0, 10.0, 1.5, -2.0]])
    assert list(trees.log_odds(np.array([[9.0, 0, 0], [10.0, 0, 0], [10.5, 0, 0]]))) == [1.5, 1.5, -2.0]


def test_answers_of_all_trees_are_added() -> None:
    trees = build(NAMES, [[0, 10.0, 1.0, -1.0], 0.25, [1, 0.0, 4.0, [2, 3.0, 8.0, 16.0]]])
    rows = np.array([[5.0, 0, 0], [20.0, 1, 3], [20.0, 1, 4]])
    assert list(trees.log_odds(rows)) == [5.25, 7.25, 15.25]


def test_page_without_blocks_has_no_answers() -> None:
    assert build(NAMES, [1.0]).log_odds(np.zeros((0, 3))).shape == (0,)


VALUES = st.floats(-50, 50, width=32)
SOME_TREES = st.lists(
    st.recursive(
        st.floats(-3, 3).map(lambda value: round(value, 3)),
        lambda inner: st.tuples(st.integers(0, 2), VALUES, inner, inner).map(list),
        max_leaves=MOST_LEAVES,
    ).filter(lambda tree: leaves_of(tree) <= MOST_LEAVES),
    min_size=1,
    max_size=6,
)
TABLES = st.lists(st.tuples(VALUES, VALUES, VALUES).map(list), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(SOME_TREES, TABLES)
def test_any_trees_say_of_any_table_what_a_walk_finds(trees: list[Any], table: list[list[float]]) -> None:
    found = build(NAMES, trees).log_odds(np.array(table))
    assert found == pytest.approx([sum(walk(tree, row) for tree in trees) for row in table])


def test_tree_that_leans_to_one_side_fills_all_sixteen_leaves() -> None:
    tree: Any = float(MOST_LEAVES)
    for number in range(MOST_LEAVES - 1, 0, -1):
        tree = [0, float(number), float(number), tree]
    table = np.array([[number + 0.0, 0, 0] for number in range(1, MOST_LEAVES + 1)])
    assert list(build(NAMES, [tree]).log_odds(table)) == list(map(float, range(1, MOST_LEAVES + 1)))


def test_file_that_was_fitted_on_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    path.write_text(json.dumps({"features": ["length", "links"], "trees": [1.0]}))
    assert load(path, ("length", "links")).log_odds(np.zeros((1, 2))) == [1.0]
    with pytest.raises(ValueError, match=r"plain.json was fitted on other features. Fit it anew: python -m"):
        load(path, ("links", "length"))


MODELS = {"plain": features.FEATURES, "voted": (*features.FEATURES, *votes.FEATURES)}


@pytest.mark.parametrize("name", MODELS)
def test_fitted_model_loads_and_no_tree_is_too_large(name: str) -> None:
    path = classifier.FOLDER / f"{name}.json"
    stored = json.loads(path.read_text("utf-8"))["trees"]
    assert max(map(leaves_of, stored)) <= MOST_LEAVES
    table = np.random.default_rng(7).normal(size=(5, len(MODELS[name]))) * 10
    expected = [sum(walk(tree, list(row)) for tree in stored) for row in table]
    assert load(path, MODELS[name]).log_odds(table) == pytest.approx(expected)


def test_page_of_many_blocks_takes_little_memory_and_gives_each_its_own_answer() -> None:
    trees = load(classifier.FOLDER / "voted.json", MODELS["voted"])
    table = np.random.default_rng(7).normal(size=(2000, len(trees.names))) * 10
    tracemalloc.start()
    found = trees.log_odds(table)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000
    assert list(found[[0, 300, 1999]]) == pytest.approx(
        [float(trees.log_odds(table[[at]])[0]) for at in (0, 300, 1999)]
    )
