from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.store import Archive
from archive.urls import canonical_url
from tests.archives import LIBRARY, VODI, arrives, open_archive, page

URL = "https://vodi.example/en/1"
OTHER = "https://vodi.example/en/2"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def key_of(archive: Archive, url: str) -> str:
    (key,) = archive.db.execute("SELECT url_key FROM article WHERE url = ?", [url]).fetchone()
    return str(key)


def test_pages_that_name_each_other_go_by_their_own_urls(archive: Archive) -> None:
    arrives(archive, page(URL, canonical_url=OTHER))
    arrives(archive, page(OTHER, "School in Khorog gets a library", LIBRARY, canonical_url=URL))
    assert [key_of(archive, URL), key_of(archive, OTHER)] == ["vodi.example/en/1", "vodi.example/en/2"]
    assert [archive.requested(VODI, url).article_id for url in (URL, OTHER)] == [1, 2]


def test_page_that_names_itself_under_another_spelling_is_one_article(archive: Archive) -> None:
    arrives(archive, page(URL, canonical_url=f"{URL}/?utm_source=x"))
    assert key_of(archive, URL) == "vodi.example/en/1"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive for all examples, each under a path of its own: to open one costs more than to write to it."""
    with open_archive(tmp_path_factory.mktemp("identity") / "archive.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        yield archive


VISITS = st.lists(st.tuples(st.sampled_from("0123"), st.none() | st.sampled_from("0123h")), min_size=1, max_size=10)
"""Which page came, and which one it called its canonical URL; h is a page that never comes."""

folders = count(1)


@given(VISITS)
@settings(max_examples=30, deadline=None)
def test_whatever_canonical_urls_pages_name_each_is_one_article_and_keeps_its_text(
    shared: Archive, visits: list[tuple[str, str | None]]
) -> None:
    """Loops, chains, hubs, and pages that change their mind: no text is lost, none is another's revision."""
    folder = f"https://vodi.example/en/{next(folders)}"
    before = shared.last_article()
    for number, (own, canonical) in enumerate(visits):
        url, name = f"{folder}/{own}", f"{folder[-3:]}-{own}"
        one = page(
            url, f"Headline of {name}", f"What {name} says.", canonical_url=canonical and f"{folder}/{canonical}"
        )
        arrives(shared, one, at=f"{url}?visit={number}")
    rows = shared.db.execute("SELECT id, url, title, revisions FROM article WHERE id > ?", [before]).fetchall()
    assert sorted(url for _, url, _, _ in rows) == sorted({f"{folder}/{own}" for own, _ in visits})
    for article_id, url, title, revisions in rows:
        assert title == f"Headline of {folder[-3:]}-{url[-1]}"
        assert revisions == 1
        assert shared.requested(VODI, url).article_id == article_id


@pytest.mark.parametrize(
    "candidate",
    ["https://elsewhere.example/en/1", "https://vodi.example/en/", "https://vodi.example/", "mailto:x"],
)
def test_foreign_canonical_or_one_that_is_the_front_page_is_not_believed(candidate: str) -> None:
    assert canonical_url(URL, candidate, VODI) is None
