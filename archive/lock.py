"""The run lock: one writer at a time, and it goes with its process."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from archive.errors import ArchiveLocked


class RunLock:
    """Holds ``archive.db.lock`` until closed or until the process dies, however it dies.

    Meanwhile the file holds the process's number; after a kill that is what it goes on to hold.
    """

    def __init__(self, database: Path) -> None:
        """Raises ArchiveLocked when another process holds it."""
        path = database.with_name(database.name + ".lock")
        self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        content = os.pread(self._file, 1 << 10, 0).decode("utf-8", "replace").strip()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise ArchiveLocked(
                f"{database}: in use by another run{f' (process {content})' if content.isdecimal() else ''}. "
                "Wait until it ends, or name another archive with --db."
            ) from error
        self.left = os.pread(self._file, 1 << 10, 0).decode("utf-8", "replace").strip()
        """What the file is to hold when the lock is closed: at first what the last holder left in it."""

        self._write(str(os.getpid()))

    def close(self) -> None:
        if self._file is None:
            return
        with suppress(OSError):  # a disk without room: it stays empty, and an empty one claims nothing
            self._write(self.left)
        os.close(self._file)
        self._file = None

    def _write(self, content: str) -> None:
        assert self._file is not None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, content.encode(), 0)
