from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import backissue
from archive.options import run
from tests.archives import arrives, open_archive, page


@pytest.fixture
def db(tmp_path: Path) -> Path:
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page("https://vodi.example/en/1"))
    return tmp_path / "archive.db"


def test_both_verbs_say_what_they_copied(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, back = tmp_path / "backup", tmp_path / "back.db"
    assert run(backissue, ["backup", str(folder), "--db", str(db)]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"{folder}: 1 article, 2 files, ")
    assert said.err == ""
    monkeypatch.setattr("archive.progress.EVERY_SECONDS", 0.0)
    assert run(backissue, ["restore", str(folder), "--db", str(back), "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told == {"path": str(back), "articles": 1, "files": 2, "bytes": told["bytes"]}
    assert told["bytes"] > 4096
    assert said.err.splitlines()[-1].endswith(" MB")


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["backup", "nowhere/backup", "--db", "archive.db"], "nowhere/backup: there is no folder nowhere."),
        (["backup", "/proc/backup", "--db", "archive.db"], "/proc/backup: /proc cannot be written to ("),
        (["backup", "backup", "--db", "none.db"], "none.db: there is no archive here."),
        (["restore", "nothing", "--db", "back.db"], "nothing: no backup, for it has no SHA256SUMS."),
        (["restore", "archive.db", "--db", "back.db"], "archive.db: no backup, for it has no SHA256SUMS."),
    ],
)
def test_what_makes_no_sense_is_refused(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, argv: list[str], told: str
) -> None:
    monkeypatch.chdir(db.parent)
    assert run(backissue, argv) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"Error: {told}")
    assert said.err.count("\n") == 1
