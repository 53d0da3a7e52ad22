"""A day shows what each source published on it, where that source is."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.browse.daypage import window
from tests.browsing import ask, change, copied, page, words
from tests.samples import sample_archive


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "vodi.db")


def listed(path: Path, day: str) -> list[tuple[str, list[str]]]:
    """Every source of a day with its lines."""
    sheets = page(path, f"/day/{day}").xpath("//section[@class='sheet']")
    return [(words(sheet.xpath("./h2/a")[0]), [words(line) for line in sheet.xpath(".//li")]) for sheet in sheets]


def test_day_lists_its_articles_by_source_in_the_order_of_publication(own: Path) -> None:
    change(own, "UPDATE article SET published = '2026-11-03T04:00:00Z' WHERE id = 1")
    assert listed(own, "2026-11-03") == [
        (
            "Vodi News (English)",
            [
                "Rates of the somoni on Tuesday Society Removed",
                "09:00 Bridge over the Varzob reopens Society Edited",
                "12:30 School in Khorog gets a library Society",
            ],
        ),
        ("Вести долины", ["13:00 В Хороге открылась школьная библиотека Society"]),
    ]


def test_day_is_that_of_the_source(own: Path) -> None:
    change(own, "UPDATE article SET published = '2026-11-01T20:00:00Z' WHERE id = 1")  # 01:00 on the 2nd in Dushanbe
    change(own, "UPDATE article SET published = '2026-11-02T18:59:59Z' WHERE id = 2")  # 23:59 on the 2nd
    change(own, "UPDATE article SET published = '2026-11-02T19:00:00Z' WHERE id = 4")  # midnight: the 3rd
    lines = [line for _, lines in listed(own, "2026-11-02") for line in lines]
    assert [line.split()[0] for line in lines] == ["01:00", "23:59"]


def test_day_knows_its_neighbours_over_days_without_articles(own: Path) -> None:
    change(own, "UPDATE article SET published = '2026-10-01' WHERE id = 1")
    change(own, "UPDATE article SET published = '2026-10-11' WHERE id = 4")
    root = page(own, "/day/2026-10-11")
    assert root.xpath("//nav[@class='turn']//a/@href") == ["/day/2026-10-01", "/day/2026-11-03"]
    assert page(own, "/day/2026-11-03").xpath("//a[@rel='next']/@href") == ["/day/2026-11-04"]
    assert page(own, "/day/2026-11-06").xpath("//a[@rel='next']") == []


def test_day_without_articles_says_so_and_leads_on(own: Path) -> None:
    response = ask(own, "/day/2025-01-01")[0]
    assert response.status_code == 404
    assert "no article of this day" in response.text
    assert "/day/2026-11-02" in response.text


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-2-3", "0001-01-01", "9999-12-31", "%00"])
def test_what_is_no_day_is_not_found(own: Path, day: str) -> None:
    response = ask(own, f"/day/{day}")[0]
    assert response.status_code == 404
    assert "There is no such day" in response.text


def test_old_article_that_a_backfill_brings_stands_on_its_own_day(own: Path, tmp_path: Path) -> None:
    late = copied(own, tmp_path)
    change(late, "UPDATE article SET published = '2019-03-21T05:00:00Z', id = 500, change = 500 WHERE id = 8")
    assert [lines for _, lines in listed(late, "2019-03-21")] == [["10:00 Қарори нав дар бораи об Society"]]
    newest = [words(title) for title in page(late, "/search").xpath("//article[@class='hit']/h2")]
    assert newest[-1] == "Қарори нав дар бораи об"


def test_window_holds_the_day_of_every_zone() -> None:
    assert window("2026-11-03") == ("2026-11-02T10", "2026-11-04T14")
