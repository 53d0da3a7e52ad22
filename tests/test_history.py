"""An article tells what kind of changes it went through, and the evidence that it was gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.browse.history import weightiest
from tests.browsing import PUBLIC, change, page, words
from tests.samples import sample_archive


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "vodi.db")


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["first"], None),
        (["cosmetic", "first"], None),
        (["headline", "cosmetic", "first"], "headline"),
        (["headline", "body", "first"], "body"),
        (["body", "correction", "headline"], "correction"),
    ],
)
def test_weightiest_change_is_told(kinds: list[str], told: str | None) -> None:
    assert weightiest(kinds) == told


def test_versions_say_what_kind_of_change_they_are(own: Path) -> None:
    change(own, "UPDATE revision SET kind = 'headline' WHERE article_id = 1 AND number = 2")
    root = page(own, "/article/1")
    lines = [words(item) for item in root.xpath("//ol[@class='versions']/li")]
    assert lines == [
        "Version 2 8 November 2026, 05:00New headline What changed",
        "Version 1 7 November 2026, 05:00",
    ]
    assert "The headline was changed after publication." in words(root.xpath("//p[@class='notice']")[0])


def test_typography_alone_makes_no_notice_and_no_news(own: Path) -> None:
    change(own, "UPDATE revision SET kind = 'cosmetic' WHERE article_id = 1 AND number = 2")
    root = page(own, "/article/1")
    assert root.xpath("//p[@class='notice']") == []
    assert "Typography only" in words(root.xpath("//ol[@class='versions']")[0])
    changed = [words(item) for item in page(own, "/").xpath("//section[@aria-labelledby='changed']//li")]
    assert [line.split()[0] for line in changed] == ["Removed", "Copy"]


@pytest.mark.parametrize(("kind", "marks"), [("cosmetic", 0), ("body", 1), (None, 1)])
def test_lists_mark_as_edited_what_changed_in_more_than_typography(own: Path, kind: str | None, marks: int) -> None:
    change(own, "UPDATE revision SET kind = ? WHERE article_id = 1 AND number = 2", kind)
    for url in ("/", "/source/vodi-en", "/day/2026-11-02"):
        found = page(own, url).xpath("//p[@class='dateline']/span[@class='mark']")
        assert [words(mark) for mark in found].count("Edited") == marks, url


def test_removal_is_told_with_every_failed_check(own: Path) -> None:
    change(own, "INSERT INTO removal VALUES (3, '2026-11-08T00:00:00Z', NULL, '2026-11-07T12:00:00Z')")
    for at, evidence in (("2026-11-07T12:00:00Z", "http-404"), ("2026-11-08T00:00:00Z", "front-page")):
        change(own, "INSERT INTO removal_check (article_id, checked_at, evidence) VALUES (3, ?, ?)", at, evidence)
    removal = page(own, "/article/3").xpath("//section[@aria-labelledby='removal']")[0]
    assert words(removal.xpath("./p")[0]) == "Not there any more since 7 November 2026, 17:00."
    assert [words(item) for item in removal.xpath(".//li")] == [
        "7 November 2026, 17:00 HTTP 404, not found",
        "8 November 2026, 05:00 its address leads to the front page",
    ]
    change(own, "UPDATE removal SET returned_at = '2026-11-09T00:00:00Z'")
    told = words(page(own, "/article/3").xpath("//section[@aria-labelledby='removal']/p")[0])
    assert told.endswith("from 7 November 2026, 17:00, there again 9 November 2026, 05:00.")


def test_paragraph_in_another_language_says_so(own: Path) -> None:
    change(own, """UPDATE article SET foreign_paragraphs = '[[1, "ru"]]' WHERE id = 1""")
    assert [p.get("lang") for p in page(own, "/article/1").xpath("//div[@class='body']/p")] == [None, "ru"]


def test_public_page_tells_of_versions_without_comparing_them(own: Path) -> None:
    root = page(own, "/article/1", configuration=PUBLIC)
    assert len(root.xpath("//ol[@class='versions']/li")) == 2
    assert root.xpath("//a[contains(@href, '/diff/')]") == []


def test_text_that_flickers_says_how_often_the_page_came_back_to_it(own: Path) -> None:
    change(own, "INSERT INTO flicker VALUES (1, 1, '2026-11-09T00:00:00Z', '2026-11-10T00:00:00Z', 3)")
    newest, first = map(words, page(own, "/article/1").xpath("//ol[@class='versions']/li"))
    assert "The page has come back to it 3 times, last 10 November 2026, 05:00." in first
    assert "come back" not in newest


def test_other_addresses_are_links_that_say_what_they_are(own: Path) -> None:
    for url, kind in (("https://amp.vodi-en.example/1", "amp"), ("javascript:alert(1)", "redirect")):
        change(own, "INSERT INTO alias VALUES (?, ?, 1, ?, '2026-11-08T00:00:00Z')", url, url, kind)
    evidence = page(own, "/article/1").xpath("//section[@aria-labelledby='evidence']")[0]
    assert evidence.xpath(".//h3[text()='Other addresses']")
    assert "https://amp.vodi-en.example/1 AMP page · 8 November 2026" in words(evidence)
    assert "javascript:alert(1) leads here" in words(evidence)
    assert not evidence.xpath(".//a[starts-with(@href, 'javascript')]")


def test_article_with_one_address_lists_no_others(own: Path) -> None:
    assert "Other addresses" not in words(page(own, "/article/1").xpath("//main")[0])
