"""The language of a page is the one that the address names, else the one that the browser likes best."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.browse.visitor import accepted
from tests.browsing import ask, page, words
from tests.samples import sample_archive


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_archive(tmp_path_factory.mktemp("archive") / "vodi.db")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("tg-Cyrl-TJ", "tg"),
        ("en;q=0.5, tg;q=0.9, ru;q=0.7", "tg"),
        ("uz, ru;q=0.8, en;q=0.5", "ru"),
        ("fa, de", "en"),
        ("ru;q=0", "en"),
        ("ru;q=0, tg;q=0.1", "tg"),
        ("ru;q=x, tg;q=0.1", "tg"),
        ("*", "en"),
        ("ru;q=7, tg", "tg"),
        ("RU", "ru"),
    ],
)
def test_browser_says_what_its_reader_likes_best(header: str, code: str) -> None:
    assert accepted(header).code == code


@given(st.text())
def test_any_header_is_answered(header: str) -> None:
    assert accepted(header).code in ("en", "ru", "tg")


def test_page_speaks_the_language_of_the_browser_and_says_so(sample: Path) -> None:
    response = ask(sample, "/article/1", headers={"Accept-Language": "ru-RU,ru;q=0.9"})[0]
    assert '<html lang="ru">' in response.text
    assert "2 ноября 2026, 11:00 (Душанбе)" in response.text
    assert response.headers["content-language"] == "ru"
    assert "Accept-Language" in response.headers["vary"]


def test_address_weighs_more_than_the_browser(sample: Path) -> None:
    response = ask(sample, "/?ui=tg", headers={"Accept-Language": "ru"})[0]
    assert '<html lang="tg">' in response.text
    assert "10</strong> мақола" in response.text


@pytest.mark.parametrize("url", ["/", "/search?q=varzob", "/article/1", "/article/1/diff/1..2", "/source/vodi-en"])
def test_links_keep_a_language_that_was_chosen_and_name_none_that_was_not(sample: Path, url: str) -> None:
    chosen = page(sample, f"{url}{'&' if '?' in url else '?'}ui=ru")
    ours = [a for a in chosen.xpath("//main//a[not(@rel)] | //header//a") if a.get("href").startswith("/")]
    kept = [a.get("href") for a in ours if not a.get("href").startswith(("/feed.", "/capture/"))]
    assert kept
    assert [link for link in kept if "ui=ru" not in link] == [link for link in kept if link.endswith(".json")]
    assert chosen.xpath("//form//input[@name='ui']/@value") == ["ru"]
    plain = page(sample, url, headers={"Accept-Language": "ru"})
    assert [a for a in plain.xpath("//main//a/@href | //header//a/@href") if "ui=" in a] == []
    assert plain.xpath("//form//input[@name='ui']") == []


def test_same_page_is_offered_in_every_language(sample: Path) -> None:
    root = page(sample, "/search?q=varzob&page=1&ui=ru")
    assert root.xpath("//nav[@class='tongues']/a/@href") == [
        f"/search?q=varzob&page=1&ui={code}" for code in ("en", "ru", "tg")
    ]
    assert words(root.xpath("//nav[@class='tongues']/a[@aria-current]")[0]) == "Русский"


def test_language_that_we_do_not_speak_is_as_if_it_were_not_asked_for(sample: Path) -> None:
    root = page(sample, "/?ui=xx%22%3E%3Cscript%3E")
    assert root.xpath("/html/@lang") == ["en"]
    assert root.xpath("//script") == []


@pytest.mark.parametrize(
    ("code", "problem"), [("en", "no article of this number"), ("ru", "Статьи с таким номером"), ("tg", "Дар бойгонӣ")]
)
def test_problem_is_told_in_the_language_of_the_reader(sample: Path, code: str, problem: str) -> None:
    response = ask(sample, f"/article/99?ui={code}")[0]
    assert response.status_code == 404
    assert problem in response.text
