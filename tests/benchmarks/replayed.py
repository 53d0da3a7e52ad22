"""Recorded pages as a small internet, and source files for its hosts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("BACKISSUE_SHARED", Path(__file__).parents[3] / "shared"))
NEWSITES = SHARED / "data" / "newsites"
MAX_PAGES = 20
WAYS = ("feed and sitemap", "sitemap", "listings")


def hosts(pages: Path) -> list[str]:
    """The hosts of the recorded articles, sorted."""
    rows = map(json.loads, (pages / "manifest.jsonl").read_text("utf-8").splitlines())
    return sorted({row["host"] for row in rows if row["kind"] == "article"})


def write_sources(pages: Path, folder: Path) -> list[str]:
    """One source file per host, by turns found by feed with sitemap, by sitemap alone, by listings alone; the slugs."""
    country = folder / "zz"
    country.mkdir(parents=True, exist_ok=True)
    slugs = []
    for number, host in enumerate(hosts(pages)):
        slug = host.replace(".", "-").replace("_", "-")
        (country / f"{slug}.toml").write_text(source_file(host, WAYS[number % len(WAYS)]), "utf-8")
        slugs.append(slug)
    return slugs


def source_file(host: str, way: str) -> str:
    """The source file of a replayed host; without listings its sitemap is found through robots.txt."""
    lines = [
        f'name = "{host}"',
        'country = "ZZ"',
        'languages = ["ru", "en"]',
        'timezone = "Europe/Moscow"',
        f'scope = ["{host}/"]',
        f'homepage = "http://{host}/"',
        *([f'feeds = ["http://{host}/feed.xml"]'] if way == "feed and sitemap" else []),
    ]
    if way == "listings":
        lines += ["[[listings]]", f'url = "http://{host}/news/page/{{page}}/"', f"pages = {MAX_PAGES}"]
    return "\n".join([*lines, "[crawl]", "delay = 0"]) + "\n"


@contextmanager
def replay(pages: Path, port: int, log: Path | None = None) -> Iterator[str]:
    """Run the replay proxy; gives its URL."""
    command = [sys.executable, str(SHARED / "tools" / "replay.py"), str(pages), "--port", str(port)]
    command += ["--log", str(log)] if log else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


BACKISSUE = str(Path(sys.executable).with_name("backissue"))


def backissue(*arguments: str, **environment: str) -> str:
    """Run the command; its stdout. Raises CalledProcessError."""
    return subprocess.run(
        [BACKISSUE, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    ).stdout


def crawl_lines(database: Path, seeds: Path, proxy: str, *options: str) -> list[dict[str, Any]]:
    """What ``crawl --json`` prints through the proxy: a line per outcome, and the summary."""
    printed = backissue("crawl", "--json", "--db", str(database), "--seeds", str(seeds), *options, http_proxy=proxy)
    return [json.loads(line) for line in printed.splitlines()]
