"""What the archive learned of a source, as it is told; and whose a headline is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.fingerprints import headline_key, kind_key
from archive.memory import Observations, learn, merge
from archive.memory_report import article_of_headline, has_memory, holds_source, memory_report
from archive.settling import LEARNED_PAGES
from archive.store import Archive
from tests.archives import BRIDGE, KUH, LIBRARY, VODI, arrives, open_archive, page

PARAGRAPH = "p < div.text"
MENU = "li < ul.menu"
LOGIN = "Please log in to read on"
HEADLINE = "Bridge over the Varzob reopens"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def teach(archive: Archive, day: str, *blocks: str, text: int = 900) -> None:
    """One page of Vodi with a menu, a paragraph whose letters were text to so many thousandths, and these blocks."""
    kinds = ((kind_key(MENU), MENU, 0), (kind_key(PARAGRAPH), PARAGRAPH, text))
    seen = Observations(kinds=kinds, blocks=tuple((headline_key(block), block) for block in blocks))
    with archive.db.atomic():
        learn(archive.db.conn, VODI.slug, day, seen)


def test_source_that_taught_nothing_has_an_empty_memory(archive: Archive) -> None:
    assert memory_report(archive.db.conn, VODI.slug) == {
        "source": "vodi-en",
        "since": None,
        "pages": 0,
        "learned": False,
        "missing": f"{LEARNED_PAGES} more pages, of {LEARNED_PAGES}",
        "changedAt": None,
        "changed": None,
        "headlines": 0,
        "kinds": [],
        "repeated": [],
    }


def test_kinds_are_told_with_their_pages_and_share_of_text(archive: Archive) -> None:
    teach(archive, "2026-11-03", text=800)
    teach(archive, "2026-11-02", text=900)
    merge(archive.db.conn, VODI.slug, [(HEADLINE, "vodi.example/en/1")])
    report = memory_report(archive.db.conn, VODI.slug)
    assert (report["since"], report["pages"], report["headlines"]) == ("2026-11-02", 2, 1)
    assert report["missing"] == f"{LEARNED_PAGES - 2} more pages, of {LEARNED_PAGES}"
    assert report["kinds"] == [
        {"kind": PARAGRAPH, "pages": 2, "text": 0.85, "lastSeen": "2026-11-03"},
        {"kind": MENU, "pages": 2, "text": 0.0, "lastSeen": "2026-11-03"},
    ]


def test_blocks_that_repeat_are_told_by_day_the_newest_first(archive: Archive) -> None:
    for day in ("2026-11-02", "2026-11-03"):
        for number in range(4):
            teach(archive, day, LOGIN, f"Paragraph {number} of a day", *(["All the news of today"] if number else []))
    newest, before = memory_report(archive.db.conn, VODI.slug)["repeated"]
    assert (newest["day"], newest["pages"], before["day"]) == ("2026-11-03", 4, "2026-11-02")
    assert newest["blocks"] == [
        {"beginning": LOGIN, "pages": 4},
        {"beginning": "All the news of today", "pages": 3},
    ]


def test_source_with_pages_enough_waits_for_its_texts_to_agree(archive: Archive) -> None:
    for _ in range(LEARNED_PAGES):
        teach(archive, "2026-11-02")
    assert "agrees to 97%" in (memory_report(archive.db.conn, VODI.slug)["missing"] or "")


def test_learned_source_misses_nothing_and_tells_when_it_looked_built_anew(archive: Archive) -> None:
    teach(archive, "2026-11-02")
    archive.db.execute("UPDATE memory_source SET learned = 1, changed_at = '2026-11-20', changed = 0.625")
    report = memory_report(archive.db.conn, VODI.slug)
    assert (report["learned"], report["missing"]) == (True, None)
    assert (report["changedAt"], report["changed"]) == ("2026-11-20", 0.625)


def test_memories_of_two_sources_are_told_apart(archive: Archive) -> None:
    teach(archive, "2026-11-02", LOGIN)
    assert memory_report(archive.db.conn, KUH.slug)["kinds"] == []
    assert holds_source(archive.db.conn, KUH.slug)
    assert not holds_source(archive.db.conn, "vodi-fa")


def test_archive_of_the_first_schema_has_no_memory_and_is_told_as_such(archive: Archive) -> None:
    assert has_memory(archive.db.conn)
    for table in ("memory_source", "memory_kind", "memory_day", "memory_block"):
        archive.db.execute(f"DROP TABLE {table}")
    archive.db.execute("PRAGMA user_version = 1")
    assert not has_memory(archive.db.conn)
    assert memory_report(archive.db.conn, VODI.slug)["since"] is None


def test_headline_is_that_of_the_article_under_its_url(archive: Archive) -> None:
    bridge = arrives(archive, page("https://vodi.example/en/1", HEADLINE))
    arrives(archive, page("https://vodi.example/en/2", "School in Khorog gets a library", LIBRARY))

    def asked(line: str, *own: str, source: str = VODI.slug) -> int | None:
        return article_of_headline(archive.db.conn, source, [headline_key(line)], own)

    assert asked(HEADLINE.upper()) == bridge.id
    assert asked(HEADLINE, "vodi.example/en/1") is None
    assert asked(BRIDGE) is None
    assert asked(HEADLINE, source=KUH.slug) is None


def test_headline_that_only_a_feed_named_is_no_articles(archive: Archive) -> None:
    merge(archive.db.conn, VODI.slug, [(HEADLINE, "vodi.example/en/7")])
    assert article_of_headline(archive.db.conn, VODI.slug, [headline_key(HEADLINE)], []) is None


def test_headline_under_the_address_of_a_feed_leads_to_its_article(archive: Archive) -> None:
    moved = arrives(
        archive, page("https://vodi.example/en/8", "Another headline of this page"), at="https://vodi.example/en/7"
    )
    merge(archive.db.conn, VODI.slug, [(HEADLINE, "vodi.example/en/7")])
    assert article_of_headline(archive.db.conn, VODI.slug, [headline_key(HEADLINE)], []) == moved.id
