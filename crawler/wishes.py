"""What the user asked a run to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which sources or pages, and how far to go."""

    sources: tuple[str, ...] = ()
    """Slugs; none means the whole catalogue."""

    urls: tuple[str, ...] = ()
    """Pages to fetch; a run with URLs discovers nothing."""

    files: tuple[str, ...] = ()
    """Files and folders of pages that were fetched elsewhere; such a run asks nobody for anything."""

    recheck: bool = False
    """Look at every known article again."""

    due: bool = False
    """Ask the sources whose interval is over, and look at the known articles that are due."""

    backfill: bool = False
    """Read listings and sitemaps to their end."""

    since: str | None = None
    """Leave entries that are known to be older: UTC ISO-8601."""

    max_articles: int | None = None
    """Take up at most so many URLs of each source."""

    def command(self) -> str:
        """The verb, for the report; with the sources or files that were named."""
        if self.files:
            return " ".join(("import", *self.files))
        return "fetch" if self.urls else " ".join(("crawl", *self.sources))
