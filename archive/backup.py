"""Copy an archive with its captures to a folder, while a crawl may go on writing, and back.

The database is copied as it stood at one moment, then of each capture file what that database has committed: bytes are
synced before their row, so they are all there, and files only grow.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from archive import digests
from archive.capture_rows import committed_ends
from archive.captures import captures_folder
from archive.errors import DamagedArchive, UsageProblem
from archive.lock import RunLock
from archive.progress import Progress
from archive.readonly import damaged_or_foreign, open_readonly
from archive.writable import COMPANIONS

PAGES = 4096
"""Of the database, copied in one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a backup or a restored archive holds."""

    path: Path
    """The folder of the backup, or the archive."""

    articles: int
    files: int
    """The database and the capture files."""

    bytes: int


def back_up(database: Path, folder: Path, progress: Progress) -> Copied:
    """Write ``folder``: the database, its captures and ``SHA256SUMS``; it is there as a whole or not at all.

    Raises UsageProblem where something is there already, DamagedArchive for an archive that is damaged.
    """
    _refuse_if_there(folder, "Name a new folder.")
    with closing(open_readonly(database)) as source, _staged(folder) as part:
        copy = part / database.name
        ends = _copy_database(source, copy, database, progress)
        size = copy.stat().st_size
        meter = _Meter(progress, size, size + sum(ends.values()))
        held, copies = captures_folder(database), captures_folder(copy)
        sums = {database.name: digests.sha256_of(copy, lambda _: None)}
        for file, end in sorted(ends.items()):
            sums[f"{copies.name}/{file}"] = digests.copy(held / file, copies / file, meter.add, end)
        digests.write_sums(part, sums)
        digests.sync_folders(part)
        copied = Copied(path=folder, articles=_articles(copy), files=len(sums), bytes=meter.of)
        part.rename(folder)
        return copied


def restore(folder: Path, database: Path, progress: Progress) -> Copied:
    """Make an archive of a backup, once every digest of it was compared.

    Raises UsageProblem where an archive or captures are there already or the folder is no backup, DamagedArchive where
    anything in it is not what was written; nothing is left of it then.
    """
    sums = digests.read_sums(folder)
    name = _check_files(folder, sums)
    size = sum((folder / one).stat().st_size for one in sums)
    meter, captures = _Meter(progress, 0, 2 * size), captures_folder(database)
    with _staged(database) as part, closing(RunLock(database)):
        for taken in (*(database.with_name(database.name + ending) for ending in COMPANIONS), captures):
            _refuse_if_there(taken, "Move it away, or name another archive with --db.")
        for one, digest in sums.items():
            if digests.sha256_of(folder / one, meter.add) != digest:
                raise digests.damaged(folder / one)
        for one, digest in sums.items():
            if digests.copy(folder / one, part / one, meter.add) != digest:
                raise digests.damaged(folder / one)
        copy = part / name
        _check_ends(copy, folder, sums)
        copied = Copied(path=database, articles=_articles(copy), files=len(sums), bytes=size)
        digests.sync_folders(part)
        if captures_folder(copy).exists():
            captures_folder(copy).rename(captures)
        copy.rename(database)
        return copied


class _Meter:
    """Adds up what was done."""

    def __init__(self, progress: Progress, done: int, of: int) -> None:
        self.progress, self.done, self.of = progress, done, of

    def add(self, size: int) -> None:
        self.done += size
        self.progress(self.done, self.of)


@contextmanager
def _staged(place: Path) -> Iterator[Path]:
    """A folder beside a place that is to be filled; gone at the end, unless it was renamed."""
    if not place.parent.is_dir():
        raise UsageProblem(f"{place}: there is no folder {place.parent}. Create it, or name another place.")
    part = place.with_name(f".{place.name}.{uuid4().hex}.part")
    try:
        part.mkdir()
    except OSError as error:
        raise UsageProblem(
            f"{place}: {place.parent} cannot be written to ({error.strerror}). Make it writable, or name another place."
        ) from error
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_if_there(path: Path, advice: str) -> None:
    if path.exists() or path.is_symlink():
        raise UsageProblem(f"{path}: is there already. {advice}")


def _copy_database(source: sqlite3.Connection, copy: Path, database: Path, progress: Progress) -> dict[str, int]:
    """Copy one state of the database into one file that needs no log beside it; gives what it has of each capture file.

    Raises DamagedArchive where the copy is not sound: a backup that nobody can restore is none.
    """
    page_size = source.execute("PRAGMA page_size").fetchone()[0]

    def told(_: int, remaining: int, total: int) -> None:
        progress((total - remaining) * page_size, total * page_size)

    with closing(sqlite3.connect(copy)) as target:
        try:
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master").fetchone()  # holds this state, so no writer restarts the copy
            source.backup(target, pages=PAGES, progress=told)
            source.execute("COMMIT")
            target.execute("PRAGMA journal_mode = DELETE")
            (finding,) = target.execute("PRAGMA quick_check(1)").fetchone()
            ends = committed_ends(target)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise damaged_or_foreign(error, database) from error
            raise
    if finding != "ok":
        raise DamagedArchive(f"{database}: damaged ({finding}). Nothing was backed up; see backissue check.")
    return ends


def _check_files(folder: Path, sums: dict[str, str]) -> str:
    """The name of the database. Raises DamagedArchive where the folder has not the files that its sums name."""
    names = [name for name in sums if "/" not in name]
    there = digests.files_in(folder)
    if len(names) != 1 or there != sums.keys():
        raise digests.damaged(folder / min(there ^ sums.keys(), default=digests.SUMS))
    return names[0]


def _check_ends(copy: Path, folder: Path, sums: dict[str, str]) -> None:
    """Raise DamagedArchive, NotAnArchive or NewerArchive unless the database is one, and has its captures."""
    captures = captures_folder(copy)
    with closing(open_readonly(copy)) as connection:
        ends = committed_ends(connection)
    if {f"{captures.name}/{file}" for file in ends} != sums.keys() - {copy.name}:
        raise digests.damaged(folder / digests.SUMS)


def _articles(database: Path) -> int:
    with closing(open_readonly(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
