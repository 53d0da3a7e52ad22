"""What a user may name to ``import``: which of the four kinds it is, and what it gives."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archive.errors import UsageProblem
from archive.exported import NotExported, read_line
from crawler.folder_pages import MANIFEST, folder_pages
from crawler.found_pages import Flaw, Found
from crawler.warc_pages import wacz_pages, warc_pages

ENDINGS = (".warc", ".warc.gz", ".wacz")
EXPORTS = "articles*.jsonl*"
"""How an export names its files."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one exported article with all its texts."""

KINDS = (
    "import takes a WARC (.warc, .warc.gz), a WACZ, a folder with manifest.jsonl, and what backissue export jsonl "
    "--revisions wrote"
)


@dataclass(slots=True)
class Input:
    """One file or folder of pages."""

    path: Path
    read: Callable[[datetime], Iterator[Found]]
    """Given the moment of the import."""


def inputs(paths: Sequence[Path]) -> list[Input]:
    """The files that the user named, those of a folder by name. Raises UsageProblem, before anything is read."""
    return [one for path in dict.fromkeys(paths) for one in _inputs(path)]


def _inputs(path: Path) -> list[Input]:
    if path.name == MANIFEST and path.is_file():
        path = path.parent
    if path.is_dir():
        return _in_folder(path)
    if not path.exists():
        raise UsageProblem(f"{path}: there is no such file or folder. {KINDS[0].upper()}{KINDS[1:]}.")
    return [_file(path)]


def _in_folder(folder: Path) -> list[Input]:
    if (folder / MANIFEST).is_file():
        return [Input(folder, partial(folder_pages, folder))]
    files = [one for one in folder.rglob("*") if one.name.lower().endswith(ENDINGS) and one.is_file()]
    files = files or [one for one in folder.rglob(EXPORTS) if one.is_file()]
    if not files:
        raise UsageProblem(f"{folder}: neither a {MANIFEST} nor a WARC or WACZ is in this folder; {KINDS}.")
    return [_file_or_flaw(one) for one in sorted(files, key=lambda one: (one.name, one))]


def _file_or_flaw(path: Path) -> Input:
    """A file that nobody named: that it is nothing to import costs the others nothing."""
    try:
        return _file(path)
    except UsageProblem as error:
        return Input(path, partial(_flaw, str(error)))
    except OSError as error:
        return Input(path, partial(_flaw, f"{path}: {error.strerror}. Make it readable and import it again."))


def _flaw(sentence: str, now: datetime) -> Iterator[Found]:
    yield Flaw(sentence, ends_file=True)


def _file(path: Path) -> Input:
    with path.open("rb") as file:
        beginning = file.read(1 << 16)
    plain = _unpacked(beginning)
    if beginning.startswith(b"PK"):
        return Input(path, partial(wacz_pages, path))
    if plain.startswith(b"WARC/") or (not plain and path.name.lower().endswith(".warc.gz") and beginning):
        return Input(path, partial(_warc, path))
    if plain.lstrip().startswith(b"{") and b'"articleBody"' in plain:
        return Input(path, partial(_exported, path))
    raise UsageProblem(f"{path}: {'none of these' if beginning else 'an empty file'}; {KINDS}.")


def _unpacked(beginning: bytes) -> bytes:
    if not beginning.startswith(b"\x1f\x8b"):
        return beginning
    try:
        return zlib.decompressobj(wbits=31).decompress(beginning, 1 << 20)
    except zlib.error:
        return b""


def _warc(path: Path, now: datetime) -> Iterator[Found]:
    with path.open("rb") as file:
        yield from warc_pages(file, str(path), now)


def _exported(path: Path, now: datetime) -> Iterator[Found]:
    """The articles of ``export jsonl``, packed or not."""
    with path.open("rb") as raw, _plain(raw) as file:
        number = 0
        try:
            while line := file.readline(LONGEST_LINE):
                number += 1
                if not line.strip():
                    continue
                try:
                    yield read_line(line)
                except NotExported as error:
                    yield Flaw(f"{path}: line {number}: {error}. It was left out.")
        except (OSError, EOFError, zlib.error) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            yield Flaw(f"{path}: cannot be unpacked after line {number} ({error}). Fetch it again for the rest.")


def _plain(raw: BinaryIO) -> BinaryIO | gzip.GzipFile:
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return gzip.open(raw) if packed else raw
