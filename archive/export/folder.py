"""The folder of an export: the data, ``manifest.json`` and ``SHA256SUMS``, each whole or as it was before."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from archive.errors import BackissueError, UsageProblem
from archive.export.manifest import FileFacts, Manifest, manifest_file, read_manifests

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"

Companions = Callable[[Sequence[Manifest]], Mapping[str, bytes]]


def data_file(output: str | Path, suffix: str, db_path: Path, reserved: Collection[str]) -> Path:
    """The file that ``-o`` means: itself, or ``articles`` with the format's suffix in the folder.

    Raises UsageProblem for a name that is taken: the archive's own, a device's, that of a file written beside it.
    """
    path = Path(output)
    if path.is_dir() or os.fspath(output).endswith("/"):
        path = path / f"articles{suffix}"
    if path.exists() and (not path.is_file() or path.samefile(db_path)):
        what = "the archive itself" if path.is_file() else "not an ordinary file"
        raise UsageProblem(f"{path}: {what}. Name another file with -o, or - for standard output.")
    if path.name in {MANIFEST, SUMS, *reserved}:
        raise UsageProblem(f"{path}: every export writes a {path.name} of its own. Name another file with -o.")
    if not path.name.isprintable() or "\\" in path.name:
        raise UsageProblem(f"{path!r}: {SUMS} cannot hold this name. Name another file with -o.")
    return path


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; gone at the end, unless `publish` has put it into place."""
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackissueError(f"{path}: cannot be written ({reason}). Mend that, or name another file.") from error


def refuse_foreign(folder: Path, companions: Collection[str]) -> None:
    """Raise UsageProblem if an export would overwrite a file that no export has written."""
    ours = {name for manifest in _manifests(folder) for name in manifest.files}
    for name in companions:
        if name not in ours and (folder / name).exists():
            raise UsageProblem(f"{folder / name}: no export wrote this file. Export into another folder.")


def publish(part: Path, path: Path, manifest: Manifest, companions: Companions) -> Manifest:
    """Put the data into place, then what describes it; other exports in the folder keep their lines.

    The checksums come last: after a crash in between ``sha256sum -c`` fails, it never passes wrongly.
    """
    folder = path.parent
    with _locked(folder):
        others = [_present(each, folder) for each in _manifests(folder) if each.file != path.name]
        others = sorted((each for each in others if each.file in each.files), key=_name)
        same_format = [each for each in others if each.format == manifest.format]
        described = companions(sorted([manifest, *same_format], key=_name))
        manifest = replace(manifest, files={**manifest.files, **{name: _facts(described[name]) for name in described}})
        others = [replace(each, files=_without(each.files, manifest.files)) for each in others]
        told = manifest_file(manifest, others)
        part.replace(path)
        for name, content in (*described.items(), (MANIFEST, told), (SUMS, _sums(folder, [manifest, *others], told))):
            _replace(folder / name, content)
    return manifest


def _manifests(folder: Path) -> list[Manifest]:
    path = folder / MANIFEST
    try:
        return read_manifests(path.read_bytes()) if path.exists() else []
    except ValueError as error:
        raise UsageProblem(f"{path}: no manifest of an export. Export into another folder.") from error


def _name(manifest: Manifest) -> str:
    return manifest.file


def _facts(content: bytes) -> FileFacts:
    return FileFacts(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _present(manifest: Manifest, folder: Path) -> Manifest:
    """Without the files that were deleted since."""
    return replace(manifest, files=_without(manifest.files, [n for n in manifest.files if not (folder / n).is_file()]))


def _without(files: Mapping[str, FileFacts], names: Collection[str]) -> dict[str, FileFacts]:
    return {name: facts for name, facts in files.items() if name not in names}


_SUM = re.compile(rb"([0-9a-f]{64}) [ *](.+)")


def _sums(folder: Path, manifests: Sequence[Manifest], told: bytes) -> bytes:
    """One line a file, by name, as ``sha256sum -c`` reads it; another's line stays while its file is there."""
    path = folder / SUMS
    sums: dict[bytes, bytes] = {}
    unread = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        if not (found := _SUM.fullmatch(line)):
            unread.append(line + b"\n")
        elif (folder / os.fsdecode(found[2])).exists():
            sums[found[2]] = found[1]
    for manifest in manifests:
        sums |= {os.fsencode(name): facts.sha256.encode() for name, facts in manifest.files.items()}
    sums[MANIFEST.encode()] = _facts(told).sha256.encode()
    return b"".join([*unread, *(b"%s  %s\n" % (sums[name], name) for name in sorted(sums))])


def _replace(path: Path, content: bytes) -> None:
    with staged(path) as part:
        with part.open("wb") as file:
            file.write(content)
            sync(file)
        part.replace(path)


def sync(file: BinaryIO) -> None:
    """Have the bytes on the disk before the file gets its name."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Two exports into one folder wait for each other while they describe it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
