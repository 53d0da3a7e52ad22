"""Five sites without an end: together they may cost 500 requests."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from tests.hostile.stage import Stage
from tests.sites import Answer
from tests.test_traps import Maze, calendar, endless_pages, mirrored, sessions

NUMBERS = count(5000)


def facets(path: str) -> str:
    """A shop's filters: every page links to itself with one more parameter, in every order."""
    mark = "&" if "?" in path else "?"
    links = "".join(
        f'<h2><a href="{path}{mark}f{next(NUMBERS)}={n}">Canals of the upper valley, choice {n}</a></h2>'
        for n in range(25)
    )
    return f'<html><body>{links}<a rel="next" href="{path}{mark}page={next(NUMBERS)}">next</a></body></html>'


TRAPS: dict[str, Callable[[str], str]] = {
    "calendar": calendar,
    "sessions": sessions,
    "pagination": endless_pages,
    "mirror": mirrored,
    "facets": facets,
}


def traps(stage: Stage) -> None:
    for name, page in TRAPS.items():
        host = stage.host(f"trap-{name}-en", "trap", feeds=[])
        host.site.routes = Maze(page)
        stage.traps.append(host.site)
        host.source(feeds=[], listings=[{"url": host.url("/list/{page}"), "pages": 5}])
        stage.case(
            f"trap: {name} ends", lambda _, at=host.site: "" if 0 < len(at.log) <= 120 else f"{len(at.log)} requests"
        )
    stage.case(
        "trap: all five cost 500 requests at most", lambda _: "" if asked(stage) <= 500 else f"{asked(stage)} requests"
    )
    host = stage.host("endless-feed-en", "trap")
    host.site.routes["/feed"] = lambda _: _endless(host.site.url, stage)
    stage.case(
        "trap: a feed of ever new pages without text",
        lambda _: "" if len(host.site.log) <= 95 else f"{len(host.site.log)} requests",
    )


def _endless(url: Callable[[str], str], stage: Stage) -> Answer:
    stage.hosts["endless-feed-en"].site.routes |= {f"/e/{n}": Answer("<p>Nothing.</p>") for n in range(500)}
    rows = "".join(f"<item><link>{url(f'/e/{n}')}</link></item>" for n in range(500))
    return Answer(f'<rss version="2.0"><channel><title>V</title>{rows}</channel></rss>')


def asked(stage: Stage) -> int:
    """By the servers' own logs."""
    return sum(len(site.log) for site in stage.traps)
