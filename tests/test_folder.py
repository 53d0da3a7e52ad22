from __future__ import annotations

import hashlib
import json
import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.errors import BackissueError, UsageProblem
from archive.export.folder import data_file, publish, refuse_foreign, staged
from archive.export.manifest import FileFacts, Manifest


def described(exports: Sequence[Manifest]) -> Mapping[str, bytes]:
    return {"about.json": json.dumps([export.file for export in exports]).encode()}


def plain(exports: Sequence[Manifest]) -> Mapping[str, bytes]:
    return {}


def put(path: Path, content: bytes, format: str = "jsonl", companions: object = plain) -> Manifest:
    manifest = Manifest(
        version="1", schema=1, format=format, file=path.name, query={}, rows=1, tombstones=0, cursor=1,
        files={path.name: FileFacts(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())},
    )  # fmt: skip
    with staged(path) as part:
        part.write_bytes(content)
        return publish(part, path, manifest, companions)  # type: ignore[arg-type]


def checked(folder: Path) -> list[str]:
    """The files that ``sha256sum -c`` finds to be what they were."""
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return [line.removesuffix(": OK") for line in run.stdout.splitlines()]


def manifest_in(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / "manifest.json").read_text())
    assert isinstance(content, dict)
    return content


def test_data_manifest_and_checksums_stand_together(tmp_path: Path) -> None:
    put(tmp_path / "new" / "news.jsonl", b"{}\n")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"news.jsonl", "manifest.json", "SHA256SUMS"}
    assert checked(tmp_path / "new") == ["manifest.json", "news.jsonl"]


def test_two_exports_in_one_folder_keep_each_others_checksums_and_manifest(tmp_path: Path) -> None:
    put(tmp_path / "news.csv", b"id\r\n", "csv", described)
    put(tmp_path / "news.jsonl", b"{}\n")
    assert checked(tmp_path) == ["about.json", "manifest.json", "news.csv", "news.jsonl"]
    told = manifest_in(tmp_path)
    (other,) = told["others"]
    assert (told["file"], other["file"]) == ("news.jsonl", "news.csv")
    assert set(other["files"]) == {"news.csv", "about.json"}


def test_an_export_made_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    put(tmp_path / "news.jsonl", b"old\n")
    put(tmp_path / "news.jsonl", b"new\n")
    assert (tmp_path / "news.jsonl").read_bytes() == b"new\n"
    assert manifest_in(tmp_path)["others"] == []
    assert checked(tmp_path) == ["manifest.json", "news.jsonl"]


def test_what_describes_a_format_describes_all_its_files_in_the_folder(tmp_path: Path) -> None:
    put(tmp_path / "b.csv", b"id\r\n", "csv", described)
    put(tmp_path / "c.jsonl", b"{}\n")
    put(tmp_path / "a.csv", b"id\r\n", "csv", described)
    assert json.loads((tmp_path / "about.json").read_bytes()) == ["a.csv", "b.csv"]
    assert checked(tmp_path) == ["a.csv", "about.json", "b.csv", "c.jsonl", "manifest.json"]


def test_an_export_that_was_deleted_is_forgotten(tmp_path: Path) -> None:
    put(tmp_path / "old.jsonl", b"{}\n")
    (tmp_path / "old.jsonl").unlink()
    put(tmp_path / "new.jsonl", b"{}\n")
    assert checked(tmp_path) == ["manifest.json", "new.jsonl"]
    assert manifest_in(tmp_path)["others"] == []


def test_checksums_of_files_that_are_not_ours_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"hello\n")
    sums = subprocess.run(["sha256sum", "notes.txt"], cwd=tmp_path, capture_output=True, check=True).stdout
    (tmp_path / "SHA256SUMS").write_bytes(b"# kept by hand\n" + sums)
    put(tmp_path / "news.jsonl", b"{}\n")
    assert (tmp_path / "SHA256SUMS").read_bytes().startswith(b"# kept by hand\n")
    assert sums in (tmp_path / "SHA256SUMS").read_bytes()


def test_checksums_that_were_lost_come_back_from_the_manifest(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", b"{}\n")
    (tmp_path / "SHA256SUMS").unlink()
    put(tmp_path / "b.jsonl", b"{}\n")
    assert checked(tmp_path) == ["a.jsonl", "b.jsonl", "manifest.json"]


@pytest.mark.parametrize("content", ['{"name": "a web app"}', "[]", '{"files": {"a": 1}}', "no json", ""])
def test_a_manifest_of_another_is_never_overwritten(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(UsageProblem, match=r"manifest\.json: no manifest of an export\. Export into another folder\."):
        refuse_foreign(tmp_path, ())
    with pytest.raises(UsageProblem):
        put(tmp_path / "news.jsonl", b"{}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
    assert (tmp_path / "manifest.json").read_text() == content


def test_what_another_wrote_beside_the_data_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text("{}")
    with pytest.raises(UsageProblem, match=r"about\.json: no export wrote this file"):
        refuse_foreign(tmp_path, ["about.json"])


def test_what_an_export_wrote_beside_its_data_may_be_overwritten(tmp_path: Path) -> None:
    put(tmp_path / "news.csv", b"id\r\n", "csv", described)
    refuse_foreign(tmp_path, ["about.json"])
    put(tmp_path / "more.csv", b"id\r\n", "csv", described)
    assert json.loads((tmp_path / "about.json").read_text()) == ["more.csv", "news.csv"]


def interrupted(path: Path) -> None:
    with staged(path) as part:
        part.write_bytes(b"half of the n")
        raise KeyboardInterrupt


def test_a_failed_export_leaves_the_last_one_as_it_was(tmp_path: Path) -> None:
    put(tmp_path / "news.jsonl", b"old\n")
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "news.jsonl")
    assert (tmp_path / "news.jsonl").read_bytes() == b"old\n"
    assert checked(tmp_path) == ["manifest.json", "news.jsonl"]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    told = r"news\.jsonl: cannot be written \(No space left on device\)\. Mend that"
    with pytest.raises(BackissueError, match=told), staged(tmp_path / "news.jsonl"):
        Path("/dev/full").write_bytes(b"x")


def test_a_file_in_the_folders_place_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(BackissueError, match="cannot be written"):
        put(tmp_path / "out" / "news.jsonl", b"{}\n")


def test_the_files_may_be_read_by_whom_the_umask_allows(tmp_path: Path) -> None:
    put(tmp_path / "news.jsonl", b"{}\n")
    (tmp_path / "plain").touch()
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert modes == {(tmp_path / "plain").stat().st_mode}


def test_exports_that_end_at_once_lose_no_line(tmp_path: Path) -> None:
    names = [f"{number}.jsonl" for number in range(8)]
    threads = [threading.Thread(target=put, args=(tmp_path / name, name.encode())) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert checked(tmp_path) == [*names, "manifest.json"]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    path.touch()
    return path


def test_a_folder_gets_a_file_of_a_plain_name(tmp_path: Path, db: Path) -> None:
    assert data_file(tmp_path, ".csv", db, ()) == tmp_path / "articles.csv"
    assert data_file(f"{tmp_path}/new/", ".csv", db, ()) == tmp_path / "new" / "articles.csv"
    assert data_file(f"{tmp_path}/new.csv.gz", ".csv", db, ()) == tmp_path / "new.csv.gz"


@pytest.mark.parametrize(
    "name", ["archive.db", "link", "manifest.json", "SHA256SUMS", "about.json", "a\nb", "a\\b", "pipe"]
)
def test_a_name_that_is_taken_is_refused(tmp_path: Path, db: Path, name: str) -> None:
    (tmp_path / "link").symlink_to(db)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageProblem, match=r"Name another file with -o"):
        data_file(tmp_path / name, ".csv", db, ["about.json"])
