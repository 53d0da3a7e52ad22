from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.check import check_archive
from archive.flicker import RETURNS, Returned, flicker_of
from archive.revisions import revisions_of
from archive.store import Archive
from tests.archives import BRIDGE, LIBRARY, SetClock, arrives, open_archive, page, row, seen_again

URL = "https://vodi.example/en/1"
THIRD = "The bridge is closed again, the city said on Friday."


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        arrives(archive, page(URL))
        yield archive


def visits(archive: Archive, clock: SetClock, texts: str) -> list[str]:
    """The outcomes of an hourly look; A, B and C stand for texts."""
    words = []
    for letter in texts:
        clock.forward(hours=1)
        text = {"A": BRIDGE, "B": LIBRARY, "C": THIRD}[letter]
        words.append(seen_again(archive, page(URL, text=text), 1).outcome)
    return words


def states(archive: Archive) -> str:
    letters = {BRIDGE: "A", LIBRARY: "B", THIRD: "C"}
    return "".join(letters[revision.text] for revision in revisions_of(archive.db.conn, 1))


def test_a_text_that_comes_and_goes_is_told_once_more_and_then_counted(archive: Archive, clock: SetClock) -> None:
    words = visits(archive, clock, "BABABAB")
    assert words == ["revised"] * (1 + RETURNS) + ["unchanged"] * 4
    assert states(archive) == "ABAB"
    assert flicker_of(archive.db.conn, 1) == [
        Returned(1, "2026-11-07T04:00:00Z", "2026-11-07T06:00:00Z", 2),
        Returned(2, "2026-11-07T05:00:00Z", "2026-11-07T07:00:00Z", 2),
    ]
    assert row(archive, 1)["text"] == LIBRARY
    assert row(archive, 1)["last_seen"] == "2026-11-07T07:00:00Z"


def test_a_text_that_stays_does_not_count_as_a_return(archive: Archive, clock: SetClock) -> None:
    visits(archive, clock, "BABBBAAAB")
    assert [(one.number, one.returns) for one in flicker_of(archive.db.conn, 1)] == [(1, 1), (2, 1)]


def test_a_new_text_is_a_revision_and_the_old_ones_stay_known(archive: Archive, clock: SetClock) -> None:
    assert visits(archive, clock, "BABACAB") == [
        *("revised", "revised", "revised", "unchanged"),
        *("revised", "unchanged", "unchanged"),
    ]
    assert states(archive) == "ABABC"
    assert [(one.number, one.returns) for one in flicker_of(archive.db.conn, 1)] == [(1, 2), (2, 1)]


def test_an_edit_that_is_taken_back_is_told_whole(archive: Archive, clock: SetClock) -> None:
    assert visits(archive, clock, "BAC") == ["revised"] * 3
    assert states(archive) == "ABAC"
    assert flicker_of(archive.db.conn, 1) == []


def test_a_flickering_archive_is_sound(archive: Archive, clock: SetClock) -> None:
    visits(archive, clock, "BABABACA")
    archive.mend(archive._registered("vodi-en"))
    assert [one for one in check_archive(archive.path) if one.state == "problem"] == []
