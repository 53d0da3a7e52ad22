"""Stories in the archive: linked in the transaction that brought an article, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from archive.records import Article
from archive.store import Archive
from tests.archives import KUH, VODI, arrives, column, open_archive, page, seen_again
from tests.relations.pairs import story_pairs

TOLD = list(dict.fromkeys(each for pair in story_pairs("tune") for each in (pair.first, pair.second)))
ARRIVING = tuple(
    page(f"https://vodi.example/en/{number}", told.title, told.text, published=told.published)
    for number, told in enumerate(TOLD[:21])
)
EDITS = (
    replace(ARRIVING[1], title="Something else altogether", text=ARRIVING[20].text),
    replace(ARRIVING[4], text=f"{ARRIVING[4].text} So far.", published="2026-11-08T06:00:00Z"),
    replace(ARRIVING[0], text=f"{ARRIVING[0].text} It is open."),
)
LINKS = """SELECT later.url, earlier.url, score, reason FROM story_link JOIN article AS later ON later.id = article_id
    JOIN article AS earlier ON earlier.id = other_id ORDER BY 1, 2"""
STORIES = """SELECT article.url, first.url FROM article JOIN article AS first ON first.id = article.story ORDER BY 1"""
INDEX = "SELECT term, day, url FROM story_term JOIN article ON article.id = article_id ORDER BY 1, 2, 3"
BRIDGE = ARRIVING[0].text


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def left_behind(path: Path, order: list[Article], edits: list[Article]) -> dict[str, list[tuple[object, ...]]]:
    with open_archive(path) as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        ids: dict[str, int] = {}
        for article in [*order, *edits]:
            if article.url in ids:
                seen_again(archive, article, ids[article.url])
            else:
                ids[article.url] = arrives(archive, article).id or 0
        return {query: archive.db.execute(query).fetchall() for query in (LINKS, STORIES, INDEX)}


@pytest.mark.parametrize(("most", "links"), [(65, 14), (3, 5)])
def test_stories_do_not_depend_on_the_order_of_arrival(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, links: int
) -> None:
    monkeypatch.setattr("archive.term_index.MOST", most)
    monkeypatch.setattr("archive.story_links.MOST", most)
    found = []
    for seed in range(10):
        order, edits = list(ARRIVING), list(EDITS)
        Random(seed).shuffle(order)
        Random(seed).shuffle(edits)
        found.append(left_behind(tmp_path / f"{seed}.db", order, edits))
    for other in found[1:]:
        assert other == found[0]
    assert len(found[0][LINKS]) >= links


def test_edits_leave_what_their_texts_would_have_left_at_once(tmp_path: Path) -> None:
    last = {one.url: one for one in (*ARRIVING, *EDITS)}
    at_once = left_behind(tmp_path / "at-once.db", list(last.values()), [])
    assert left_behind(tmp_path / "later.db", list(ARRIVING), list(EDITS)) == at_once


def test_story_is_its_first_article_and_the_others(archive: Archive) -> None:
    for article in ARRIVING[:3]:
        arrives(archive, article)
    assert column(archive, "SELECT story FROM article ORDER BY id") == [1, 1, 1]
    reasons = column(archive, "SELECT reason FROM story_link WHERE other_id = 1")
    assert all("Varzob" in reason or "Варзоб" in reason for reason in reasons)


def test_article_alone_has_no_story(archive: Archive) -> None:
    arrives(archive, ARRIVING[0])
    assert column(archive, "SELECT story FROM article") == [None]


def test_copy_is_in_the_story_of_its_first(archive: Archive) -> None:
    arrives(archive, ARRIVING[0])
    arrives(archive, page("https://kuh.example/9", "Copied", BRIDGE, published="2026-11-03"), KUH)
    assert column(archive, "SELECT story FROM article ORDER BY id") == [None, None]
    arrives(archive, ARRIVING[1])
    assert column(archive, "SELECT story FROM article ORDER BY id") == [1, 1, 1]


def test_earlier_article_becomes_the_first_of_its_story(archive: Archive) -> None:
    for article in (ARRIVING[2], ARRIVING[1], ARRIVING[0]):
        arrives(archive, article)
    assert column(archive, "SELECT DISTINCT story FROM article") == [3]
    assert max(column(archive, "SELECT change FROM article WHERE id < 3")) > 3


def test_article_that_was_edited_away_leaves_its_story(archive: Archive) -> None:
    for article in ARRIVING[:2]:
        arrives(archive, article)
    seen_again(archive, replace(ARRIVING[1], title="Another matter", text=TOLD[20].text), 2, VODI)
    assert column(archive, "SELECT story FROM article ORDER BY id") == [None, None]
    assert column(archive, "SELECT count(*) FROM story_link") == [0]


def test_archive_of_earlier_rules_is_related_anew_when_it_is_opened(tmp_path: Path) -> None:
    """It has links, terms and a story that today's rules do not find, and lacks those that they do."""
    path = tmp_path / "archive.db"
    before = left_behind(path, list(ARRIVING), [])
    with Archive(path) as archive, archive.db.atomic():
        archive.db.execute("DELETE FROM _sqlite_migrations WHERE name = '10_related_anew'")
        archive.db.execute("PRAGMA user_version = 8")
        archive.db.execute("DELETE FROM story_link WHERE article_id > 3")
        archive.db.execute("INSERT INTO story_link VALUES (21, 1, 0.9, 'of the earlier rules')")
        archive.db.execute("INSERT INTO near_duplicate VALUES (21, 1, 0.9, 'copy')")
        archive.db.execute("UPDATE story_term SET term = term + 1")
        archive.db.execute("UPDATE sketch SET terms = x''")
        archive.db.execute("UPDATE article SET story = 1")
    with Archive(path) as archive:
        assert {query: archive.db.execute(query).fetchall() for query in before} == before
        assert column(archive, "SELECT count(*) FROM near_duplicate") == [0]
