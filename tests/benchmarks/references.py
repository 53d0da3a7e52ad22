"""Recorded pages with their reference texts: the evaluation pack and the pages of the small internet."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.records import Source
from archive.sources import imported_source
from tests.benchmarks.replayed import NEWSITES, SHARED

PACK = SHARED / "data" / "pack"


@dataclass(frozen=True, slots=True)
class Reference:
    """A page and what is known of its text."""

    id: str
    url: str
    """Absolute; made up from the host where the pack has none."""

    site: str
    """Host without ``www.``."""

    kind: str
    """``fulltext``, ``segments`` or ``newsites``."""

    collection: str
    path: Path | None
    texts: tuple[str, ...] = ()
    """The whole text, in alternatives that are all right."""

    inside: tuple[str, ...] = ()
    """Segments of the text."""

    outside: tuple[str, ...] = ()
    """Segments that stand on the page and not in the text."""

    html: bytes = b""
    """The page itself where it has no file."""

    def payload(self) -> bytes:
        return gzip.decompress(self.path.read_bytes()) if self.path else self.html


def references() -> Iterator[Reference]:
    """All pages with a known text."""
    yield from pack_pages()
    yield from newsites_pages()


def pack_pages() -> Iterator[Reference]:
    for row in json.loads((PACK / "public" / "truth.json").read_text("utf-8")):
        if row["kind"] != "date":
            yield Reference(
                row["id"],
                absolute(row["url"], row["site"], row["id"]),
                row["site"].removeprefix("www."),
                row["kind"],
                row["source"],
                PACK / "public" / row["html"],
                tuple(row.get("texts", ())),
                tuple(row.get("with_", ())),
                tuple(row.get("without", ())),
            )


def newsites_pages() -> Iterator[Reference]:
    for row in map(json.loads, (NEWSITES / "manifest.jsonl").read_text("utf-8").splitlines()):
        if row["kind"] == "article" and row.get("reference"):
            yield Reference(
                row["file"],
                absolute(served_url(row), row["host"]),
                row["host"].removeprefix("www."),
                "newsites",
                f"newsites-{row['language']}",
                NEWSITES / row["file"],
                ((NEWSITES / row["reference"]).read_text("utf-8"),),
            )


def served_url(row: dict[str, Any]) -> str:
    """The URL under which the replay proxy serves a page."""
    return row["url"] or f"http://{row['host']}/archive/{Path(row['file']).name.partition('.')[0]}.html"


def absolute(url: str | None, site: str, name: str = "article") -> str:
    """The page's URL; made up from its name where it has none."""
    if not url:
        return f"https://{site}/{name}.html"
    return url if "://" in url else f"https:{url}" if url.startswith("//") else f"https://{url}"


def source_of_page(url: str) -> Source:
    """A source made up for the page's host."""
    return imported_source(url)


def from_text(name: str, html: str, url: str | None, site: str) -> Reference:
    """A page without a reference text; its URL is made up from its name where it has none."""
    return Reference(
        name, absolute(url, site, name), site.removeprefix("www."), "unknown", "unknown", None, html=html.encode()
    )
