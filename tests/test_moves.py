"""What to write in a source file once its source has moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.records import Listing
from crawler.moves import mend, places
from tests.archives import VODI


@pytest.mark.parametrize(
    ("url", "to", "expected"),
    [
        ("https://old.tj/feed", "https://new.tj/feed", ("old.tj/", "new.tj/")),
        ("https://old.tj/eng/feed/", "https://eng.new.tj/feed/", ("old.tj/eng/", "eng.new.tj/")),
        ("https://old.tj/feed", "https://new.tj/news/feed", ("old.tj/", "new.tj/news/")),
        ("https://old.tj/feed", "https://new.tj/rss/all.xml", ("old.tj/", "new.tj/")),
        ("http://old.tj:8080/", "http://new.tj:8081/", ("old.tj:8080/", "new.tj:8081/")),
    ],
)
def test_what_moved_is_what_differs(url: str, to: str, expected: tuple[str, str]) -> None:
    assert places(url, to) == expected


def test_lines_name_the_new_place_keep_the_old_one_and_make_them_one_address() -> None:
    source = replace(
        VODI,
        scope=("vodi.example/en/", "en.vodi.example/"),
        feeds=("https://vodi.example/en/feed", "https://vodi.example/en/sport?feed=rss"),
        listings=(Listing(url="https://vodi.example/en/news/{page}/"),),
    )
    led = [("https://vodi.example/en/feed", "https://new.example/en/feed")]
    assert mend(source, led).split("; ") == [
        'scope = ["new.example/en/", "vodi.example/en/", "en.vodi.example/"]',
        'homepage = "https://new.example/en/"',
        'feeds = ["https://new.example/en/feed", "https://new.example/en/sport?feed=rss"]',
        '[[listings]] url = "https://new.example/en/news/{page}/"',
        '[aliases] "new.example/" = "vodi.example/"',
    ]
