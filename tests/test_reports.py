"""What a run did, against what is usual; and what of it is an alarm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.overview import listed
from archive.pace import Visit
from archive.records import SourceReport
from archive.reports import Reading, alarms_of, collapse, history
from archive.runs import Judged
from archive.silence import Silence
from archive.store import Archive
from tests.archives import VODI, SetClock, arrives, open_archive, page

WELL = [Reading(10, 0)] * 14


@pytest.mark.parametrize(
    ("newest", "before", "told"),
    [
        ([Reading(10, 10)], WELL, "10 of the last 10 pages have hardly a text, before it was 0%"),
        ([Reading(10, 5)], WELL, "5 of the last 10"),
        ([Reading(10, 4)], WELL, None),
        ([Reading(2, 2)], WELL, None),
        ([Reading(1, 1)] * 3, WELL, None),  # too few beside the ten good ones of the run before
        ([Reading(1, 1)] * 5, [Reading(1, 0)] * 14, "5 of the last 5"),
        ([Reading(1, 1)] * 2 + [Reading(0, 0)] * 9 + [Reading(3, 3)], WELL, "5 of the last 5"),
        ([Reading(10, 9)], [Reading(10, 2)] * 14, "9 of the last 10 pages have hardly a text, before it was 20%"),
        ([Reading(10, 10)], [Reading(10, 4)] * 14, None),
        ([Reading(10, 10)], [Reading(9, 0)], None),
        ([], [], None),
        ([Reading(10, 10)] + [Reading(10, 10, collapsed=True)] * 30, WELL, "10 of the last 10"),  # still broken
    ],
)
def test_collapse_is_three_times_the_share_of_pages_without_a_text(
    newest: list[Reading], before: list[Reading], told: str | None
) -> None:
    sentence = collapse([*newest, *before])
    if told is None:
        assert sentence is None
    else:
        assert sentence is not None
        assert told in sentence


@given(st.lists(st.integers(0, 30).flatmap(lambda pages: st.builds(Reading, st.just(pages), st.integers(0, pages)))))
def test_whatever_was_read_there_is_an_answer_and_a_source_without_bad_pages_is_well(readings: list[Reading]) -> None:
    collapse(readings)
    assert collapse([Reading(one.pages, 0) for one in readings]) is None


def test_share_is_of_what_was_read_for_a_text() -> None:
    outcomes = {"new": 3, "duplicate": 1, "rejected:no-text": 2, "rejected:listing": 9, "unchanged": 50}
    assert Reading.of(outcomes, short=1) == Reading(pages=6, bad=3)


@pytest.mark.parametrize(("challenges", "alarm"), [(0, False), (2, False), (3, True), (10, True)])
def test_challenge_on_more_than_a_fifth_of_a_run_is_an_alarm(challenges: int, alarm: bool) -> None:
    outcomes = {"rejected:challenge": challenges, "new": 10 - challenges}
    assert ("challenge" in alarms_of("vodi-en", outcomes, [], None)) is alarm


def test_every_alarm_is_a_sentence_under_its_kind() -> None:
    alarms = alarms_of("vodi-en", {"rejected:challenge": 9}, [Reading(10, 10), *WELL], Silence(9, 2))
    assert list(alarms) == ["challenge", "extraction"], "and these explain the silence"
    assert alarms["challenge"].startswith("challenge: 9 of 9 pages were a challenge.")
    assert alarms["extraction"].startswith("extraction: 10 of the last 10 pages have hardly a text, before it was 0%.")
    assert "backissue sources forget-memory vodi-en" in alarms["extraction"]
    alarms = alarms_of("vodi-en", {}, WELL, Silence(9, 2))
    assert alarms["silent"].startswith(
        "silent: nothing new for 9 days, and of late it never paused for more than 2 days"
    )
    assert "more than 1 day. " in alarms_of("vodi-en", {}, WELL, Silence(9, 1))["silent"]
    assert alarms_of("vodi-en", {"new": 3}, WELL, None) == {}


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


def ran(archive: Archive, requests: int = 5, answered: int | None = 1, **outcomes: int) -> Judged:
    """A run at one source, written down."""
    report = SourceReport(
        source=VODI.slug,
        requests=requests,
        not_modified=1,
        bytes=1000 * requests,
        seconds=2.0,
        outcomes={word.replace("__", ":").replace("_", "-"): count for word, count in outcomes.items()},
        answered=answered,
        problem=None if answered or answered is None else "The feed is gone.",
        visit=Visit(archive._clock(), 0) if answered else None,
    )
    return archive.finish_crawl(archive.start_crawl("crawl"), 0, [report])[VODI.slug]


def test_usual_is_the_median_of_the_last_fourteen_runs_that_asked_for_news(archive: Archive) -> None:
    assert ran(archive, requests=1000, new=1000).usual is None
    for number in range(14):
        ran(archive, requests=10 + number, new=number)
        ran(archive, requests=999, answered=None, unchanged=99)
    assert ran(archive, requests=7).usual == {
        "runs": 14,
        "new": 6.5,
        "requests": 16.5,
        "notModified": 1,
        "bytes": 16500,
        "seconds": 2.0,
    }


def test_alarm_is_fresh_once_and_lasts_until_it_is_over(archive: Archive) -> None:
    for _ in range(3):
        ran(archive, new=10)
    first = ran(archive, rejected__no_text=10)
    assert (list(first.alarms), first.fresh) == (["extraction"], {"extraction"})
    again = ran(archive)
    assert (list(again.alarms), again.fresh) == (["extraction"], frozenset())
    assert ran(archive, new=10).alarms == {}
    assert history(archive.db.conn, VODI.slug)[0][:3] == [
        Reading(10, 0),
        Reading(0, 0, collapsed=True),
        Reading(10, 10, collapsed=True),
    ]


def test_silent_source_is_told_only_while_it_answers(archive: Archive, clock: SetClock) -> None:
    for number in range(10):
        arrives(archive, page(f"https://vodi.example/en/{number}", f"Headline {number}"))
        clock.forward(days=1)
    clock.forward(days=4)
    assert ran(archive).alarms == {}
    clock.forward(days=1)
    assert list(ran(archive).alarms) == ["silent"]
    assert ran(archive, answered=0).alarms == {}


def test_list_of_sources_tells_health_alarms_and_when_the_next_run_is(
    archive: Archive, clock: SetClock, tmp_path: Path
) -> None:
    ran(archive, rejected__challenge=5)
    row = listed([VODI], tmp_path / "archive.db")[0]
    assert (row["health"], list(row["alarms"]), row["problem"]) == ("challenge", ["challenge"], None)
    assert row["due"] is not None
    assert "2026-11-07T21:00:00Z" < row["due"] <= "2026-11-08T00:00:00Z"
    ran(archive, answered=None, unchanged=3)
    assert listed([VODI], tmp_path / "archive.db")[0]["health"] == "challenge", "it was not asked for news since"
    ran(archive, answered=0)
    row = listed([VODI], tmp_path / "archive.db")[0]
    assert (row["health"], row["problem"]) == ("failing", "The feed is gone.")
