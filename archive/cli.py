"""The verbs that do without the crawler; each imports what it needs itself, so that a search starts fast."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Any

import click

from archive.errors import UsageProblem
from archive.options import Settings, Verbs, colour_wanted, common_options, print_json, run

__all__ = ["Settings", "backissue", "common_options", "print_json", "run"]


LARGEST_ID = 2**63 - 1
"""Of an SQLite row."""


ELSEWHERE = {
    "backup": "archive.backup_cli",
    "check": "archive.check_cli",
    "restore": "archive.backup_cli",
    "schedule": "archive.schedule_cli",
    "search": "archive.search_cli",
    "sources": "archive.sources_cli",
    "stats": "archive.stats_cli",
    "stories": "archive.stories_cli",
    "withhold": "archive.withhold_cli",
}
"""Modules of verbs that are loaded when they are asked for."""


@click.group(cls=Verbs, elsewhere=ELSEWHERE)
@click.version_option(package_name="backissue")
def backissue() -> None:
    """Keep a region's news: crawl outlets politely, keep the original page and the clean text, find it again.

    Options stand after the verb; backissue VERB --help tells more and has an example.
    """


@backissue.command()
@click.argument("article_id", metavar="ID", type=click.IntRange(1, LARGEST_ID))
@click.option(
    "--revisions", "listing", is_flag=True, help="List the texts that the article had, and what kind each is."
)
@click.option("--diff", "pair", metavar="A..B", help="What changed from revision A to revision B.")
@click.option("--raw", is_flag=True, help="The page as last fetched, byte for byte: most servers send gzip.")
@common_options
def show(settings: Settings, article_id: int, listing: bool, pair: str | None, raw: bool) -> None:
    """Read an article, list its revisions, see what changed, get the original page.

    \b
    Example:
      backissue show 17
      backissue show 17 --diff 1..2
      backissue show 17 --raw | zcat > page.html
    """
    if raw and settings.json:
        raise click.UsageError("--raw and --json exclude each other.")
    if listing + raw + (pair is not None) > 1:
        raise click.UsageError("--revisions, --diff and --raw exclude each other.")
    from archive import show as shown
    from archive import terminal
    from archive.readonly import open_readonly

    with closing(open_readonly(settings.db)) as connection:
        article = shown.shown_article(connection, article_id)
        if raw:
            _write_payload(shown.last_payload(connection, settings.db, article_id), article_id)
        elif pair is not None:
            diff = shown.shown_diff(connection, article_id, pair)
            settings.tell(f"{pair}: {diff['kind']}")
            settings.give(diff, lambda: terminal.diff_text(diff["spans"], colour=colour_wanted()))
        elif listing:
            revisions = shown.shown_revisions(connection, article_id)
            settings.give(revisions, lambda: terminal.revisions_text(revisions))
        else:
            from archive.happenings import happenings
            from archive.related import related

            article |= happenings(connection, article_id) | related(connection, article_id)
            zone = shown.time_zone(connection, article_id)
            settings.give(
                article,
                lambda: terminal.article_text(article, zone, colour=colour_wanted(), columns=terminal.width()),
            )


def _write_payload(payload: bytes, article_id: int) -> None:
    if sys.stdout.isatty():
        raise UsageProblem(
            "--raw gives bytes as they came, which can upset a terminal. "
            f"Send them to a file: backissue show {article_id} --raw > page.html."
        )
    click.echo(payload, nl=False)


@backissue.command()
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
        place = "stdout" if output == "-" else f"{output} ({', '.join(manifest.files)})"
        settings.tell(f"{manifest.rows} articles to {place}. What changes from now on: --since {manifest.cursor}")
    elif output == "-":
        settings.tell(manifest.line())
    else:
        print_json(manifest.as_dict())


@backissue.command()
@click.option("--public", is_flag=True, help="For everybody: excerpts only, no captures.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0 takes a free one."
)
@common_options
def serve(settings: Settings, public: bool, port: int) -> None:
    """Browse the archive with Datasette, until Ctrl-C.

    \b
    Example:
      backissue serve --port 8080
    """
    from archive.serve import serve as browse

    browse(settings.db, port, public)
