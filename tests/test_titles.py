"""The headline among the texts that a page gives for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.titles import choose_title, find_heading
from tests.test_metadata import TITLE, facts, meta, news


def test_rubric_before_the_headline_goes_when_a_heading_shows_it_without():
    head = meta("og:title", f"Society: {TITLE}")
    assert facts(head, f"<h1>{TITLE}</h1>").title == TITLE
    assert facts(head).title == f"Society: {TITLE}"
    assert facts(meta("og:title", "Dushanbe: road opens"), "<h1>road opens</h1>").title == "Dushanbe: road opens"


def test_title_cut_short_is_completed_by_the_heading():
    heading = f"<h1>{TITLE} after a winter of repairs</h1>"
    assert facts(meta("og:title", f"{TITLE}…"), heading).title == f"{TITLE} after a winter of repairs"
    assert facts(
        meta("og:title", "Minister calls the bridge "), '<h1>Minister calls the bridge "ready"</h1>'
    ).title == ('Minister calls the bridge "ready"')
    assert facts(meta("og:title", TITLE), heading).title == TITLE


@pytest.mark.parametrize(
    ("head", "linked", "origin"),
    [
        ("", news(headline=TITLE), "json-ld"),
        (meta("og:title", TITLE), None, "opengraph"),
        (f'<meta name="twitter:title" content="{TITLE}">', None, "meta"),
        (f"<title>{TITLE} | Vodi News</title>", None, "page"),
    ],
)
def test_title_says_where_it_comes_from(head, linked, origin):
    found = facts(head, linked=linked)
    assert (found.title, found.origins["title"]) == (TITLE, origin)


def test_heading_of_the_article_is_the_one_with_its_words():
    body = f"<h1>Vodi</h1><h2>Latest</h2><h2 id='mine'>{TITLE}</h2>"
    page = facts.__globals__["open_page"](f"<html><body>{body}".encode(), "https://vodi.example/a")
    assert find_heading(page.tree, TITLE).get("id") == "mine"
    assert find_heading(page.tree, None).text == "Vodi"
    assert find_heading(page.tree, "Something else entirely").text == "Vodi"


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=3), st.text(max_size=20))
def test_title_is_part_of_what_the_page_said(window, headings, site):
    title, origin = choose_title([], headings, window, [site])
    assert title is None or title in window or title in headings
    assert origin == ("page" if title else None)
