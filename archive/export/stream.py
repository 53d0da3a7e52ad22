"""A stream that takes the digest of what goes through it."""

from __future__ import annotations

import hashlib
import io
from typing import Protocol

from archive.export.manifest import FileFacts


class Sink(Protocol):
    """Where a format writes."""

    def write(self, data: bytes, /) -> int:
        """Take the bytes, all of them."""


class Digesting(io.RawIOBase):
    """Passes bytes on and keeps their number and SHA-256. Closing it leaves the stream behind it open."""

    def __init__(self, stream: Sink) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._digest.update(data)
        self._bytes += len(data)
        return self._stream.write(data)

    def facts(self) -> FileFacts:
        """Of what was written so far."""
        return FileFacts(bytes=self._bytes, sha256=self._digest.hexdigest())
