"""The verb `show`: one article, its revisions, what changed, the page itself."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from archive.errors import UsageProblem
from archive.options import Settings, colour_wanted, common_options

LARGEST_ID = 2**63 - 1
"""Of an SQLite row."""


@click.command()
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
