"""The run lock: one writer at a time, and it goes with its process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from archive.errors import ArchiveLocked


class RunLock:
    """Holds ``archive.db.lock`` until closed or until the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        """Raises ArchiveLocked when another process holds it."""
        self._file = database.with_name(database.name + ".lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.seek(0)
            holder = self._file.read().strip()
            self._file.close()
            raise ArchiveLocked(
                f"{database}: in use by another run{f' (process {holder})' if holder else ''}. "
                "Wait until it ends, or name another archive with --db."
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def close(self) -> None:
        self._file.close()
