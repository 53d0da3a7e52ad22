from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.errors import UnknownSource
from archive.store import Archive
from tests.archives import KUH, VODI, SetClock, column, entry, open_archive

FEED = "https://vodi.example/en/feed"
URL = "https://vodi.example/en/1"
DATE = "Sat, 07 Nov 2026 00:00:00 GMT"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


@pytest.mark.parametrize(
    ("answered", "asked"),
    [
        ({"etag": '"a"', "last_modified": DATE}, {"If-None-Match": '"a"', "If-Modified-Since": DATE}),
        ({"etag": 'W/"a"'}, {"If-None-Match": 'W/"a"'}),
        ({"last_modified": DATE}, {"If-Modified-Since": DATE}),
        ({}, {}),
        ({"etag": ""}, {}),
    ],
)
def test_feed_is_asked_for_only_if_it_changed(
    archive: Archive, answered: dict[str, Any], asked: dict[str, str]
) -> None:
    archive.discovered(VODI, "feed", FEED, [], **answered)
    assert archive.conditional_headers(VODI, FEED) == asked
    assert archive.conditional_headers(KUH, FEED) == {}
    assert archive.conditional_headers(VODI, f"{FEED}2") == {}


def test_answer_without_validators_forgets_the_old_ones(archive: Archive) -> None:
    archive.discovered(VODI, "feed", FEED, [], etag='"a"')
    archive.discovered(VODI, "feed", FEED, [])
    assert archive.conditional_headers(VODI, FEED) == {}


def test_unchanged_sitemap_still_leads_where_it_led(tmp_path: Path) -> None:
    clock = SetClock()
    leads = ("https://vodi.example/en/sitemap-2.xml", "https://vodi.example/en/карта.xml")
    with open_archive(tmp_path / "archive.db", clock) as archive:
        archive.discovered(VODI, "sitemap", FEED, [], leads, etag='"a"')
        clock.forward(hours=1)
        assert archive.not_modified(VODI, FEED) == leads
        assert archive.conditional_headers(VODI, FEED) == {"If-None-Match": '"a"'}
        row = archive.db.execute("SELECT status, fetched_at FROM discovery").fetchone()
        assert row == (304, "2026-11-07T01:00:00Z")


def test_304_of_what_was_never_read_leads_nowhere(archive: Archive) -> None:
    assert archive.not_modified(VODI, FEED) == ()


def test_crash_between_entries_and_etag_keeps_neither(archive: Archive) -> None:
    with pytest.raises(AttributeError):
        archive.discovered(VODI, "feed", FEED, [entry(URL, title="Bridge over the Varzob")], [None], etag='"a"')  # type: ignore[list-item]
    assert [column(archive, f"SELECT count(*) FROM {table}") for table in ("entry", "headline", "discovery")] == [
        [0]
    ] * 3


def test_feed_that_names_an_unknown_source_is_refused_whole(archive: Archive) -> None:
    stray = entry("https://stray.example/1", KUH)
    with pytest.raises(UnknownSource):
        archive.discovered(
            VODI, "feed", FEED, [entry(URL), type(stray)(url=stray.url, source="stray", found_in="feed")]
        )
    assert column(archive, "SELECT count(*) FROM entry") == [0]
    assert archive.conditional_headers(VODI, FEED) == {}
