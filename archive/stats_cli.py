"""The verb `stats`: how many articles of each day, month, source or language, as a chart, JSON, CSV or SVG."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import UnknownSource, UsageProblem
from archive.options import Settings, colour_wanted, common_options

if TYPE_CHECKING:
    from archive.stats import By, Count
    from archive.stats_window import Window

UNITS = ("day", "month", "source", "language")


@click.command()
@click.option("--by", type=click.Choice(UNITS), default="day", show_default=True, help="What to count by.")
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
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout: a column of articles, and one for each source.")
@click.option("--svg", metavar="PATH", help="A chart as SVG; - is stdout.")
@common_options
def stats(settings: Settings, by: By, as_csv: bool, svg: str | None, limit: int, **narrowed: Any) -> None:
    """Count the articles of each day or month of publication, of each source or language.

    Days and months are those of the source's own time zone, as on the pages.

    \b
    Example:
      backissue stats
      backissue stats --by month --source khovar-tg --svg months.svg
      backissue stats --from 2026-11 --csv > november.csv
    """
    if settings.json + as_csv + (svg is not None) > 1:
        raise click.UsageError("--json, --csv and --svg exclude each other.")
    from archive.readonly import open_readonly
    from archive.stats import counts, newest_seen
    from archive.stats_window import window

    with closing(open_readonly(settings.db)) as connection:
        names = dict(connection.execute("SELECT slug, name FROM source").fetchall())
        _check_sources(settings.db, names, narrowed["source"])
        found = counts(connection, by, **narrowed)
        shown = window(found, by, limit, newest_seen(connection))
    if not found:
        settings.tell("No article.")
    if as_csv:
        _print_csv(found, by)
    elif svg is not None:
        _write_svg(svg, settings, shown, by, names)
    elif found:
        from archive.stats_text import stats_text
        from archive.terminal import width

        rows = [count.json(by) for count in found]
        settings.give(rows, lambda: stats_text(shown, by, columns=width(), colour=colour_wanted()))


def _check_sources(database: Path, known: Mapping[str, str], wanted: Sequence[str]) -> None:
    for slug in wanted:
        if slug not in known:
            raise UnknownSource(f'{database}: holds no source "{slug}". backissue sources list names them.')


def _print_csv(found: Sequence[Count], by: By) -> None:
    import csv

    slugs = [] if by == "source" else sorted({slug for count in found for slug in count.sources})
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([by, "articles", *slugs])
    for count in found:
        writer.writerow([count.key or "", count.articles, *(count.sources.get(slug, 0) for slug in slugs)])


def _write_svg(output: str, settings: Settings, shown: Window, by: By, names: Mapping[str, str]) -> None:
    from archive.stats_svg import stats_svg

    drawing = stats_svg(shown, by, names)
    if rest := shown.rest(by):
        settings.tell(rest)
    if output == "-":
        click.echo(drawing, nl=False)
        return
    path = Path(output)
    if path.is_dir() or (path.exists() and path.samefile(settings.db)):
        raise UsageProblem(f"{path}: {'a folder' if path.is_dir() else 'the archive itself'}. Name a file with --svg.")
    from archive.export.folder import staged

    with staged(path) as part:
        part.write_text(drawing, "utf-8")
        part.replace(path)
    settings.tell(f"{path}: written.")
