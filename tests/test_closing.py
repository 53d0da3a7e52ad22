"""The closing lines of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
