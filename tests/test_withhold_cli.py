from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import backissue
from archive.options import run
from tests.samples import sample_archive


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(sample_archive(tmp_path / "archive.db"))


def test_it_tells_what_was_withheld_and_what_still_shows_the_text(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(backissue, ["withhold", "2", "4", "--reason", "a court", "--db", db]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("2: withheld, since 20")
    assert out[0].endswith("Reason: a court")
    assert out[1] == "  Still shown, with the same or nearly the same text: 10"
    assert out[2].startswith("4: withheld, since 20")
    assert run(backissue, ["withhold", "2", "--reason", "another", "--db", db]) == 0
    assert capsys.readouterr().out.startswith("2: withheld already, since 20")
    assert run(backissue, ["withhold", "2", "5", "--undo", "--db", db]) == 0
    assert capsys.readouterr().out == "2: shown again.\n5: was not withheld.\n"


def test_json_has_a_line_for_each(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(backissue, ["withhold", "2", "4", "2", "--reason", "a court", "--json", "--db", db]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], row["reason"], row["copies"]) for row in rows] == [(2, "a court", [10]), (4, "a court", [])]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["2"], "Give --reason TEXT to withhold, or --undo"),
        (["2", "--undo", "--reason", "x"], "Give --reason TEXT to withhold, or --undo"),
        (["99", "--reason", "x"], "99: no article has this id. Nothing was changed."),
        (["2", "--reason", " "], "--reason: blank."),
        (["2", "--reason", "x", "--db", "nowhere.db"], "nowhere.db: there is no archive here."),
    ],
)
def test_what_makes_no_sense_is_refused(
    db: str, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert run(backissue, ["withhold", "--db", db, *options]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"Error: {told}")
    assert said.err.count("\n") == 1
    assert said.out == ""
