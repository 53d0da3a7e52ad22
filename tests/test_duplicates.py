from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.duplicates import first_published
from archive.fingerprints import fingerprint
from archive.records import Article
from archive.store import Archive
from tests.archives import BRIDGE, KUH, LIBRARY, VODI, SetClock, arrives, column, open_archive, page, row, seen_again

COPIES = (
    page("https://vodi.example/en/1", "Bridge reopens", published="2026-11-02T06:00:00Z"),
    page("https://vodi.example/en/2", "A bridge is open again", published="2026-11-01T06:00:00Z"),
    page("https://vodi.example/en/3", "Bridge open", BRIDGE.upper(), published="2026-11-03"),
    page("https://vodi.example/en/4", "No date"),
    page("https://vodi.example/en/5", "Another matter", LIBRARY, published="2026-10-01"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def links(archive: Archive) -> dict[str, str | None]:
    """For each URL the URL of its first."""
    return dict(
        archive.db.execute(
            "SELECT copy.url, first.url FROM article AS copy LEFT JOIN article AS first ON first.id = copy.duplicate_of"
        )
    )


@given(st.permutations(COPIES))
@settings(max_examples=25, deadline=None)
def test_links_do_not_depend_on_the_order_of_arrival(arrived: Sequence[Article]) -> None:
    with TemporaryDirectory() as name, open_archive(Path(name) / "archive.db") as archive:
        words = [arrives(archive, article).outcome for article in arrived if article.text != LIBRARY]
        arrives(archive, COPIES[4])
        first = COPIES[1].url
        assert links(archive) == {one.url: None if one in (COPIES[1], COPIES[4]) else first for one in COPIES}
        assert words == ["new", "duplicate", "duplicate", "duplicate"]


def test_first_is_the_one_published_first_then_seen_first_then_by_url_key(tmp_path: Path) -> None:
    clock = SetClock()
    with open_archive(tmp_path / "archive.db", clock) as archive:
        firsts = []
        for url in ("https://vodi.example/en/late", "https://vodi.example/en/b"):
            arrives(archive, page(url))
            firsts.append(first_published(archive.db.conn, fingerprint(BRIDGE)))
        arrives(archive, page("https://vodi.example/en/a"))
        firsts.append(first_published(archive.db.conn, fingerprint(BRIDGE)))
        clock.forward(days=1)
        arrives(archive, page("https://vodi.example/en/0"))
        firsts.append(first_published(archive.db.conn, fingerprint(BRIDGE)))
        arrives(archive, page("https://vodi.example/en/dated", published="2026-11-08"))
        firsts.append(first_published(archive.db.conn, fingerprint(BRIDGE)))
    assert firsts == [1, 2, 3, 3, 5]


def test_copies_of_two_sources_are_linked(archive: Archive) -> None:
    arrives(archive, COPIES[0])
    copy = arrives(archive, page("https://kuh.example/7", published="2026-11-05"), KUH)
    assert copy.outcome == "duplicate"
    assert row(archive, copy.id)["duplicate_of"] == 1


def test_copy_that_is_edited_stands_alone(archive: Archive) -> None:
    arrives(archive, COPIES[1])
    copy = arrives(archive, COPIES[0])
    assert copy.id is not None
    seen_again(archive, page(COPIES[0].url, text=LIBRARY), copy.id)
    assert row(archive, copy.id)["duplicate_of"] is None


def test_copies_of_an_edited_article_choose_a_new_first(archive: Archive) -> None:
    first, second, third = (arrives(archive, COPIES[index]).id for index in (1, 0, 2))
    assert first is not None
    seen_again(archive, page(COPIES[1].url, text=LIBRARY, published=COPIES[1].published), first)
    assert [row(archive, one)["duplicate_of"] for one in (first, second, third)] == [None, None, second]


def test_article_edited_into_a_copy_is_linked(archive: Archive) -> None:
    arrives(archive, COPIES[1])
    other = arrives(archive, COPIES[4]).id
    assert other is not None
    seen_again(archive, page(COPIES[4].url, text=BRIDGE, published="2026-11-04"), other)
    assert row(archive, other)["duplicate_of"] == 1


def test_every_link_that_changes_gets_a_change_number(archive: Archive) -> None:
    arrives(archive, COPIES[0])
    arrives(archive, COPIES[2])
    before = column(archive, "SELECT change FROM article ORDER BY id")
    arrives(archive, COPIES[1])
    after = column(archive, "SELECT change FROM article ORDER BY id")
    assert all(new > max(before) for new in after)
    assert len(set(after)) == 3


def test_texts_without_a_letter_are_no_copies_of_each_other(archive: Archive) -> None:
    words = [arrives(archive, page(f"https://vodi.example/en/{text}", text=text)).outcome for text in ("—", "!")]
    assert words == ["new", "new"]
    assert column(archive, "SELECT duplicate_of FROM article") == [None, None]


def test_source_of_the_first_does_not_matter(archive: Archive) -> None:
    arrives(archive, page("https://kuh.example/7", published="2026-11-05"), KUH)
    arrives(archive, COPIES[0], VODI)
    assert links(archive)["https://kuh.example/7"] == COPIES[0].url
