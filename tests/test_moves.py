"""What to write in a source file once its source has moved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import Listing
from archive.source_files import read_source_file
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
        listings=(Listing(url="https://vodi.example/en/news/{page}/", pages=3),),
        aliases=(("www.vodi.example/", "vodi.example/"),),
    )
    led = [("https://vodi.example/en/feed", "https://new.example/en/feed")]
    assert mend(source, led).split("\n") == [
        'scope = ["new.example/en/", "vodi.example/en/", "en.vodi.example/"]',
        'homepage = "https://new.example/en/"',
        'feeds = ["https://new.example/en/feed", "https://new.example/en/sport?feed=rss"]',
        "[[listings]]",
        'url = "https://new.example/en/news/{page}/"',
        "pages = 3",
        "[aliases]",
        '"www.vodi.example/" = "vodi.example/"',
        '"new.example/" = "vodi.example/"',
    ]


def test_lines_are_what_a_source_file_may_say(tmp_path: Path) -> None:
    source = replace(
        VODI,
        scope=("vodi.example/",),
        feeds=("https://vodi.example/feed?a=%22",),
        listings=(Listing(url="https://vodi.example/news/{page}/"), Listing(url="https://vodi.example/sport/")),
        aliases=(("m.vodi.example/", "vodi.example/"),),
    )
    head = 'name = "Vodi"\ncountry = "TJ"\nlanguages = ["en"]\ntimezone = "Asia/Dushanbe"\n'
    path = tmp_path / "vodi-en.toml"
    path.write_text(head + mend(source, [("https://vodi.example/feed?a=%22", "https://new.example/feed?a=%22")]))
    read, problems = read_source_file(path, path.name)
    assert problems == []
    assert read is not None
    assert read.scope == ("new.example/", "vodi.example/")
    assert [listing.url for listing in read.listings] == [
        "https://new.example/news/{page}/",
        "https://new.example/sport/",
    ]
    assert dict(read.aliases) == {"m.vodi.example/": "vodi.example/", "new.example/": "vodi.example/"}
