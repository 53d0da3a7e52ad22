from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.errors import ArchiveLocked
from archive.lock import RunLock
from archive.readonly import open_readonly
from archive.store import Archive

HOLD = """
import sys, time
from pathlib import Path
from archive.store import Archive
archive = Archive(Path(sys.argv[1]))
archive.db.execute("BEGIN IMMEDIATE")
archive.db.execute("INSERT INTO crawl (started, command) VALUES ('2026', 'half-way')")
print("holding", flush=True)
time.sleep(60)
"""


@contextmanager
def other_run(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes, in the midst of a transaction."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "holding\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_second_writer_is_refused_with_the_first_ones_process(tmp_path: Path) -> None:
    with (
        other_run(tmp_path / "archive.db") as first,
        pytest.raises(ArchiveLocked, match=rf"archive\.db: in use by another run \(process {first.pid}\)\. Wait") as no,
    ):
        Archive(tmp_path / "archive.db")
    assert no.value.exit_code == 4
    assert "\n" not in str(no.value)


def test_lock_goes_with_a_killed_process_and_its_transaction_too(tmp_path: Path) -> None:
    with other_run(tmp_path / "archive.db") as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
        with Archive(tmp_path / "archive.db") as archive:
            assert archive.db.execute("SELECT count(*) FROM crawl").fetchone()[0] == 0


def test_readers_work_while_another_writes(tmp_path: Path) -> None:
    with other_run(tmp_path / "archive.db"):
        connection = open_readonly(tmp_path / "archive.db")
        assert connection.execute("SELECT count(*) FROM crawl").fetchone()[0] == 0
        connection.close()


def test_second_writer_of_the_same_process_is_refused(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db"), pytest.raises(ArchiveLocked, match=f"process {os.getpid()}"):
        Archive(tmp_path / "archive.db")


def test_two_archives_in_one_folder_can_be_written_at_once(tmp_path: Path) -> None:
    with Archive(tmp_path / "one.db") as one, Archive(tmp_path / "other.db") as other:
        assert one.start_crawl("crawl") == other.start_crawl("crawl") == 1


def test_closed_lock_can_be_taken_again_and_names_its_new_holder(tmp_path: Path) -> None:
    file = tmp_path / "archive.db.lock"
    file.write_text("12345678")
    RunLock(tmp_path / "archive.db").close()
    lock = RunLock(tmp_path / "archive.db")
    assert file.read_text() == str(os.getpid())
    lock.close()


def test_what_the_last_holder_left_stays_unless_another_thing_is_left(tmp_path: Path) -> None:
    file = tmp_path / "archive.db.lock"
    file.write_text("as it was left")
    lock = RunLock(tmp_path / "archive.db")
    assert (lock.left, file.read_text()) == ("as it was left", str(os.getpid()))
    lock.close()
    assert file.read_text() == "as it was left"
    lock = RunLock(tmp_path / "archive.db")
    lock.left = "otherwise"
    lock.close()
    lock.close()
    assert file.read_text() == "otherwise"
