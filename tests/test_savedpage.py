"""Searches that are kept in a file have a page with their newest hits, and feeds whose addresses stay."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from tests.browsing import PUBLIC, ask, page, words
from tests.samples import sample_archive

SEARCHES = """bridges = "varzob OR bridge"
"хоруғ" = "Хоруғ"
nothing = "zzzqqq <script>"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "searches.toml").write_text(SEARCHES)
    return sample_archive(tmp_path / "vodi.db")


def test_page_lists_every_search_with_its_newest_hits(own: Path) -> None:
    sheets = page(own, "/saved").xpath("//section[@class='sheet']")
    assert [words(sheet.xpath("./h2")[0]) for sheet in sheets] == ["bridges", "хоруғ", "nothing"]
    assert words(sheets[0].xpath(".//p[@class='headline']")[0]) == "Мост через Варзоб открыт после ремонта"
    assert "Nothing was found" in words(sheets[2])
    assert sheets[1].xpath("./p[@class='more']/a/@href") == [
        f"/saved/{quote('хоруғ')}.{kind}" for kind in ("atom", "json")
    ]


def test_feed_of_a_saved_search_keeps_its_address_when_the_query_changes(own: Path) -> None:
    address = f"/saved/{quote('хоруғ')}"
    before, data = ask(own, f"{address}.atom", f"{address}.json")
    (own.parent / "searches.toml").write_text('"хоруғ" = "сомонӣ OR somoni"')
    after = ask(own, f"{address}.atom")[0]
    feeds = [ET.fromstring(answer.content) for answer in (before, after)]
    atom = "{http://www.w3.org/2005/Atom}"
    assert {feed.findtext(f"{atom}id") for feed in feeds} == {f"http://localhost{address}.atom"}
    assert [feed.findtext(f"{atom}title") for feed in feeds] == ["Backissue: хоруғ"] * 2
    titles = [[entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] for feed in feeds]
    assert "Дар Хоруғ китобхона кушода шуд" in titles[0]
    assert titles[1] == ["Rates of the somoni on Tuesday"]
    assert data.json()["feed_url"] == f"http://localhost{address}.json"


def test_archive_without_the_file_says_how_to_write_it(own: Path) -> None:
    (own.parent / "searches.toml").unlink()
    assert 'searches.toml beside the archive: name = "query"' in words(page(own, "/saved").xpath("//main")[0])


def test_file_may_lie_elsewhere(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('one = "varzob"')
    configuration = {"plugins": {"backissue": {"searches": str(other)}}}
    headings = page(own, "/saved", configuration=configuration).xpath("//section[@class='sheet']/h2")
    assert [words(heading) for heading in headings] == ["one"]


def test_file_that_cannot_be_used_is_told_with_what_to_mend(own: Path) -> None:
    (own.parent / "searches.toml").write_text("bridges = ")
    for answer in ask(own, "/saved", "/saved/bridges.atom"):
        assert answer.status_code == 500
        assert "searches.toml: not TOML" in answer.text


@pytest.mark.parametrize("name", ["nowhere", "%00", "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3E"])
def test_search_that_is_not_there_is_a_page_that_says_so(own: Path, name: str) -> None:
    assert ask(own, f"/saved/{name}.atom")[0].status_code == 404


def test_public_pages_do_not_tell_what_somebody_watches(own: Path) -> None:
    front, *saved = ask(own, "/", "/saved", "/saved/bridges.atom", configuration=PUBLIC)
    assert [answer.status_code for answer in saved] == [403, 403]
    assert "/saved" not in front.text
