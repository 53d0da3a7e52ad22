"""The verb `stories`: events that several articles tell of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import click

from archive.errors import UnknownSource
from archive.options import Settings, colour_wanted, common_options


@click.command()
@click.option("--source", metavar="SLUG", multiple=True, help="Only stories that this source tells; may be repeated.")
@click.option("--from", "since", metavar="DATE", help="Told on this day, in this month or year, or later.")
@click.option("--to", "until", metavar="DATE", help="Told on this day, in this month or year, or earlier.")
@click.option(
    "-n", "limit", metavar="N", type=click.IntRange(1), default=20, show_default=True, help="At most so many stories."
)
@common_options
def stories(settings: Settings, source: tuple[str, ...], **wanted: Any) -> None:
    """List the events that several articles tell of, the latest first, with the reason why they are taken for one.

    A story is a suggestion: it hides nothing, and backissue show ID tells it of each article.

    \b
    Example:
      backissue stories
      backissue stories --from 2026-11-02 --source khovar-tg --json
    """
    from archive.readonly import open_readonly
    from archive.story_list import stories as stories_of

    with closing(open_readonly(settings.db)) as connection:
        zones = dict(connection.execute("SELECT slug, timezone FROM source").fetchall())
        for slug in source:
            if slug not in zones:
                raise UnknownSource(f'{settings.db}: holds no source "{slug}". backissue sources list names them.')
        found = stories_of(connection, source=source, **wanted)
    if not found:
        settings.tell("No story.")
    else:
        settings.give(found, lambda: "\n\n".join("\n".join(_lines(story, zones)) for story in found))


def _lines(story: Mapping[str, Any], zones: Mapping[str, str]) -> Iterator[str]:
    """The headline, then a line for each article, and below it why it belongs here."""
    from archive.terminal import moment

    articles: Sequence[Mapping[str, Any]] = story["articles"]
    yield click.style(story["headline"], bold=True) if colour_wanted() else story["headline"]
    yield f"  story {story['story']} · articles: {len(articles)} · {', '.join(story['sources'])}"
    for article in articles:
        when = moment(article["datePublished"], zones[article["source"]])
        yield f"  {article['id']:>6}  {when} · {article['source']} · {article['headline']}"
        if article["reason"]:
            yield f"          {article['score']:.2f}: {article['reason']}"
