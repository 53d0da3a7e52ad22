"""What the last run left: the database's size, time and digest, kept in the lock file once the database is closed.

A file that is as it was left needs no look before it is written to. A run that was killed leaves no seal, and neither
does a copy that was made without the lock file.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

DIGESTED = 1 << 30
"""Bytes up to which a digest is part of the seal: reading that much takes 0.8 s, once when a run begins and once when
it ends (``make bench-damage`` measures it). Of a larger file the size and the time of its last change are compared."""

_WRITTEN = re.compile(r"left (\d+) (\d+)(?: ([0-9a-f]{64}))?")

State = Literal["as left", "changed", "rotten"]
"""``changed``: by another program, or damaged. ``rotten``: other bytes, and nobody wrote them."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A database as a run left it."""

    size: int
    modified: int
    """Nanoseconds since 1970, as the file system tells them."""

    digest: str | None
    """SHA-256 of all bytes, hexadecimal; None for a file larger than DIGESTED."""

    @classmethod
    def of(cls, path: Path) -> Self:
        """Take it when nobody has the database open for writing."""
        there = path.stat()
        return cls(there.st_size, there.st_mtime_ns, _digest(path) if there.st_size <= DIGESTED else None)

    @classmethod
    def read(cls, written: str) -> Self | None:
        """From what ``str`` gave; None from anything else."""
        match = _WRITTEN.fullmatch(written)
        return cls(int(match[1]), int(match[2]), match[3]) if match else None

    def __str__(self) -> str:
        return f"left {self.size} {self.modified}{f' {self.digest}' if self.digest else ''}"

    def is_untouched(self, path: Path) -> bool:
        """Whether nobody wrote to the file since, by its size and time."""
        there = path.stat()
        return (there.st_size, there.st_mtime_ns) == (self.size, self.modified)

    def compare(self, path: Path) -> State:
        """How the file is today."""
        if self.digest is None:
            return "as left" if self.is_untouched(path) else "changed"
        if path.stat().st_size == self.size and _digest(path) == self.digest:
            return "as left"
        return "rotten" if self.is_untouched(path) else "changed"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
