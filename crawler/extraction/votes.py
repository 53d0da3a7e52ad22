"""What trafilatura says of a page's blocks: it is asked twice, and each answer is measured like a feature."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray
from trafilatura import bare_extraction
from trafilatura.settings import Document

from archive.fingerprints import letters
from crawler.extraction.blocks import PageBlock
from crawler.extraction.features import Matrix, numbered, shifted
from crawler.extraction.link_blocks import drop_link_blocks

VOTERS = ("trafilatura", "trafilatura for precision")
OFFSETS = (-2, -1, 1, 2)
TELLING = 25
"""Letters; a shorter line counts only where it is a whole line of the answer."""

FEATURES = (
    *VOTERS,
    *(f"{voter}: {what}" for voter in VOTERS for what in (
        *(f"vote {offset:+d}" for offset in OFFSETS), "of the box", "of the box around", "of the kind", "before",
        "after", "of the page")),
)  # fmt: skip

Votes = NDArray[np.float64]
"""Shape (blocks, ``VOTERS``): 1 where the voter kept the block."""


def ask_voters(tree: HtmlElement, url: str, keys: Sequence[str]) -> Votes:
    """The votes on the blocks with these letters. The tree's link blocks are gone afterwards.

    Without its link blocks a page has half of its elements, and trafilatura takes half of its time.
    """
    drop_link_blocks(tree)
    return np.column_stack([
        _vote(_answer(deepcopy(tree) if not precise else tree, url, precise), keys) for precise in (False, True)
    ])  # fmt: skip


def _answer(tree: HtmlElement, url: str, precise: bool) -> str:
    document = bare_extraction(tree, url=url, include_comments=False, with_metadata=False, favor_precision=precise)
    return (document.text or "") if isinstance(document, Document) else ""


def _vote(text: str, keys: Sequence[str]) -> NDArray[np.float64]:
    lines = frozenset(map(letters, text.split("\n")))
    whole = letters(text)
    return np.array([bool(key) and (key in lines or (len(key) > TELLING and key in whole)) for key in keys], float)


def measure_votes(blocks: Sequence[PageBlock], votes: Votes) -> Matrix:
    """The features of the votes, shape (blocks, ``FEATURES``)."""
    length = np.array([len(block.text) for block in blocks], float)
    around = [block.box.parent for block in blocks]
    groups = (
        numbered(around, key=id),
        numbered([box.parent if box else None for box in around], key=id),
        numbered([block.box.kind for block in blocks]),
    )
    columns: list[NDArray[Any]] = [*votes.T]
    for vote in votes.T:
        weight = vote * length
        total = weight.sum() + 1
        read = np.cumsum(weight)
        columns += [shifted(vote, offset) for offset in OFFSETS]
        columns += [(np.bincount(group, weight) / np.bincount(group, length))[group] for group in groups]
        columns += [(read - weight) / total, (total - read) / total, np.full(len(blocks), total / (length.sum() + 1))]
    return np.column_stack(columns).astype(np.float32)
