"""An archive that is open for writing: from the run lock to what the next run finds."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from archive import capture_rows, captures
from archive.changes import catch_up
from archive.clock import Clock, iso, utc_now
from archive.errors import BackissueError, UsageProblem
from archive.lock import RunLock
from archive.progress import Tell, silent
from archive.relating import relate_waiting
from archive.seal import Seal
from archive.soundness import check_sound
from archive.writable import check_place, is_absent, open_writable


class Writer:
    """Holds the run lock and the one connection that writes; a context manager, to be used in one thread."""

    def __init__(self, path: Path, clock: Clock = utc_now, tell: Tell = silent, *, checked: bool = False) -> None:
        """Opens the archive, creates it where there is none, and cuts torn capture files.

        ``tell`` hears of what takes long. ``checked``: the caller knows what is wrong with it, and goes on.
        Raises ArchiveLocked, NotAnArchive, NewerArchive, DamagedArchive, or UsageProblem where it cannot be written;
        the file is then as it was.
        """
        check_place(path)
        self.path = path
        self.captures = captures.captures_folder(path)
        self._clock = clock
        with ExitStack() as opened:
            self._lock = _lock(path)
            opened.callback(self._lock.close)
            if not (checked or is_absent(path)):
                check_sound(path, self._lock.left, tell)
            self._lock.left = ""
            self.db = open_writable(path)
            opened.callback(self.db.close)
            self.mended_files = captures.cut_torn_tails(self.captures, capture_rows.committed_ends(self.db.conn))
            with self.db.atomic():
                self.caught_up = catch_up(self.db.conn)
            relate_waiting(self.db, lambda sentence: tell(f"{path}: {sentence}"))
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(sealed=kind is None or issubclass(kind, BackissueError))

    def close(self, *, sealed: bool = True) -> None:
        """End it. ``sealed``: all went well, so the next run needs not look the file through."""
        with self._opened:
            self.db.close()
            if sealed:
                self._lock.left = str(Seal.of(self.path))

    def now(self) -> str:
        """The moment, UTC ISO-8601."""
        return iso(self._clock())


def _lock(path: Path) -> RunLock:
    try:
        return RunLock(path)
    except OSError as error:
        sentence = f"{path}: its folder cannot be written ({error.strerror}). See to its permissions."
        raise UsageProblem(sentence) from error
