"""Takes the pictures of docs/pictures from a fresh demo: ``python -m tests.take_pictures``; needs Chromium."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.demo_run import ROOT, environment, free_ports, run_demo

FOLDER = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--run-all-compositor-stages-before-draw",  # else a busy machine gets half a page
    "--virtual-time-budget=2000",
)
DARK = "--blink-settings=preferredColorScheme=0"


class Picture(NamedTuple):
    """One page of the demo's archive, as a browser shows it."""

    name: str
    path: str
    """On the server; ``{edited}`` and ``{copied}`` stand for the ids of those articles."""

    size: str = "1280,900"
    dark: bool = False


PICTURES = (
    Picture("front", "/"),
    Picture("front-dark", "/", dark=True),
    Picture("front-phone", "/", "360,780"),
    Picture("article", "/article/{copied}", "1280,780"),
    Picture("diff", "/article/{edited}/diff/1..2", "1280,720"),
    Picture("search", "/search?q=Varzob", "1280,860"),
)


def main() -> None:
    """Take all pictures anew; ends with a sentence where no Chromium is on the PATH."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("No Chromium on the PATH. Install it (on Debian: apt install chromium), then run this again.")
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        run_demo(folder, free_ports())
        ids = telling_articles(folder / "demo.db")
        with served(folder) as address:
            for picture in PICTURES:
                take(browser, picture, address + picture.path.format_map(ids), folder)


def telling_articles(database: Path) -> dict[str, int]:
    """The ids of the article that was edited and of the one that was copied."""
    with closing(sqlite3.connect(database)) as connection:
        (edited,) = connection.execute("SELECT id FROM article WHERE revisions > 1").fetchone()
        (copied,) = connection.execute("SELECT duplicate_of FROM article WHERE duplicate_of IS NOT NULL").fetchone()
    return {"edited": edited, "copied": copied}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """``backissue serve`` on a free port; gives its address."""
    command = [sys.executable, "-m", "crawler.cli", "serve", "--db", "demo.db", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = re.search(r"http://[\d.:]+", server.stderr.readline())
            assert address is not None
            yield address[0]
        finally:
            server.terminate()


def take(browser: str, picture: Picture, url: str, folder: Path) -> None:
    """Write the picture's PNG."""
    command = [browser, *FLAGS, *([DARK] if picture.dark else []), f"--user-data-dir={folder / 'browser'}"]
    output = FOLDER / f"{picture.name}.png"
    subprocess.run(
        [*command, f"--window-size={picture.size}", f"--screenshot={output}", url],
        check=True,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    sys.stdout.write(f"{output.relative_to(ROOT)}  {output.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
