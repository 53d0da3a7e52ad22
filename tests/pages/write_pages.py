"""Writes the frozen pages and their expected output from ``articles.txt`` and ``layout.html`` of each layout.

    python -m tests.pages.write_pages [LAYOUT…]

The files are committed; a run writes the same bytes again. A page without a text in ``articles.txt`` is left alone.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.pages.articles import PageText, Part, read_articles
from tests.pages.printed import PRINTED

HERE = Path(__file__).parent
COMMAND = "python -m tests.pages.write_pages"
LINKED = 11
"""Headlines in a sidebar that no article of the archive has."""


@dataclass(frozen=True)
class Layout:
    """A folder of frozen pages: a site, its editions, its articles."""

    name: str

    @property
    def folder(self) -> Path:
        return HERE / self.name

    @property
    def origin(self) -> str:
        return f"https://{self.name}.example"

    @cached_property
    def site(self) -> dict[str, Any]:
        """``site.toml``: the two moments of fetching, the editions, and words that the template asks for."""
        return tomllib.loads((self.folder / "site.toml").read_text("utf-8"))

    @cached_property
    def articles(self) -> list[PageText]:
        return read_articles(self.folder / "articles.txt")

    def edition(self, language: str) -> dict[str, Any]:
        return next(one for one in self.site["editions"] if one["language"] == language)


@dataclass(frozen=True)
class Teaser:
    """An article as a sidebar shows it."""

    path: str
    headline: str
    at: PageText | None
    hour: str
    day: str


def layouts() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/site.toml"))


def files(layout: Layout) -> Iterator[tuple[Path, str]]:
    """Every file of a layout with its content."""
    for article in layout.articles:
        yield layout.folder / f"{article.number}.html", page(layout, article)
        yield layout.folder / f"{article.number}.json", expected(layout, article)


def expected(layout: Layout, article: PageText) -> str:
    """What an editor would say is right, as JSON."""
    raw = layout.site.get("printed")
    record = {
        "url": f"{layout.origin}{article.path}",
        "fetched_at": layout.site["fetched"][article.day - 1],
        "source": layout.edition(article.edition)["slug"],
        "headline": article.headline,
        "published": article.published,
        "published_raw": PRINTED[raw](article, layout.site["fetched"][article.day - 1]) if raw else None,
        "language": article.edition,
        "authors": article.authors,
        "byline": None if article.authors else layout.edition(article.edition).get("byline"),
        "section": article.section if layout.site["shows_section"] else None,
        "text": article.text,
        "optional": article.optional,
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def page(layout: Layout, article: PageText) -> str:
    """The page as it stood on its day."""
    fetched = layout.site["fetched"][article.day - 1]
    template = _templates().get_template(f"{layout.name}/layout.html")
    beside = teasers(layout, article)
    return template.render(
        a=article,
        site=layout.site,
        edition=layout.edition(article.edition),
        origin=layout.origin,
        url=f"{layout.origin}{article.path}",
        w=words()[article.edition],
        beside=beside,
        others=_turned([one for one in beside if one.headline != article.headline], article.number * 3),
        strange=strange(article),
        groups=groups(article.parts),
        fetched=fetched,
        today=f"{int(fetched[8:10])} {words()[article.edition]['february']} {fetched[:4]}",
        views=article.number * 137 % 900 + article.day * 41,
        printed={name: (lambda one, how=how: how(one, fetched)) for name, how in PRINTED.items()},
        dumps=lambda value: json.dumps(value, ensure_ascii=False).replace("</", "<\\/"),
    )


def teasers(layout: Layout, article: PageText) -> list[Teaser]:
    """What stands beside every article of an edition on a day: those of its month, and some that nobody crawled."""
    day = layout.site["fetched"][article.day - 1][:10]
    known = [
        one
        for one in layout.articles
        if one.edition == article.edition and one.day <= article.day and one.at[:7] == day[:7]
    ]
    own = [
        Teaser(one.path, one.headline, one, f"{one.moment:%H:%M}", f"{one.date:%d.%m.%Y}")
        for one in sorted(known, key=lambda one: one.at, reverse=True)
    ]
    pattern = layout.edition(article.edition)["path_of_others"]
    start = (article.day - 1) * LINKED
    foreign = [
        Teaser(
            pattern.format(
                n=start + place + 21, day=day.replace("-", ""), ymd=day.replace("-", "/"), ym=day[:7].replace("-", "/")
            ),
            headline,
            None,
            f"{19 - place:02}:{(place * 17 + 5) % 60:02}",
            f"{day[8:]}.{day[5:7]}.{day[:4]}",
        )
        for place, headline in enumerate(words()[article.edition]["headlines"][start : start + LINKED])
    ]
    return [*foreign[:4], *own, *foreign[4:]]


def strange(article: PageText) -> list[str]:
    """Headlines of the site on that day which its pages link nowhere."""
    start = LINKED * 2 + (article.day - 1) * 2
    return list(words()[article.edition]["headlines"][start : start + 2])


def groups(parts: Sequence[Part]) -> list[tuple[str, list[Part]]]:
    """The parts by kind, items and rows that follow each other as one list or table."""
    found: list[tuple[str, list[Part]]] = []
    for part in parts:
        if part.kind in ("item", "row") and found and found[-1][0] == part.kind:
            found[-1][1].append(part)
        else:
            found.append((part.kind, [part]))
    return found


@cache
def words() -> dict[str, dict[str, Any]]:
    """By language: what sites say around their articles."""
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def _turned(values: list[Teaser], by: int) -> list[Teaser]:
    start = by % len(values)
    return values[start:] + values[:start]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(layouts()))
def main(names: tuple[str, ...]) -> None:
    """Write the pages of the layouts named, of all without a name."""
    for name in names or layouts():
        written = 0
        for path, content in files(Layout(name)):
            path.write_text(content, "utf-8")
            written += 1
        click.echo(f"{name}: {written // 2} pages")


if __name__ == "__main__":
    main()
