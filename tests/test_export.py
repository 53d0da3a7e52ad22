from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import NotAnArchive, UsageProblem
from archive.export import FORMATS, export_archive
from archive.readonly import SCHEMA_VERSION
from tests.samples import ARTICLES, sample_archive


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["news.jsonl", "news.csv", "news.jsonl.gz", "news.csv.gz"])
@pytest.mark.parametrize("revisions", [False, True])
def test_two_exports_of_one_archive_are_the_same_to_the_byte(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, revisions: bool
) -> None:
    format = name.split(".")[1]
    export_archive(db, format, tmp_path / "one" / name, revisions=revisions)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    export_archive(db, format, tmp_path / "two" / name, revisions=revisions)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize("format", FORMATS)
def test_the_checksums_are_what_sha256sum_expects(db: Path, tmp_path: Path, format: str) -> None:
    export_archive(db, format, f"{tmp_path}/out/")
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    run = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, check=True)
    assert len(run.stdout.splitlines()) == len(contents(tmp_path / "out")) - 1


def test_the_manifest_tells_what_was_asked_and_what_was_written(db: Path, tmp_path: Path) -> None:
    manifest = export_archive(db, "jsonl", tmp_path / "out" / "news.jsonl", source=["vodi-ru", "vodi-en"], since=9)
    told = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert told == json.loads(manifest.line()) | {"others": []}
    assert (told["format"], told["file"], told["schema"]) == ("jsonl", "news.jsonl", SCHEMA_VERSION)
    assert (told["rows"], told["tombstones"], told["cursor"]) == (3, 1, 12)
    assert told["query"] == {
        "source": ["vodi-en", "vodi-ru"],
        "language": [],
        "since": 9,
        "revisions": False,
        "excel": False,
    }
    assert told["files"]["news.jsonl"]["bytes"] == (tmp_path / "out" / "news.jsonl").stat().st_size


def test_json_lines_hold_the_archive(db: Path, tmp_path: Path) -> None:
    export_archive(db, "jsonl", tmp_path / "out" / "news.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out" / "news.jsonl").read_bytes().splitlines()]
    assert [row["articleBody"] for row in rows] == [text for _, _, _, text, _ in ARTICLES]
    assert [row["id"] for row in rows if row["removed"]] == [3]


def test_csv_holds_the_archive(db: Path, tmp_path: Path) -> None:
    export_archive(db, "csv", tmp_path / "out" / "news.csv")
    with (tmp_path / "out" / "news.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [(row["headline"], row["articleBody"]) for row in rows] == [(each[2], each[3]) for each in ARTICLES]
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert [resource["path"] for resource in package["resources"]] == ["news.csv"]


def test_a_compressed_export_holds_the_same_lines(db: Path, tmp_path: Path) -> None:
    export_archive(db, "jsonl", tmp_path / "out" / "news.jsonl")
    export_archive(db, "jsonl", tmp_path / "out" / "news.jsonl.gz")
    compressed = (tmp_path / "out" / "news.jsonl.gz").read_bytes()
    assert gzip.decompress(compressed) == (tmp_path / "out" / "news.jsonl").read_bytes()
    assert compressed[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize("output", [None, "-", Path("-")])
def test_standard_output_gets_the_rows_alone(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str | Path | None
) -> None:
    monkeypatch.chdir(tmp_path)
    stream = io.BytesIO()
    manifest = export_archive(db, "jsonl", output, language=["tg"], stream=stream)
    assert [json.loads(line)["inLanguage"] for line in stream.getvalue().splitlines()] == ["tg"] * 3
    assert manifest.files["-"].bytes == len(stream.getvalue())
    assert {path.name for path in tmp_path.iterdir()} == {"archive.db"}
    assert "\n" not in manifest.line()


def test_rows_reach_standard_output_in_utf_8_under_any_locale(db: Path) -> None:
    program = "import sys; from pathlib import Path; from archive.export import export_archive; "
    program += "export_archive(Path(sys.argv[1]), 'csv', '-')"
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-c", program, db], capture_output=True, check=True, env=environment)
    assert "Қарори нав дар бораи об".encode() in run.stdout
    assert run.stdout.count(b"\r\n") == 11


def test_an_unknown_format_is_refused_with_the_known_ones(db: Path) -> None:
    with pytest.raises(UsageProblem, match=r"docx: no such format\. Choose one of jsonl, csv"):
        export_archive(db, "docx", "-")


def test_excel_is_for_csv(db: Path) -> None:
    with pytest.raises(UsageProblem, match="--excel"):
        export_archive(db, "jsonl", "-", excel=True)


def test_the_archive_is_never_its_own_export(db: Path) -> None:
    before = db.read_bytes()
    with pytest.raises(UsageProblem, match="the archive itself"):
        export_archive(db, "jsonl", db)
    assert db.read_bytes() == before


@pytest.mark.parametrize("since", [-1, 13])
def test_a_refused_export_writes_nothing(db: Path, tmp_path: Path, since: int) -> None:
    with pytest.raises(UsageProblem):
        export_archive(db, "jsonl", f"{tmp_path}/out/", since=since)
    with pytest.raises(NotAnArchive):
        export_archive(tmp_path / "absent.db", "jsonl", f"{tmp_path}/out/")
    assert not (tmp_path / "out").exists()
