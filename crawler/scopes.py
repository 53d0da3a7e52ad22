"""Which source a URL, a host or a port belongs to, in one run."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.records import Source
from archive.sources import Catalogue
from archive.urls import host_of, in_scope


class Scopes:
    """The sources of the catalogue, and the guests: made up for pages that lie in none of their scopes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.guests: dict[str, Source] = {}
        """By slug."""

        self._hosts = {host_of(f"http://{prefix}") for source in catalogue.sources for prefix in source.scope}

    def source(self, slug: str) -> Source:
        """Raises UnknownSource."""
        return self.guests.get(slug) or self.catalogue.source(slug)

    def source_of(self, url: str) -> Source | None:
        """The source that a URL belongs to: of the catalogue, or a guest."""
        found = self.catalogue.source_of(url)
        return found or next((guest for guest in self.guests.values() if in_scope(url, guest)), None)

    def is_elsewhere(self, url: str, asked: str) -> bool:
        """Whether a URL lies on a host of no source's scope, and not on that of the URL that was asked for."""
        host = host_of(url)
        return host != host_of(asked) and host not in self._hosts

    def names_port(self, host: str, port: int) -> bool:
        """Whether a source's scope writes this port down for this host."""
        wanted = f"{host}:{port}"
        sources = (*self.catalogue.sources, *self.guests.values())
        return any(urlsplit(f"//{prefix}").netloc == wanted for source in sources for prefix in source.scope)

    def delays(self) -> dict[str, float]:
        """Every host in a source's scope, with www. and without: its pause as the source files ask for it, in s."""
        delays: dict[str, float] = {}
        for source in self.catalogue.sources:
            for prefix in source.scope:
                bare = (urlsplit(f"//{prefix}").hostname or "").removeprefix("www.")
                for host in (bare, f"www.{bare}"):
                    delays[host] = max(source.crawl.delay, delays.get(host, 0))
        return delays
