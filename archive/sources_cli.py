"""The verb `sources`: what the catalogue and the archive know of each source."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import click

from archive.errors import SourceFileError
from archive.options import Settings, Verbs, common_options
from archive.plurals import counted

if TYPE_CHECKING:
    from archive.memory_report import MemoryReport


class ListUnlessNamed(Verbs):
    """``sources`` alone, or with options only, is ``sources list``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ListUnlessNamed)
def sources() -> None:
    """The catalogue: list the sources (as without a word), check the source files, show one source.

    \b
    Example:
      backissue sources
      backissue sources check --seeds seeds
    """


@sources.command("list")
@common_options
def list_(settings: Settings) -> None:
    """Name every source with its languages, status, health, articles, newest article and last crawl.

    Health is what its last crawl told: ok, failing, moved (to another host), challenge and blocked (it does not let us
    in), dead, feeds (they are gone, its pages are not), extraction (its pages have no text any more), silent (nothing
    new for long), failing (it gave no usable answer, and nothing yet says why), quiet (no crawl yet), and dead or moved
    as its file says. What is wrong, and what to do next, stands below the table, and on the pages of backissue serve.

    \b
    Example:
      backissue sources list
      backissue sources list --json
    """
    from archive.overview import listed
    from archive.sources import load_catalogue
    from archive.terminal import sources_text

    rows = listed(load_catalogue(settings.seeds).sources, settings.db)
    settings.give(rows, lambda: sources_text(rows))


@sources.command()
@common_options
def check(settings: Settings) -> int:
    """Check every source file and name every problem, with file, key, value and the mend.

    \b
    Example:
      backissue sources check
    """
    from archive.sources import check_catalogue, load_catalogue

    folder = settings.seeds
    problems = check_catalogue(folder)
    count = 0 if problems else len(load_catalogue(folder).sources)
    found = {"seeds": str(folder), "sources": count, "problems": problems}
    settings.give(found, lambda: "\n".join(problems) or f"{counted(count, 'source file')}, well-formed")
    return SourceFileError.exit_code if problems else 0


@sources.command()
@click.argument("slug")
@click.option("--memory", is_flag=True, help="What the archive learned of its pages, instead.")
@common_options
def show(settings: Settings, slug: str, memory: bool) -> None:
    """Show what the source file says of a source, and what the archive has of it.

    With --memory: since when and from how many pages it was learned, which kinds of blocks were text, which blocks
    repeat from page to page.

    \b
    Example:
      backissue sources show khovar-tg
      backissue sources show khovar-tg --memory
    """
    if memory:
        from archive.memory_text import memory_text

        report = _memory(settings, slug)
        settings.give(report, lambda: memory_text(report))
        return
    from dataclasses import asdict

    from archive.overview import listed
    from archive.sources import load_catalogue
    from archive.terminal import fields_text

    source = load_catalogue(settings.seeds).source(slug)
    row = listed([source], settings.db)[0]
    known = asdict(source) | row
    del known["source"]
    facts = {name: value for name, value in known.items() if name not in ("problem", "alarms", "told")}
    settings.give(known, lambda: "\n".join((fields_text(facts), *(f"! {sentence}" for sentence in row["told"]))))


@sources.command("forget-memory")
@click.argument("slug")
@common_options
def forget_memory(settings: Settings, slug: str) -> None:
    """Forget what a source's pages taught about it; the next crawl learns anew.

    For a site that was built anew, or a memory that went wrong. Articles and headlines stay as they are.

    \b
    Example:
      backissue sources forget-memory khovar-tg
    """
    from archive.memory import forget
    from archive.memory_text import forgotten_text
    from archive.readonly import refuse_unless_archive
    from archive.store import Archive

    refuse_unless_archive(settings.db)  # before a file is made for a slip of the pen
    with Archive(settings.db, tell=settings.tell) as archive:
        known = _known_memory(archive.db.conn, settings, slug)
        with archive.db.atomic():
            forget(archive.db.conn, slug)
    gone = {name: known[name] for name in ("source", "since", "pages")} | {"kinds": len(known["kinds"])}
    settings.give(gone, lambda: forgotten_text(known))


def _memory(settings: Settings, slug: str) -> MemoryReport:
    from archive.readonly import open_readonly

    with closing(open_readonly(settings.db)) as connection:
        return _known_memory(connection, settings, slug)


def _known_memory(connection: sqlite3.Connection, settings: Settings, slug: str) -> MemoryReport:
    """Raises UnknownSource for a slug that neither the archive nor the catalogue knows."""
    from archive.memory_report import holds_source, memory_report
    from archive.sources import load_catalogue

    if not holds_source(connection, slug):
        load_catalogue(settings.seeds).source(slug)
    return memory_report(connection, slug)
