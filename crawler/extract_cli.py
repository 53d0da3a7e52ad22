"""What ``backissue extract`` does: read a page as a crawl would, tell what came of it, store nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.articles import through_the_gate
from archive.entries import entry_task
from archive.gate import clean
from archive.memory import Memory, snapshot
from archive.memory_report import article_of_headline, has_memory
from archive.options import Settings, colour_wanted
from archive.readonly import open_readonly
from archive.records import Article, Entry, Rejection, Source
from archive.sources import imported_source, load_catalogue
from archive.terminal import width
from archive.urls import url_key
from crawler import explain
from crawler.extraction.boilerplate import Block, headline_keys
from crawler.extraction.extract import Reading, read_page
from crawler.named_page import NamedPage, Refused, fetch_page, is_url, open_file

OTHERS = "headline of another article of the source"
"""The reason of boilerplate's whose article can be named."""


def extract_and_tell(
    settings: Settings, target: str, db: Path | None, *, url: str | None, source: str | None, explained: bool
) -> int:
    """The exit code. ``db``: the archive whose site memory helps; None reads the page by itself."""
    catalogue = load_catalogue(settings.seeds)
    chosen = catalogue.source(source) if source else None
    with _archive(db) as archive:
        page = fetch_page(target, settings.seeds, settings.verbosity) if is_url(target) else open_file(target, url)
        if isinstance(page, Refused):
            return _tell_refused(settings, page, ())
        owner = chosen or catalogue.source_of(page.url) or imported_source(page.url)
        memory = snapshot(archive, owner.slug) if archive and has_memory(archive) else Memory(owner.slug)
        reading = _read(page, owner, memory, archive, explained)
    if isinstance(reading.result, Rejection):
        detail = reading.result.detail if reading.result.detail != page.url else ""
        refused = Refused(page.url, f"rejected:{reading.result.reason}", detail)
        return _tell_refused(settings, refused, reading.blocks if explained else ())
    _tell(settings, reading.result, owner, reading.blocks, _known(memory, archive), explained)
    return 0


def _archive(db: Path | None) -> AbstractContextManager[sqlite3.Connection | None]:
    return nullcontext() if db is None else closing(open_readonly(db))


def _read(
    page: NamedPage, source: Source, memory: Memory, archive: sqlite3.Connection | None, explained: bool
) -> Reading:
    """The page read as a crawl reads it, every string as it would be stored, and what the archive knows of reasons."""
    entry = _entry(archive, page.url, source) if archive else None
    reading = read_page(
        page.payload,
        page.url,
        source,
        memory,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        entry=entry,
        explain=explained,
    )
    result = reading.result
    own = [page.url]
    if isinstance(result, Article):
        own += [result.canonical_url] if result.canonical_url else []
        licensed = _licensed(result, source)
        result = replace(through_the_gate(licensed), origins=licensed.origins)
    keys = [url_key(address, source) for address in own]
    blocks = tuple(_with_evidence(block, source, keys, archive) for block in reading.blocks)
    return replace(reading, result=result, blocks=blocks)


def _entry(archive: sqlite3.Connection, url: str, source: Source) -> Entry | None:
    """What a feed, sitemap or listing said of the page."""
    row = archive.execute("SELECT id FROM entry WHERE url_key = ?", [url_key(url, source)]).fetchone()
    return entry_task(archive, row[0]).entry if row else None


def _licensed(article: Article, source: Source) -> Article:
    """With the licence of the source's file where the page states none, as ``show`` has it."""
    if article.license or source.license == "unknown":
        return article
    return replace(article, license=source.license, origins={**article.origins, "license": "source file"})


def _with_evidence(block: Block, source: Source, own: Sequence[str], archive: sqlite3.Connection | None) -> Block:
    block = replace(block, text=clean(block.text))
    if archive is None or block.reason != OTHERS:
        return block
    article_id = article_of_headline(archive, source.slug, headline_keys(block.text), own)
    return block if article_id is None else replace(block, reason=f"headline of article {article_id}")


def _known(memory: Memory, archive: sqlite3.Connection | None) -> str:
    if archive is None:
        return "none: --db names the archive that has it"
    state = "learned" if memory.learned else "learning"
    kinds, repeated, headlines = map(len, (memory.kinds, memory.repeated, memory.headlines))
    return f"{state}; kinds of blocks {kinds}, repeated blocks {repeated}, headlines {headlines}"


def _tell(
    settings: Settings, article: Article, source: Source, blocks: Sequence[Block], memory: str, explained: bool
) -> None:
    look: dict[str, Any] = {"colour": colour_wanted(), "columns": width()}
    if explained:
        settings.give(
            explain.explained_object(article, source, blocks),
            lambda: explain.explained_text(article, source, blocks, memory=memory, **look),
        )
    else:
        settings.give(explain.plain_object(article, source), lambda: explain.plain_text(article, source, **look))


def _tell_refused(settings: Settings, refused: Refused, blocks: Sequence[Block]) -> int:
    """A page that is no article is no failure; a page that could not be had is."""
    told: dict[str, object] = {"url": refused.url, "outcome": refused.outcome, "detail": refused.detail or None}
    if blocks:
        told["blocks"] = explain.block_objects(blocks)

    def text() -> str:
        line = "  ".join(filter(None, (refused.outcome, refused.url, clean(refused.detail))))
        look: dict[str, Any] = {"colour": colour_wanted(), "columns": width()}
        return f"{line}\n\n{explain.blocks_text(blocks, **look)}" if blocks else line

    settings.give(told, text)
    return 1 if refused.outcome.startswith("failed:") else 0
