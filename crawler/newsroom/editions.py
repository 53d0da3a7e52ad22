"""The newsroom's data: editions, and the articles that each edition carries on a given day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

HERE = Path(__file__).parent
DAYS = (1, 2)
Layout = Literal["allegro", "drupal", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of an outlet, crawled as one source."""

    slug: str
    """The source's slug: ``vodi-en``."""

    outlet: Literal["vodi", "kuhiston"]
    """``vodi`` answers on the first port, ``kuhiston`` on the second."""

    name: str
    path: str
    """Where the edition lives on its host: begins and ends with a slash."""

    language: str
    layout: Layout
    listing: str
    """Path of the first listing page, relative to ``path``."""

    feed: str
    """Path of the RSS (vodi) or Atom (kuhiston) feed, relative to ``path``."""

    rubrics: Mapping[str, str]
    """Path name → printed name."""

    sitemap_extra: tuple[str, ...]
    """Pages in the sitemap that are no articles, relative to ``path``."""

    source: Mapping[str, Any]
    """Keys of the source file that differ between editions; URLs relative to ``path``."""

    words: Mapping[str, Any]
    """The site's own words in the edition's language (``words.toml``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as it stands on one day."""

    edition: Edition
    slug: str
    title: str
    rubric: str
    published: datetime
    """With its zone, +05:00."""

    modified: datetime | None
    authors: tuple[str, ...]
    dateline: str
    """The first words of the first paragraph, set in bold; may be empty."""

    paragraphs: tuple[str, ...]
    """The whole text; the first paragraph begins with the dateline."""

    layout: Layout
    marks: frozenset[str]
    """What the page's head says of the article: ``og``, ``time`` (article:published_time), ``json-ld``."""

    credit: str | None
    """Who took the photo; None: no photo."""

    read_also: bool
    """Whether a link to another article stands before the body."""

    copy_of: str | None
    """``edition/slug`` of the article whose paragraphs these are."""

    @property
    def key(self) -> str:
        """``edition/slug``, as the data file is called."""
        return f"{self.edition.slug}/{self.slug}"

    @property
    def path(self) -> str:
        """The article's path on its host, in the manner of its outlet's software."""
        if self.edition.outlet == "vodi":
            return f"{self.edition.path}{self.published:%Y/%m}/{self.slug}/"
        return f"{self.edition.path}news/{self.rubric}/{self.published:%Y%m%d}/{self.slug}"

    @property
    def section(self) -> str:
        """The rubric as it is printed."""
        return self.edition.rubrics[self.rubric]

    @property
    def text(self) -> str:
        """The true text: paragraphs joined by a newline."""
        return "\n".join(self.paragraphs)


@cache
def editions() -> tuple[Edition, ...]:
    """All editions, in the order of ``editions.toml``."""
    words = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    tables = tomllib.loads((HERE / "editions.toml").read_text("utf-8"))
    return tuple(_edition(slug, table, words[table["language"]]) for slug, table in tables.items())


def _edition(slug: str, table: dict[str, Any], words: dict[str, Any]) -> Edition:
    return Edition(
        slug=slug,
        outlet=table["outlet"],
        name=table["name"],
        path=table["path"],
        language=table["language"],
        layout=table.get("layout", "allegro" if table["outlet"] == "vodi" else "drupal"),
        listing=table["listing"],
        feed=table["feed"],
        rubrics=MappingProxyType(table["rubrics"]),
        sitemap_extra=tuple(table.get("sitemap_extra", ())),
        source=MappingProxyType(table["source"]),
        words=MappingProxyType(words),
    )


@cache
def articles(day: int) -> tuple[SampleArticle, ...]:
    """Every article that stands on that day (1 or 2), newest first."""
    tables = _tables()
    standing = [
        _article(key, tables, day)
        for key, table in tables.items()
        if table.get("first_day", 1) <= day <= table.get("last_day", DAYS[-1])
    ]
    return tuple(sorted(standing, key=lambda article: (article.published, article.key), reverse=True))


@cache
def _tables() -> dict[str, dict[str, Any]]:
    files = sorted((HERE / "articles").glob("*/*.toml"))
    return {f"{file.parent.name}/{file.stem}": tomllib.loads(file.read_text("utf-8")) for file in files}


def _article(key: str, tables: dict[str, dict[str, Any]], day: int) -> SampleArticle:
    slug, name = key.split("/")
    edition = next(edition for edition in editions() if edition.slug == slug)
    table = tables[key]
    origin = table.get("copy_of")
    table = table | table.get(f"day{day}", {})
    wording = tables[origin] if origin else table
    dateline = wording.get("dateline", "")
    return SampleArticle(
        edition=edition,
        slug=name,
        title=table["title"],
        rubric=table["rubric"],
        published=table["published"],
        modified=table.get("modified"),
        authors=tuple(table.get("authors", ())),
        dateline="" if origin else dateline,
        paragraphs=_paragraphs(dateline, wording["text"]),
        layout=table.get("layout", edition.layout),
        marks=frozenset(table.get("marks", ())),
        credit=table.get("credit"),
        read_also=table.get("read_also", False),
        copy_of=origin,
    )


def _paragraphs(dateline: str, text: str) -> tuple[str, ...]:
    """Blank lines part paragraphs; line breaks inside one are blanks."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return tuple(f"{dateline} {paragraphs[0]}".strip() if n == 0 else p for n, p in enumerate(paragraphs))
