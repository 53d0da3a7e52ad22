"""Blocks of links go before the text is looked for; whatever may be an article's stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from crawler.extraction.blocks import read_blocks
from crawler.extraction.link_blocks import PARAGRAPH, drop_link_blocks, link_blocks

MENU = '<ul><li><a href="/p">Politics</a></li><li><a href="/s">Society</a></li></ul>'
SENTENCE = "The bridge reopened on Monday."


def page(body: str) -> HtmlElement:
    return document_fromstring(f"<html><body>{body}</body></html>")


def what_stays(body: str) -> str:
    root = page(body)
    drop_link_blocks(root)
    return " ".join(root.text_content().split())


def test_menu_goes() -> None:
    assert what_stays(f"{MENU}<p>{SENTENCE}</p>") == SENTENCE


def test_outermost_block_goes_as_a_whole() -> None:
    blocks = link_blocks(page(f"<div><div>{MENU}</div>{MENU}</div><p>{SENTENCE}</p>"))
    assert [(block.tag, block.getparent().tag) for block in blocks] == [("div", "body")]


def test_text_behind_a_block_stays_and_begins_a_line() -> None:
    root = page(f"<div>{SENTENCE}{MENU}And a sentence behind it.</div>")
    drop_link_blocks(root)
    assert [line.text for line in read_blocks(root)] == [SENTENCE, "And a sentence behind it."]


def test_few_letters_beside_the_links_do_not_save_a_block() -> None:
    headlines = "".join(f'<li>{n}. <a href="/{n}">Headline of article number {n}</a></li>' for n in range(5))
    assert what_stays(f"<ol>{headlines}</ol><p>{SENTENCE}</p>") == SENTENCE


def test_sentence_with_links_stays() -> None:
    linked = 'The <a href="/1">bridge</a> over the <a href="/2">Varzob</a> reopened.'
    assert what_stays(f"<p>{linked}</p>") == "The bridge over the Varzob reopened."


def test_single_link_stays() -> None:
    assert what_stays(f'<p>{SENTENCE}</p><p><a href="/more">Read the whole report</a></p>').endswith("report")


def test_block_with_a_linked_paragraph_stays() -> None:
    paragraph = "word " * (PARAGRAPH // 5 + 1)
    assert "word" in what_stays(f'<div><a href="/1">{paragraph}</a> <a href="/2">{paragraph}</a></div>')


def test_links_of_a_hidden_form_do_not_count() -> None:
    hidden = "<noscript><a href='/x'>x</a><a href='/y'>y</a></noscript>"
    assert link_blocks(page(f"<div>{hidden}</div><div>{hidden}<p>{SENTENCE}</p></div>")) == []


def test_page_of_links_alone_keeps_its_body() -> None:
    root = page(MENU)
    drop_link_blocks(root)
    assert root.find("body") is not None


@given(st.recursive(st.text("ab ", max_size=9), lambda inner: st.lists(inner, max_size=4), max_leaves=30), st.data())
def test_blocks_lie_beside_each_other_and_all_other_text_stays(shape: object, data: st.DataObject) -> None:
    tags = st.sampled_from(["div", "a", "p", "span", "ul", "li", "select", "td"])

    def markup(part: object) -> str:
        if isinstance(part, list):
            tag = data.draw(tags)
            return f"<{tag}>{''.join(map(markup, part))}</{tag}>"
        return str(part)

    root = page(markup(shape))
    blocks = link_blocks(root)
    assert not any(other in block.iterancestors() for block in blocks for other in blocks)
    kept = root.text_content()
    for block in blocks:
        kept = kept.replace(block.text_content(), "", 1)
    drop_link_blocks(root)
    assert sorted(root.text_content()) == sorted(kept)
