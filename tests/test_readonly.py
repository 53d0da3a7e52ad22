from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive.errors import BackissueError, DamagedArchive, NewerArchive, NotAnArchive, UsageProblem
from archive.readonly import SCHEMA_VERSION, open_readonly
from archive.store import Archive
from tests.archives import open_archive
from tests.samples import sample_archive

Opens = Callable[[Path], object]
OPENS = pytest.mark.parametrize("opens", [open_readonly, Archive], ids=["reader", "writer"])

KILLED_IN_WAL = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("CREATE TABLE theirs (id)")
if sys.argv[2]:
    db.execute("PRAGMA application_id = 0x4261636B")
    db.execute("PRAGMA user_version = 99")
os.kill(os.getpid(), signal.SIGKILL)
"""


def left_by_a_killed_process(path: Path, *, newer: bool) -> None:
    """A database of another program, or of a newer Backissue, whose newest pages are still in its journal."""
    done = subprocess.run([sys.executable, "-c", KILLED_IN_WAL, str(path), "1" if newer else ""], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name(path.name + "-wal").stat().st_size > 0


def refusal(path: Path, opens: Opens, kind: type[BackissueError]) -> str:
    """The one sentence with which a file is refused; no byte is then changed."""
    before = contents(path.parent)
    with pytest.raises(kind) as refused:
        opens(path)
    assert contents(path.parent) == before
    sentence = str(refused.value)
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence.removeprefix(f"{path}: ")


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of all files, but for what SQLite makes for any reader: shared memory, and an empty journal."""
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    return {name: content for name, content in files.items() if content and not name.endswith("-shm")}


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder of one's own, as a user who may not write where the mode forbids it; root always may."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        uid = os.geteuid()
        if uid == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(uid)


def test_reader_cannot_write(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db"):
        pass
    with closing(open_readonly(tmp_path / "archive.db")) as connection:
        assert connection.execute("SELECT slug FROM source ORDER BY slug").fetchone()["slug"] == "kuh"
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM source")


@pytest.mark.parametrize("name", ["archive.db", "a?mode=rwc#b.db", "архив 1.db", "100%.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with open_archive(tmp_path / name):
        pass
    with closing(open_readonly(tmp_path / name)) as connection:
        assert len(connection.execute("SELECT * FROM source").fetchall()) == 3


def test_reader_creates_nothing(tmp_path: Path) -> None:
    assert "there is no archive here" in refusal(tmp_path / "archive.db", open_readonly, NotAnArchive)


@OPENS
def test_file_that_is_no_database_is_refused(tmp_path: Path, opens: Opens) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Notes of the day.\n" * 100)
    assert refusal(path, opens, NotAnArchive).startswith("not an SQLite database")


@OPENS
def test_database_of_another_program_is_refused(tmp_path: Path, opens: Opens) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE theirs (id)")
    assert refusal(path, opens, NotAnArchive).startswith("a database, but not a Backissue archive")


@OPENS
def test_database_of_another_program_keeps_its_journal(tmp_path: Path, opens: Opens) -> None:
    path = tmp_path / "theirs.db"
    left_by_a_killed_process(path, newer=False)
    assert refusal(path, opens, NotAnArchive).startswith("a database, but not a Backissue archive")


@OPENS
def test_archive_of_a_newer_backissue_is_refused(tmp_path: Path, opens: Opens) -> None:
    path = tmp_path / "newer.db"
    left_by_a_killed_process(path, newer=True)
    assert refusal(path, opens, NewerArchive) == (
        f"written by a newer Backissue (schema 99, this one knows {SCHEMA_VERSION}). Upgrade Backissue."
    )


@OPENS
@pytest.mark.parametrize("part", [slice(100, 4096), slice(16, 100)], ids=["schema", "header"])
def test_damaged_archive_is_refused(tmp_path: Path, opens: Opens, part: slice) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path):
        pass
    content = bytearray(path.read_bytes())
    content[part] = b"\xff" * (part.stop - part.start)
    path.write_bytes(content)
    sentence = refusal(path, opens, DamagedArchive)
    assert "restore it from a backup" in sentence


@OPENS
def test_file_out_of_reach_is_no_damage(opens: Opens) -> None:
    with nobody() as folder:
        path = folder / "archive.db"
        with open_archive(path):
            pass
        path.chmod(0)
        with pytest.raises(UsageProblem, match=r"archive\.db: cannot be used .* See to its permissions"):
            opens(path)


def test_reader_needs_no_right_to_write(tmp_path: Path) -> None:
    with nobody() as folder:
        path = folder / "archive.db"
        with open_archive(path):
            pass
        path.chmod(0o444)
        with closing(open_readonly(path)) as connection:
            assert len(connection.execute("SELECT * FROM source").fetchall()) == 3


def test_archive_on_a_medium_that_takes_no_writes_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sample_archive(tmp_path / "archive.db")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(open_readonly(path)) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone()[0] == 10
    assert sorted(tmp_path.iterdir()) == before
