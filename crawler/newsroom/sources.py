"""The newsroom's editions as source files, so that the real crawler takes them like any other outlet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from crawler.newsroom.editions import Edition, editions


def write_sources(folder: Path, origins: Mapping[str, str]) -> list[Path]:
    """Write ``tj/<slug>.toml`` for every edition; ``origins`` gives ``http://host:port`` of each outlet."""
    (folder / "tj").mkdir(parents=True, exist_ok=True)
    written = []
    for edition in editions():
        path = folder / "tj" / f"{edition.slug}.toml"
        path.write_text(source_file(edition, origins[edition.outlet]), "utf-8")
        written.append(path)
    return written


def source_file(edition: Edition, origin: str) -> str:
    """The text of an edition's source file."""
    home = f"{origin}{edition.path}"
    keys = edition.source
    lines = [
        "# An invented outlet of the sample newsroom; written for one run.",
        f"name = {_quoted(keys['name'])}",
        'country = "TJ"',
        f'languages = ["{edition.language}"]',
        'timezone = "Asia/Dushanbe"',
        f"scope = [{_quoted(home.removeprefix('http://'))}]",
        f"homepage = {_quoted(home)}",
        f"feeds = {_urls(home, keys.get('feeds', []))}",
        f"sitemaps = {_urls(home, keys.get('sitemaps', []))}",
        'license = "Apache-2.0"',
        'status = "ok"',
        'evidence = "bundled"',
    ]
    if "article_url" in keys:
        lines.append(f"article_url = '{keys['article_url']}'")
    for listing in keys.get("listings", []):
        lines += [
            "",
            "[[listings]]",
            f"url = {_quoted(home + listing['url'])}",
            f"pages = {listing.get('pages', 1)}",
        ]
    # On loopback there is nobody to spare, and the demo's two crawls stand for two days.
    lines += ["", "[crawl]", "delay = 0.02", "removed_checks = 1", "removed_days = 0"]
    return "\n".join(lines) + "\n"


def _urls(home: str, paths: list[str]) -> str:
    return json.dumps([f"{home}{path}" for path in paths])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
