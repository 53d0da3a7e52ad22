"""A source that answers and has nothing new is told from one that pauses as it always does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from archive.browse.health import state
from archive.silence import Silence, silence_at

DAILY = [f"2026-11-{day:02}" for day in range(20, 5, -1)]
WEEKLY = [(date(2026, 11, 20) - timedelta(weeks=ago)).isoformat() for ago in range(8)]


@pytest.mark.parametrize(
    ("crawled", "days", "expected"),
    [
        ("2026-11-20", DAILY, None),
        ("2026-11-23", DAILY, None),  # three days are a weekend with a holiday
        ("2026-11-24", DAILY, Silence(4, 1)),
        ("2026-11-27", WEEKLY, None),
        ("2026-11-28", WEEKLY, Silence(8, 7)),
        ("2026-12-30", DAILY[:7], None),  # too few to tell
        ("2026-11-24", ["2099-01-01", *DAILY], Silence(4, 1)),
        ("2026-11-24", ["yesterday", *DAILY], Silence(4, 1)),
    ],
)
def test_silence_is_longer_than_the_longest_pause_of_late(crawled: str, days: list[str], expected: object) -> None:
    assert silence_at(crawled, days) == expected


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (("ok", True, False, False), "ok"),
        (("ok", True, False, True), "silent"),
        (("ok", True, True, True), "failing"),
        (("dead", True, True, True), "dead"),
        (("moved", False, False, False), "moved"),
        (("unprobed", False, False, False), "quiet"),
    ],
)
def test_one_word_says_how_a_source_fares(facts: tuple[str, bool, bool, bool], word: str) -> None:
    assert state(*facts) == word
