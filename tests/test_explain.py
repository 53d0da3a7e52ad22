"""How a page that was read is shown."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from archive.newsarticle import FIELDS
from archive.records import Article
from crawler.explain import NAMES, blocks_text, explained_object, explained_text, plain_object, plain_text
from crawler.extraction.boilerplate import Block
from tests.archives import BRIDGE, VODI

ARTICLE = Article(
    url="https://vodi.example/en/1",
    title="Bridge over the Varzob reopens",
    text=BRIDGE,
    language="en",
    published="2026-11-02T09:34:00Z",
    published_raw="14:34, november 2",
    published_precision="minute",
    authors=("Zarina Hakimova", "Dilshod Rahmonov"),
    section="Life",
    origins={"title": "json-ld", "published": "page", "authors": "page", "section": "meta"},
)
LINES = BRIDGE.split("\n")
BLOCKS = [
    Block("Home", False, "page", "0% likely to be text: in a nav"),
    Block("Sport", False, "page", "0% likely to be text: in a nav"),
    Block(LINES[0]),
    Block("School in Khorog gets a library", False, "headline", "headline of article 312"),
    Block(LINES[1]),
]
PLAIN = {"colour": False, "columns": None}


def test_every_name_of_an_origin_is_a_field_there_and_in_json() -> None:
    assert set(NAMES) <= {field.name for field in fields(Article)}
    assert set(NAMES.values()) <= {field.name for field in FIELDS}


def test_plain_text_is_headline_metadata_address_and_paragraphs() -> None:
    assert plain_text(ARTICLE, VODI, **PLAIN).split("\n") == [  # type: ignore[arg-type]
        "Bridge over the Varzob reopens",
        "2026-11-02 14:34+05:00 · Zarina Hakimova · Dilshod Rahmonov · en · Life",
        "https://vodi.example/en/1",
        "",
        LINES[0],
        "",
        LINES[1],
    ]


def test_article_without_a_date_says_so() -> None:
    undated = replace(ARTICLE, published=None, authors=(), language=None, section=None)
    assert plain_text(undated, VODI, colour=False, columns=None).split("\n")[1] == "no date"


def test_plain_object_has_the_keys_of_show_and_null_for_what_only_an_archive_knows() -> None:
    told = plain_object(ARTICLE, VODI)
    assert list(told) == [field.name for field in FIELDS]
    assert (told["headline"], told["source"], told["publisher"]) == (ARTICLE.title, "vodi-en", "Vodi News (English)")
    assert (told["articleBody"], told["wordCount"], told["id"]) == (BRIDGE, 15, None)


def test_explained_object_adds_origins_by_the_names_of_json_and_blocks_in_order() -> None:
    told = explained_object(ARTICLE, VODI, BLOCKS)
    assert told["origins"] == {
        "headline": "json-ld",
        "datePublished": "page",
        "author": "page",
        "articleSection": "meta",
    }
    blocks = told["blocks"]
    assert isinstance(blocks, list)
    assert blocks[2] == {"text": LINES[0], "kept": True, "layer": None, "reason": None}
    assert blocks[3] == {
        "text": "School in Khorog gets a library",
        "kept": False,
        "layer": "headline",
        "reason": "headline of article 312",
    }
    assert len(blocks) == len(BLOCKS)


def test_blocks_stand_in_order_with_their_marks_and_a_shared_reason_stands_once() -> None:
    assert blocks_text(BLOCKS, colour=False, columns=None).split("\n") == [
        "blocks: 5, of which 2 are the text",
        "- Home",
        "- Sport",
        "      page: 0% likely to be text: in a nav",
        f"+ {LINES[0]}",
        "- School in Khorog gets a library",
        "      headline: headline of article 312",
        f"+ {LINES[1]}",
    ]


def test_no_line_is_wider_than_the_terminal() -> None:
    told = explained_text(ARTICLE, VODI, BLOCKS, memory="learned", colour=False, columns=40)
    assert max(map(len, told.split("\n"))) <= 40
    assert "\n+ The bridge over the Varzob river\n  reopened on Monday." in told


def test_fields_are_told_with_their_origins_and_unknown_ones_are_left_out() -> None:
    told = explained_text(ARTICLE, VODI, BLOCKS, memory="learned", colour=False, columns=None)
    head = told.partition("\n\n")[0].split("\n")
    assert head == [
        "headline     Bridge over the Varzob reopens  (json-ld)",
        "url          https://vodi.example/en/1",
        'published    2026-11-02 14:34+05:00  (page, printed "14:34, november 2")',
        "authors      Zarina Hakimova, Dilshod Rahmonov  (page)",
        "language     en  (detected)",
        "section      Life  (meta)",
        "source       vodi-en  (Vodi News (English))",
        "memory       learned",
    ]


@pytest.mark.parametrize("columns", [None, 40])
def test_colour_changes_nothing_but_colours(columns: int | None) -> None:
    import click

    plain = explained_text(ARTICLE, VODI, BLOCKS, memory="learned", colour=False, columns=columns)
    coloured = explained_text(ARTICLE, VODI, BLOCKS, memory="learned", colour=True, columns=columns)
    assert "\x1b" not in plain
    assert "\x1b[32m+\x1b[0m " in coloured
    assert "\x1b[31m-\x1b[0m " in coloured
    assert click.unstyle(coloured) == plain
