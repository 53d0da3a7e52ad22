from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import backup
from archive.backup import back_up, restore
from archive.check import check_archive
from archive.cli import backissue
from archive.errors import ArchiveLocked, BackissueError, DamagedArchive, NewerArchive, UsageProblem
from archive.export import export_archive
from archive.lock import RunLock
from archive.options import run
from archive.readonly import SCHEMA_VERSION
from tests.archives import KUH, LIBRARY, SetClock, arrives, open_archive, page, seen_again
from tests.browsing import change


def silent(done: int, of: int) -> None:
    assert 0 <= done <= of


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of two sources; one was revised, one looked at again without change, one is withheld."""
    path, clock = tmp_path_factory.mktemp("archive") / "news.db", SetClock()
    with open_archive(path, clock) as archive:
        for number in (1, 2):
            arrives(archive, page(f"https://vodi.example/en/{number}", text=f"{LIBRARY}\nNumber {number}."))
        arrives(archive, page("https://kuh.example/3", text="Snow fell on the pass."), KUH)
        clock.forward(days=40)
        seen_again(archive, page("https://vodi.example/en/1", text="Another text stands here now."), 1)
        seen_again(archive, page("https://vodi.example/en/2", text=f"{LIBRARY}\nNumber 2."), 2)
        archive.withhold([3], "a court")
    return path


@pytest.fixture(scope="module")
def backed_up(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups") / "first"
    assert back_up(archive, folder, silent).articles == 3
    return folder


@pytest.fixture
def own(backed_up: Path, tmp_path: Path) -> Path:
    """A backup that a test may damage."""
    return Path(shutil.copytree(backed_up, tmp_path / "own"))


def exported(path: Path) -> bytes:
    stream = io.BytesIO()
    export_archive(path, "jsonl", "-", revisions=True, stream=stream)
    return stream.getvalue()


def problems(path: Path) -> list[str]:
    return [one.detail for one in check_archive(path, captures=True) if one.state == "problem"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_backed_up_comes_back(archive: Path, backed_up: Path, tmp_path: Path) -> None:
    copied = restore(backed_up, tmp_path / "other.db", silent)
    assert (copied.articles, copied.files) == (3, 4)
    assert problems(tmp_path / "other.db") == []
    assert exported(tmp_path / "other.db") == exported(archive)
    assert contents(tmp_path / "other.captures") == contents(archive.with_name("news.captures"))
    with open_archive(tmp_path / "other.db") as goes_on:
        assert arrives(goes_on, page("https://vodi.example/en/4", text="A fourth text.")).outcome == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.captures", "other.db", "other.db.lock"]


def test_sha256sum_reads_the_sums_and_the_backup_can_be_read_as_it_lies(archive: Path, backed_up: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=backed_up, check=True)
    before = contents(backed_up)
    assert exported(backed_up / "news.db") == exported(archive)
    assert contents(backed_up) == before


def test_crawl_that_writes_meanwhile_neither_waits_nor_gets_into_it(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(archive, tmp_path / "news.db"))
    shutil.copytree(archive.with_name("news.captures"), tmp_path / "news.captures")
    before = exported(path)
    monkeypatch.setattr(backup, "PAGES", 20)
    with open_archive(path) as crawl:
        written = 0

        def writes(done: int, of: int) -> None:
            nonlocal written
            written += 1
            text = f"Text {written} came while the backup ran."
            assert arrives(crawl, page(f"https://vodi.example/en/new-{written}", text=text)).outcome == "new"

        back_up(path, tmp_path / "backup", writes)
    assert written >= 5
    restore(tmp_path / "backup", tmp_path / "back.db", silent)
    assert exported(tmp_path / "back.db") == before
    assert problems(tmp_path / "back.db") == []
    assert json.loads(exported(path).splitlines()[-1])["id"] == 3 + written


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def first_line_gone(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"\n")[2])


CAPTURES = "news.captures/vodi-en/2026-11.warc.gz"
DAMAGES: tuple[tuple[str, Callable[[Path], None]], ...] = (
    *((name, harm) for name in ("news.db", CAPTURES, "SHA256SUMS") for harm in (flipped, cut)),
    *((name, Path.unlink) for name in ("news.db", CAPTURES)),
    ("SHA256SUMS", first_line_gone),
    ("news.captures/more", Path.touch),
    ("SHA256SUMS", lambda path: path.write_text("0" * 64 + "  ../news.db\n")),
    ("SHA256SUMS", lambda path: path.write_text("")),
)


@pytest.mark.parametrize(("name", "harm"), DAMAGES)
def test_damaged_backup_is_refused_with_nothing_left(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, harm: Callable[[Path], None]
) -> None:
    harm(own / name)
    before = contents(own)
    assert run(backissue, ["restore", str(own), "--db", str(tmp_path / "back.db")]) == 5
    said = capsys.readouterr().err
    assert said.startswith(f"Error: {own}/")
    assert said.count("\n") == 1
    assert contents(own) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"own", "back.db.lock"}


def test_file_that_is_gone_together_with_its_line_is_missed(own: Path, tmp_path: Path) -> None:
    (own / CAPTURES).unlink()
    sums = own / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(True) if CAPTURES not in line))
    with pytest.raises(DamagedArchive):
        restore(own, tmp_path / "back.db", silent)


@pytest.mark.parametrize("name", ["back.db", "back.db-wal", "back.captures"])
def test_nothing_is_overwritten(archive: Path, own: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageProblem, match=rf"{name}: is there already\. Move it away"):
        restore(own, tmp_path / "back.db", silent)
    with pytest.raises(UsageProblem, match=r"own: is there already\. Name a new folder"):
        back_up(archive, own, silent)
    assert (tmp_path / name).read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


def test_restoring_waits_for_no_other_run(own: Path, tmp_path: Path) -> None:
    lock = RunLock(tmp_path / "back.db")
    with pytest.raises(ArchiveLocked):
        restore(own, tmp_path / "back.db", silent)
    lock.close()


def test_backup_of_a_newer_backissue_is_refused(archive: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    restore_from = tmp_path / "backup"
    newer.write_bytes(archive.read_bytes())
    shutil.copytree(archive.with_name("news.captures"), tmp_path / "newer.captures")
    back_up(newer, restore_from, silent)
    change(restore_from / "newer.db", f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    (restore_from / "SHA256SUMS").unlink()
    sums = {name: backup.digests.sha256_of(restore_from / name, lambda _: None) for name in contents(restore_from)}
    backup.digests.write_sums(restore_from, sums)
    with pytest.raises(NewerArchive):
        restore(restore_from, tmp_path / "back.db", silent)


@pytest.mark.parametrize("harm", [cut, Path.unlink])
def test_archive_that_lacks_captures_is_not_backed_up(
    archive: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    path = Path(shutil.copy(archive, tmp_path / "news.db"))
    shutil.copytree(archive.with_name("news.captures"), tmp_path / "news.captures")
    harm(tmp_path / CAPTURES)
    with pytest.raises(DamagedArchive, match="See backissue check"):
        back_up(path, tmp_path / "backup", silent)
    assert [*tmp_path.glob("backup*"), *tmp_path.glob(".*")] == []


def test_damaged_database_is_not_backed_up(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    for start in range(4096 * 4, len(content), 4096):
        content[start : start + 100] = os.urandom(100)
    (tmp_path / "news.db").write_bytes(content)
    with pytest.raises(BackissueError) as caught:
        back_up(tmp_path / "news.db", tmp_path / "backup", silent)
    assert caught.value.exit_code == 5
    assert not (tmp_path / "backup").exists()


def test_empty_archive_has_no_captures_to_copy(tmp_path: Path) -> None:
    with open_archive(tmp_path / "empty.db"):
        pass
    assert back_up(tmp_path / "empty.db", tmp_path / "backup", silent).files == 1
    assert restore(tmp_path / "backup", tmp_path / "back.db", silent).articles == 0
    assert not (tmp_path / "back.captures").exists()
