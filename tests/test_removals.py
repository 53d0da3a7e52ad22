from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.removals import RemovalCheck, removal_checks, removals_of, removed_articles
from archive.store import Archive
from tests.archives import KUH, VODI, SetClock, arrives, gone, open_archive, page, recheck, response, row, seen_again

URL = "https://vodi.example/en/1"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    """Article 1, that is gone since the 7th and removed on the 9th, the moment being the 10th."""
    with open_archive(tmp_path / "archive.db", clock) as archive:
        arrives(archive, page(URL))
        for evidence in ("front-page", "soft-404"):
            task = recheck(archive, 1)
            capture_id = archive.record(response(task.url, fetched_at=archive.now()), task)
            archive.missing(VODI, capture_id, task, evidence)  # type: ignore[arg-type]
            clock.forward(days=1)
        assert gone(archive, 1).outcome == "removed"
        clock.forward(days=1)
        yield archive


def test_a_removal_is_told_with_its_first_and_its_last_evidence(archive: Archive) -> None:
    (removal,) = removed_articles(archive.db.conn)
    assert (removal.article_id, removal.source, removal.url) == (1, VODI.slug, URL)
    assert (removal.missing_since, removal.removed_at, removal.returned_at) == (
        "2026-11-07T00:00:00Z",
        "2026-11-09T00:00:00Z",
        None,
    )
    assert removal.checks == 3
    assert removal.first == RemovalCheck("2026-11-07T00:00:00Z", "front-page", 2)
    assert removal.last == RemovalCheck("2026-11-09T00:00:00Z", "http-404", 4)


def test_a_look_after_the_removal_is_evidence_too_and_no_news(archive: Archive) -> None:
    before = row(archive, 1)
    assert gone(archive, 1).outcome == "unchanged"
    (removal,) = removals_of(archive.db.conn, 1)
    assert removal.checks == 4
    assert removal.last == RemovalCheck("2026-11-10T00:00:00Z", "http-404", 5)
    assert (row(archive, 1)["removed"], row(archive, 1)["change"]) == (before["removed"], before["change"])


def test_a_return_is_noted_and_the_next_removal_is_one_of_its_own(archive: Archive, clock: SetClock) -> None:
    assert seen_again(archive, page(URL), 1).outcome == "unchanged"
    assert row(archive, 1)["removed"] is None
    (first,) = removals_of(archive.db.conn, 1)
    assert first.returned_at == "2026-11-10T00:00:00Z"
    for _ in range(3):
        clock.forward(days=1)
        gone(archive, 1)
    again, second = removals_of(archive.db.conn, 1)
    assert again == first
    assert (second.missing_since, second.removed_at, second.checks) == (
        "2026-11-11T00:00:00Z",
        "2026-11-13T00:00:00Z",
        3,
    )
    assert [one.removed_at for one in removed_articles(archive.db.conn)] == [second.removed_at, first.removed_at]


def test_checks_that_did_not_end_in_a_removal_are_kept_and_are_none(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page("https://vodi.example/en/2", "School in Khorog", "Four thousand books for Khorog."))
    gone(archive, 2)
    assert removals_of(archive.db.conn, 2) == []
    assert [check.evidence for check in removal_checks(archive.db.conn, 2)] == ["http-404"]


def test_removals_are_told_by_source_moment_and_return(archive: Archive) -> None:
    def told(**wanted: object) -> int:
        return len(list(removed_articles(archive.db.conn, **wanted)))  # type: ignore[arg-type]

    assert [told(sources=[VODI.slug]), told(sources=[KUH.slug]), told(sources=[VODI.slug, KUH.slug])] == [1, 0, 1]
    assert [told(since="2026-11-09"), told(since="2026-11-10")] == [1, 0]
    seen_again(archive, page(URL), 1)
    assert [told(), told(returned=False)] == [1, 0]
