"""Files that are copied with their digest, and ``SHA256SUMS``, which says of a folder what it must hold."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from archive.errors import DamagedArchive, UsageProblem

SUMS = "SHA256SUMS"
"""As ``sha256sum -c`` reads it."""

CHUNK = 1 << 20
"""Bytes that are read at once."""

_LINE = re.compile(r"([0-9a-f]{64})  ((?!/)[^\n]+)")

Told = Callable[[int], None]
"""Is told of the bytes that were read since it was told last."""


def copy(source: Path, target: Path, told: Told, length: int | None = None) -> str:
    """Copy a file, or so many bytes of its beginning, onto the disk; the SHA-256 of the copy, hexadecimal.

    Raises DamagedArchive where the file is not there, or not that long.
    """
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in _chunks(source, length):
            digest.update(chunk)
            file.write(chunk)
            told(len(chunk))
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def sha256_of(path: Path, told: Told) -> str:
    """Of a file's content, hexadecimal."""
    digest = hashlib.sha256()
    for chunk in _chunks(path, None):
        digest.update(chunk)
        told(len(chunk))
    return digest.hexdigest()


def write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    """Write ``SHA256SUMS``; ``sums`` are digests by path inside the folder."""
    with (folder / SUMS).open("x", encoding="utf-8") as file:
        file.writelines(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        file.flush()
        os.fsync(file.fileno())


def read_sums(folder: Path) -> dict[str, str]:
    """What write_sums wrote. Raises UsageProblem where there is none, DamagedArchive for lines that are none."""
    try:
        *lines, rest = (folder / SUMS).read_bytes().decode("utf-8", "replace").split("\n")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageProblem(f"{folder}: no backup, for it has no {SUMS}. Name the folder that backup wrote.") from error
    if rest:
        raise damaged(folder / SUMS)
    sums: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or ".." in Path(match[2]).parts:
            raise damaged(folder / SUMS)
        sums[match[2]] = match[1]
    return sums


def damaged(path: Path) -> DamagedArchive:
    return DamagedArchive(f"{path}: not what was backed up. Nothing was restored; take another backup.")


def files_in(folder: Path) -> set[str]:
    """Every file of a folder and its folders but ``SHA256SUMS``, as paths inside it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} - {SUMS}


def sync_folders(folder: Path) -> None:
    """Have the names of all files in a folder on the disk."""
    for one in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _chunks(path: Path, length: int | None) -> Iterator[bytes]:
    left = path.stat().st_size if length is None and path.exists() else length or 0
    try:
        with path.open("rb") as file:
            while left:
                chunk = file.read(min(CHUNK, left))
                if not chunk:
                    raise DamagedArchive(f"{path}: shorter than the archive says. See backissue check.")
                left -= len(chunk)
                yield chunk
    except FileNotFoundError as error:
        raise DamagedArchive(f"{path}: is not there. See backissue check.") from error
