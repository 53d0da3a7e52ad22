"""The site memories that a run reads pages with, each made once and made anew when enough was learned."""

from __future__ import annotations

import sqlite3
from collections import Counter

from archive import memory
from archive.memory import Memory

REMEMBERED_EVERY = 20
"""Pages of a source after which its snapshot is made anew in the midst of a run."""


class Memories:
    """Snapshots by source."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._snapshots: dict[str, Memory] = {}
        self._taught: Counter[str] = Counter()

    def of(self, source: str) -> Memory:
        """What is known of a source, for the extractor."""
        if source not in self._snapshots:
            self._snapshots[source] = memory.snapshot(self._connection, source)
        return self._snapshots[source]

    def drop(self, source: str) -> None:
        """What was known has changed."""
        self._snapshots.pop(source, None)

    def taught(self, source: str) -> None:
        """One more page taught it something."""
        self._taught[source] += 1
        if self._taught[source] % REMEMBERED_EVERY == 0:
            self.drop(source)
