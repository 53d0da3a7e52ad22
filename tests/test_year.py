"""Ten days of six sources, tick by tick: a small ``make bench-year``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from tests.benchmarks.year_grade import false_alarms, grade, spending
from tests.benchmarks.year_life import Year, live
from tests.benchmarks.year_world import BEGIN, DAY, HOUR, Event, Happening, Outlet, moments

DAYS = 10
FIFTH = BEGIN + 4 * DAY + timedelta(hours=11)


def outlet(
    slug: str, per_day: float, what: Happening | None = None, told: str | None = None, days: float = 9
) -> Outlet:
    events = [Event(slug, what, FIFTH, FIFTH + DAY * days, told)] if what else []
    return Outlet(slug, moments("daily", per_day, DAYS, Random(slug)), events)


WELL = [("busy", 3.0), ("calm", 1.0)]


def lived(folder: Path, *ill: Outlet) -> Year:
    """Ten days of two sources that nothing befalls, and these."""
    folder.mkdir()
    return live([*(outlet(slug, per_day) for slug, per_day in WELL), *ill], DAYS, folder)


def test_each_trouble_is_told_as_what_it_is_and_none_keeps_the_others_waiting(tmp_path: Path) -> None:
    year = lived(
        tmp_path / "ill",
        outlet("dead", 2, "no name", "dead"),
        outlet("slow", 2, "timeout", None, days=2),
        outlet("gone-elsewhere", 2, "moved 301", "moved"),
        outlet("walled", 2, "challenge of articles", "challenge", days=2),
    )
    last = BEGIN + DAYS * DAY
    for one in year.outlets[2:]:
        (event,) = one.events
        graded = grade(event, one, year.looks[one.slug], last)
        assert graded.wrong == frozenset(), graded
        assert graded.runs in (0, 1, 2) or event.told is None, graded
    assert false_alarms(year, [])[0] == {}
    assert max(spending(year, [])) <= 1
    untouched = lived(tmp_path / "well")
    for slug, _ in WELL:
        assert year.arrived[slug] == untouched.arrived[slug]
        assert len(year.arrived[slug]) >= DAYS / 2


def test_what_was_walled_off_arrives_once_the_wall_is_gone(tmp_path: Path) -> None:
    year = lived(tmp_path / "walled", outlet("walled", 2, "challenge of articles", "challenge", days=2))
    (event,) = year.outlets[-1].events
    late = [seen for published, seen in year.arrived["walled"] if event.is_on(published)]
    expected = sum(map(event.is_on, year.outlets[-1].moments))
    assert len(late) == expected > 0
    assert max(late) <= event.end + 2 * DAY + HOUR
