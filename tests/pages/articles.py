"""The articles of the frozen pages as plain text: a heading of fields, then a block a line.

An article of ``articles.txt`` ends at a line of ``=====``. Its fields stand before the first empty line. Of the lines
after it, ``# `` is a subheading, ``- `` an item of a list, ``> `` a quote, ``| a | b |`` a row of a table; a line that
begins with ``!`` is something of a page that is no text of the article (see ``NOISE``), any other a paragraph.
``**bold**`` and ``[words](address)`` work inside a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

from markupsafe import Markup, escape

ZONE = timezone(timedelta(hours=5))
"""All outlets print Dushanbe's time, which has no summer time."""

NOISE = {
    "also": "a line that leads to another article",
    "plain": "so many headlines of other articles as plain paragraphs",
    "dated": "so many headlines of other articles, each under a line with its time",
    "lines": "so many headlines of other articles as lines of one block",
    "strange": "two headlines of the site which the page links nowhere",
    "all": "«All news» of the page's language",
    "login": "the login line, in Russian on every edition",
    "img": "a picture; with words after it they are its caption, which may be kept or not",
    "credit": "a paragraph that says who took the photo, which may be kept or not",
    "embed": "a post from a social network, whose words may be kept or not",
    "ad": "a place for an advertisement",
    "share": "a bar of buttons to share the page",
    "blank": "an empty paragraph",
    "pages": "links to the article's other pages",
}

OPTIONAL = ("img", "credit", "embed")
"""Noise whose words an editor may keep or not."""

SIGNED = "— (@vodii_sabz) 10.02.2026"
"""Under every post of a social network."""

Kind = Literal["paragraph", "heading", "item", "quote", "row", "noise"]
_SIGNS: dict[str, Kind] = {"# ": "heading", "- ": "item", "> ": "quote", "| ": "row"}
_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^]]+)\]\((?P<href>[^)]+)\)")


@dataclass(frozen=True, slots=True)
class Part:
    """One block of an article's column."""

    kind: Kind
    text: str
    """With its ``**`` and ``[]()``; of a row its cells between ``|``; of noise its words."""

    noise: str = ""
    """Which kind of ``NOISE``."""

    @property
    def plain(self) -> str:
        """As a reader sees it; the cells of a row stand between `` | ``."""
        if self.kind == "row":
            return " | ".join(self.cells)
        return _INLINE.sub(lambda found: found["bold"] or found["words"], self.text)

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.strip("| ").split("|")]

    @property
    def html(self) -> Markup:
        """The words with their markup."""
        done, place = Markup(), 0
        for found in _INLINE.finditer(self.text):
            done += escape(self.text[place : found.start()])
            if found["bold"]:
                done += Markup("<strong>{}</strong>").format(found["bold"])
            else:
                done += Markup('<a href="{}">{}</a>').format(found["href"], found["words"])
            place = found.end()
        return done + escape(self.text[place:])


@dataclass(frozen=True, slots=True)
class PageText:
    """One article, as its editor would print it."""

    number: int
    """Counted from 1, the name of its files."""

    edition: str
    day: int
    """Of the fetch: 1 or 2."""

    path: str
    at: str
    """Local time ``2026-02-09 15:46``, or a day."""

    headline: str
    section: str
    parts: tuple[Part, ...]
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead: str | None = None
    """A standfirst, which is text of the article."""

    caption: str | None = None
    """Of the picture above the body."""

    marks: tuple[str, ...] = field(default=())
    """What the layout does differently on this page; each template knows its own."""

    @property
    def published(self) -> str:
        """UTC ISO-8601, or the day alone, as the archive writes it."""
        if " " not in self.at:
            return self.at
        return f"{self.moment - timedelta(hours=5):%Y-%m-%dT%H:%M:%SZ}"

    @property
    def moment(self) -> datetime:
        """Local time."""
        return datetime.fromisoformat(self.at)

    @property
    def date(self) -> date:
        return self.moment.date()

    @property
    def zoned(self) -> str:
        """``2026-02-09T15:46:00+05:00``."""
        return self.moment.replace(tzinfo=ZONE).isoformat()

    @property
    def text(self) -> list[str]:
        """The lines that an editor would call the article's."""
        lead = [self.lead] if self.lead else []
        return lead + [part.plain for part in self.parts if part.kind != "noise"]

    @property
    def optional(self) -> list[str]:
        """Lines that may stand in the text or not."""
        caption = [self.caption] if self.caption else []
        shown = [part for part in self.parts if part.noise in OPTIONAL and part.text]
        signed = [SIGNED] if any(part.noise == "embed" for part in shown) else []
        return caption + [part.text for part in shown] + signed


def read_articles(path: Path) -> list[PageText]:
    """The articles of a file in order. Raises ValueError for a field or a noise that is none."""
    texts = re.split(r"^=+\n", path.read_text("utf-8"), flags=re.MULTILINE)
    return [_article(number, text.strip()) for number, text in enumerate(filter(str.strip, texts), 1)]


def _article(number: int, text: str) -> PageText:
    head, _, body = text.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    lists = {
        name: tuple(each.strip() for each in fields.pop(name, "").split(";") if each.strip())
        for name in ("authors", "tags", "marks")
    }
    return PageText(
        number=number,
        edition=fields.pop("edition"),
        day=int(fields.pop("day")),
        path=fields.pop("path"),
        at=fields.pop("at"),
        headline=fields.pop("headline"),
        section=fields.pop("section"),
        lead=fields.pop("lead", None),
        caption=fields.pop("caption", None),
        parts=tuple(_part(line) for line in body.splitlines() if line.strip()),
        **lists,
        **fields,  # type: ignore[arg-type] # a field that is none fails here, by its name
    )


def _part(line: str) -> Part:
    if line.startswith("!"):
        noise, _, words = line[1:].partition(" ")
        if noise not in NOISE:
            raise ValueError(f"{line!r} names no noise; write one of {', '.join(NOISE)}.")
        return Part("noise", words.strip(), noise)
    kind = _SIGNS.get(line[:2])
    return Part(kind, line[2:].strip()) if kind else Part("paragraph", line.strip())
