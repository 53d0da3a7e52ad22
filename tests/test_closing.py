"""The closing lines of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.records import Source
from archive.reports import Usual
from archive.runs import Judged
from archive.sources import Catalogue
from crawler.closing import alarm_lines, closing_lines
from crawler.run import Run
from crawler.wishes import Wishes

VALLEY = Source(
    slug="valley-en", name="Valley", country="TJ", languages=("en",), timezone="Asia/Dushanbe",
    scope=("valley.example/",), homepage="https://valley.example/",
)  # fmt: skip
LAKE = replace(VALLEY, slug="lake-tg", scope=("lake.example/",))
DEAD = replace(VALLEY, slug="gone-en", scope=("gone.example/",), status="dead", evidence="no answer since May")
MOVED = replace(DEAD, slug="old-en", status="moved", evidence=None)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    opened = Run.open(tmp_path / "archive.db", Catalogue((DEAD, LAKE, MOVED, VALLEY)), Wishes())
    yield opened
    opened.archive.close()


def test_one_line_per_source_and_a_total(run: Run) -> None:
    for slug, words in (("valley-en", ("new", "new", "unchanged")), ("lake-tg", ("new", "failed:dns"))):
        tally = run.source_run(slug).tally
        tally.answered, tally.requests, tally.not_modified, tally.bytes = 1, 5, 1, 1_200_000
        for word in words:
            tally.count(word)
    assert list(closing_lines(run)) == [
        "lake-tg    1 new, 1 failed:dns  (5 requests, 1 × 304, 1.2 MB)",
        "valley-en  2 new, 1 unchanged  (5 requests, 1 × 304, 1.2 MB)",
        "total      3 new, 1 unchanged, 1 failed:dns  (10 requests, 2 × 304, 2.4 MB)",
    ]


def test_problem_stands_below_its_source(run: Run) -> None:
    tally = run.source_run("valley-en").tally
    tally.problems += ["https://valley.example/feed answers HTTP 404. Open it in a browser."]
    lines = list(closing_lines(run))
    place = lines.index("valley-en  failed  (0 requests, 0 × 304, 0 B)")
    assert lines[place + 1] == "           ! https://valley.example/feed answers HTTP 404. Open it in a browser."


def test_source_without_news_says_so(run: Run) -> None:
    run.source_run("lake-tg").tally.answered = 1
    assert "lake-tg    nothing new  (0 requests, 0 × 304, 0 B)" in list(closing_lines(run))


def test_named_source_that_is_dead_or_moved_is_told(tmp_path: Path) -> None:
    opened = Run.open(
        tmp_path / "a.db", Catalogue((DEAD, LAKE, MOVED)), Wishes(sources=("gone-en", "old-en", "lake-tg"))
    )
    lines = list(closing_lines(opened))
    opened.archive.close()
    assert lines[1:3] == ["gone-en  skipped: dead (no answer since May)", "old-en   skipped: moved"]


def test_catalogue_without_a_source_to_crawl_is_told(tmp_path: Path) -> None:
    opened = Run.open(tmp_path / "a.db", Catalogue((DEAD,)), Wishes())
    lines = list(closing_lines(opened))
    opened.archive.close()
    assert lines == ["There is no source to crawl: none is ok or unprobed. See backissue sources list."]


def test_run_without_room_says_so_and_nothing_of_the_catalogue(tmp_path: Path) -> None:
    opened = Run.open(tmp_path / "a.db", Catalogue((VALLEY,)), Wishes(urls=("https://valley.example/1",)))
    opened.stopped = "the disk is full. Make room; the next crawl goes on from here."
    lines = list(closing_lines(opened))
    opened.archive.close()
    assert lines == ["Stopped: the disk is full. Make room; the next crawl goes on from here."]


def test_total_counts_the_sources_that_failed(run: Run) -> None:
    for slug in ("valley-en", "lake-tg"):
        run.source_run(slug).tally.problems.append("The feed is gone.")
    assert list(closing_lines(run))[-1] == "total      2 of 2 sources failed  (0 requests, 0 × 304, 0 B)"
    run.source_run("lake-tg").tally.count("new")
    run.source_run("lake-tg").tally.requests = 1
    assert list(closing_lines(run))[-1] == "total      1 new; 1 of 2 sources failed  (1 request, 0 × 304, 0 B)"


def test_sources_that_are_not_due_have_one_line_for_all(run: Run) -> None:
    soon, later = (datetime.fromisoformat(run.began) + timedelta(hours=hours) for hours in (1, 2))
    run.not_due = {"lake-tg": later, "valley-en": soon}
    assert list(closing_lines(run)) == [f"2 sources are not due before {soon:%Y-%m-%d %H:%M} UTC."]
    run.source_run("valley-en").tally.count("unchanged")
    assert list(closing_lines(run)) == [
        "valley-en  1 unchanged  (0 requests, 0 × 304, 0 B)",
        f"lake-tg is not due before {later:%Y-%m-%d %H:%M} UTC.",
        "total      1 unchanged  (0 requests, 0 × 304, 0 B)",
    ], "an article of the other was looked at"


def test_source_that_rests_since_its_feeds_are_fresh_has_no_moment(run: Run) -> None:
    run.not_due = {"lake-tg": datetime.fromisoformat(run.began)}
    assert "lake-tg is not due." in list(closing_lines(run))


def test_interrupted_run_says_that_nothing_is_lost(run: Run) -> None:
    run.interrupted = True
    assert list(closing_lines(run))[-1] == "Interrupted; what was fetched is kept. The next crawl goes on from here."


def test_what_is_usual_stands_beside_what_was_and_alarms_below(run: Run) -> None:
    run.source_run("lake-tg").tally.answered = 1
    usual: Usual = {"runs": 14, "new": 6.5, "requests": 16, "notModified": 1, "bytes": 1_200_000, "seconds": 2.0}
    alarms = {"extraction": "extraction collapsed.", "silent": "silent: nothing new for 9 days."}
    run.judged["lake-tg"] = Judged(alarms, frozenset({"silent"}), usual)
    assert list(closing_lines(run))[:3] == [
        "lake-tg    nothing new  (0 requests, 0 × 304, 0 B; usually 6 new, 16 requests, 1.2 MB)",
        "           ! extraction collapsed.",
        "           ! silent: nothing new for 9 days.",
    ]
    assert list(alarm_lines(run, fresh=True)) == ["lake-tg: silent: nothing new for 9 days."]
    assert len(list(alarm_lines(run))) == 2
