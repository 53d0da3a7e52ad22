"""Why a block is not text, in words."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from crawler.extraction.blocks import read_blocks
from crawler.extraction.reasons import why_not

LONG = "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said."


def reason(body: str, log_odds: float = -2.0) -> str:
    block = read_blocks(document_fromstring(f"<html><body>{body}</body></html>"))[0]
    return why_not(block, log_odds)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<p><a href='/a'>Politics</a></p>", "wholly a link"),
        ("<p>See <a href='/a'>what the others wrote</a></p>", "mostly links"),
        ("<p hidden>Politics</p>", "hidden"),
        ("<nav><p>Politics</p></nav>", "in a nav"),
        ("<footer><div><p>Politics</p></div></footer>", "in a footer"),
        ("<div class=comments><p>I was there.</p></div>", "in an element named for comment"),
        ("<p>Politics</p>", "no paragraph beside it"),
    ],
)
def test_plainest_thing_that_speaks_against_a_block_is_told(body: str, seen: str) -> None:
    assert seen in reason(body)


def test_block_with_nothing_against_it_goes_by_its_place() -> None:
    assert reason(f"<div><p>Politics</p><p>{LONG}</p></div>") == "12% likely to be text: by its place"


@pytest.mark.parametrize(("log_odds", "share"), [(-7.0, "0%"), (0.0, "50%"), (0.15, "54%"), (-1.0, "27%")])
def test_chance_is_told_in_percent(log_odds: float, share: str) -> None:
    assert reason("<p>Politics</p>", log_odds).startswith(f"{share} likely to be text: ")


def test_reason_is_one_line_of_few_parts() -> None:
    body = "<nav class='sidebar related'><ul class=comments hidden><li><a href='/a'>Politics</a></li></ul></nav>"
    told = "wholly a link, hidden, in a nav, in an element named for comment, no paragraph beside it"
    assert reason(body) == f"12% likely to be text: {told}"
