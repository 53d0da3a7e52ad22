"""Frozen pages on their way through the archive: a crawl on each of the two days of fetching."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from archive.readonly import open_readonly
from archive.store import Archive
from tests.archives import SetClock
from tests.crawling import crawl
from tests.sites import Answer, Routes, Site, write_source

HERE = Path(__file__).parent
COLUMNS = ("url", "title", "text", "published", "published_raw", "language", "authors", "section")


@dataclass(frozen=True)
class FrozenPage:
    """A page and what an editor would say is right."""

    layout: str
    number: int

    @property
    def path(self) -> Path:
        return HERE / self.layout / f"{self.number}.html"

    @cached_property
    def expected(self) -> dict[str, Any]:
        """``url``, ``fetched_at`` (UTC), ``source``, ``headline``, ``text`` (lines), ``optional`` (lines that may stand
        in the text), ``published`` and ``published_raw`` (null: not asked), ``language``, ``authors``, ``byline`` (the
        outlet, where the page calls it the author and names nobody: it may stand as the author), ``section``."""
        record: dict[str, Any] = json.loads(self.path.with_suffix(".json").read_text("utf-8"))
        return record

    def payload(self, origin: str, url: str) -> bytes:
        """The page as if it stood at another origin."""
        return self.path.read_bytes().replace(origin.encode(), url.encode())


@dataclass(frozen=True)
class Stored:
    """What became of a page."""

    outcome: str
    row: dict[str, Any] | None
    """The article's columns, or None where the page is no article."""


def layouts() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/site.toml"))


def frozen_pages(layout: str) -> list[FrozenPage]:
    numbers = sorted(int(path.stem) for path in (HERE / layout).glob("*.html") if path.stem.isdigit())
    return [FrozenPage(layout, number) for number in numbers]


def archived(layout: str) -> dict[int, Stored]:
    """Every page of a layout, by its number, after the crawls of both days into one new archive."""
    site = tomllib.loads((HERE / layout / "site.toml").read_text("utf-8"))
    pages = frozen_pages(layout)
    outcomes: dict[str, str] = {}
    clock = SetClock()
    with TemporaryDirectory() as folder, Site() as server, at(clock):
        for edition in site["editions"]:
            _write_source(Path(folder), server, edition)
        for moment in site["fetched"]:
            clock.moment = datetime.fromisoformat(moment)
            server.routes |= routes(site, [page for page in pages if page.expected["fetched_at"] == moment], server)
            _, ended = crawl(Path(folder) / "archive.db", Path(folder), allow=server.peer)
            outcomes |= {outcome.url: outcome.outcome for outcome in ended}
        with closing(open_readonly(Path(folder) / "archive.db")) as connection:
            found = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM article").fetchall()
        outcomes = {frozen(url, server, layout): outcome for url, outcome in outcomes.items()}
    rows = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in (_frozen_row(row, server, layout) for row in found)}
    urls = {page.number: page.expected["url"] for page in pages}
    return {number: Stored(outcomes.get(url, "not found"), rows.get(url)) for number, url in urls.items()}


@contextmanager
def at(clock: SetClock) -> Iterator[None]:
    """Archives that the crawler opens have this clock."""
    with patch("crawler.run.Archive", lambda database, _clock, tell: Archive(database, clock, tell)):
        yield


def routes(site: dict[str, Any], pages: Sequence[FrozenPage], server: Site) -> Routes:
    """The site as it stood on one day of fetching."""
    html = {"Content-Type": "text/html; charset=UTF-8"}
    found: Routes = {}
    for edition in site["editions"]:
        mine = [page for page in pages if page.expected["source"] == edition["slug"]]
        for page in mine:
            path = page.expected["url"].removeprefix(origin(page))
            found[path] = Answer(page.payload(origin(page), server.url("")), 200, html)
        if "feed" in edition:
            found[edition["feed"]] = Answer(_feed(edition, mine, server), 200, {"Content-Type": "application/rss+xml"})
        else:
            found[edition["listing"]] = Answer(_listing(edition, mine, server), 200, html)
    return found


def frozen(text: str, server: Site, layout: str) -> str:
    """With the addresses of the frozen page in the place of the server's."""
    return text.replace(server.url(""), f"https://{layout}.example")


def _frozen_row(row: Sequence[Any], server: Site, layout: str) -> list[Any]:
    return [frozen(value, server, layout) if isinstance(value, str) else value for value in row]


def origin(page: FrozenPage) -> str:
    """``https://khovar.example``: no host of this name is there."""
    return f"https://{page.layout}.example"


def _write_source(seeds: Path, server: Site, edition: dict[str, Any]) -> None:
    """Without rules for the text: the extractor has to do without."""
    keys: dict[str, Any] = {"feeds": [server.url(edition["feed"])] if "feed" in edition else []}
    if "listing" in edition:
        keys["listings"] = [{"url": server.url(edition["listing"])}]
    write_source(
        seeds,
        edition["slug"],
        server.peer,
        name=edition["name"],
        languages=edition.get("languages", [edition["language"]]),
        scope=[f"{server.peer}{edition['path']}"],
        homepage=server.url(edition["path"]),
        article_url=edition["article_url"],
        **keys,
    )


def _feed(edition: dict[str, Any], pages: Sequence[FrozenPage], server: Site) -> str:
    items = "".join(
        f"<item><title>{escape(page.expected['headline'])}</title>"
        f"<link>{escape(page.expected['url'].replace(origin(page), server.url('')))}</link>{_pub_date(page)}</item>"
        for page in pages
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{edition["name"]}</title>{items}</channel></rss>'


def _pub_date(page: FrozenPage) -> str:
    published = page.expected["published"]
    return f"<pubDate>{format_datetime(datetime.fromisoformat(published))}</pubDate>" if "T" in published else ""


def _listing(edition: dict[str, Any], pages: Sequence[FrozenPage], server: Site) -> str:
    links = "".join(
        f'<div class="article-big"><h2><a href="{escape(page.expected["url"].replace(origin(page), server.url("")))}">'
        f"{escape(page.expected['headline'])}</a></h2></div>"
        for page in pages
    )
    return f"<!DOCTYPE html><html><head><title>{edition['name']}</title></head><body>{links}</body></html>"
