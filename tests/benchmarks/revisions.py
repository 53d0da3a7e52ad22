"""Revision noise: the sample newsroom crawled again and again over HTTP, while all but its articles changes.

``make bench-revisions``. Goals (issue 4): after 20 crawls between which only sidebars, counters, advertisements, dates,
white space and feeds changed 0 revisions; with 12 planted edits 12 revisions, each of its kind.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import click

from archive.readonly import open_readonly
from archive.records import RevisionKind
from crawler.newsroom import pages, site
from crawler.newsroom.editions import Edition, SampleArticle, articles
from crawler.newsroom.server import OUTLETS, Newsroom
from crawler.wishes import Wishes
from tests.crawling import crawl

QUIET = 20
"""Crawls between which no article changes."""

AT_ONCE = 3
"""Edits between two crawls after that."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What an outlet changes in one article."""

    key: str
    kind: RevisionKind
    was: str
    """A passage of the headline, or of the text, whose paragraphs are joined by a newline …"""

    now: str
    """… and what stands there then; where ``was`` is empty it is put behind the text."""

    def of(self, article: SampleArticle) -> SampleArticle:
        """The article as it reads after the edit. Raises ValueError where it has no such passage."""
        if self.was and self.was in article.title:
            return replace(article, title=article.title.replace(self.was, self.now))
        if self.was not in article.text:
            raise ValueError(f"{self.key} does not say {self.was!r}")
        text = article.text.replace(self.was, self.now) if self.was else f"{article.text}\n{self.now}"
        return replace(article, paragraphs=tuple(text.split("\n")))


EDITS = (
    Edit("vodi-en/panjakent-merchant-letter", "cosmetic", '"This is a tired man', "“This is a tired man"),
    Edit("kuhiston-ru/chabany-vernulis", "cosmetic", "», — рассказал", "”, – рассказал"),
    Edit("vodi-tg/obu-avoi-afta", "cosmetic", " ҳаст. Роҳдорон", " ҳаст.\nРоҳдорон"),
    Edit("kuhiston-en/kulob-teahouse-chess", "headline", "marks its forty years with an", "plays an"),
    Edit("vodi-ru/zamorozki-v-dolinah", "headline", "Синоптики обещают", "Ожидаются"),
    Edit("kuhiston-tg/korvoni-kitob", "headline", "Корвони китоб ба", "Хару асп бо китоб ба"),
    Edit("vodi-en/cotton-harvest-jilikul", "correction", "18,400", "14,800"),
    Edit(
        "vodi-ru/maslo-v-bohtare",
        "correction",
        "",
        "Исправление: в первой версии заметки было неверно указано, сколько семян перерабатывала старая линия.",
    ),
    Edit("kuhiston-tg/bozori-mevai-khushk", "correction", "Ҳикмат Давлатов", "Ҳикмат Сафаров"),
    Edit(
        "kuhiston-en/yamchun-lullabies",
        "body",
        "",
        "On Sunday the choir sang nine of them at the school, and the smallest of the listeners fell asleep.",
    ),
    Edit("kuhiston-ru/kukolnyi-teatr-kulyab", "body", "из них за зиму сошьют занавес", "театр копит на новый занавес"),
    Edit(
        "vodi-tg/ni-oloni-anor-dar-isor",
        "body",
        "Ба ҳар ниҳол",
        "Қубурҳоро ҷавонони деҳа дар ду рӯз гузоштанд ва аз кор музд нагирифтанд. Ба ҳар ниҳол",
    ),
)


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    started = time.monotonic()
    with TemporaryDirectory(prefix="backissue-") as name, Newsroom((0, 0)) as newsroom:
        folder = Path(name)
        newsroom.write_sources(folder / "seeds")
        words = Counter[str]()
        for visit in range(QUIET + 1):
            words = _visit(newsroom, folder, visit, {})
        quiet = _revisions(folder / "archive.db", newsroom)
        click.echo(f"{sum(words.values())} articles, {QUIET} crawls while all but them changed: {len(quiet)} revisions")
        for url, kind in quiet:
            click.echo(f"  {kind} {url}")
        for done in range(0, len(EDITS), AT_ONCE):
            edits = {edit.key: edit for edit in EDITS[: done + AT_ONCE]}
            _visit(newsroom, folder, QUIET + 1 + done // AT_ONCE, edits)
        _visit(newsroom, folder, QUIET + 1 + len(EDITS) // AT_ONCE, edits)
        told = [one for one in _revisions(folder / "archive.db", newsroom) if one not in quiet]
    planted = {_path(edit.key): edit.kind for edit in EDITS}
    right = sum(planted.get(path) == kind for path, kind in told)
    click.echo(f"{len(EDITS)} edits: {len(told)} revisions, {right} of them of the kind that was planted")
    for path, kind in told:
        if planted.get(path) != kind:
            click.echo(f"  {kind}, not {planted.get(path)}: {path}")
    click.echo(f"{time.monotonic() - started:.0f} s")
    return int(bool(quiet) or len(told) != len(EDITS) or right != len(EDITS))


def _visit(newsroom: Newsroom, folder: Path, visit: int, edits: Mapping[str, Edit]) -> Counter[str]:
    """Set the newsroom to a day of its own and crawl all of it; how many URLs ended in which outcome."""
    _turn(newsroom, visit + 1, edits)
    wishes = Wishes(recheck=visit > 0)
    _, outcomes = crawl(folder / "archive.db", folder / "seeds", wishes, allow=newsroom.peers)
    return Counter(outcome.outcome for outcome in outcomes if outcome.id is not None)


def _turn(newsroom: Newsroom, day: int, edits: Mapping[str, Edit]) -> None:
    """All pages as they are on a day: those that ``day`` counts in the newsroom's templates change by themselves."""

    def standing(edition: Edition, _: int) -> tuple[SampleArticle, ...]:
        own = [edits[one.key].of(one) if one.key in edits else one for one in articles(1) if one.edition is edition]
        return tuple(own[day % len(own) :] + own[: day % len(own)])

    dates = {day: pages.TODAY[1] + timedelta(days=day)}
    with (
        patch.object(site, "standing", standing),
        patch.object(pages, "DAYS", range(1, day + 1)),
        patch.dict(pages.TODAY, dates),
    ):
        for outlet, origin, server in zip(OUTLETS, newsroom.origins, newsroom._servers, strict=True):
            made = site.site(outlet, origin, day)
            server.days[1] = {path: replace(page, body=_noisy(page, day)) for path, page in made.items()}


def _noisy(page: site.Page, day: int) -> bytes:
    """The page with this day's advertisements, and white space of its own."""
    if page.content_type != site.HTML:
        return page.body
    text = page.body.decode()
    sale = f"Sale {day}: winter boots from {40 + day} somoni, only until the {day + 1}th"
    for mark in ("<h1", '<div class="footer"', '<div class="container-fluid footer"'):
        text = text.replace(mark, f'<div class="banner"><a href="https://ads.example/{day}">{sale}</a></div>{mark}', 1)
    text = text.replace(
        "</body>", f'<div class="promo"><p>{sale}. Ask in our shop at the bus station.</p></div></body>'
    )
    blank = "\n" * (day % 3) + " " * (1 + day % 2)
    return text.replace("<p>", f"{blank}<p>{blank}").replace("</p>", f"{blank}</p>").encode()


def _path(key: str) -> str:
    (path,) = (one.path for one in articles(1) if one.key == key)
    return path


def _revisions(database: Path, newsroom: Newsroom) -> list[tuple[str, str]]:
    """Path and kind of every revision that is not the first."""
    with closing(open_readonly(database)) as connection:
        rows = connection.execute(
            """SELECT url, kind FROM revision JOIN article ON article.id = article_id
            WHERE number > 1 ORDER BY revision.id"""
        ).fetchall()
    found = []
    for url, kind in rows:
        origin = next(origin for origin in newsroom.origins if url.startswith(origin))
        found.append((url.removeprefix(origin), kind))
    return found


if __name__ == "__main__":
    sys.exit(main())
