"""The verb `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.options import Settings, common_options, print_json
from archive.plurals import counted


@click.command()
@click.argument("form", metavar="FORMAT")
@click.option("-o", "--output", metavar="PATH", required=True, help="Where to; - is stdout.")
@click.option("--source", metavar="SLUG", multiple=True, help="Only this source; may be repeated.")
@click.option("--language", metavar="TAG", multiple=True, help="Only this language; may be repeated.")
@click.option("--since", metavar="CURSOR", type=click.IntRange(0), help="Only what changed after this cursor.")
@click.option("--revisions", is_flag=True, help="With all texts that an article had.")
@click.option("--excel", is_flag=True, help="CSV that Excel reads as it is meant.")
@common_options
def export(settings: Settings, form: str, output: str, **wanted: Any) -> None:
    """Write the articles out for research, as jsonl or csv, with a manifest and checksums beside them.

    The closing line names a cursor: with --since CURSOR the next export has only what changed after this one.

    \b
    Example:
      backissue export jsonl -o export/
      backissue export csv -o - --language tg > tajik.csv
    """
    from archive.export import export_archive

    manifest = export_archive(settings.db, form, output, **wanted)
    if not settings.json:
        files = f" ({', '.join(manifest.files)})" if list(manifest.files) != [Path(output).name] else ""
        place = "stdout" if output == "-" else f"{output}{files}"
        rows = counted(manifest.rows, "article")
        settings.tell(f"{rows} to {place}. What changes from now on: --since {manifest.cursor}")
    elif output == "-":
        settings.tell(manifest.line())
    else:
        print_json(manifest.as_dict())
