"""``sources list``, the front page and a source's page say of a source the same."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from archive.browse.health import LAST_NEWS
from archive.browse.words import WORDINGS
from archive.browse.words.english import ENGLISH
from archive.health import HEALTHS, health_of
from archive.overview import listed
from archive.reports import INSTEAD_OF_NEWS
from archive.terminal import sources_text
from tests.alarmed_archive import PROBLEM, SOURCES, alarmed_archive, alarms
from tests.browsing import page, words


@pytest.fixture(scope="module")
def alarmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return alarmed_archive(tmp_path_factory.mktemp("alarmed") / "archive.db")


def said_by(element: Any) -> list[str]:
    """The sentences of a page's part, the lines to write below the one that names them."""
    parts = [(part.tag, part.text_content().strip()) for part in element.xpath(".//p[@class='fault'] | .//pre")]
    return "".join(f"\n{text}" if tag == "pre" else f"\0{text}" for tag, text in parts).split("\0")[1:]


@pytest.mark.parametrize("kind", INSTEAD_OF_NEWS)
def test_alarm_that_explains_a_problem_takes_its_place(kind: str) -> None:
    assert health_of("ok", "It answers 403.", {kind: "Why."}, asked=True) == (kind, ("Why.",))


def test_problem_that_nothing_explains_is_told_beside_what_else_is_wrong() -> None:
    assert health_of("ok", "It answers 500.", {}, asked=True) == ("failing", ("It answers 500.",))
    assert health_of("ok", "It answers 500.", {"extraction": "No text."}, asked=True) == (
        "failing",
        ("It answers 500.", "No text."),
    )


def test_well_and_new_sources_have_nothing_to_tell() -> None:
    assert health_of("unprobed", None, {}, asked=True) == ("ok", ())
    assert health_of("unprobed", None, {}, asked=False) == ("quiet", ())


@pytest.mark.parametrize("status", ["dead", "moved"])
def test_source_that_its_file_gives_up_says_how_to_take_it_up_again(status: str) -> None:
    word, told = health_of(status, "It answers 404.", {"dead": "Set status."}, asked=True)
    assert (word, len(told)) == (status, 1)
    assert told[0].startswith(f"{status}: its source file says so")
    assert 'set status = "ok"' in told[0]


def test_list_front_and_page_say_the_same_of_every_source(alarmed: Path) -> None:
    rows = listed(SOURCES.values(), alarmed)
    assert {row["health"] for row in rows} == set(HEALTHS)
    text = sources_text(rows)
    items = page(alarmed, "/").xpath("//ul[@class='health']/li")
    front = {words(item.xpath(".//a")[0]): (words(item.xpath(".//span[@class]")[0]), said_by(item)) for item in items}
    for row in rows:
        same = (row["health"], row["told"])
        assert front[row["name"]] == same
        own = page(alarmed, f"/source/{row['source']}")
        word = own.xpath("//header[@class='dayhead']//span[contains(@class, 'state')]")[0]
        assert (words(word), said_by(own.xpath("//main")[0])) == same
        assert all(f"! {row['source']}: {sentence}" in text for sentence in row["told"])


def test_alarm_is_told_without_the_problem_that_it_explains(alarmed: Path) -> None:
    front, text = words(page(alarmed, "/").xpath("//main")[0]), sources_text(listed(SOURCES.values(), alarmed))
    for kind in INSTEAD_OF_NEWS:
        problem = PROBLEM.format(slug=f"{kind}-en")
        assert problem not in front
        assert problem not in text
        assert problem not in words(page(alarmed, f"/source/{kind}-en").xpath("//main")[0])
    assert PROBLEM.format(slug="met-en") in front


def test_sentence_that_ten_crawls_met_stands_on_the_page_once(alarmed: Path) -> None:
    own = page(alarmed, "/source/met-en")
    assert words(own.xpath("//main")[0]).count("answers HTTP 403") == 1
    assert [words(word) for word in own.xpath("//table[@class='runs']//span")] == ["failing"] * 10


def test_runs_of_years_are_not_read_for_a_page(alarmed: Path) -> None:
    with closing(connect(alarmed)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {LAST_NEWS}")]
    assert [step for step in plan if step.startswith("SCAN crawl_source")] == []


def test_lines_to_write_can_be_copied_off_the_page(alarmed: Path) -> None:
    lines = page(alarmed, "/source/moved-en").xpath("//pre")[0].text_content()
    assert lines == alarms("moved")["moved"].partition("\n")[2]
    assert lines.startswith('scope = ["new-moved-en.example/", "moved-en.example/"]\nhomepage = ')


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_every_health_has_its_word_and_its_next_step_in_every_language(wording: Any) -> None:
    for word in HEALTHS:
        assert wording.words[f"state_{word}"]
        assert f"step_{word}" in wording.words or word in ("ok", "quiet")
    assert [ENGLISH.words[f"state_{word}"] for word in HEALTHS] == list(HEALTHS)


def test_reader_of_another_language_is_told_what_to_do_before_the_english_sentence(alarmed: Path) -> None:
    for code in ("ru", "tg"):
        notice = page(alarmed, f"/source/dead-en?ui={code}").xpath("//div[@class='notice gone']/p")
        assert [words(part) for part in notice] == [WORDINGS[code].words["step_dead"], alarms("dead")["dead"]]
        assert [part.get("lang") for part in notice] == [None, "en"]


@pytest.mark.parametrize(
    ("status", "asked", "problem", "alarms", "word"),
    [
        ("ok", True, None, (), "ok"),
        ("ok", False, None, (), "quiet"),
        ("unprobed", True, "gone", ("silent",), "failing"),
        ("ok", True, None, ("silent", "challenge"), "challenge"),
        ("ok", True, None, ("silent", "extraction"), "extraction"),
        ("dead", True, "gone", ("silent",), "dead"),
    ],
)
def test_one_word_says_how_a_source_fares(
    status: str, asked: bool, problem: str | None, alarms: tuple[str, ...], word: str
) -> None:
    assert health_of(status, problem, dict.fromkeys(alarms, "Why."), asked=asked).word == word
