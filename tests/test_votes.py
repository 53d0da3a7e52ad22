"""What trafilatura says of a page's blocks."""

from __future__ import annotations

import numpy as np
import pytest
from lxml.html import document_fromstring

from archive.fingerprints import letters
from crawler.extraction.blocks import PageBlock, read_blocks
from crawler.extraction.votes import FEATURES, TELLING, VOTERS, Votes, ask_voters, measure_votes
from tests.test_classifier import BODY, PAGE, SIDE, URL


def voted(page: str) -> tuple[list[PageBlock], Votes]:
    tree = document_fromstring(page)
    blocks = read_blocks(tree)
    return blocks, ask_voters(tree, URL, [letters(block.text) for block in blocks])


def test_each_voter_says_of_each_block_whether_it_kept_it() -> None:
    blocks, votes = voted(PAGE)
    assert votes.shape == (len(blocks), len(VOTERS))
    by_text = dict(zip((block.text for block in blocks), votes.tolist(), strict=True))
    assert all(by_text[line] == [1, 1] for line in BODY)
    assert by_text["Politics"] == [0, 0]
    assert all(by_text[line] == [0, 0] for line in SIDE)


def test_short_line_counts_only_as_a_whole_line() -> None:
    """A word of a menu may stand in a sentence of the text, which says nothing of the menu."""
    assert len("rivers") <= TELLING
    tree = document_fromstring(f"<article><p>{BODY[0]} It is about rivers.</p><p>{BODY[1]}</p></article>")
    assert ask_voters(tree, URL, ["rivers", letters(BODY[0]), ""]).tolist() == [[0, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize("page", ["<p></p>", "<ul><li><a href=/a>a</a></li><li><a href=/b>b</a></li></ul>"])
def test_page_of_which_trafilatura_makes_nothing_has_no_votes(page: str) -> None:
    blocks, votes = voted(page)
    assert votes.sum() == 0
    assert measure_votes(blocks, votes).shape == (len(blocks), len(FEATURES))


def test_votes_are_measured_of_the_block_its_neighbours_and_its_box() -> None:
    blocks, votes = voted(PAGE)
    table = measure_votes(blocks, votes)
    assert table.shape == (len(blocks), len(FEATURES))
    assert len(set(FEATURES)) == len(FEATURES)
    assert np.isfinite(table).all()
    row = dict(zip(FEATURES, table[[block.text for block in blocks].index(BODY[1])].tolist(), strict=True))
    assert (row["trafilatura"], row["trafilatura: vote -1"], row["trafilatura: vote +1"]) == (1, 1, 1)
    assert row["trafilatura: of the box"] == 1
    assert 0 < row["trafilatura: before"] < 1
