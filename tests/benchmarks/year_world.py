"""Forty outlets that publish by their habits, and what befalls them: served inside the process, by a clock to set."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from random import Random
from typing import Literal, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import Response

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

Habit = Literal["daily", "weekdays", "steady"]
"""Every day; few at weekends; one each so many days at about the same hour."""

Happening = Literal[
    "503", "timeout", "no name", "404", "sold", "moved 301", "moved 302", "challenge 403", "challenge 503",
    "challenge of articles", "403", "built anew", "silent", "429", "feed moved", "feed gone",
]  # fmt: skip

WORDS = [f"{first}{second}" for first in ("ka", "ne", "to", "ru", "shi", "bal", "dor") for second in (
    "man", "rak", "sel", "vi", "ton", "gar", "lum", "pesh", "zod", "mir", "kent", "dasht", "obod")]  # fmt: skip

MOMENT = b"<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1></body></html>"
SALE = b"<html><head><title>This domain is for sale</title></head><body><h1>Buy this domain</h1></body></html>"
PARKING = "www.sedoparking.com"
HTML, XML = "text/html; charset=utf-8", "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that befalls an outlet."""

    slug: str
    what: Happening
    begin: datetime
    end: datetime
    told: str | None
    """The kind of alarm that it must raise; None: none at all."""

    def is_on(self, now: datetime) -> bool:
        return self.begin <= now < self.end


@dataclass(slots=True)
class Outlet:
    """One source and its pages."""

    slug: str
    moments: list[datetime]
    """When each article is published, in order; article 1 is the first."""

    events: list[Event] = field(default_factory=list)
    ttl: int = 0
    """Minutes, in its feed."""

    rechecks: int = 0
    """Known articles that a run looks at again."""

    @property
    def host(self) -> str:
        return f"{self.slug}.example"

    def __post_init__(self) -> None:
        silences = [event for event in self.events if event.what == "silent"]
        self.moments = [at for at in self.moments if not any(event.is_on(at) for event in silences)]

    def published(self, now: datetime) -> int:
        """How many articles there are."""
        return bisect_right(self.moments, now)


def moments(
    habit: Habit, per_day: float, days: int, chance: Random, breaks: Sequence[tuple[int, int]] = ()
) -> list[datetime]:
    """When an outlet publishes. ``breaks``: days, the first and the one after the last, on which it does not."""
    found: list[datetime] = []
    if habit == "steady":
        at = chance.uniform(0, 1 / per_day)
        while at < days:
            found.append(BEGIN + DAY * at)
            at += 1 / per_day * chance.uniform(0.85, 1.15)
    else:
        for day in range(days):
            begun = BEGIN + DAY * day
            weight = 1.0 if habit == "daily" else (0.15 if begun.weekday() > 4 else 1.34)
            hours = sorted(min(23.9, max(0.0, chance.gauss(9, 3.5))) for _ in range(_poisson(per_day * weight, chance)))
            found += [begun + HOUR * hour for hour in hours]
    return [at for at in found if not any(first <= (at - BEGIN) / DAY < last for first, last in breaks)]


def _poisson(mean: float, chance: Random) -> int:
    count, left = 0, chance.expovariate(1)
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1)
    return count


class World:
    """All outlets, the clock, and what was asked of whom."""

    def __init__(self, outlets: Sequence[Outlet], offline: Sequence[tuple[datetime, datetime]] = ()) -> None:
        """``offline``: when our own network was."""
        self.outlets = {outlet.host: outlet for outlet in outlets}
        self.offline = offline
        self.now = BEGIN
        self.truth = BEGIN
        """What the clock should say."""

        self.requests: Counter[tuple[str, date]] = Counter()
        self.strangers: Counter[str] = Counter()
        """Requests to hosts that no source names."""

        self.spent: Counter[str] = Counter()
        """Seconds of a run, by host: a second each request, 25 where there is no answer."""

    def __call__(self) -> datetime:
        return self.now

    def answer(self, request: Request) -> Response:
        """Raises what the download handler raises."""
        parts = urlsplit(request.url)
        host, path, now = parts.netloc, parts.path, self.truth
        if host == PARKING:
            return Response(request.url, 200, {"Content-Type": HTML}, SALE)
        outlet = self.outlets.get(host.removeprefix("new-"))
        assert outlet is not None, request.url
        self.requests[outlet.slug, now.date()] += 1
        self.spent[host] += 1
        if any(begin <= now < end for begin, end in self.offline):
            raise CannotResolveHostError(host)
        if host.startswith("new-"):
            self.strangers[host] += 1
        else:
            for event in outlet.events:
                if event.is_on(now) and (found := self._befallen(outlet, event.what, path, request.url)):
                    return found
        return page(outlet, path, now, request)

    def _befallen(self, outlet: Outlet, what: Happening, path: str, url: str) -> Response | None:
        if what == "no name":
            raise CannotResolveHostError(outlet.host)
        if what == "timeout":
            self.spent[outlet.host] += 24
            raise DownloadTimeoutError(outlet.host)
        is_robots, is_article = path == "/robots.txt", path.startswith("/news/")
        elsewhere = {"moved 301": 301, "moved 302": 302}
        if what in elsewhere:
            return Response(url, elsewhere[what], {"Location": f"https://new-{outlet.host}{path}"})
        if what == "sold":
            return Response(url, 302, {"Location": f"https://{PARKING}/"})
        if what == "429":
            return Response(url, 429, {"Retry-After": "7200"})
        if is_robots:
            return None
        if what in ("503", "404", "403"):
            return Response(url, int(what), {"Content-Type": HTML})
        if what.startswith("challenge "):
            of = what.removeprefix("challenge ")
            if of == "of articles":
                return Response(url, 200, {"Content-Type": HTML}, MOMENT) if is_article else None
            return Response(url, int(of), {"Content-Type": HTML}, MOMENT)
        if path == "/feed" and what == "feed moved":
            return Response(url, 301, {"Location": f"https://{outlet.host}/rss"})
        if path == "/feed" and what == "feed gone":
            return Response(url, 404, {"Content-Type": HTML})
        if is_article and what == "built anew":
            title = f"Report number {path.rpartition('/')[2]} of {outlet.slug}"
            return Response(url, 200, {"Content-Type": HTML}, f"<title>{title}</title><h1>{title}</h1>".encode())
        return None


def page(outlet: Outlet, path: str, now: datetime, request: Request) -> Response:
    """What stands under a path while nothing befalls the outlet."""
    if path in ("/feed", "/rss"):
        last = outlet.published(now)
        tag = f'"{last}"'
        if request.headers.get("If-None-Match") == tag.encode():
            return Response(request.url, 304)
        ttl = f"<ttl>{outlet.ttl}</ttl>" if outlet.ttl else ""
        items = "".join(_items(outlet, urlsplit(request.url).netloc, last))
        body = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{outlet.slug}</title>{ttl}{items}</channel></rss>'
        )
        return Response(request.url, 200, {"Content-Type": XML, "ETag": tag}, body.encode())
    number = path.removeprefix("/news/")
    if path.startswith("/news/") and number.isdigit() and 0 < int(number) <= outlet.published(now):
        return Response(request.url, 200, {"Content-Type": HTML}, article(outlet, int(number)))
    return Response(request.url, 404, {"Content-Type": HTML})


def _items(outlet: Outlet, host: str, last: int) -> Iterator[str]:
    for number in range(last, max(0, last - 60), -1):
        yield (
            f"<item><title>Report number {number} of {outlet.slug}</title><link>https://{host}/news/{number}</link>"
            f"<pubDate>{format_datetime(outlet.moments[number - 1])}</pubDate></item>"
        )


def article(outlet: Outlet, number: int) -> bytes:
    """A short page whose words no other has."""
    chance = Random(f"{outlet.slug} {number}")
    lines = "".join(
        f"<p>{' '.join(chance.choices(WORDS, k=16)).capitalize()} {chance.randrange(10**6)}, it was said.</p>"
        for _ in range(3)
    )
    title = f"Report number {number} of {outlet.slug}"
    stamp = outlet.moments[number - 1].isoformat()
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="article:published_time" '
        f'content="{stamp}"></head><body><article><h1>{title}</h1>{lines}</article></body></html>'
    ).encode()


class Handler:
    """Scrapy's download handler that asks the world of this process."""

    lazy = False
    world: World

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    async def download_request(self, request: Request) -> Response:
        return self.world.answer(request)

    async def close(self) -> None:
        """Nothing is open."""


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
