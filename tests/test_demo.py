"""The first minute, as ``make demo`` plays it."""

from __future__ import annotations

import re
import socket
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

from archive.readonly import open_readonly
from tests.commands import backissue
from tests.samples import sample_archive


def free_port() -> int:
    """A port whose successor is free too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            try:
                second.bind(("127.0.0.1", first.getsockname()[1] + 1))
            except OSError:
                continue
            return int(first.getsockname()[1])


def demo(folder: Path, port: int) -> CompletedProcess[str]:
    return backissue("demo", "--no-serve", "--port", str(port), cwd=folder)


def without_ids(done: CompletedProcess[str]) -> list[str]:
    """What was said, but for ids: they follow the order in which pages came."""
    return sorted(re.sub(r"\b\d+(?=:| in )", "N", line) for line in done.stdout.splitlines())


def test_demo_tells_the_two_days_in_a_few_lines_and_can_be_played_again(tmp_path: Path) -> None:
    port = free_port()
    first, again = demo(tmp_path, port), demo(tmp_path, port)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert without_ids(first) == without_ids(again)
    assert len(first.stdout.splitlines()) <= 25
    assert re.search(r"Day 1: 29 new, .*1 rejected:listing", first.stdout)
    assert re.search(r"Day 2, .*: 3 new, 1 revised, 1 removed, 1 duplicate, ", first.stdout)
    for word in ("revised ", "removed ", "duplicate "):
        assert re.search(rf"^  {word} +\d+: \w", first.stdout, re.MULTILINE), word
    assert "[-" in first.stdout
    assert "{+" in first.stdout
    with closing(open_readonly(tmp_path / "demo.db")) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone()[0] == 33
    assert backissue("check", "--captures", "--db", "demo.db", cwd=tmp_path).returncode == 0


def test_port_that_is_taken_is_told_and_an_older_demo_kept(tmp_path: Path) -> None:
    older = tmp_path / "demo.db"
    older.write_bytes(b"")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = demo(tmp_path, port)
    assert done.returncode == 2
    assert done.stderr == (
        f"Error: 127.0.0.1:{port} is in use by another program. Stop it, or choose other ports with --port.\n"
    )
    assert older.exists()


def test_demo_db_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    database = sample_archive(tmp_path / "demo.db")
    before = database.read_bytes()
    done = demo(tmp_path, free_port())
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Error: demo.db: not an archive of the demo. Move it away, or run the demo in another folder."
    )
    assert database.read_bytes() == before


def test_demo_db_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_text("my diary")
    done = demo(tmp_path, free_port())
    assert (done.returncode, (tmp_path / "demo.db").read_text()) == (2, "my diary")


def test_taken_port_of_the_pages_is_told_before_anything_is_crawled(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        done = backissue("demo", "--port", str(free_port()), "--serve-port", str(number), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"port {number} on 127.0.0.1: another program has it. Choose another with --serve-port." in done.stderr
    assert not (tmp_path / "demo.db").exists()
