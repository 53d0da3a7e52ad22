"""When an article was published and changed: the first date of the precedence that can be, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lxml.html import HtmlElement

from archive.records import Entry, Source
from crawler.extraction.beside import Printed, marked_dates, printed_dates
from crawler.extraction.dates import ParsedDate, offset_of, parse_date, url_day
from crawler.extraction.page import Page
from crawler.extraction.statements import Origin, Statements, Told, values

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "date.published", "article.published", "publishdate", "publish_date", "publish-date", "published-date",
    "published_time", "published", "pubdate", "og:pubdate", "bt:pubdate", "dc.date.issued", "dc.date.published",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dc:date", "sailthru.date",
    "parsely-pub-date", "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "mediator_published_time", "ptime", "citation_publication_date", "citation_date",
    "bepress_citation_date", "article:post_date", "article_published_time", "article-published", "release_date",
    "datecreated", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "date.modified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "article.updated",
    "cxenseparse:recs:modifiedtime",
)  # fmt: skip

QUARTER = 15
"""Minutes: every zone's offset is a number of quarters of an hour."""

FURTHEST = 14 * 60
"""Minutes of the largest offset."""

REPUBLISHED = timedelta(days=30)
"""A day in the URL that lies so far before the stated one is the first day: the site has moved, and stamped anew."""

FURTHEST_WEST = 10
"""Hours behind UTC where people live: after so many hours of a UTC day it is that day everywhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date with its origin."""

    date: ParsedDate
    origin: Origin


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one page."""

    page: Page
    source: Source
    today: date | None

    def published(self, said: Statements, heading: HtmlElement | None, entry: Entry | None) -> Found | None:
        """The date of publication; None where nothing states or prints one."""
        printed = printed_dates(heading) if heading is not None else []
        in_url = url_day(self.page.url)
        beside = list(self._read(_told(printed)))
        found = [
            *self._read(said.linked("datePublished")),
            *self._read(said.meta(*PUBLISHED)),
            *self._read(values(said.pages, "datePublished")),
            *beside,
            *self._read(_fed(entry)),
            *self._read([(in_url.isoformat(), "url")] if in_url else ()),
        ]
        found = found or next(filter(None, self._last_resorts(printed, heading)), [])
        if not found:
            return None
        if in_url and in_url <= found[0].date.day - REPUBLISHED:
            found = [one for one in found if abs(one.date.day - in_url) <= timedelta(days=1)]
        return _as_fed(_local(_finest(found), [*beside, *(one for one in found if one.origin == "url")]), entry)

    def modified(self, said: Statements) -> Found | None:
        """The date of the last change that the page states."""
        stated = (*said.linked("dateModified"), *said.meta(*MODIFIED), *values(said.pages, "dateModified"))
        return next(self._read(stated), None)

    def _last_resorts(self, printed: list[Printed], heading: HtmlElement | None) -> Iterator[list[Found]]:
        elsewhere = marked_dates(self.page.tree, heading)
        yield list(self._read(_told(elsewhere)))[:1]
        yield list(self._read((part, "page") for part in _beyond_headline(self.page.tree)))[:1]
        scripts = list(self._read((text, "page") for text in self.page.script_dates))
        yield scripts[:1] if len({one.date.day for one in scripts}) == 1 else []  # several are other articles' too
        changes = [one._replace(is_update=False) for one in (*printed, *elsewhere) if one.is_update]
        yield list(self._read(_told(changes)))[:1]

    def _read(self, told: Iterable[Told]) -> Iterator[Found]:
        for text, origin in told:
            parsed = parse_date(text, timezone=self.source.timezone, today=self.today, url=self.page.url)
            if parsed:
                yield Found(parsed, origin)


def _beyond_headline(tree: HtmlElement) -> list[str]:
    """What the window's title says after the headline: a rubric, the site, at some a date."""
    return re.split(r"\s[|–—-]\s", tree.findtext(".//title") or "")[1:]


def _told(printed: Iterable[Printed]) -> list[Told]:
    return [(one.text, "page") for one in printed if not one.is_update]


def _fed(entry: Entry | None) -> list[Told]:
    return [(entry.published, "feed")] if entry and entry.published else []


def _finest(found: list[Found]) -> Found:
    """The first; a later one of the same day that knows the time stands in for it.

    Of several elements around one printed form, the innermost gives the raw one.
    """
    first = found[0].date
    best = next((one for one in found if one.date.day == first.day and one.date.precision != "day"), found[0])
    same = (one for one in found if _value(one) == _value(best))
    return min(same, key=lambda one: len(one.date.raw))


def _value(found: Found) -> tuple[str, str]:
    return found.date.published, found.date.precision


def _local(chosen: Found, beside: list[Found]) -> Found:
    """A moment stated in UTC, with the day and the zone in which the page prints it."""
    if chosen.origin in ("page", "url") or chosen.date.precision == "day" or chosen.date.zone != "+00:00":
        return chosen
    for other in beside:
        if abs(other.date.day - chosen.date.day) <= timedelta(days=1) and (
            day := _printed_day(chosen.date, other.date)
        ):
            return replace(chosen, date=day)
    return chosen


def _printed_day(moment: ParsedDate, printed: ParsedDate) -> ParsedDate | None:
    """The moment on the day on which it is printed, if that can be; None where nothing is to be changed.

    A printed time tells the zone: the source's own, or any zone where the day is another than in UTC.
    """
    is_other = printed.day != moment.day
    if printed.precision == "day":
        is_early = int(moment.published[11:13]) < FURTHEST_WEST
        return replace(moment, day=printed.day) if is_other and is_early == (printed.day < moment.day) else None
    wall = datetime.fromisoformat(printed.published) + offset_of(printed.zone)
    minutes = round((wall - datetime.fromisoformat(moment.published)) / timedelta(minutes=1))
    offset = round(minutes / QUARTER) * QUARTER
    sign = "+" if offset > 0 else "-"
    zone = f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    if not offset or abs(offset) > FURTHEST or abs(minutes - offset) > 1 or not (is_other or zone == printed.zone):
        return None
    return replace(moment, day=printed.day, zone=zone)


def _as_fed(chosen: Found, entry: Entry | None) -> Found:
    """A date of the feed with the form in which the feed printed it."""
    if entry and entry.published_raw and chosen.date.raw == entry.published:
        return replace(chosen, date=replace(chosen.date, raw=entry.published_raw))
    return chosen
