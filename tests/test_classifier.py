"""How likely a block is text: by the page alone, and with trafilatura's votes."""

from __future__ import annotations

import numpy as np
from lxml.html import HtmlElement, document_fromstring

from archive.fingerprints import letters
from crawler.extraction.blocks import PageBlock, read_blocks
from crawler.extraction.classifier import FARTHEST, Scores, score, score_votes
from crawler.extraction.votes import ask_voters, measure_votes

URL = "https://vodi.example/news/1"
TITLE = "Bridge over the Varzob reopens"
BODY = [
    "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said in a statement.",
    "Engineer Dilshod Rahmonov told reporters that it would carry two lanes of traffic in both directions.",
    "Drivers had used a detour through the old town, which added half an hour to their way to work.",
]
SIDE = ["School in Khorog gets a new library", "Beekeepers count their losses after the frost"]
PAGE = (
    f"<html><body><nav><ul><li><a href='/p'>Politics</a></li><li><a href='/s'>Society</a></li></ul></nav>"
    f"<h1>{TITLE}</h1><div class=story>{''.join(f'<p>{line}</p>' for line in BODY)}</div>"
    f"<aside>{''.join(f'<p><a href=/n/{n}>{line}</a></p>' for n, line in enumerate(SIDE))}</aside>"
    "<footer>All rights belong to the editors</footer></body></html>"
)


def scored(page: str) -> tuple[list[PageBlock], Scores, HtmlElement]:
    tree = document_fromstring(page)
    blocks = read_blocks(tree)
    keys = [letters(block.text) for block in blocks]
    scores, table = score(blocks, keys, letters(TITLE))
    return blocks, score_votes(blocks, scores, table, measure_votes(blocks, ask_voters(tree, URL, keys))), tree


def test_body_is_more_likely_to_be_text_than_what_stands_around_it() -> None:
    blocks, scores, _ = scored(PAGE)
    for odds in (scores.plain, scores.best):
        body = [value for block, value in zip(blocks, odds, strict=True) if block.text in BODY]
        others = [value for block, value in zip(blocks, odds, strict=True) if block.text not in (*BODY, TITLE)]
        assert min(body) > max(others) + 1


def test_votes_are_heard_where_they_were_asked_for() -> None:
    blocks, scores, _ = scored(PAGE)
    assert scores.voted is not None
    assert scores.best is scores.voted
    assert Scores(scores.plain).best is scores.plain
    assert len(scores.plain) == len(scores.voted) == len(blocks)


def test_scores_are_bounded_and_full_thousandths() -> None:
    _, scores, _ = scored(PAGE)
    for odds in (scores.plain, scores.best):
        assert np.abs(odds).max() <= FARTHEST
        assert np.array_equal(odds, odds.round(3))


def test_page_without_blocks_has_no_scores() -> None:
    scores, table = score([], [], "")
    assert scores.plain.shape == (0,)
    assert len(table) == 0


def test_same_page_is_scored_the_same() -> None:
    one, other = scored(PAGE)[1], scored(PAGE)[1]
    assert np.array_equal(one.plain, other.plain)
    assert np.array_equal(one.best, other.best)
