"""The hosts of the hostile run, what each of them sends, and what must come out of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Self
from xml.sax.saxutils import escape

from tests.sites import Answer, Asked, Site, Wire, article, headline, text

HTML = {"Content-Type": "text/html; charset=utf-8"}


class Stored(NamedTuple):
    """An article as the archive has it."""

    url: str
    title: str
    text: str
    facts: str
    """All its other columns that hold text, in one string."""


@dataclass(frozen=True)
class Played:
    """The run, over."""

    outcomes: dict[str, list[str]]
    """By URL; one that was taken up has exactly one."""

    stored: dict[str, Stored]
    """By the URL that was taken up."""

    problems: str
    """What the run said of feeds, sitemaps and listings."""

    log: str
    """All that the process said on stderr, escapes and all."""

    exports: dict[str, str]
    """By format."""

    exit_code: int


Check = Callable[[Played], str]
"""What is wrong; an empty string where all is right."""

Sent = Answer | Wire | Callable[[Asked], Answer]


@dataclass
class Host:
    """One site with a source of its own, whose feed names its pages in the order in which they were written down."""

    stage: Stage
    slug: str
    family: str
    site: Site
    entries: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.site.url(path)

    def source(self, **keys: Any) -> None:
        """Write its source file; ``keys`` as there. Without ``article_url`` every page is judged by itself."""
        if self.stage.folder:
            self.site.write_source(self.stage.folder / "seeds", self.slug, **{"article_url": None, **keys})

    def page(
        self,
        name: str,
        sent: Sent | str | bytes,
        *outcomes: str,
        holds: tuple[str, ...] = (),
        lacks: tuple[str, ...] = (),
        path: str | None = None,
    ) -> None:
        """A case: what stands under a path, the outcomes that are right, and what the stored text must say or not."""
        path = path or f"/news/{len(self.entries) + 1}"
        self.site.routes[path] = Answer(sent, 200, HTML) if isinstance(sent, str | bytes) else sent
        self.entry(name, self.url(path), *outcomes, holds=holds, lacks=lacks)

    def entry(
        self, name: str, url: str, *outcomes: str, holds: tuple[str, ...] = (), lacks: tuple[str, ...] = ()
    ) -> None:
        """A case about a URL that the feed names, whoever answers for it. No outcomes: it is not even taken up."""
        self.entries.append(url)
        self.stage.case(f"{self.family}: {name}", lambda played: _page_fault(played, url, outcomes, holds, lacks))

    def good(self, number: int) -> None:
        """An ordinary article, which must come out whole."""
        path = f"/good/{number}"
        self.site.routes[path] = article(number)
        url = self.url(path)
        self.entries.append(url)
        self.stage.good[f"beside {self.family}: {number}"] = lambda played: _whole(
            played, url, headline(number), text(number)
        )

    def feed(self, _: Asked) -> Answer:
        rows = "".join(f"<item><link>{escape(url)}</link></item>" for url in self.entries)
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Valley</title>{rows}</channel></rss>'
        return Answer(body, 200, {"Content-Type": "application/rss+xml"})


class Stage:
    """All hosts and cases. Not ``running`` it only knows their names: no port is open, no URL is true."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.cases: dict[str, Check] = {}
        self.good: dict[str, Check] = {}
        self.hosts: dict[str, Host] = {}
        self.traps: list[Site] = []
        self._open = ExitStack()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def allowed(self) -> str:
        """For BACKISSUE_ALLOW_PEERS."""
        return ",".join(host.site.peer for host in self.hosts.values())

    def site(self, address: str, port: int = 0) -> Site:
        """A server that belongs to no source and may not be connected to."""
        site = Site(host=address, port=port)
        return self._open.enter_context(site) if self.folder else site

    def host(self, slug: str, family: str, *scope: str, **keys: Any) -> Host:
        """A host with its source. ``scope`` is what the source claims beside it; ``keys`` as in a source file."""
        site = self.site(f"127.0.1.{next(self._numbers)}")
        host = self.hosts[slug] = Host(self, slug, family, site)
        site.routes["/feed"] = host.feed
        host.source(scope=[f"{site.peer}/", *scope], **keys)
        return host

    def case(self, name: str, check: Check) -> None:
        assert name not in self.cases, name
        self.cases[name] = check


def _page_fault(
    played: Played, url: str, outcomes: tuple[str, ...], holds: tuple[str, ...], lacks: tuple[str, ...]
) -> str:
    words = played.outcomes.get(url, [])
    if not outcomes:
        return f"{url} was taken up: {words}" if words else ""
    right = (*outcomes, "duplicate") if "new" in outcomes else outcomes  # some pages share their text
    if len(words) != 1 or words[0] not in right:
        return f"{url}: {words}, not {' or '.join(outcomes)}"
    found = played.stored.get(url)
    if words[0] not in ("new", "duplicate"):
        return f"{url} is stored although {words[0]}" if found else ""
    if found is None:
        return f"{url} is {words[0]} and not stored"
    whole = f"{found.title}\n{found.text}\n{found.facts}"
    if missing := [part for part in holds if part not in f"{found.title}\n{found.text}"]:
        return f"{url} lacks {missing}: {found.title!r} {found.text[:300]!r}"
    if present := [part for part in lacks if part in whole]:
        return f"{url} has {present}: {whole[:600]!r}"
    return ""


def _whole(played: Played, url: str, title: str, body: str) -> str:
    words, found = played.outcomes.get(url), played.stored.get(url)
    if words != ["new"] or found is None:
        return f"{url}: {words}"
    if (found.title, found.text) != (title, body):
        return f"{url}: {found.title!r} {found.text!r}, not {title!r} {body!r}"
    return ""
