from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.entries import MAX_ATTEMPTS, Task
from archive.records import Rejection
from archive.store import Archive
from tests.archives import (
    KUH,
    VODI,
    SetClock,
    arrives,
    column,
    entry,
    found,
    gone,
    open_archive,
    page,
    recheck,
    response,
    seen_again,
)

FEED = "https://vodi.example/en/feed"
URL = "https://vodi.example/en/1"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


def queue(archive: Archive, since: str | None = None) -> list[str]:
    """The last parts of the URLs of a source, in the order in which they are taken up."""
    tasks: list[Task] = []
    while task := archive.next_entry(VODI, [one.entry_id or 0 for one in tasks], since):
        tasks.append(task)
    return [task.url.rpartition("/")[2] for task in tasks]


# What is kept


def test_only_what_is_new_is_counted_and_kept(archive: Archive) -> None:
    assert archive.discovered(VODI, "feed", FEED, [entry(URL), entry(f"{URL}/?utm_source=rss"), entry(f"{URL}0")]) == 2
    assert archive.discovered(VODI, "sitemap", f"{FEED}.xml", [entry(URL), entry("https://vodi.example/en/3")]) == 1
    assert queue(archive) == ["1", "10", "3"]


def test_known_entry_learns_what_it_lacked_and_keeps_what_it_had(archive: Archive, clock: SetClock) -> None:
    archive.discovered(VODI, "listing", FEED, [entry(URL)])
    clock.forward(hours=1)
    full = entry(URL, title="Bridge", published="2026-11-02", published_raw="2 Nov", modified="2026-11-03")
    archive.discovered(VODI, "feed", FEED, [full])
    archive.discovered(VODI, "feed", FEED, [entry(URL, title="Other", published="2026-12-01", published_raw="1 Dec")])
    names = "title, published, published_raw, modified, first_seen, last_seen"
    (kept,) = archive.db.execute(f"SELECT {names} FROM entry").fetchall()
    assert kept == (
        *("Bridge", "2026-11-02", "2 Nov", "2026-11-03"),
        *("2026-11-07T00:00:00Z", "2026-11-07T01:00:00Z"),
    )


def test_what_a_feed_says_passes_the_gate(archive: Archive) -> None:
    archive.discovered(VODI, "feed", FEED, [entry(URL, title="Bri\u00addge\x00\ud800", published_raw="2\u202e Nov")])
    assert archive.db.execute("SELECT title, published_raw FROM entry").fetchall() == [("Bridge", "2 Nov")]


def test_archived_article_is_not_taken_up_again(archive: Archive) -> None:
    arrives(archive, page(URL))
    archive.discovered(VODI, "feed", FEED, [entry(URL)])
    assert queue(archive) == []


def test_entry_belongs_to_the_source_of_its_url(archive: Archive) -> None:
    archive.discovered(VODI, "feed", FEED, [entry("https://kuh.example/1", KUH)])
    assert queue(archive) == []
    task = archive.next_entry(KUH, [])
    assert task is not None
    assert (task.url, task.source) == ("https://kuh.example/1", "kuh")


# The order


def test_newest_is_taken_up_first_and_what_has_no_date_last(archive: Archive) -> None:
    dates: dict[str, dict[str, Any]] = {
        "old": {"published": "2026-11-01T10:00:00Z"},
        "undated": {},
        "day": {"published": "2026-11-03"},
        "new": {"published": "2026-11-03T10:00:00Z"},
        "modified": {"modified": "2026-11-02"},
        "undated-too": {},
    }
    found_in = [entry(f"https://vodi.example/en/{name}", **facts) for name, facts in dates.items()]
    archive.discovered(VODI, "feed", FEED, found_in)
    assert queue(archive) == ["new", "day", "modified", "old", "undated", "undated-too"]


@pytest.mark.parametrize(
    ("since", "left"),
    [
        ("2026-11-03T12:00:00Z", ["new", "day", "undated"]),
        ("2026-11-03", ["new", "day", "undated"]),
        ("2026-11-04T00:00:00Z", ["undated"]),
        (None, ["new", "day", "old", "undated"]),
    ],
)
def test_entries_known_to_be_older_are_left(archive: Archive, since: str | None, left: list[str]) -> None:
    dates = {"old": "2026-11-02T23:59:59Z", "day": "2026-11-03", "new": "2026-11-03T13:00:00Z", "undated": None}
    found_in = [entry(f"https://vodi.example/en/{name}", published=date) for name, date in dates.items()]
    archive.discovered(VODI, "feed", FEED, found_in)
    assert queue(archive, since) == left


def test_queue_is_read_from_an_index(archive: Archive) -> None:
    statements: list[str] = []
    archive.db.conn.set_trace_callback(statements.append)
    archive.next_entry(VODI, [1, 2])
    archive.db.conn.set_trace_callback(None)
    (plan,) = archive.db.execute(f"EXPLAIN QUERY PLAN {statements[-1]}").fetchall()
    assert "USING INDEX entry_pending" in plan[3]


# Failures


def test_failed_entry_is_tried_in_three_crawls_and_no_more(archive: Archive) -> None:
    found(archive, URL)
    tries = 0
    for _ in range(MAX_ATTEMPTS + 2):
        archive._clock.forward(days=1)  # type: ignore[attr-defined]
        archive.retry_failed(VODI)
        while task := archive.next_entry(VODI, []):
            archive.fail("timeout", None, task)
            tries += 1
    assert tries == MAX_ATTEMPTS == 3
    assert column(archive, "SELECT outcome FROM entry") == ["failed:timeout"]


def test_failed_entry_is_not_tried_twice_in_one_crawl(archive: Archive) -> None:
    (task,) = found(archive, URL)
    archive.fail("http-404", None, task)
    assert queue(archive) == []


def test_rejected_page_is_not_tried_again(archive: Archive) -> None:
    (task,) = found(archive, URL)
    archive.reject(Rejection(reason="too-short"), None, task)
    assert archive.retry_failed(VODI) == 0
    assert queue(archive) == []


def test_failures_of_another_source_wait_for_its_own_crawl(archive: Archive) -> None:
    (task,) = found(archive, URL)
    archive.fail("dns", None, task)
    assert archive.retry_failed(KUH) == 0
    assert archive.retry_failed(VODI) == 1


# What a user asks for


def test_requested_url_is_taken_up_although_it_failed_or_was_rejected(archive: Archive) -> None:
    (task,) = found(archive, URL)
    archive.reject(Rejection(reason="too-short"), None, task)
    again = archive.requested(VODI, f"{URL}/?utm_source=mail")
    assert (again.url, again.entry_id, again.article_id) == (URL, task.entry_id, None)
    assert queue(archive) == ["1"]


def test_requested_url_that_nobody_named_is_an_entry(archive: Archive) -> None:
    task = archive.requested(VODI, URL)
    assert task.entry is not None
    assert (task.entry.found_in, task.url) == ("request", URL)


@pytest.mark.parametrize("url", [URL, f"{URL}?view=full"])
def test_requested_article_is_looked_at_again(archive: Archive, url: str) -> None:
    arrives(archive, page(URL))
    arrives(archive, page(f"{URL}?view=full", canonical_url=URL))
    task = archive.requested(VODI, url)
    assert (task.url, task.article_id, task.entry_id) == (URL, 1, None)


# Looking again


def test_rechecks_go_from_the_newest_article_to_the_first(archive: Archive) -> None:
    for number in (1, 2, 3):
        arrives(archive, page(f"https://vodi.example/en/{number}"))
    arrives(archive, page("https://kuh.example/1"), KUH)
    ids = []
    below = archive.last_article() + 1
    while task := archive.next_recheck(VODI, below):
        assert task.article_id is not None
        ids.append(below := task.article_id)
    assert ids == [3, 2, 1]


def test_recheck_asks_only_for_what_changed_since_the_last_text(archive: Archive) -> None:
    (task,) = found(archive, URL)
    headers = (("ETag", '"a"'), ("Last-Modified", "Sat, 07 Nov 2026 00:00:00 GMT"))
    archive.add(page(URL), VODI, archive.record(response(URL, headers=headers), task), task)
    assert dict(recheck(archive, 1).headers) == {
        "If-None-Match": '"a"',
        "If-Modified-Since": "Sat, 07 Nov 2026 00:00:00 GMT",
    }


def test_article_without_validators_is_asked_for_without_condition(archive: Archive) -> None:
    arrives(archive, page(URL))
    assert recheck(archive, 1).headers == ()


@pytest.mark.parametrize("stood_there", ["maintenance", "error page", "front page", "other address"])
def test_what_stood_in_an_articles_place_does_not_hide_an_edit(archive: Archive, stood_there: str) -> None:
    arrives(archive, page(URL))
    task = recheck(archive, 1)
    newer = (("ETag", '"not the article"'),)
    if stood_there == "maintenance":
        archive.reject(Rejection(reason="maintenance"), archive.record(response(URL, headers=newer), task), task)
    elif stood_there == "error page":
        archive.missing(VODI, archive.record(response(URL, headers=newer), task), task, "soft-404")
    elif stood_there == "front page":
        stood = archive.record(response(VODI.homepage, headers=newer), task)
        archive.missing(VODI, stood, task, "front-page")
    else:
        archive.add(page(URL), VODI, archive.record(response(f"{URL}?x", headers=newer), task), task)
    assert recheck(archive, 1).headers == ()


def test_validators_are_those_of_the_newest_text(archive: Archive) -> None:
    for etag in ('"a"', '"b"'):
        task = recheck(archive, 1) if etag == '"b"' else found(archive, URL)[0]
        capture_id = archive.record(response(URL, headers=(("etag", etag),)), task)
        archive.add(page(URL, text=f"The bridge, as {etag} has it."), VODI, capture_id, task)
    gone(archive, 1)
    assert recheck(archive, 1).headers == (("If-None-Match", '"b"'),)
    seen_again(archive, page(URL, text='The bridge, as "b" has it.'), 1)
    assert recheck(archive, 1).headers == ()


def test_last_try_comes_a_day_later_for_an_outage_lasts_longer_than_two_runs(archive: Archive) -> None:
    found(archive, URL)
    for _ in range(2):
        archive.retry_failed(VODI)
        (task,) = [archive.next_entry(VODI, [])]
        assert task is not None
        archive.fail("http-503", None, task)
    assert archive.retry_failed(VODI) == 0
    archive._clock.forward(hours=24)  # type: ignore[attr-defined]
    assert archive.retry_failed(VODI) == 1


def test_article_behind_a_challenge_is_asked_for_once_a_day_for_a_month(archive: Archive) -> None:
    found(archive, URL)
    days = []
    for day in range(40):
        archive.retry_failed(VODI)
        while task := archive.next_entry(VODI, []):
            archive.reject(Rejection(reason="challenge"), None, task)
            days.append(day)
        archive._clock.forward(days=1)  # type: ignore[attr-defined]
    assert days == list(range(31))
