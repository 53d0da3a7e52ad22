"""What lasts from run to run: a move, a wall, a death, and an outage that is none of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.trouble import Sign, Trouble, after, alarm_of, from_json, to_json

NOON = datetime(2026, 11, 7, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

MOVED = Sign("moved", "https://new.tj/", is_permanent=True, mend='scope = ["new.tj/"]')
PASSING = Sign("moved", "https://new.tj/")
CHALLENGE = Sign("challenge", "it answers with a challenge")
BLOCKED = Sign("blocked", "it answers HTTP 403")
GONE = Sign("gone", "no host has its name")
UNREACHABLE = Sign("unreachable", "its host gives no answer in time")
FAILING = Sign("failing", "it answers HTTP 503")
UNUSABLE = Sign("unusable", "it answers HTTP 404")

signs = st.sampled_from([MOVED, PASSING, CHALLENGE, BLOCKED, GONE, UNREACHABLE, FAILING, UNUSABLE])


def told(*seen: tuple[Sign | None, timedelta], is_offline: bool = False) -> str | None:
    """The kind of alarm after the last of some runs, each a sign and how long after noon."""
    trouble = None
    for sign, later in seen:
        is_alive = sign is None or sign.kind == "unusable"
        trouble = after(trouble, sign, NOON + later, is_alive=is_alive)
    alarm = alarm_of(trouble, NOON + seen[-1][1], NOON - DAY, is_offline=is_offline) if trouble else None
    return alarm and alarm[0]


def daily(sign: Sign, days: int) -> list[tuple[Sign | None, timedelta]]:
    return [(sign, day * DAY) for day in range(days + 1)]


@pytest.mark.parametrize(
    ("runs", "kind"),
    [
        ([(MOVED, HOUR)], "moved"),
        ([(PASSING, HOUR), (PASSING, 2 * HOUR)], None),  # a page on works elsewhere, for an hour
        (daily(PASSING, 1), "moved"),
        ([(PASSING, HOUR), (Sign("moved", "https://ads.example/"), 26 * HOUR)], None),
        ([(CHALLENGE, HOUR)], "challenge"),
        ([(BLOCKED, HOUR)], None),
        ([(BLOCKED, HOUR), (BLOCKED, 2 * HOUR)], "blocked"),
        (daily(GONE, 2), None),
        (daily(GONE, 3), "dead"),
        ([(GONE, 0 * DAY), (GONE, 9 * DAY)], None),  # the machine slept: two runs
        (daily(UNREACHABLE, 6), None),
        (daily(UNREACHABLE, 7), "dead"),
        (daily(FAILING, 6), None),
        (daily(FAILING, 30), "failing"),  # its server answers: not dead
        ([*daily(FAILING, 30), (GONE, 31 * DAY)], "failing"),
        ([(FAILING, 0 * DAY), (FAILING, 9 * DAY)], None),  # the machine slept: two runs
        ([*daily(GONE, 3), (None, 4 * DAY)], None),
        ([(UNUSABLE, HOUR), (UNUSABLE, 2 * HOUR)], None),
        (daily(UNUSABLE, 1), "feeds"),
        ([*daily(UNUSABLE, 1), (GONE, 2 * DAY)], "feeds"),
        ([*daily(UNUSABLE, 1), *[(GONE, day * DAY) for day in (2, 3, 4)]], "dead"),
    ],
)
def test_alarm_is_what_has_lasted(runs: list[tuple[Sign | None, timedelta]], kind: str | None) -> None:
    assert told(*runs) == kind


def test_nobody_is_dead_while_our_own_network_is() -> None:
    assert told(*daily(GONE, 9), is_offline=True) is None


def test_what_pages_told_lasts_until_a_page_answers() -> None:
    away = Sign("moved", "https://new.tj/", by_pages=True)
    trouble = after(None, away, NOON, is_alive=False)
    trouble = after(trouble, None, NOON + HOUR, is_alive=False)
    assert trouble is not None
    assert after(trouble, None, NOON + DAY, is_alive=True) is None
    trouble = after(trouble, away, NOON + DAY, is_alive=False)
    assert trouble is not None
    assert (trouble.runs, trouble.since) == (2, NOON)


def test_a_sentence_says_since_when_and_what_to_do() -> None:
    sentence = alarm_of(Trouble(MOVED, NOON), NOON, None, is_offline=False)
    assert sentence == (
        "moved",
        "moved: it leads to https://new.tj/ since 7 November 2026. If that is another outlet, set status = "
        '"moved" in its source file. If it is the same one, put these lines there in place of the old ones:\n'
        'scope = ["new.tj/"]',
    )
    failing = alarm_of(Trouble(FAILING, NOON, 8), NOON + 7 * DAY, None, is_offline=False)
    assert failing == (
        "failing",
        "failing: it answers HTTP 503 since 7 November 2026, 8 runs in a row. Open it in a browser; where it fails "
        "there too, tell the outlet",
    )
    dead = alarm_of(Trouble(GONE, NOON, 5), NOON + 4 * DAY, NOON - DAY, is_offline=False)
    assert dead is not None
    assert dead[1].startswith(
        "dead: no host has its name since 7 November 2026, 5 runs in a row; it last answered on 6 November 2026."
    )


@given(st.lists(st.tuples(st.none() | signs, st.booleans()), max_size=20))
def test_whatever_is_seen_a_trouble_is_kept_as_it_is_and_ends_with_an_answer(
    seen: list[tuple[Sign | None, bool]],
) -> None:
    trouble = None
    for number, (sign, is_alive) in enumerate(seen):
        trouble = after(trouble, sign, NOON + number * HOUR, is_alive=is_alive)
        assert (trouble is None) is (sign is None)
        assert from_json(to_json(trouble)) == trouble
