from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive import writable
from archive.errors import ArchiveLocked, DamagedArchive, NotAnArchive, UsageProblem
from archive.migrations import migrations
from archive.readonly import open_readonly
from archive.store import Archive
from tests.archives import open_archive
from tests.test_readonly import nobody


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_archive_is_created_where_there_is_none(tmp_path: Path) -> None:
    Archive(tmp_path / "archive.db").close()
    assert files(tmp_path) == ["archive.db", "archive.db.lock"]


def test_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    with Archive(tmp_path / "archive.db") as archive:
        assert archive.last_article() == 0


def test_empty_file_behind_a_link_becomes_an_archive_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "archive.db").touch()
    (tmp_path / "archive.db").symlink_to("disk/archive.db")
    Archive(tmp_path / "archive.db").close()
    assert (tmp_path / "archive.db").is_symlink()
    open_readonly(tmp_path / "disk" / "archive.db").close()


def test_link_to_a_disk_that_is_not_mounted_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.symlink_to("disk/archive.db")
    with pytest.raises(NotAnArchive, match=r"a link to disk/archive\.db, which is not there\. Mount the disk"):
        Archive(path)
    assert files(tmp_path) == ["archive.db"]
    assert path.is_symlink()


def test_pipe_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    os.mkfifo(path)
    with pytest.raises(NotAnArchive, match="no file but a device, pipe or socket"):
        Archive(path)
    assert path.is_fifo()


def test_archive_whose_pages_are_out_of_order_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive(path).close()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'lesson'").fetchone()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 + 3] ^= 64  # the number of its cells
    path.write_bytes(whole)
    with pytest.raises(DamagedArchive, match=r"damaged \(.+\)\. It was left as it is") as refused:
        Archive(path)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == whole


NAMESPACE = ("unshare", "--map-root-user", "--mount")
CREATED_ON_SMALL_DISKS = """
import subprocess, sys
from pathlib import Path
from archive.errors import UsageProblem
from archive.store import Archive
place = Path(sys.argv[1])
for size in range(40 << 10, 1 << 20, 96 << 10):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        Archive(place / "archive.db").close()
        print("created")
    except UsageProblem as problem:
        print(problem, (place / "archive.db").exists())
    subprocess.run(["mount", "-o", f"remount,size={8 << 20}", place], check=True)
    Archive(place / "archive.db").close()
    subprocess.run(["umount", place], check=True)
"""


def test_disk_that_is_full_leaves_no_half_archive(tmp_path: Path) -> None:
    """Real disks of every size up to a megabyte; the last page may lack its room as well as the first."""
    if shutil.which("unshare") is None or subprocess.run([*NAMESPACE, "true"], check=False).returncode:
        pytest.skip("nobody may mount a disk here")
    words = [*NAMESPACE, sys.executable, "-c", CREATED_ON_SMALL_DISKS, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[-1] == "created"
    refused = [line for line in told if line != "created"]
    assert len(refused) > 4
    assert all(line.endswith("See to its permissions and to room on the disk. False") for line in refused), refused


def test_creation_that_a_crash_cut_short_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as power_cut:
        power_cut.setattr(migrations, "_record_applied", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Archive(tmp_path / "archive.db")
    assert not (tmp_path / "archive.db").exists()
    (tmp_path / "archive.db.new").write_bytes(b"half a page")
    (tmp_path / "archive.db.new-wal").write_bytes(b"half a journal")
    Archive(tmp_path / "archive.db").close()
    assert files(tmp_path) == ["archive.db", "archive.db.lock"]


def test_writer_syncs_every_commit_and_keeps_links(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        said = {name: archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert said == {"journal_mode": "wal", "synchronous": 2}
        with pytest.raises(sqlite3.IntegrityError), archive.db.atomic():
            archive.db.execute("INSERT INTO alias VALUES ('u', 'u', 1, 'host', 't')")


def test_log_that_a_reader_let_grow_is_cut_once_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writable, "LOG_LIMIT", 1 << 16)
    log = tmp_path / "archive.db-wal"
    with Archive(tmp_path / "archive.db") as archive:
        archive.db.execute("PRAGMA wal_autocheckpoint = 1")
        with closing(open_readonly(tmp_path / "archive.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM article").fetchone()
            for command in range(100):
                archive.start_crawl(f"crawl {command}")
            assert log.stat().st_size > 1 << 17
        for _ in range(3):
            archive.start_crawl("crawl")
        assert log.stat().st_size <= 1 << 16


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match=r"/no/archive\.db: there is no folder .*/no\. Create it, or name another"):
        Archive(tmp_path / "no" / "archive.db")
    assert files(tmp_path) == []


def test_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive, match=r"a folder\. Name a file in it with --db\.$"):
        Archive(tmp_path)
    assert files(tmp_path) == []


def test_file_that_another_program_writes_to_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writable, "BUSY_SECONDS", 0.01)
    path = tmp_path / "archive.db"
    Archive(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as theirs:
        theirs.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked, match=r"archive\.db: held by another program\. Close it there"):
            Archive(path)


def test_archive_that_may_only_be_read_is_refused_before_anything_is_fetched() -> None:
    with nobody() as folder:
        path = folder / "archive.db"
        with open_archive(path):
            pass
        path.chmod(0o444)
        before = path.read_bytes()
        with pytest.raises(UsageProblem, match=r"archive\.db: cannot be used .* See to its permissions"):
            Archive(path)
        assert path.read_bytes() == before


def test_folder_that_may_only_be_read_is_told() -> None:
    with nobody() as folder:
        (folder / "shelf").mkdir()
        (folder / "shelf").chmod(0o555)
        with pytest.raises(UsageProblem, match=r"its folder cannot be written \(Permission denied\)\. See to its"):
            Archive(folder / "shelf" / "archive.db")


def test_refused_archive_can_be_opened_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("archive.captures.cut_torn_tails", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Archive(tmp_path / "archive.db")
    Archive(tmp_path / "archive.db").close()
