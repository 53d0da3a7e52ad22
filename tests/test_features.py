"""What is measured of a page's blocks: one row a block, one column a feature."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from archive.fingerprints import letters
from crawler.extraction.blocks import read_blocks
from crawler.extraction.features import FEATURES, Matrix, measure, numbered, shifted

TITLE = "Bridge over the Varzob reopens"
BODY = [
    "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said in a statement.",
    "Engineer Dilshod Rahmonov told reporters that it would carry two lanes of traffic in both directions.",
    "Drivers had used a detour through the old town, which added half an hour to their way to work.",
]
PAGE = (
    "<nav><a href='/p'>Politics</a></nav>"
    f"<main><h1>{TITLE}</h1><div class='story-body'>{''.join(f'<p>{line}</p>' for line in BODY)}</div></main>"
    "<aside class=sidebar><p><a href='/n'>School in Khorog gets a new library</a></p></aside><p hidden>12:05</p>"
)


def measured(body: str, title: str = TITLE) -> Matrix:
    blocks = read_blocks(document_fromstring(f"<html><body>{body}</body></html>"))
    return measure(blocks, [letters(block.text) for block in blocks], letters(title))


def rows(body: str, title: str = TITLE) -> dict[str, dict[str, float]]:
    """By a block's text: its features by name."""
    blocks = read_blocks(document_fromstring(f"<html><body>{body}</body></html>"))
    table = measured(body, title).tolist()
    return {block.text: dict(zip(FEATURES, row, strict=True)) for block, row in zip(blocks, table, strict=True)}


def test_names_are_told_apart() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def test_a_block_is_measured_by_itself_and_by_what_stands_around_it() -> None:
    found = rows(PAGE)
    story, menu, hidden = found[BODY[1]], found["Politics"], found["12:05"]
    side = found["School in Khorog gets a new library"]
    assert (story["linked"], story["length +1"] > 0) == (0, True)
    assert (menu["length"], side["length"]) == (0, 0), "nobody asks about a block that is wholly a link"
    assert (story["ends"], menu["ends"]) == (1, 0)
    assert (story["body near"], story["body self"], side["side around"]) == (1, 0, 1)
    assert (hidden["hidden"], story["hidden"]) == (1, 0)
    assert (found[TITLE]["is title"], story["is title"]) == (1, 0)
    assert (menu["after headline"], story["after headline"]) == (0, 1)
    assert (story["in best"], side["in best"]) == (1, 0)
    assert (story["same box +1"], story["same kind -1"], side["same box -1"]) == (1, 1, 0)
    assert menu["length -1"] == -1
    assert story["kind count"] == pytest.approx(np.log1p(3))
    assert story["page blocks"] == pytest.approx(np.log1p(7))


def test_headline_in_linked_teasers_is_not_where_the_page_begins() -> None:
    found = rows(f"<ul><li><a href='/1'>{TITLE}</a></li></ul><p>Menu</p><h1>{TITLE}</h1><p>{BODY[0]}</p>")
    assert (found["Menu"]["after headline"], found[BODY[0]]["after headline"]) == (0, 1)


def test_page_without_any_headline_says_so() -> None:
    assert rows(f"<p>{BODY[0]}</p>", "")[BODY[0]]["after headline"] == -1


HOSTILE = {
    "empty": "",
    "one block": "<p>Politics</p>",
    "one sign": "<p>.</p>",
    "nothing but links": "<a href='/x'>x</a><br>" * 30,
    "no letters": "<p>…</p><p>12</p><p>»</p>",
    "deep": "<div class=story>" * 180 + "text" + "</div>" * 180,
    "one letter a thousand times": "<p>a</p>" * 1000,
    "a line of a megabyte": f"<p>{'word, ' * 170_000}</p>",
    "classes of a megabyte": f"<div class='{'side-bar ' * 110_000}'><p>text</p></div>",
    "spaces of Unicode": "<p>\u00a0\u2003</p><p>\u200b a \u200b</p>",
    "nested tables": "<table><tr><td>" * 40 + "text" + "</td><td>1</td></tr></table>" * 40,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_page_is_measured_in_finite_numbers(kind: str) -> None:
    table = measured(HOSTILE[kind])
    assert table.shape[1] == len(FEATURES)
    assert table.dtype == np.float32
    assert np.isfinite(table).all()


def test_five_thousand_blocks_cost_no_minute() -> None:
    page = "".join(f"<div class='item-{n}'><p>{BODY[n % 3]} <a href='/{n}'>More</a></p></div>" for n in range(5000))
    blocks = read_blocks(document_fromstring(page))
    keys = [letters(block.text) for block in blocks]
    started = process_time()
    assert len(measure(blocks, keys, letters(TITLE))) == 5000
    assert process_time() - started < 10


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(
    lambda text: text.replace("<", "").replace("&", "")
)
TAGS = st.sampled_from(["p", "div class=story", "li", "h1", "a href=/x", "td", "span", "aside", "br"])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(TAGS, TEXTS), max_size=12), TEXTS)
def test_any_page_is_measured_in_finite_numbers_and_always_the_same(parts: list[tuple[str, str]], title: str) -> None:
    body = "".join(f"<{tag}>{text}</{tag.split()[0]}>" for tag, text in parts)
    table = measured(body, title)
    assert np.isfinite(table).all()
    assert np.array_equal(table, measured(body, title))


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(-10, 10).filter(bool))
def test_shifted_values_are_those_of_the_block_so_many_places_on(values: list[int], offset: int) -> None:
    found = shifted(np.array(values, float), offset)
    expected = [values[at + offset] if 0 <= at + offset < len(values) else -1 for at in range(len(values))]
    assert list(found) == expected


@given(st.lists(st.sampled_from("abc")))
def test_equal_values_have_equal_numbers(values: list[str]) -> None:
    numbers = list(numbered(values))
    assert [numbers.index(number) for number in numbers] == [values.index(value) for value in values]
