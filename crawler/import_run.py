"""One run of ``import``: a run of the crawler whose pages come from files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from archive.exported import ExportedArticle
from archive.progress import Tell, silent
from archive.records import Source
from archive.sources import Catalogue, imported_source
from crawler.room import Room
from crawler.run import Run
from crawler.wishes import Wishes


class ImportRun(Run):
    """Knows a source for every page, and counts what was no page."""

    def __init__(self, *opened: Any) -> None:
        super().__init__(*opened)
        self.no_pages: Counter[str] = Counter()
        """Records that are no pages, by kind."""

        self.flaws = 0
        """What could not be read."""

        self.ended_early: list[str] = []
        """A sentence for each file of which something is missing."""

        self.without_texts = 0
        """Articles that were exported without their earlier texts."""

        self.reading = "the beginning"
        """The file that is being read …"""

        self.records = 0
        """… and how much of all files was."""

    @classmethod
    def of_files(
        cls,
        database: Path,
        catalogue: Catalogue,
        paths: Sequence[Path],
        tell: Tell = silent,
        room: Room | None = None,
    ) -> Self:
        """Raises as ``Run.open``."""
        run = cls.open(database, catalogue, Wishes(files=tuple(map(str, paths))), tell=tell, room=room)
        assert isinstance(run, cls)
        return run

    def source_for(self, url: str) -> Source:
        """The source that a page belongs to: of the catalogue, or ``imported-<host>``."""
        return self.scopes.catalogue.source_of(url) or self._guest(imported_source(url))

    def source_named(self, exported: ExportedArticle) -> Source:
        """The source that an exported article comes from: of the catalogue, or one of that name."""
        known = next((source for source in self.scopes.catalogue.sources if source.slug == exported.source), None)
        if known is not None:
            return known
        made = imported_source(exported.article.url)
        return self._guest(replace(made, slug=exported.source, name=exported.publisher or made.name))

    def exit_code(self) -> int:
        """As the contract has it: 3 where a part could not be read, 1 where nothing could."""
        code = super().exit_code()
        if code or not self.flaws:
            return code
        return 3 if any(visit.tally.outcomes for visit in self.source_runs.values()) else 1

    def _guest(self, source: Source) -> Source:
        return self.scopes.guests.get(source.slug) or self._welcome(self._as_it_was(source))

    def _as_it_was(self, source: Source) -> Source:
        """What the archive knows of a source whose file is not here stays: its zone, its name."""
        row = self.archive.db.execute(
            "SELECT name, country, languages, timezone, homepage, license, status FROM source WHERE slug = ?",
            [source.slug],
        ).fetchone()
        if row is None:
            return source
        name, country, languages, timezone, homepage, license_, status = row
        return replace(
            source,
            name=name,
            country=country,
            languages=tuple(json.loads(languages)),
            timezone=timezone,
            homepage=homepage,
            license=license_,
            status=status,
        )
