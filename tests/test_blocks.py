"""The blocks of a page: its lines as a reader sees them, and the elements around each."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from crawler.extraction.blocks import CELL, PARAGRAPH, Box, PageBlock, read_blocks
from crawler.extraction.element_names import NAMES

LONG = "The bridge over the Varzob river reopened on Monday after a year of repairs, the city said."


def blocks_of(body: str) -> list[PageBlock]:
    return read_blocks(document_fromstring(f"<html><body>{body}</body></html>"))


def texts(body: str) -> list[str]:
    return [block.text for block in blocks_of(body)]


def test_lines_end_at_blocks_and_breaks() -> None:
    body = "<div>One <b>and</b> more<br>Two<p>Three</p>Four</div><script>no</script>"
    assert texts(body) == ["One and more", "Two", "Three", "Four"]


def test_choices_of_a_form_are_no_text() -> None:
    assert texts("<p>Before <select><option>One</option></select>after</p>") == ["Before after"]


def test_block_before_a_break_is_told_from_one_that_its_element_ends() -> None:
    assert [block.after_break for block in blocks_of("<div>One<br>Two<p>Three</p>Four</div>")] == [
        True, False, False, False,
    ]  # fmt: skip


def test_line_of_link_text_is_linked_and_a_sentence_with_a_link_is_not() -> None:
    linked, timed, sentence = blocks_of(
        "<li><a href='/a'>One</a>, <a href='/b'>two</a></li><li>12:05 <a href='/a'>One</a></li>"
        "<p>See <a href='/a'>One</a></p>"
    )
    assert linked.is_linked
    assert linked.links == (("/a", "One"), ("/b", "two"))
    assert timed.is_linked
    assert not sentence.is_linked


def test_link_around_blocks_links_each_of_them() -> None:
    assert [block.links for block in blocks_of("<a href='/a'><h3>Head</h3><p>Lead</p></a>")] == [
        (("/a", "Head"),),
        (("/a", "Lead"),),
    ]


def test_inline_elements_in_a_link_belong_to_it() -> None:
    (block,) = blocks_of("<p>See <a href='/a'>the <b>new <i>bridge</i></b> here</a>, he said.</p>")
    assert block.text == "See the new bridge here, he said."
    assert block.links == (("/a", "the new bridge here"),)
    assert (block.linked, block.longest_link) == (len("thenewbridgehere"), len("the new bridge here"))
    assert block.plain == len("See") + len(", he said.")


def test_two_links_to_one_address_are_one() -> None:
    (block,) = blocks_of("<p><a href='/a'>Photo</a> by <a href='/a'>the desk</a></p>")
    assert block.links == (("/a", "Photothe desk"),)


@pytest.mark.parametrize("hidden", ["hidden", "style='display: none'", "style='color:red;DISPLAY:NONE'"])
def test_block_in_a_hidden_element_is_hidden_however_deep(hidden: str) -> None:
    found = blocks_of(f"<div {hidden}><p><b>Inside</b></p></div><p>Outside</p>")
    assert [(block.text, block.hidden) for block in found] == [("Inside", True), ("Outside", False)]


def test_row_of_short_cells_is_one_block_with_all_links() -> None:
    (head, row) = blocks_of(
        "<table><tr><th>Currency</th><th>Rate</th></tr><tr><td><a href='/d'>Dollar</a></td><td>10.61</td></tr></table>"
    )
    assert (head.text, row.text) == ("Currency | Rate", "Dollar | 10.61")
    assert row.links == (("/d", "Dollar"),)
    assert (row.plain, row.linked, row.is_linked) == (5, 6, False)
    assert row.box.tag == "tr"


def test_single_cell_is_no_row() -> None:
    (block,) = blocks_of("<table><tr><td>Dollar</td><td> </td></tr></table>")
    assert (block.text, block.box.tag) == ("Dollar", "td")


@pytest.mark.parametrize(
    "cells",
    [
        "<td>Menu</td><td>" + "word " * (CELL // 5 + 1) + "</td>",
        "<td><p>Menu</p><p>News</p></td><td>Weather</td>",
        "<td>Menu</td><td><table><tr><td>1</td><td>2</td></tr></table></td>",
        "<td>2 November</td><td><a href='/n/1'>School in Khorog gets a new library</a></td><td>It has books.</td>",
    ],
)
def test_table_for_layout_is_not_joined(cells: str) -> None:
    table = f"<table><tr>{cells}</tr></table>"
    assert not any(text.startswith(("Menu |", "2 November |")) for text in texts(table))
    assert "".join(texts(table)).replace(" ", "").replace("|", "") == "".join(
        document_fromstring(table).text_content().split()
    )


def test_kind_names_an_element_and_the_two_around_it_without_digits() -> None:
    (block,) = blocks_of("<div class='post-4711 wide'><section><ul class=list2><li>One</li></ul></section></div>")
    assert block.box.kind == "li < ul.list0 < section"
    (block,) = blocks_of("<div class='post-4711 wide'><p>One</p></div>")
    assert block.box.kind == "p < div.post-0 wide < body"


def test_box_knows_what_the_elements_around_it_are_called() -> None:
    (block,) = blocks_of("<aside class='sidebar'><div id='mostread'><p>One</p></div></aside>")
    around = {name for place, name in enumerate(NAMES) if block.box.all_roles >> place & 1}
    assert around == {"side", "related"}
    assert block.box.roles == 0


def test_paragraph_is_long_and_mostly_outside_links() -> None:
    plain, short, linked = blocks_of(f"<p>{LONG}</p><p>{LONG[: PARAGRAPH - 10]}</p><p><a href='/a'>{LONG}</a></p>")
    assert (plain.is_paragraph, short.is_paragraph, linked.is_paragraph) == (True, False, False)
    body = plain.box.parent
    assert body is not None
    assert (body.paragraphs, body.paragraph_count, body.blocks) == (plain.plain, 1, 3)


TAGS = st.sampled_from(
    ["div", "p", "a href='/x'", "a", "b", "span", "ul", "li", "td", "tr", "table", "div hidden", "br"]
)
SHAPES = st.recursive(
    st.text("ab 1|", max_size=9), lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)), max_leaves=25
)


def markup(shape: object) -> str:
    if isinstance(shape, tuple):
        tag, inner = shape
        return f"<{tag}>{''.join(map(markup, inner))}</{tag.split()[0]}>"
    return str(shape)


@settings(max_examples=60, deadline=None)
@given(SHAPES)
def test_no_letter_is_lost_and_boxes_hold_the_sum_of_their_blocks(shape: object) -> None:
    root = document_fromstring(f"<html><body>{markup(shape)}|</body></html>")
    found = read_blocks(root)
    assert all(block.text == " ".join(block.text.split()) != "" for block in found)
    told = "".join(block.text for block in found).replace(" | ", "").replace(" ", "")
    assert sorted(told.replace("|", "")) == sorted("".join(root.text_content().split()).replace("|", ""))
    sums: dict[int, list[int]] = {}
    boxes: dict[int, Box] = {}
    for block in found:
        box: Box | None = block.box
        while box is not None:
            boxes[id(box)] = box
            total = sums.setdefault(id(box), [0, 0])
            total[0] += block.plain
            total[1] += block.linked
            box = box.parent
    assert {key: [box.plain, box.linked] for key, box in boxes.items()} == sums


def test_deep_and_long_pages_cost_no_time() -> None:
    started = process_time()
    deep = read_blocks(document_fromstring("<div>" * 200 + "text" + "</div>" * 200))
    long = blocks_of(f"<p>{LONG}</p>" * 5000)
    assert (len(deep), len(long)) == (1, 5000)
    assert process_time() - started < 5
