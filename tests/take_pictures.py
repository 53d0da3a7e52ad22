"""Takes the pictures of docs/pictures from a fresh demo: ``python -m tests.take_pictures``; needs Chromium.

A Persian source is added to what the demo crawled, so that text from right to left is seen too.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.sync_api import Browser

from archive.store import Archive
from tests.archives import SetClock, arrives
from tests.chromium import BROWSERS, chromium, served
from tests.demo_run import ROOT, free_ports, run_demo
from tests.newsroom_archive import PERSIAN, PERSIAN_ARTICLES

FOLDER = ROOT / "docs" / "pictures"
SEARCHES = """floods = "flood OR паводок OR сел"
"Варзоб" = "Varzob"
prices = "somoni OR сомони OR сомонӣ"
"""


class Picture(NamedTuple):
    """One page of the demo's archive, as a browser shows it."""

    name: str
    path: str
    """On the server; names in braces stand for the ids of ``telling_articles``."""

    width: int = 1280
    height: int | None = None
    """None: all of the page."""

    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("front", "/", height=900),
    Picture("front-dark", "/", height=900, scheme="dark"),
    Picture("front-phone", "/?ui=tg", 360, 1400),
    Picture("article", "/article/{copied}", height=820),
    Picture("article-removed", "/article/{removed}?ui=ru", 768, 1250, "dark"),
    Picture("article-persian", "/article/{persian}?ui=tg", 768),
    Picture("article-phone", "/article/{edited}", 360, 1400),
    Picture("diff", "/article/{edited}/diff/1..2", height=820),
    Picture("diff-dark", "/article/{edited}/diff/1..2?ui=ru", 768, 900, "dark"),
    Picture("search", "/search?q=Varzob"),
    Picture("search-phone", "/search?q=Varzob&ui=ru", 360, 1400, "dark"),
    Picture("source", "/source/kuhiston-ru?ui=ru"),
    Picture("source-phone", "/source/vodi-tg?ui=tg", 360, 1400),
    Picture("day", "/day/{day}"),
    Picture("day-dark", "/day/{day}?ui=tg", 768, scheme="dark"),
    Picture("saved", "/saved?ui=ru"),
)


def main() -> None:
    """Take all pictures anew; ends with a sentence where no Chromium is on the PATH."""
    if not any(map(shutil.which, BROWSERS)):
        sys.exit("No Chromium on the PATH. Install it (on Debian: apt install chromium), then run this again.")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        run_demo(folder, free_ports())
        database = folder / "demo.db"
        add_persian(database)
        (folder / "searches.toml").write_text(SEARCHES, encoding="utf-8")
        told = telling_articles(database)
        with served(database) as address, chromium(folder / "browser") as browser:
            for picture in PICTURES:
                take(browser, picture, address + picture.path.format_map(told))


def add_persian(database: Path) -> None:
    """The Persian source and its articles, fetched when the demo's last crawl began."""
    with closing(sqlite3.connect(database)) as connection:
        (started,) = connection.execute("SELECT max(started) FROM crawl").fetchone()
    clock = SetClock()
    clock.moment = datetime.fromisoformat(started)
    with Archive(database, clock) as archive:
        archive.register((PERSIAN,))
        for article in PERSIAN_ARTICLES:
            arrives(archive, article, PERSIAN)


def telling_articles(database: Path) -> dict[str, str]:
    """The ids of articles that were edited, copied, removed, and written in Persian; the day with most articles."""
    queries = {
        "edited": "SELECT id FROM article WHERE revisions > 1",
        "copied": "SELECT duplicate_of FROM article WHERE duplicate_of IS NOT NULL",
        "removed": "SELECT id FROM article WHERE removed IS NOT NULL",
        "persian": "SELECT id FROM article WHERE language = 'fa' ORDER BY id",
        "day": "SELECT substr(published, 1, 10) FROM article GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    }
    with closing(sqlite3.connect(database)) as connection:
        return {name: str(connection.execute(query).fetchone()[0]) for name, query in queries.items()}


def take(browser: Browser, picture: Picture, url: str) -> None:
    """Write the picture's PNG."""
    output = FOLDER / f"{picture.name}.png"
    with browser.new_context(
        viewport={"width": picture.width, "height": picture.height or 600}, color_scheme=picture.scheme
    ) as context:
        page = context.new_page()
        page.goto(url)
        page.screenshot(path=output, full_page=picture.height is None)
    sys.stdout.write(f"{output.relative_to(ROOT)}  {output.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
