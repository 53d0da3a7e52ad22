"""Responses that were fetched elsewhere: kept once, dated by their fetch, never taken for what a page is today."""

from __future__ import annotations

from pathlib import Path

from archive.entries import Task
from archive.intake import take_in
from archive.records import Article, Capture, Outcome, Rejection
from archive.store import Archive
from tests.archives import (
    BRIDGE,
    LIBRARY,
    VODI,
    SetClock,
    arrives,
    column,
    entry,
    found,
    gone,
    open_archive,
    page,
    response,
    row,
)

URL = "https://vodi.example/en/bridge"
OLD = "2023-05-01T10:00:00Z"
OLDER = "2022-05-01T10:00:00Z"


def imported(archive: Archive, article: Article, fetched_at: str) -> Outcome:
    """The page was fetched elsewhere at that moment, taken in and read."""
    capture = response(article.url, f"<p>{article.text}</p>".encode(), fetched_at=fetched_at)
    capture_id, taken = take_in(archive, capture, VODI)
    return taken if isinstance(taken, Outcome) else archive.add(article, VODI, capture_id, taken)


def unread(archive: Archive, capture: Capture) -> tuple[int, Task]:
    """The capture was taken in, and is to be read."""
    capture_id, task = take_in(archive, capture, VODI)
    assert isinstance(task, Task)
    return capture_id, task


def texts(archive: Archive) -> list[tuple[str, str]]:
    return archive.db.execute("SELECT seen_at, text FROM revision ORDER BY article_id, number").fetchall()


def test_imported_article_was_first_seen_when_it_was_fetched(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        outcome = imported(archive, page(URL), OLD)
        assert (outcome.outcome, row(archive, outcome.id)["first_seen"]) == ("new", OLD)
        assert row(archive, outcome.id)["last_seen"] == OLD
        assert texts(archive) == [(OLD, BRIDGE)]
        assert column(archive, "SELECT file FROM capture") == ["vodi-en/2023-05.warc.gz"]


def test_same_capture_is_kept_once_and_is_unchanged(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        first = imported(archive, page(URL), OLD)
        before = row(archive, first.id)
        again = imported(archive, page(URL), OLD)
        assert (again.outcome, again.id) == ("unchanged", first.id)
        assert column(archive, "SELECT count(*) FROM capture") == [1]
        assert tuple(row(archive, first.id)) == tuple(before)


def test_later_capture_with_another_text_is_a_revision(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        imported(archive, page(URL), OLDER)
        assert imported(archive, page(URL, text=LIBRARY), OLD).outcome == "revised"
        assert texts(archive) == [(OLDER, BRIDGE), (OLD, LIBRARY)]


def test_older_capture_with_another_text_is_unchanged_and_moves_first_seen_alone(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        known = arrives(archive, page(URL))
        last_seen = row(archive, known.id)["last_seen"]
        outcome = imported(archive, page(URL, text=LIBRARY), OLD)
        assert (outcome.outcome, outcome.id) == ("unchanged", known.id)
        now = row(archive, known.id)
        assert (now["text"], now["first_seen"], now["last_seen"]) == (BRIDGE, OLD, last_seen)
        assert texts(archive) == [("2026-11-07T00:00:00Z", BRIDGE)]
        assert column(archive, "SELECT outcome FROM capture ORDER BY id") == ["new", "unchanged"]


def test_older_capture_of_the_first_text_dates_that_text_too(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        known = arrives(archive, page(URL))
        change = row(archive, known.id)["change"]
        imported(archive, page(URL), OLD)
        assert texts(archive) == [(OLD, BRIDGE)]
        assert row(archive, known.id)["change"] > change


def test_older_copy_becomes_the_first_of_its_duplicates(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        first = arrives(archive, page(URL))
        copy = imported(archive, page("https://vodi.example/en/copy"), OLD)
        assert copy.outcome == "duplicate"
        assert row(archive, first.id)["duplicate_of"] == copy.id
        assert row(archive, copy.id)["duplicate_of"] is None
        imported(archive, page(URL), OLDER)
        assert (row(archive, first.id)["duplicate_of"], row(archive, copy.id)["duplicate_of"]) == (None, first.id)


def test_older_capture_does_not_bring_back_what_is_gone(tmp_path: Path) -> None:
    clock = SetClock()
    with open_archive(tmp_path / "a.db", clock) as archive:
        known = arrives(archive, page(URL))
        assert known.id is not None
        for _ in range(3):
            clock.forward(days=1)
            gone(archive, known.id)
        assert row(archive, known.id)["removed"]
        imported(archive, page(URL), OLD)
        assert row(archive, known.id)["removed"]


def test_capture_that_was_not_read_is_read_and_not_kept_again(tmp_path: Path) -> None:
    capture = response(URL, fetched_at=OLD)
    with open_archive(tmp_path / "a.db") as archive:
        taken = unread(archive, capture)
    with open_archive(tmp_path / "a.db") as archive:
        assert unread(archive, capture) == taken
        archive.fail("extraction-timeout", *taken)
        assert unread(archive, capture) == taken
        assert column(archive, "SELECT count(*) FROM capture") == [1]


def test_refused_capture_is_refused_again(tmp_path: Path) -> None:
    capture = response(URL, fetched_at=OLD)
    with open_archive(tmp_path / "a.db") as archive:
        capture_id, task = unread(archive, capture)
        refused = archive.reject(Rejection(reason="too-short"), capture_id, task)
        assert take_in(archive, capture, VODI) == (capture_id, refused)


def test_entry_of_an_imported_page_is_no_news_for_a_crawl(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        imported(archive, page(URL), OLD)
        assert archive.next_entry(VODI, ()) is None
        found(archive, URL)
        assert archive.next_entry(VODI, ()) is None


def test_what_a_feed_said_of_an_imported_page_is_known_to_its_task(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        archive.discovered(VODI, "feed", "https://vodi.example/feed", [entry(f"{URL}?utm_source=feed", title="Bridge")])
        _, task = unread(archive, response(URL, fetched_at=OLD))
        assert task.entry is not None
        assert (task.url, task.entry.title) == (URL, "Bridge")
