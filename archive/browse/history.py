"""What happened to an article since it was published: its versions, the times for which it was gone, its URLs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from archive.aliases import Kind, aliases_of
from archive.browse.site import Site
from archive.flicker import Returned, flicker_of
from archive.removals import Removal, RemovalCheck, removal_checks, removals_of
from archive.revision_kinds import versions_of

WEIGHT = ("correction", "body", "headline")
"""Of several changes the first of these is told above the text; a ``cosmetic`` one is none that a reader need know."""

MOST_CHECKS = 10


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article."""

    number: int
    seen_at: str
    kind: str
    """``first``, ``headline``, ``body``, ``correction`` or ``cosmetic``."""

    returned: Returned | None
    """How often the page came back to it without a new version, where its texts come by turns."""


@dataclass(frozen=True, slots=True)
class History:
    """All of it; the newest version first, removals and failed checks in the order of time."""

    versions: list[Version]
    removals: list[Removal]
    checks: list[RemovalCheck]
    """The newest of them."""

    other_urls: list[tuple[str, Kind, str]]
    """That led to it: URL, kind and when it was first seen, oldest first."""

    @property
    def change(self) -> str | None:
        """The kind of change that a reader is told of; None where there was none."""
        return weightiest([version.kind for version in self.versions])


async def history(site: Site, article_id: int) -> History:
    """The history of an article."""
    return await site.call(partial(read, article_id=article_id))


def read(connection: sqlite3.Connection, article_id: int) -> History:
    revisions = versions_of(connection, article_id)
    returned = {text.number: text for text in flicker_of(connection, article_id)}
    return History(
        versions=[
            Version(each.number, each.seen_at, each.kind or "body", returned.get(each.number))
            for each in reversed(revisions)
        ],
        removals=removals_of(connection, article_id),
        checks=removal_checks(connection, article_id)[-MOST_CHECKS:],
        other_urls=aliases_of(connection, article_id),
    )


def weightiest(kinds: Sequence[str]) -> str | None:
    return next((kind for kind in WEIGHT if kind in kinds), None)
