"""What a guest owes his host, read from the host's own log: pauses, Retry-After, robots.txt."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

from tests.hostile.stage import Host, Stage
from tests.sites import Answer, Asked, article

DELAY = 0.4
WAIT = 3
FORBIDDEN = "/private"
ROBOTS = {
    "a plain rule": "User-agent: *\nDisallow: {}",
    "for our name": "User-agent: backissue\nDisallow: {}\n\nUser-agent: *\nDisallow:",
    "our name in a list": "User-agent: Googlebot\nUser-agent: BackIssue\nDisallow: {}\n",
    "our name with a version": "User-agent: *\nDisallow:\n\nUser-agent: Backissue/1.0\nDisallow: {}",
    "two groups of our name": "User-agent: backissue\nDisallow: /a\n\nUser-agent: backissue\nDisallow: {}",
    "wildcards": "User-agent: *\nDisallow: /*iva*e/\nDisallow: /p*e/",
    "an end": "User-agent: *\nDisallow: /private/*$",
    "the longer rule wins": "User-agent: *\nAllow: /pri\nDisallow: {}",
    "escapes": "User-agent: *\nDisallow: /%70rivate",
    "BOM": "\ufeffUser-agent: *\nDisallow: {}",
    "bare carriage returns": "User-agent: *\rDisallow: {}\r",
    "comments and blanks": "# x\n\n  User-agent :  *  # y\n\n\t Disallow : {} # z\n",
    "no agent's case": "USER-AGENT: *\nDISALLOW: {}",
    "rules of nobody between": "User-agent: *\nNoindex: /x\nClean-param: a\nHost: x\nDisallow: {}\nCrawl-delay: many",
    "in UTF-16 marks": "User-agent: *\nDisallow: {}\n" + "\ufffd\x00\x01",
    "after 400 KiB": "User-agent: *\n" + "# padding\n" * 40_000 + "Disallow: {}",
    "as HTML": "User-agent: *\nDisallow: {}\n<html></html>",
}


def manners(stage: Stage) -> None:
    _gaps(stage)
    for form in ("seconds", "date"):
        host = stage.host(f"busy-{form}-en", "Retry-After")
        host.page(f"in {form}", _busy(host, form), "new")
        host.good(301 + len(form))
        stage.case(f"Retry-After: kept, in {form}", lambda _, at=host: _kept(at))
    for number, (name, rules) in enumerate(ROBOTS.items(), 311):
        host = stage.host(f"robots-{number}-en", "robots.txt")
        host.site.routes["/robots.txt"] = Answer(rules.replace("{}", FORBIDDEN), 200, {"Content-Type": "text/plain"})
        host.page(name, article(1), "rejected:robots", path=f"{FORBIDDEN}/{number}")
        host.page(f"{name}: what it allows", article(number), "new", path=f"/news/{number}")
    host = stage.host("robots-bomb-en", "robots.txt")
    bomb = gzip.compress(f"User-agent: *\nDisallow: {FORBIDDEN}\n".encode() + bytes(12 << 20))
    host.site.routes["/robots.txt"] = Answer(bomb, 200, {"Content-Encoding": "gzip"})
    host.page("a bomb", article(1), "rejected:robots", path=f"{FORBIDDEN}/bomb")
    host.page("a bomb: what it allows", article(349), "new")
    for status in (500, 503, 429):
        host = stage.host(f"robots-{status}-en", "robots.txt")
        host.site.routes["/robots.txt"] = Answer("", status)
        stage.case(
            f"robots.txt: {status} forbids all", lambda _, at=host.site: str(set(at.paths) - {"/robots.txt"} or "")
        )
    for status in (401, 403, 404, 410):
        host = stage.host(f"robots-{status}-en", "robots.txt")
        host.site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", status)
        host.page(f"{status} allows all", article(350 + status), "new")
    host = stage.host("robots-moved-en", "robots.txt")
    host.site.redirect("/robots.txt", "/rules.txt")
    host.site.routes["/rules.txt"] = Answer(f"User-agent: *\nDisallow: {FORBIDDEN}")
    host.page("moved", article(1), "rejected:robots", path=f"{FORBIDDEN}/1")
    host.page(
        "an article that leads where it forbids", Answer("", 302, {"Location": f"{FORBIDDEN}/2"}), "rejected:robots"
    )
    stage.case("robots.txt: no forbidden path was asked for", lambda _: str(forbidden(stage) or ""))


def _gaps(stage: Stage) -> None:
    host = stage.host("gaps-en", "pause", crawl={"delay": DELAY})
    host.page("hung up", _hang_up, "failed:connection", "failed:truncated")
    host.page("cut", Answer("<p>cut", 200, {"Content-Length": "9000"}), "failed:truncated")
    host.page("503", Answer("", 503), "failed:http-503")
    host.page("404", Answer("", 404), "failed:http-404")
    host.page("moved", Answer("", 302, {"Location": "/news/moved"}), "new")
    host.site.routes["/news/moved"] = article(309)
    host.good(310)
    stage.case("pause: no gap is below the delay", lambda _: "" if min(gaps(stage)) >= DELAY else str(gaps(stage)))


def gaps(stage: Stage) -> list[float]:
    """Seconds between two requests, on the host that has a delay."""
    return [after.moment - before.moment for before, after in pairwise(stage.hosts["gaps-en"].site.log)]


def overdue(stage: Stage) -> list[float]:
    """Seconds by which a host was left alone for longer than it asked; negative where it was asked too early."""
    late = []
    for form in ("seconds", "date"):
        log = [asked for asked in stage.hosts[f"busy-{form}-en"].site.log if asked.path.startswith("/news/")]
        late += [after.moment - before.moment - WAIT for before, after in list(pairwise(log))[:1]]
    return late


def forbidden(stage: Stage) -> list[str]:
    return [
        site.url(path)
        for site in (host.site for host in stage.hosts.values())
        for path in site.paths
        if path.startswith(FORBIDDEN)
    ]


def _busy(host: Host, form: str) -> object:
    def busy(asked: Asked) -> Answer:
        if host.site.paths.count(asked.path) > 1:
            return article(300 + len(form))
        now = datetime.now(UTC).replace(microsecond=0)
        then = str(WAIT) if form == "seconds" else format_datetime(now + timedelta(seconds=WAIT), usegmt=True)
        return Answer("", 503, {"Retry-After": then, "Date": format_datetime(now, usegmt=True)})

    return busy


def _kept(host: Host) -> str:
    log = [asked for asked in host.site.log if asked.path.startswith("/news/")]
    found = [after.moment - before.moment - WAIT for before, after in list(pairwise(log))[:1]]
    return "" if found and found[0] >= 0 else f"asked again {found} s after the pause"


def _hang_up(_: Asked) -> Answer:
    raise ConnectionAbortedError
