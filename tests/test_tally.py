"""What a run did, counted and judged."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.tally import Tally, exit_code, summary


def tally(*words: str, answered: int = 0, problems: tuple[str, ...] = ()) -> Tally:
    counted = Tally(answered=answered, problems=list(problems))
    for word in words:
        counted.count(word)
    return counted


FAILED = tally(problems=("The feed is gone.",))
GOOD = tally("new", answered=1)


@pytest.mark.parametrize(
    ("counted", "failed"),
    [
        (tally(), False),
        (tally(answered=1), False),
        (tally(answered=1, problems=("one of two feeds is gone",)), False),
        (tally(problems=("gone",)), True),
        (tally("failed:dns", "failed:timeout"), True),
        (tally("failed:dns", "unchanged"), False),
        (tally("rejected:robots"), False),
        (tally("failed:http-500", answered=1), False),
    ],
)
def test_source_failed_when_nothing_that_was_asked_gave_a_usable_answer(counted: Tally, failed: bool) -> None:
    assert counted.failed is failed


@pytest.mark.parametrize(
    ("words", "failed"), [((), False), (("failed:timeout",), True), (("failed:timeout", "new"), False)]
)
def test_source_whose_host_was_given_up_failed_unless_something_came_of_it(
    words: tuple[str, ...], failed: bool
) -> None:
    counted = tally(*words, answered=1)
    counted.given_up = True
    assert counted.failed is failed


@pytest.mark.parametrize(
    ("tallies", "code"),
    [([], 0), ([GOOD], 0), ([GOOD, FAILED], 3), ([FAILED], 1), ([FAILED, FAILED], 1), ([tally(), FAILED], 1)],
)
def test_exit_code_is_the_contracts(tallies: list[Tally], code: int) -> None:
    assert exit_code(tallies) == code
    assert exit_code(tallies, interrupted=True) == 130


def test_report_has_all_counters_and_the_problem_of_a_failed_source() -> None:
    counted = tally("new", "failed:dns", "new", answered=1)
    counted.requests, counted.not_modified, counted.bytes = 5, 1, 900
    counted.started, counted.ended = 10.0, 12.5004
    report = counted.report("valley-en")
    assert report.outcomes == {"failed:dns": 1, "new": 2}
    assert (report.source, report.requests, report.not_modified, report.bytes) == ("valley-en", 5, 1, 900)
    assert (report.seconds, report.problem) == (2.5, None)
    assert FAILED.report("valley-en").problem == "The feed is gone."


def test_ten_unusable_answers_are_told_and_the_others_counted_beside_whatever_else_is_told() -> None:
    counted = Tally()
    for number in range(1, 5_001):
        counted.unusable(f"sitemap {number} is gone")
        if number == 20:
            counted.problems.append("something else")
    assert counted.problems == [
        *(f"sitemap {number} is gone" for number in range(1, 11)),
        "something else",
        "… and 4,990 more without a usable answer; the log names them.",
    ]


def test_summary_tells_the_news_first_and_the_failures_last() -> None:
    counts = Counter({"failed:dns": 1, "unchanged": 3, "rejected:listing": 4, "new": 12, "revised": 2})
    assert summary(counts) == "12 new, 2 revised, 3 unchanged, 1 failed:dns, 4 rejected:listing"
    assert summary(Counter()) == "nothing new"


def test_revisions_that_turn_out_to_be_none_are_counted_as_unchanged() -> None:
    tally = Tally()
    for word in ("revised", "revised", "unchanged", "new"):
        tally.count(word)
    tally.take_back(0)
    tally.take_back(1)
    assert tally.report("vodi-en").outcomes == {"new": 1, "revised": 1, "unchanged": 2}
