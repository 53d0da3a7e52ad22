"""Boosted regression trees: a few hundred small questions whose answers add up to a log-odds.

The trees come from a file that ``python -m tests.benchmarks.fit`` writes; LightGBM grows them, here they are read.
Every tree has at most 16 leaves, so that the leaves a block can still reach fit into 16 bits: each question whose
answer is no strikes out the leaves of its left side, and the lowest bit left is the block's leaf (the method of
QuickScorer, Lucchese et al., SIGIR 2015). All blocks and all questions of a page are one numpy expression.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 16
ALL = (1 << MOST_LEAVES) - 1
AT_ONCE = 256
"""Rows of one expression, which takes 40 kB for each: a page of 9,000 paragraphs took 370 MB in one."""

_LOWEST = np.array([0, *(((bits & -bits).bit_length() - 1) for bits in range(1, ALL + 1))], np.uint8)
"""Place of the lowest bit of each 16-bit number."""


@dataclass(frozen=True, slots=True)
class Trees:
    """A fitted model."""

    names: tuple[str, ...]
    """Its features, in the order of the columns."""

    features: NDArray[np.intp]
    """Column that each question asks about; the questions of a tree stand together."""

    limits: NDArray[np.float32]
    """The answer is yes up to this value."""

    struck: NDArray[np.uint16]
    """Leaves that remain when the answer is no, a bit each."""

    starts: NDArray[np.intp]
    """The first question of each tree."""

    leaves: NDArray[np.float64]
    """Values, shape (trees, 16)."""

    def log_odds(self, table: NDArray[Any]) -> NDArray[np.float64]:
        """A number for each row of a table of features, shape (rows, names)."""
        pieces = [self._log_odds(table[at : at + AT_ONCE]) for at in range(0, len(table), AT_ONCE)]
        return np.concatenate(pieces) if pieces else np.zeros(0)

    def _log_odds(self, table: NDArray[Any]) -> NDArray[np.float64]:
        answers = table.astype(np.float32, copy=False).T[self.features] <= self.limits[:, None]
        remaining = np.where(answers, np.uint16(ALL), self.struck[:, None])
        reached = _LOWEST[np.bitwise_and.reduceat(remaining, self.starts, axis=0)]
        found: NDArray[np.float64] = np.take_along_axis(self.leaves, reached.astype(np.intp), axis=1).sum(axis=0)
        return found


def load(path: Path, names: Sequence[str]) -> Trees:
    """The trees of a file. Raises ValueError when they were fitted on other features than ``names``."""
    stored = json.loads(path.read_text("utf-8"))
    if stored["features"] != list(names):
        raise ValueError(f"{path.name} was fitted on other features. Fit it anew: python -m tests.benchmarks.fit")
    return build(stored["features"], stored["trees"])


def build(names: Sequence[str], trees: Sequence[Any]) -> Trees:
    """Trees from nested questions ``[feature, limit, yes, no]``, a leaf being a number."""
    features: list[int] = []
    limits: list[float] = []
    struck: list[int] = []
    starts: list[int] = []
    leaves = np.zeros((len(trees), MOST_LEAVES))
    for number, tree in enumerate(trees):
        starts.append(len(features))
        _read(tree, 0, leaves[number], (features, limits, struck))
        if starts[-1] == len(features):
            features.append(0)
            limits.append(float("inf"))
            struck.append(ALL)
    return Trees(
        tuple(names),
        np.array(features, np.intp),
        np.array(limits, np.float32),
        np.array(struck, np.uint16),
        np.array(starts, np.intp),
        leaves,
    )


def _read(
    node: Any, first: int, leaves: NDArray[np.float64], questions: tuple[list[int], list[float], list[int]]
) -> int:
    """Read a node whose first leaf has the number ``first``; gives how many leaves it has."""
    if not isinstance(node, list):
        leaves[first] = node
        return 1
    feature, limit, yes, no = node
    features, limits, struck = questions
    place = len(features)
    features.append(feature)
    limits.append(limit)
    struck.append(0)
    left = _read(yes, first, leaves, questions)
    struck[place] = ALL & ~(((1 << left) - 1) << first)
    return left + _read(no, first + left, leaves, questions)
