"""The verb `search`: typed and saved searches, and what is new in one since the last time."""

from __future__ import annotations

import gc
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from archive.errors import UnknownSource
from archive.options import Settings, colour_wanted, common_options, print_json

HIT_COLUMNS = ("id", "url", "headline", "source", "inLanguage", "datePublished", "snippet", "score")
FIRST = 20
"""Hits, unless told; what is new since a cursor is shown in full, as the next cursor passes over it."""


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--source", metavar="SLUG", multiple=True, help="Only this source; may be repeated.")
@click.option("--language", metavar="TAG", multiple=True, help="Only this language (tg, ru …); may be repeated.")
@click.option("--from", "since", metavar="DATE", help="Published on this day, in this month or year, or later.")
@click.option("--to", "until", metavar="DATE", help="Published on this day, in this month or year, or earlier.")
@click.option(
    "-n",
    "limit",
    metavar="N",
    type=click.IntRange(1),
    help="At most so many hits.  [default: 20; with --new-since all]",
)
@click.option("--all", "everything", is_flag=True, help="Rank every match; usually the newest 2,000.")
@click.option(
    "--new-since",
    metavar="CURSOR",
    type=click.IntRange(0),
    help="Only what came or changed after this cursor; the closing line names the next one.",
)
@click.option("--saved", metavar="NAME", help="A search that is kept in a file, narrowed by QUERY if there is one.")
@click.option("--list-saved", is_flag=True, help="List the searches of that file instead.")
@click.option(
    "--searches",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The file of the saved searches.  [default: searches.toml beside the archive]",
)
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout, with a header.")
@common_options
def search(
    settings: Settings,
    words: tuple[str, ...],
    saved: str | None,
    list_saved: bool,
    searches: Path | None,
    **wanted: Any,
) -> None:
    """Find articles, in any form of a word and in whatever script a name was written. Without QUERY: the newest.

    QUERY knows words, "phrases", a trailing *, OR, -word, title:word, source:slug, lang:tg, before:2026-11
    and after:2026-11-05. Put it after -- when it begins with a minus.

    \b
    Example:
      backissue search Рахмон --language tg --from 2026-11
      backissue search '"new library" Khorog -museum' --json
      backissue search --saved floods --new-since 30
    """
    if wanted["as_csv"] and settings.json:
        raise click.UsageError("--csv and --json exclude each other.")
    if list_saved or saved is not None:
        from archive.search.saved import beside, saved_search, saved_searches

        file = searches or beside(settings.db)
        if list_saved:
            return _list(settings, saved_searches(file))
        words = (saved_search(file, str(saved)), *words)
    with _nothing_collected():
        return _search(settings, " ".join(words), **wanted)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Python's collector finds nothing in so short a time, and looking takes 2 of a search's 52 ms."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _list(settings: Settings, kept: dict[str, str]) -> None:
    listed = [{"name": name, "query": query} for name, query in kept.items()]
    if kept:
        settings.give(listed, lambda: "\n".join(f"{name}: {query}" for name, query in kept.items()))
    else:
        settings.tell('No saved search. Write a line for each into the file: name = "query".')


def _search(settings: Settings, text: str, as_csv: bool, new_since: int | None, **wanted: Any) -> None:
    from archive.readonly import open_readonly
    from archive.search.hits import cursor
    from archive.search.hits import search as hits_of
    from archive.search.statements import MOST_ROWS

    wanted |= {"newest": new_since is not None, "new_since": new_since}
    wanted["limit"] = wanted["limit"] or (FIRST if new_since is None else MOST_ROWS)
    with closing(open_readonly(settings.db)) as connection:
        connection.execute("BEGIN")  # hits and cursor of one moment, whatever a crawl writes meanwhile
        sources = _names_and_zones(connection)
        for slug in wanted["source"]:
            if slug not in sources:
                raise UnknownSource(f'{settings.db}: holds no source "{slug}". backissue sources list names them.')
        hits = list(hits_of(connection, text, **wanted))
        following = cursor(connection)
    if not hits:
        settings.tell("No hit.")
    if as_csv:
        _print_csv([hit.json() for hit in hits])
    elif hits:
        from archive.terminal import hits_text

        settings.give([hit.json() for hit in hits], lambda: hits_text(hits, sources, colour=colour_wanted()))
    if new_since is not None and settings.json:
        print_json({"cursor": following})
    elif new_since is not None:
        settings.tell(f"What comes or changes from now on: --new-since {following}")


def _names_and_zones(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    rows = connection.execute("SELECT slug, name, timezone FROM source")
    return {slug: (name, zone) for slug, name, zone in rows}


def _print_csv(rows: list[dict[str, object]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HIT_COLUMNS)
    writer.writerows([row[column] for column in HIT_COLUMNS] for row in rows)
