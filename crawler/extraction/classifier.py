"""How likely each block of a page belongs to the article: by the block itself, and by trafilatura's votes on it.

Two sets of trees, fitted on pages with known text (``tests/benchmarks/fit.py``; docs/extraction.md has the figures on
sites that a fit has not seen). ``plain`` asks only what can be measured in one walk over the page; ``voted`` is asked
the same and the votes, and is better on a page whose site is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.blocks import PageBlock
from crawler.extraction.features import FEATURES, Matrix, measure
from crawler.extraction.trees import Trees, load

FOLDER = Path(__file__).parent / "models"
FARTHEST = 7.0
"""Log-odds beyond which a score says no more; e^7 is 1 to 1,100."""

LogOdds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Log-odds of each block to belong to the article, shape (blocks,), in full thousandths."""

    plain: LogOdds
    voted: LogOdds | None = None
    """None where nobody was asked."""

    @property
    def best(self) -> LogOdds:
        return self.plain if self.voted is None else self.voted


def score(blocks: Sequence[PageBlock], keys: Sequence[str], title: str) -> tuple[Scores, Matrix]:
    """The scores by the blocks alone, and what was measured; ``keys`` and ``title`` as for ``measure``."""
    table = measure(blocks, keys, title)
    return Scores(_bounded(_plain(), table, _asked(blocks))), table


def score_votes(blocks: Sequence[PageBlock], scores: Scores, table: Matrix, votes: Matrix) -> Scores:
    """The scores with the votes, as ``votes.measure_votes`` gives them, taken into account."""
    return Scores(scores.plain, _bounded(_voted(), np.hstack([table, votes]), _asked(blocks)))


def _asked(blocks: Sequence[PageBlock]) -> NDArray[np.bool_]:
    """Blocks that are not wholly a link; those are no text, and make two thirds of a page."""
    return np.array([not block.is_linked for block in blocks], bool)


def _bounded(trees: Trees, table: Matrix, asked: NDArray[np.bool_]) -> LogOdds:
    found = np.full(len(table), -FARTHEST)
    found[asked] = trees.log_odds(table[asked]).clip(-FARTHEST, FARTHEST).round(3)
    return found


@lru_cache(maxsize=1)
def _plain() -> Trees:
    return load(FOLDER / "plain.json", FEATURES)


@lru_cache(maxsize=1)
def _voted() -> Trees:
    from crawler.extraction.votes import FEATURES as VOTES

    return load(FOLDER / "voted.json", (*FEATURES, *VOTES))
