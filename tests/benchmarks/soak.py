"""10,000 pages crawled in one process: does the crawler grow, do its workers?

``make bench-soak``; ``ARGS=2000`` for so many pages. A made-up news wire stands on 40 addresses of this machine, with
menus, side columns and sitemaps; ``backissue crawl`` reads it at delay 0, as typed. Its memory and that of its workers
is looked at with every outcome that it tells. Goals: from page 1,000 on the crawler grows by at most 50 MB, it never
holds more than 512 MB, and no worker does. Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import wire
from tests.benchmarks.written import write_between
from tests.commands import children, started
from tests.sites import Answer, Asked, Site, sitemap, write_source

PAGES = 10_000
HOSTS = 40
SETTLED_AT = 1000
"""Pages after which nothing should grow: libraries are loaded, caches are full."""

GROWTH = 50
MOST = 512
"""MB: of the crawler, and of each worker."""

BESIDE = 12
"""Headlines of other articles in a page's side column."""

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Watched:
    """What was seen of the processes of one crawl; memory in MiB."""

    crawler: dict[int, float] = field(default_factory=dict)
    """Resident, by pages done."""

    workers: dict[int, float] = field(default_factory=dict)
    """Resident, of the largest, by pages done."""

    peaks: dict[int, float] = field(default_factory=dict)
    """The most that each process ever held, by its id."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    """From the first outcome to the last."""

    exit_code: int | None = None

    def growth(self) -> float:
        """How much more than at page 1,000 the crawler held at any page after it."""
        first = min((page for page in self.crawler if page >= SETTLED_AT), default=max(self.crawler))
        return max(held - self.crawler[first] for page, held in self.crawler.items() if page >= first)


def main(pages: int) -> int:
    """1 when a goal is missed."""
    with TemporaryDirectory() as name, Site(host="0.0.0.0") as site:
        watched = crawl(Path(name), site, pages)
    return write_between("bench-soak", ("", f"{pages:,} pages", "goal", "reached"), rows(watched, pages))


def crawl(folder: Path, site: Site, pages: int) -> Watched:
    """Crawl the wire's first ``pages`` articles, and watch."""
    peers = [f"127.0.2.{number + 1}:{site.port}" for number in range(HOSTS)]
    site.routes |= {f"/news/{number}": page for number in range(pages)}
    site.routes["/sitemap.xml"] = lambda asked: listed(asked, peers, pages)
    for number, peer in enumerate(peers):
        write_source(
            folder / "seeds", f"outlet-{number}", peer, languages=["en", "ru", "tg"], feeds=[],
            sitemaps=[f"http://{peer}/sitemap.xml"],
        )  # fmt: skip
    for number in range(pages):  # before the crawl, whose time it is not
        written(number)
    run = started(
        "crawl", "--json", "--db", folder / "a.db", "--seeds", folder / "seeds", cwd=folder, allow=",".join(peers)
    )
    watched = Watched()
    begun = time.monotonic()
    assert run.stdout is not None
    for line in run.stdout:
        told = json.loads(line)
        if "outcome" not in told:
            continue
        watched.outcomes[told["outcome"]] += 1
        begun = begun if watched.seconds else time.monotonic()
        watched.seconds = max(time.monotonic() - begun, 1e-6)
        if watched.outcomes.total() % 50 == 0:
            look(run.pid, watched)
    run.communicate()
    watched.exit_code = run.returncode
    return watched


def look(pid: int, watched: Watched) -> None:
    done = watched.outcomes.total()
    held = {one: memory(one, "VmRSS") for one in (pid, *children(pid))}
    watched.crawler[done] = held.pop(pid)
    watched.workers[done] = max(held.values(), default=0)
    for one in (pid, *held):
        watched.peaks[one] = max(memory(one, "VmHWM"), watched.peaks.get(one, 0))


def memory(pid: int, what: str) -> float:
    """MiB; 0 where the process has just ended."""
    try:
        found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found[1]) / 1024 if found else 0


def rows(watched: Watched, pages: int) -> Iterator[tuple[str, str, str, bool | None]]:
    """The table's."""
    told = ", ".join(f"{count} {word}" for word, count in watched.outcomes.most_common())
    archived = watched.outcomes["new"] + watched.outcomes["duplicate"]
    good = watched.outcomes.total() == archived == pages and watched.exit_code == 0
    yield "outcomes", told, "all archived", good
    yield "pages a second", f"{watched.outcomes.total() / watched.seconds:.1f}", "", None
    steps = sorted(watched.crawler)
    for part in (0.01, 0.1, 0.25, 0.5, 0.75, 1):
        page = min(steps, key=lambda step: abs(step - part * pages))
        yield (
            f"at page {page:,}: MB of the crawler / of its largest worker",
            (f"{watched.crawler[page]:.0f} / {watched.workers[page]:.0f}"),
            "",
            None,
        )
    growth = watched.growth()
    yield f"MB that the crawler grew by after page {SETTLED_AT:,}", f"{growth:.0f}", f"≤ {GROWTH}", growth <= GROWTH
    crawler, *workers = watched.peaks.values()
    yield "MB that the crawler held at most", f"{crawler:.0f}", f"≤ {MOST}", crawler <= MOST
    largest = max(workers)
    yield f"MB that any of its {len(workers)} workers held at most", f"{largest:.0f}", f"≤ {MOST}", largest <= MOST


def listed(asked: Asked, peers: list[str], pages: int) -> Answer:
    """The sitemap of a host."""
    peer = asked.headers["host"]
    numbers = range(peers.index(peer), pages, HOSTS)
    return Answer(sitemap(f"http://{peer}/news/{number}" for number in numbers), 200, {"Content-Type": "text/xml"})


@cache
def written(number: int) -> tuple[str, str, str]:
    """Headline, text, and moment of publication."""
    article = wire.article(number)[0].article
    return article.title, article.text, article.published or ""


def page(asked: Asked) -> Answer:
    """An article as a site of today prints it: a menu, a side column, a foot, scripts; 20 kB."""
    number = int(asked.path.rpartition("/")[2])
    title, text, published = written(number)
    menu = "".join(f'<li class="menu-item"><a href="/section/{at}">Section {at}</a></li>' for at in range(60))
    others = range(max(0, number - BESIDE * HOSTS), number, HOSTS)
    beside = "".join(f'<li><a href="/news/{other}">{written(other)[0]}</a> <time>12:30</time></li>' for other in others)
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return Answer(
        f'<!DOCTYPE html><html lang="{wire.SOURCES[number % len(wire.SOURCES)].languages[0]}"><head>'
        f'<title>{title}</title><meta property="article:published_time" content="{published}">'
        f"<script>{'window.state = window.state || {};' * 200}</script></head><body>"
        f'<header><nav><ul class="menu">{menu}</ul></nav></header><main><article><h1>{title}</h1>{paragraphs}</article>'
        f'<aside class="sidebar"><h3>All news</h3><ul>{beside}</ul></aside></main>'
        "<footer><p>All rights reserved. Write to the editors, or read about advertising.</p></footer></body></html>",
        200,
        HTML,
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
