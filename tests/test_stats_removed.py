"""`stats --removed`: what went, since when, by which evidence, and what came back."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.cli import backissue
from archive.options import run
from tests.archives import KUH, SetClock, arrives, gone, open_archive, page, seen_again
from tests.commands import backissue as command
from tests.test_cli import Said, Say

VODI_URL, KUH_URL = "https://vodi.example/en/1", "https://kuh.example/2"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Article 1 went on the 7th and was removed on the 9th; article 2 went on the 9th, for good on the 11th."""
    path, clock = tmp_path / "archive.db", SetClock()
    with open_archive(path, clock) as archive:
        arrives(archive, page(VODI_URL, published="2026-11-01T05:00:00Z"))
        arrives(archive, page(KUH_URL, "Library opens", "Another text."), KUH)
        for _ in range(3):
            gone(archive, 1)
            clock.forward(days=1)
        seen_again(archive, page(VODI_URL), 1)
        for _ in range(3):
            gone(archive, 2, KUH)
            clock.forward(days=1)
    return path


@pytest.fixture
def say(archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.setenv("BACKISSUE_DB", str(archive))

    def said(*options: str) -> Said:
        return Said(run(backissue, ["stats", "--removed", *options]), *capsys.readouterr())

    return said


def test_removals_are_read_latest_first_with_their_evidence(say: Say) -> None:
    said = say()
    assert (said.code, said.err) == (0, "")
    second, first = said.out.strip().split("\n\n")
    assert second.splitlines() == [
        "Library opens",
        "  Kuh · article 2 · published no date",
        "  missing since 2026-11-10 05:00+05:00: http-404, capture 7",
        "  removed       2026-11-12 05:00+05:00: http-404, capture 9, failed checks: 3",
        f"  {KUH_URL}",
    ]
    assert "  returned      2026-11-10 05:00+05:00" in first.splitlines()


def test_removals_as_json_have_every_fact(say: Say) -> None:
    latest, before = say("--json").objects
    assert latest == {
        "id": 2, "url": KUH_URL, "headline": "Library opens", "source": "kuh", "datePublished": None,
        "missingSince": "2026-11-10T00:00:00Z", "removed": "2026-11-12T00:00:00Z", "returned": None, "checks": 3,
        "first": {"checked": "2026-11-10T00:00:00Z", "evidence": "http-404", "capture": 7},
        "last": {"checked": "2026-11-12T00:00:00Z", "evidence": "http-404", "capture": 9},
    }  # fmt: skip
    assert (before["datePublished"], before["returned"]) == ("2026-11-01T05:00:00Z", "2026-11-10T00:00:00Z")


def test_removals_as_csv_are_one_row_each(say: Say) -> None:
    rows = list(csv.DictReader(io.StringIO(say("--csv").out)))
    assert [(row["id"], row["firstEvidence"], row["lastCapture"]) for row in rows] == [
        ("2", "http-404", "9"), ("1", "http-404", "5"),
    ]  # fmt: skip


def test_removals_are_narrowed_by_source_and_by_their_day(say: Say) -> None:
    for options, ids in (
        (("--source", "kuh"), [2]),
        (("--from", "2026-11-12"), [2]),
        (("--to", "2026-11-11"), [1]),
        (("--from", "2026-11", "--to", "2026"), [2, 1]),
    ):
        assert [row["id"] for row in say(*options, "--json").objects] == ids
    assert say("--from", "2027").err == "Nothing was removed.\n"


def test_withheld_article_is_not_listed(say: Say, archive: Path) -> None:
    assert run(backissue, ["withhold", "2", "--reason", "asked"]) == 0
    say()
    assert [row["id"] for row in say("--json").objects] == [1]


def test_options_that_make_no_sense_here_are_refused(say: Say) -> None:
    for options in (("--by", "day"), ("--svg", "-"), ("--language", "tg")):
        said = say(*options)
        assert (said.code, said.out) == (2, "")
        assert "--removed excludes --by, --svg and --language." in said.err


def test_archive_from_before_removals_were_kept_is_told(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("PRAGMA user_version = 3")
    done = command("stats", "--removed", cwd=archive.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert "archive.db: written before removals were kept." in done.stderr
