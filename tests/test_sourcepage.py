"""A source's page tells what it is, how its crawls went, and what its pages taught."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browsing import ask, change, page, words
from tests.samples import sample_archive


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "vodi.db")


def crawled(path: Path, number: int, at: str, outcomes: str, problem: str | None = None) -> None:
    change(path, "INSERT INTO crawl VALUES (?, ?, ?, 'backissue crawl', 0)", number, at, at)
    change(
        path,
        "INSERT INTO crawl_source VALUES (?, 'vodi-en', 9, 2, 0, 1.0, ?, ?, 1, 0, '{}')",
        number,
        outcomes,
        problem,
    )


def test_page_says_what_the_source_is(own: Path) -> None:
    root = page(own, "/source/vodi-en")
    assert words(root.xpath("//h1")[0]) == "Vodi News (English)"
    facts = dict(zip(map(words, root.xpath("//dt")), map(words, root.xpath("//dd")), strict=True))
    assert facts == {
        "Site": "vodi-en.example",
        "Languages": "English",
        "Country": "Tajikistan",
        "Time zone": "Dushanbe",
        "Licence": "unknown",
    }
    assert words(root.xpath("//header[@class='dayhead']/p[@class='quiet']")[0]) == (
        "quiet · 4 articles · newest 4 November 2026"
    )


def test_country_and_zone_are_named_in_the_reader_s_language(own: Path) -> None:
    facts = list(map(words, page(own, "/source/vodi-en?ui=tg").xpath("//dd")))
    assert {"Тоҷикистон", "Душанбе"} <= set(facts)


def test_country_without_a_name_is_told_by_its_code(own: Path) -> None:
    change(own, "UPDATE source SET country = 'NR' WHERE slug = 'vodi-en'")
    assert "NR" in map(words, page(own, "/source/vodi-en").xpath("//dd"))


def test_page_tells_how_its_last_crawls_went(own: Path) -> None:
    crawled(own, 1, "2026-11-07T00:00:00Z", '{"new": 1204, "rejected:too-short": 2, "failed:http-404": 1}')
    crawled(own, 2, "2026-11-08T00:00:00Z", "{}", "the feed answers 403")
    root = page(own, "/source/vodi-en")
    rows = [words(row) for row in root.xpath("//table[@class='runs']/tbody/tr")]
    assert rows == [
        "8 November 2026, 05:00failing000",
        "7 November 2026, 05:00ok1,20421",
        "too-short 2, http-404 1",
    ]
    assert words(root.xpath("//div[@class='notice gone']")[0]) == "the feed answers 403"
    assert "no crawl" not in words(root.xpath("//main")[0]).lower()


def test_page_says_what_an_earlier_crawl_met_once_it_is_over(own: Path) -> None:
    for number, problem in enumerate(("the feed answers 403", "the feed answers 403", None), 1):
        crawled(own, number, f"2026-11-0{number}T00:00:00Z", "{}", problem)
    root = page(own, "/source/vodi-en")
    assert root.xpath("//div[@class='notice gone']") == []
    assert [words(row) for row in root.xpath("//table[@class='runs']/tbody/tr")] == [
        "3 November 2026, 05:00ok",
        "2 November 2026, 05:00failing",
        "the feed answers 403",
        "1 November 2026, 05:00failing",
    ]


def test_source_that_was_never_crawled_says_how_to_crawl_it(own: Path) -> None:
    assert "Run backissue crawl vodi-en." in words(page(own, "/source/vodi-en").xpath("//main")[0])


def test_crawl_that_never_ended_is_said_to_run_or_to_be_broken_off(own: Path) -> None:
    crawled(own, 1, "2026-11-07T00:00:00Z", '{"new": 1}')
    change(own, "UPDATE crawl SET finished = NULL")
    assert "Running, or broken off" in words(page(own, "/source/vodi-en").xpath("//table[@class='runs']")[0])


def test_page_lists_its_own_articles_newest_first_and_draws_them_by_day(own: Path) -> None:
    root = page(own, "/source/vodi-ru")
    assert [words(title) for title in root.xpath("//p[@class='headline']")] == [
        "Президент Рахмон посетил выставку ёлок",
        "В Хороге открылась школьная библиотека",
        "Мост через Варзоб открыт после ремонта",
    ]
    assert (
        words(root.xpath("//figure//desc")[0]) == "3 articles in 30 days. The busiest day was 2 November 2026 with 1."
    )


def test_page_tells_what_the_pages_of_the_source_taught(own: Path) -> None:
    assert "have taught nothing yet" in words(page(own, "/source/vodi-en").xpath("//main")[0])
    change(own, "INSERT INTO memory_source VALUES ('vodi-en', '2026-11-01', 214, 1, '2026-11-05', 0.42)")
    change(own, "INSERT INTO memory_kind VALUES ('vodi-en', 1, 'div.text > p', 200, 198000, '2026-11-07')")
    change(own, "INSERT INTO memory_day VALUES ('vodi-en', '2026-11-07', 20)")
    change(own, "INSERT INTO memory_block VALUES ('vodi-en', '2026-11-07', 1, 'Read also <b>', 19)")
    root = page(own, "/source/vodi-en")
    memory = words(root.xpath("//section[@aria-labelledby='memory']")[0])
    assert "Learned: its texts are read by what its pages taught." in memory
    assert "214 pages since 1 November 2026" in memory
    assert "built anew on 5 November 2026: 42%" in memory
    assert words(root.xpath("//section[@aria-labelledby='memory']//tbody/tr")[0]) == "div.text > p20099%"
    assert words(root.xpath("//ul[@class='repeated']/li")[0]) == "Read also <b> 19"


@pytest.mark.parametrize("slug", ["nowhere", "%00", "vodi-en%27", quote("водӣ"), "a" * 200])
def test_source_that_is_not_there_is_a_page_that_says_so(own: Path, slug: str) -> None:
    response = ask(own, f"/source/{slug}")[0]
    assert response.status_code == 404
    assert "no source of this name" in response.text
