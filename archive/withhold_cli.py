"""The verb `withhold`: keep articles, and show and export them no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.options import Settings, common_options

if TYPE_CHECKING:
    from archive.withholding import State


@click.command()
@click.argument("article_ids", metavar="ID…", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))
@click.option("--reason", metavar="TEXT", help="Why; told by show, never on a public page.")
@click.option("--undo", is_flag=True, help="Show the articles again.")
@common_options
def withhold(settings: Settings, article_ids: tuple[int, ...], reason: str | None, undo: bool) -> None:
    """Keep articles, but show and export them no more: a take-down, a person's request.

    Nothing is deleted. A manifest of an export tells how many are withheld; export --since passes it on.

    \b
    Example:
      backissue withhold 17 23 --reason "A named person asked for it, 2026-11-28"
      backissue withhold 17 --undo
    """
    if undo == (reason is not None):
        raise click.UsageError("Give --reason TEXT to withhold, or --undo to show again.")
    from archive.readonly import refuse_unless_archive
    from archive.store import Archive
    from archive.withholding import state

    refuse_unless_archive(settings.db)
    with Archive(settings.db, tell=settings.tell) as archive:
        changed = archive.show_again(article_ids) if undo else archive.withhold(article_ids, reason or "")
        rows = [state(archive.db.conn, article_id) for article_id in dict.fromkeys(article_ids)]
    settings.give(rows, lambda: "\n".join(_sentence(row, row["id"] in changed) for row in rows))


def _sentence(row: State, changed: bool) -> str:
    if row["withheld"] is None:
        return f"{row['id']}: {'shown again' if changed else 'was not withheld'}."
    told = f"{row['id']}: withheld{'' if changed else ' already'}, since {row['withheld']}. Reason: {row['reason']}"
    copies = ", ".join(map(str, row["copies"]))
    return f"{told}\n  Still shown, with the same or nearly the same text: {copies}" if copies else told
