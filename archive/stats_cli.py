"""The verb `stats`: how many articles of each day, month, source or language, and which were removed."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import UnknownSource, UsageProblem
from archive.options import Settings, colour_wanted, common_options

if TYPE_CHECKING:
    from archive.stats import By
    from archive.stats_window import Window

Sources = Mapping[str, tuple[str, str]]
"""Name and zone of each slug."""

UNITS = ("day", "month", "source", "language")


@click.command()
@click.option("--by", type=click.Choice(UNITS), help="What to count by.  [default: day]")
@click.option("--source", metavar="SLUG", multiple=True, help="Only this source; may be repeated.")
@click.option("--language", metavar="TAG", multiple=True, help="Only this language; may be repeated.")
@click.option("--from", "since", metavar="DATE", help="Published on this day, in this month or year, or later.")
@click.option("--to", "until", metavar="DATE", help="Published on this day, in this month or year, or earlier.")
@click.option(
    "-n",
    "limit",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=30,
    show_default=True,
    help="A chart of the last N days or months, or of the N largest; JSON and CSV have all.",
)
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout, with a header.")
@click.option("--svg", metavar="PATH", help="A chart as SVG; - is stdout.")
@click.option("--removed", is_flag=True, help="List what was removed, with the first and the last evidence, instead.")
@common_options
def stats(settings: Settings, removed: bool, **options: Any) -> None:
    """Count the articles of each day or month of publication, of each source or language.

    Days and months are those of the source's own time zone, as on the pages. With --removed: the articles that were
    found to have gone from their site, the latest first; --from and --to are then days of the removal, in UTC.

    \b
    Example:
      backissue stats
      backissue stats --by month --source khovar-tg --svg months.svg
      backissue stats --from 2026-11 --csv > november.csv
      backissue stats --removed --source khovar-tg
    """
    if settings.json + options["as_csv"] + (options["svg"] is not None) > 1:
        raise click.UsageError("--json, --csv and --svg exclude each other.")
    if removed and (options["by"] or options["svg"] or options["language"]):
        raise click.UsageError("--removed excludes --by, --svg and --language.")
    from archive.readonly import open_readonly

    with closing(open_readonly(settings.db)) as connection:
        rows = connection.execute("SELECT slug, name, timezone FROM source")
        sources = {slug: (name, zone) for slug, name, zone in rows}
        for slug in options["source"]:
            if slug not in sources:
                raise UnknownSource(f'{settings.db}: holds no source "{slug}". backissue sources list names them.')
        (_list_removed if removed else _count)(connection, settings, sources, options)


def _count(connection: sqlite3.Connection, settings: Settings, sources: Sources, options: Mapping[str, Any]) -> None:
    from archive.stats import counts, newest_seen, table
    from archive.stats_window import window

    by: By = options["by"] or "day"
    found = counts(connection, by, **{name: options[name] for name in ("source", "language", "since", "until")})
    shown = window(found, by, options["limit"], newest_seen(connection))
    if not found:
        settings.tell("No article.")
    if options["as_csv"]:
        _print_csv(table(found, by))
    elif options["svg"] is not None:
        _write_svg(options["svg"], settings, shown, by, sources)
    elif found:
        from archive.stats_text import stats_text
        from archive.terminal import width

        rows = [count.json(by) for count in found]
        settings.give(rows, lambda: stats_text(shown, by, columns=width(), colour=colour_wanted()))


def _list_removed(
    connection: sqlite3.Connection, settings: Settings, sources: Sources, options: Mapping[str, Any]
) -> None:
    from archive.stats_removed import removals, removed_text, table

    rows = removals(connection, settings.db, options["source"], options["since"], options["until"])
    if not rows:
        settings.tell("Nothing was removed.")
    if options["as_csv"]:
        _print_csv(table(rows))
    elif rows:
        settings.give(rows, lambda: removed_text(rows, sources))


def _print_csv(rows: Iterable[Sequence[object]]) -> None:
    import csv

    csv.writer(sys.stdout, lineterminator="\n").writerows(rows)


def _write_svg(output: str, settings: Settings, shown: Window, by: By, sources: Sources) -> None:
    from archive.export.folder import staged
    from archive.stats_svg import stats_svg

    drawing = stats_svg(shown, by, {slug: name for slug, (name, _) in sources.items()})
    if rest := shown.rest(by):
        settings.tell(rest)
    if output == "-":
        click.echo(drawing, nl=False)
        return
    path = Path(output)
    if path.exists() and (not path.is_file() or path.samefile(settings.db)):
        what = "the archive itself" if path.is_file() else "not an ordinary file"
        raise UsageProblem(f"{path}: {what}. Name a file with --svg.")
    with staged(path) as part:
        part.write_text(drawing, "utf-8")
        part.replace(path)
    settings.tell(f"{path}: written.")
