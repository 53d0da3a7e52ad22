from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.seal import Seal

BYTES = b"an archive, as a run left it"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    path.write_bytes(BYTES)
    return path


def write_in_place(file: Path, content: bytes, *, told: bool) -> None:
    """Other bytes; ``told``: the file system says that somebody wrote."""
    before = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + told))


@pytest.mark.parametrize("digested", [0, 1 << 30])
def test_seal_is_read_as_it_was_written(file: Path, monkeypatch: pytest.MonkeyPatch, digested: int) -> None:
    monkeypatch.setattr("archive.seal.DIGESTED", digested)
    seal = Seal.of(file)
    assert (seal.digest is None) == (digested == 0)
    assert Seal.read(str(seal)) == seal
    assert seal.compare(file) == "as left"


@pytest.mark.parametrize("content", ["", "4711", "left", "left 1", "left 1 2 abc", "left 1 2\nleft 1 2"])
def test_anything_else_is_no_seal(content: str) -> None:
    assert Seal.read(content) is None


def test_same_bytes_at_another_time_are_as_left(file: Path) -> None:
    seal = Seal.of(file)
    write_in_place(file, BYTES, told=True)
    assert seal.compare(file) == "as left"


def test_one_bit_is_enough_and_whether_somebody_wrote_is_told_apart(file: Path) -> None:
    seal = Seal.of(file)
    other = bytes([BYTES[0] ^ 1]) + BYTES[1:]
    write_in_place(file, other, told=False)
    assert seal.compare(file) == "rotten"
    write_in_place(file, other, told=True)
    assert seal.compare(file) == "changed"


def test_file_that_was_cut_is_changed(file: Path) -> None:
    seal = Seal.of(file)
    write_in_place(file, BYTES[:-1], told=False)
    assert seal.compare(file) == "changed"


def test_of_a_large_file_size_and_time_are_compared(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.seal.DIGESTED", len(BYTES) - 1)
    seal = Seal.of(file)
    write_in_place(file, BYTES.upper(), told=False)
    assert seal.compare(file) == "as left"
    write_in_place(file, BYTES, told=True)
    assert seal.compare(file) == "changed"
