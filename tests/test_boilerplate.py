"""Lines of the site that an extractor takes for text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from archive.fingerprints import headline_key, letters
from archive.memory import Memory
from crawler.extraction.blocks import read_blocks
from crawler.extraction.boilerplate import Block, Surroundings, judge_lines
from crawler.extraction.phrases import PHRASES, is_site_phrase

BASE = "https://vodi.example/news/1"
TITLE = "Bridge over the Varzob reopens"
OTHER = "School in Khorog gets a new library"
BODY = ["The bridge reopened on Monday after a year of repairs.", "Two lanes are open to traffic."]


def link(text, href="/news/2"):
    return f'<p><a href="{href}">{text}</a></p>'


def plain(text):
    return f"<p>{text}</p>"


def blocks(lines, page=(), headlines=(), own=(TITLE,)):
    """``page`` is the markup of the page's blocks, ``lines`` those of its text."""
    page_blocks = read_blocks(document_fromstring(f"<html><body>{''.join(page)}</body></html>"))
    around = Surroundings(
        page_blocks,
        [letters(block.text) for block in page_blocks],
        base=BASE,
        is_other=lambda url: url.startswith("https://vodi.example/") and url != BASE,
        memory=Memory("vodi", frozenset(map(headline_key, headlines))),
        own=own,
    )
    return judge_lines(map(Block, lines), around)


def kept(lines, **known):
    return [block.text for block in blocks(lines, **known) if block.kept]


def layers(lines, **known):
    return [block.layer for block in blocks(lines, **known)]


def test_kept_lines_have_no_layer_and_removed_ones_say_why():
    first, last = blocks([BODY[0], "All news"])
    assert (first.kept, first.layer, first.reason) == (True, None, None)
    assert (last.kept, last.layer) == (False, "tail")
    assert last.reason


def test_line_that_is_wholly_link_text_goes():
    page = [link("Politics")]
    assert layers([BODY[0], "Politics"], page=page) == [None, "linked"]


def test_line_that_also_stands_without_a_link_stays():
    page = [link("Politics"), plain("Politics")]
    assert kept(["Politics"], page=page) == ["Politics"]


def test_link_inside_a_sentence_stays():
    page = ['<p>He read it in <a href="/p">Politics</a>.</p>']
    assert kept(["He read it in Politics."], page=page) == ["He read it in Politics."]


def test_linked_paragraph_stays():
    paragraph = "A whole paragraph that somebody made a link, " * 6
    assert kept([paragraph], page=[link(paragraph)]) == [paragraph]


def test_headline_of_another_article_goes_wherever_it_stands():
    lines = [OTHER, BODY[0], OTHER.upper() + ".", BODY[1], f"«{OTHER}»"]
    assert kept(lines, headlines=[OTHER]) == BODY
    assert set(layers(lines, headlines=[OTHER])) == {"headline", None}


def test_headline_quoted_in_a_sentence_stays():
    sentence = f"In its report “{OTHER}” the paper told more."
    assert kept([sentence], headlines=[OTHER]) == [sentence]


@pytest.mark.parametrize("short", ["Weather", "The weather", "A b c d", "Tajikistan today"])
def test_short_headline_is_too_weak_to_remove_a_line(short):
    assert kept([BODY[0], short], headlines=[short]) == [BODY[0], short]


def test_own_headline_goes_only_before_the_text():
    lines = [TITLE, BODY[0], TITLE, BODY[1]]
    assert kept(lines, headlines=[TITLE]) == [BODY[0], TITLE, BODY[1]]


def test_own_headline_inside_the_text_stays_even_where_a_teaser_links_it_elsewhere():
    lines = [BODY[0], TITLE, BODY[1]]
    assert kept(lines, page=[link(TITLE, "/news/2"), plain(TITLE)]) == lines


def test_headline_that_the_feed_gave_is_own_too():
    assert kept([BODY[0], OTHER], headlines=[OTHER], own=(TITLE, OTHER)) == [BODY[0], OTHER]


def test_link_text_of_another_page_goes_where_it_stands_plain():
    page = [link(OTHER), plain(OTHER)]
    assert layers([BODY[0], OTHER], page=page) == [None, "headline"]


@pytest.mark.parametrize("href", ["/news/1", "https://elsewhere.example/a", "mailto:a@b", "http://["])
def test_link_to_this_page_or_another_host_is_no_headline(href):
    page = [link(OTHER, href), plain(OTHER)]
    assert kept([BODY[0], OTHER], page=page) == [BODY[0], OTHER]


def test_row_of_a_table_goes_when_all_its_cells_do():
    second = "Rates of the somoni on Tuesday"
    assert layers([f"{OTHER} | {second}"], headlines=[OTHER, second]) == ["headline"]
    assert kept([f"{OTHER} | 10.61"], headlines=[OTHER]) == [f"{OTHER} | 10.61"]


@pytest.mark.parametrize(
    "line",
    [
        "All news", "ALL NEWS »", "Авторизуйтесь, пожалуйста", "Read also:", "Читайте также:", "Ҳамчунин хонед:",
        "Share", "Поделиться", "Мубодила", "Версия для печати", "© 2026 Vodi News", "(c) Vodi 2020", "Copyright 2019",
    ],
)  # fmt: skip
def test_phrase_of_sites_goes(line):
    assert layers([BODY[0], line]) == [None, "tail"]


@pytest.mark.parametrize(
    "line", ["Share of imports grew by a third.", "All news is local, he said.", "Copyrighted works", "Войти в дом"]
)
def test_sentence_with_such_words_stays(line):
    assert kept([line]) == [line]


def test_date_beside_a_removed_headline_goes_with_it():
    assert kept([BODY[0], "12:00, 8.Янв 2026", OTHER, "15:03, 17 марта"], headlines=[OTHER]) == [BODY[0]]


@pytest.mark.parametrize(
    "line",
    [
        f"{OTHER} 12:00, 8.Янв 2026",
        f"15:03, 17 марта {OTHER}",
        f"12:05 {OTHER}",
        f"{OTHER} 08.01.2026",
        f"14:19, today {OTHER}",
    ],
)
def test_headline_goes_with_the_date_in_its_line(line):
    assert kept([BODY[0], line], headlines=[OTHER]) == [BODY[0]]
    assert kept([BODY[0], line], page=[link(OTHER)]) == [BODY[0]]
    assert kept([BODY[0], line]) == [BODY[0], line]


@pytest.mark.parametrize(
    "line",
    [
        f"{OTHER} | 17",
        f"17 | {OTHER}",
        f"{OTHER} | 12:05 | 1 234",
        f"{OTHER} | Views: 9 | Comments (0)",
        f"8 января 2026 | {OTHER} | Просмотров: 9",
        f"{OTHER} | Шарҳҳо (0)",
        f"{OTHER} (17)",
        f"{OTHER} Views: 1 234",
        f"{OTHER} 3 комментария",
        f"Read also | {OTHER}",
    ],
)
def test_headline_goes_with_the_counters_in_its_line(line):
    assert kept([BODY[0], line], headlines=[OTHER]) == [BODY[0]]
    assert kept([BODY[0], line]) == [BODY[0], line]


def test_row_of_numbers_alone_stays():
    assert kept(["17 | 12 | 2026", BODY[0]], headlines=[OTHER]) == ["17 | 12 | 2026", BODY[0]]


@pytest.mark.parametrize("counters", [["Views: 9"], ["12:05", "Просмотров: 9", "Комментарии (0)"], ["Шарҳҳо (0)"]])
def test_counters_beside_a_removed_headline_go_with_it(counters):
    assert kept([BODY[0], OTHER, *counters], headlines=[OTHER]) == [BODY[0]]
    assert kept([BODY[0], *counters, BODY[1]], headlines=[OTHER]) == [BODY[0], *counters, BODY[1]]


def test_bare_number_beside_a_removed_headline_stays():
    assert kept([BODY[0], "17", OTHER], headlines=[OTHER]) == [BODY[0], "17"]


def test_date_elsewhere_stays():
    assert kept(["8 января 2026", BODY[0], "All news"]) == ["8 января 2026", BODY[0]]


def test_phrases_match_in_their_own_form():
    assert all(is_site_phrase(phrase) for phrase in PHRASES)


@given(st.lists(st.text(max_size=60), max_size=8), st.lists(st.text(max_size=60), max_size=4))
def test_every_line_is_judged_once_and_in_order(lines, headlines):
    judged = blocks(lines, headlines=headlines)
    assert [block.text for block in judged] == lines
    assert all(block.kept == (block.layer is None) == (block.reason is None) for block in judged)
