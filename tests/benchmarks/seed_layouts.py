"""The two seed documents in layouts of our own, each on a site whose other articles carry the headlines of its tail.

``make bench-seed_layouts``; ``ARGS`` names part of a layout's name, ``-v`` shows the lines. Goal: no line of a tail is
stored and none of a body lost, in whatever order the pages come. The documents are not ours: they stay where they are.
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import click

from archive.fingerprints import letters
from tests.benchmarks.replayed import SHARED
from tests.sites import Answer, Outlet

SEEDS = SHARED / "data" / "seeds"
GAP = 3
"""Empty lines in a row, from which a document's tail begins."""

LEAST_WORDS = 3
"""A shorter line of a tail is the site's own word (a link to all news, a login) and no article's headline."""

ENDS = frozenset(".!?…»”\"'")
NAMELESS = "What the guests will speak about in two days of talks"
"""The headline of a document that has none."""

ARTICLES = 14
ARRIVALS = ("first", "middle", "last")
WAYS = ((True, "Valley"), (False, "Valley"), (False, "Valley Media"))
"""Whether all pages have the sidebar, and the source's name: that with which its pages' titles end, or another one."""


@dataclass(frozen=True)
class Document:
    """A text and what stood below it."""

    headline: str
    body: Sequence[str]
    headlines: Sequence[str]
    """Lines of the tail that are other articles' headlines."""

    words: Sequence[str]
    """Lines of the tail that are the site's own."""

    @property
    def tail(self) -> list[str]:
        return [*self.headlines, *self.words]


def read_document(text: str) -> Document:
    """A document by its empty lines: body, a gap of ``GAP`` and more, tail. A first line that does not end as a
    sentence does is the headline."""
    lines = [line.strip() for line in text.split("\n")]
    gap = next(place for place in range(len(lines)) if not any(lines[place : place + GAP]))
    body, tail = ([line for line in part if line] for part in (lines[:gap], lines[gap:]))
    headline = NAMELESS if body[0][-1] in ENDS else body.pop(0)
    headlines = [line for line in tail if len(line.split()) >= LEAST_WORDS]
    return Document(headline, body, headlines, [line for line in tail if line not in headlines])


ENGLISH = (
    "the village council|a team of geologists|the drivers' union|the regional library|an orchard keeper|the ministry of"
    " water|a group of students|the railway company|a weaver with nine looms|the district hospital|two young climbers",
    "repaired|counted|presented|has paid for|will rebuild|measured|gave away|opened|has asked for|bought|described",
    "forty kilometres of canal|a school for deaf children|the oldest bridge|three hundred walnut trees|a new price"
    " list|solar panels for every roof|a map of landslides|the winter timetable|a museum of carpets|old wells",
    "near the lake|in the upper districts|behind the bazaar|on both banks of the river|at the foot of the pass|in a"
    " former cotton mill|along the road to the border|in six villages|outside the capital",
    "after a long winter|with its own money|as neighbours had hoped|before the harvest|in spite of the rain|for the"
    " first time in ten years|within nine weeks|while prices were rising|on the eve of the holiday|without any delay",
)
"""The parts of a sentence in their order, each with what it may say."""


def sentence(words: Sequence[str], rng: Random) -> str:
    said = " ".join(rng.choice(choice.split("|")) for choice in words)
    return f"{said[0].upper()}{said[1:]}."


def lines_of_article(words: Sequence[str], number: int) -> list[str]:
    """The paragraphs of an article, the same for a number; two to ten of one to four sentences."""
    rng = Random(number)
    sizes = [rng.randint(1, 4) for _ in range(rng.randint(2, 10))]
    return [" ".join(sentence(words, rng) for _ in range(size + (place == 0))) for place, size in enumerate(sizes)]


class Story(NamedTuple):
    """What a layout puts into its page; all lines are HTML."""

    headline: str
    body: Sequence[str]
    tail: Sequence[str]
    linked: Sequence[str]
    """The lines of the tail as links."""


Layout = Callable[[Story], str]


def each(lines: Sequence[str], opening: str = "p") -> str:
    return "".join(f"<{opening}>{line}</{opening.split()[0]}>" for line in lines)


MENU = '<a href="/">Home</a> <a href="/politics/">Politics</a> <a href="/life/">Life</a> <a href="/sport/">Sport</a>'
FOOTER = "<p>© 2026 Valley. All rights reserved</p><p>Editors: 12 Garden Street, telephone 22-10-11</p>"


def wordpress(story: Story, column: str, side: str = "") -> str:
    return (
        f'<body class="single single-post"><header id="masthead" class="site-header"><nav>{MENU}</nav></header>'
        '<div id="content" class="site-content"><main id="main" class="site-main"><article class="post type-post">'
        f'<header class="entry-header"><h1 class="entry-title">{story.headline}</h1><div class="entry-meta">'
        f'<span class="posted-on">12 November 2026</span></div></header><div class="entry-content">{column}</div>'
        f'</article></main><aside id="secondary" class="widget-area">{side}</aside></div>'
        f'<footer class="site-footer">{FOOTER}</footer></body>'
    )


def drupal(story: Story, column: str, side: str = "") -> str:
    return (
        f'<body class="html not-front node-type-news"><div id="page"><div id="header"><ul class="links"><li>{MENU}</li>'
        '</ul></div><div id="main-wrapper"><div class="region region-content"><div class="node node-news">'
        f'<h1 class="title" id="page-title">{story.headline}</h1><div class="submitted">12.11.2026 - 10:15</div>'
        f'<div class="field field-name-body"><div class="field-items"><div class="even">{column}</div></div></div>'
        f'</div></div><div class="region region-side">{side}</div></div><div id="footer">{FOOTER}</div></div></body>'
    )


def tables(story: Story, column: str, side: str = "", left: str = "") -> str:
    return (
        '<body bgcolor="#ffffff"><table width="780" align="center"><tr><td colspan="3"><img src="/logo.gif"></td></tr>'
        f'<tr><td width="150" valign="top">{MENU.replace("</a> ", "</a><br>")}<br>{left}</td><td width="430"'
        f' valign="top"><font size="4"><b>{story.headline}</b></font><br><font size="1">12.11.2026</font><br>{column}'
        f'</td><td width="200" valign="top">{side}</td></tr><tr><td colspan="3">{FOOTER}</td></tr></table></body>'
    )


def soup(story: Story, column: str, side: str = "") -> str:
    return (
        f'<body><div id="__app"><div class="css-1k2"><div class="css-9ab">{MENU}</div><div class="css-77f">'
        f'<div class="css-h0"><h1 class="css-h1">{story.headline}</h1></div><div class="css-t4">{column}</div></div>'
        f'<div class="css-r5">{side}</div></div><div class="css-f8">{FOOTER}</div></div></body>'
    )


def middle(story: Story, put: str, opening: str = "p") -> str:
    half = len(story.body) // 2 or 1
    return each(story.body[:half], opening) + put + each(story.body[half:], opening)


def dated(lines: Sequence[str]) -> list[str]:
    return [f"<span>{place % 12 + 8:02}:05, 12 Nov 2026</span> {line}" for place, line in enumerate(lines)]


BREAK, EMPTY = "<br>\n", "<p>&nbsp;</p>"
LAYOUTS: dict[str, Layout] = {
    "wordpress, paragraphs after": lambda s: wordpress(s, each(s.body) + each(s.tail)),
    "wordpress, paragraphs before": lambda s: wordpress(s, each(s.tail) + each(s.body)),
    "wordpress, paragraphs in the middle": lambda s: wordpress(s, middle(s, each(s.tail))),
    "wordpress, linked paragraphs after": lambda s: wordpress(s, each(s.body) + each(s.linked)),
    "wordpress, plain list in a widget": lambda s: wordpress(s, each(s.body), f"<ul>{each(s.tail, 'li')}</ul>"),
    "wordpress, one paragraph of lines after": lambda s: wordpress(s, each([*s.body, BREAK.join(s.tail)])),
    "drupal, lines in one division": lambda s: drupal(s, BREAK.join([*s.body, *s.tail])),
    "drupal, headings after": lambda s: drupal(s, each(s.body) + EMPTY * 3 + each(s.tail, "h3") + EMPTY),
    "drupal, dated links beside": lambda s: drupal(s, each(s.body), each(dated(s.linked), 'div class="views-row"')),
    "drupal, dated rows before": lambda s: drupal(s, each(dated(s.tail), 'div class="views-row"') + each(s.body)),
    "tables, lines after": lambda s: tables(s, (BREAK * 2).join(s.body) + BREAK * 5 + BREAK.join(s.tail)),
    "tables, lines before": lambda s: tables(s, BREAK.join(s.tail) + BREAK * 3 + (BREAK * 2).join(s.body)),
    "tables, rows of the next cell": lambda s: tables(
        s, each(s.body), f"<table>{each(s.tail, 'td').replace('<td>', '<tr><td>')}</table>"
    ),
    "tables, lines of the cell before": lambda s: tables(s, BREAK.join(s.body), left=BREAK.join(s.tail)),
    "tables, table inside the text": lambda s: tables(
        s, middle(s, f'<table align="right"><tr><td>{BREAK.join(s.tail)}</td></tr></table>')
    ),
    "tables, paragraphs and empty ones": lambda s: tables(s, each([*s.body, *["&nbsp;"] * 5, *s.tail, "&nbsp;"])),
    "soup, divisions after": lambda s: soup(s, each(s.body, 'div class="css-p1"') + each(s.tail, 'div class="css-p1"')),
    "soup, linked divisions in the middle": lambda s: soup(s, middle(s, each(s.linked, "div"), "div")),
    "soup, paragraphs beside": lambda s: soup(s, each(s.body), each(s.tail)),
}


@dataclass(frozen=True)
class Page:
    """An article of the site, with its truth."""

    number: int
    headline: str
    body: Sequence[str]
    tail: Sequence[str]

    def html(self, layout: Layout, hrefs: dict[str, str]) -> str:
        tail = [(escape(line), hrefs.get(line, "/news/")) for line in self.tail]
        linked = [f'<a href="{href}">{line}</a>' for line, href in tail]
        story = Story(escape(self.headline), [*map(escape, self.body)], [line for line, _ in tail], linked)
        return f"<!DOCTYPE html><html><head><title>{story.headline} | Valley</title></head>{layout(story)}</html>"


def make_site(
    document: Document, sidebar: bool, words: Sequence[str] = ENGLISH, articles: int = ARTICLES
) -> list[Page]:
    """The document's page, then the other articles; the document's headlines are the titles of the first of them.

    With ``sidebar`` all show the document's tail, as on one day of fetching. Without, the others have only the words of
    the site: nothing repeats on three pages, and it takes their headlines to know the tail.
    """
    rng = Random(articles)
    titles = [*document.headlines, *(sentence(words, rng)[:-1] for _ in range(articles - len(document.headlines)))]
    pages = [Page(1, document.headline, document.body, document.tail)]
    for number, title in enumerate(titles, 2):
        shown = [line for line in document.headlines if sidebar and line != title]
        pages.append(Page(number, title, lines_of_article(words, number), [*shown, *document.words]))
    return pages


def feed(urls: Sequence[str]) -> str:
    """A feed without headlines; the first page is the newest, so it is asked for first."""
    item = "<item><link>{}</link><pubDate>{:02} Oct 2026 08:00:00 +0500</pubDate></item>"
    rows = "".join(item.format(url, 28 - place) for place, url in enumerate(urls))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Valley</title>{rows}</channel></rss>'


class Judged(NamedTuple):
    """Stored lines of the tail, stored lines that are neither its nor the text's, and lines of the text not stored."""

    tail: list[str]
    other: list[str]
    lost: list[str]


def judge(page: Page, text: str) -> Judged:
    stored = {letters(line): line for line in text.split("\n") if line}
    body, whole = set(map(letters, page.body)), letters(text)
    tail = [line for line in page.tail if letters(line) in whole]
    other = [line for key, line in stored.items() if key not in body and line not in tail]
    return Judged(tail, other, [line for line in page.body if letters(line) not in stored])


def crawl_site(layout: Layout, pages: Sequence[Page], arrival: str, **keys: Any) -> list[Judged]:
    """Crawl the pages, the first of them coming first, in the middle or last; what became of each.

    ``keys`` are the source's; its name is that in the pages' titles unless they say otherwise.
    """
    place = {"first": 0, "middle": len(pages) // 2, "last": len(pages) - 1}[arrival]
    order = [*pages[1 : place + 1], pages[0], *pages[place + 1 :]]
    hrefs = {page.headline: f"/news/{page.number}" for page in pages}
    html = {"Content-Type": "text/html; charset=utf-8"}
    with TemporaryDirectory() as folder, Outlet(Path(folder)) as outlet:
        outlet.write_source(outlet.seeds, **{"name": "Valley", **keys})
        outlet.routes["/feed"] = Answer(feed([outlet.url(hrefs[page.headline]) for page in order]))
        for page in pages:
            outlet.routes[hrefs[page.headline]] = Answer(page.html(layout, hrefs), 200, html)
        outlet.crawl()
        texts = dict(outlet.rows("SELECT url, text FROM article"))
        return [judge(page, texts.get(outlet.url(hrefs[page.headline]), "")) for page in pages]


def measure(name: str, documents: Sequence[Document]) -> Iterator[tuple[str, int, Judged]]:
    """Every crawl of a layout: how it was, the page's place in its site (0: the document), what became of it."""
    for (number, document), (sidebar, source), arrival in product(enumerate(documents), WAYS, ARRIVALS):
        found = crawl_site(LAYOUTS[name], make_site(document, sidebar), arrival, name=source)
        how = f"document {number}, sidebar {sidebar}, name {source}, {arrival}"
        yield from ((how, place, judged) for place, judged in enumerate(found))


def main(*wanted: str) -> int:
    """Print the figures of each layout; 1 where a seed document was not stored as its body and nothing else."""
    logging.getLogger("scrapy.core.downloader").setLevel(logging.ERROR)
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        click.echo(f"{SEEDS}: there are no documents. Set BACKISSUE_SHARED to the folder that has them.", err=True)
        return 1
    documents = [read_document(path.read_text("utf-8")) for path in files]
    failed = False
    click.echo(f"{'documents; then the other articles':42} tail  other   lost |  tail  other   lost |  s")
    for name in (name for name in LAYOUTS if all(part in name for part in wanted if part != "-v")):
        counts, started = Counter[tuple[bool, str]](), perf_counter()
        for how, place, judged in measure(name, documents):
            for word, lines in judged._asdict().items():
                counts[place > 0, word] += len(lines)
                for line in lines if "-v" in wanted else ():
                    click.echo(f"{name}, {how}, page {place}, {word}: {line}", err=True)
        figures = [" ".join(f"{counts[others, word]:6}" for word in Judged._fields) for others in (False, True)]
        click.echo(f"{name:40} {' |'.join(figures)} |{perf_counter() - started:3.0f}")
        failed = failed or any(counts[False, word] for word in Judged._fields)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
