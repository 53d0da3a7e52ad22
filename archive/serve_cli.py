"""The verb `serve`."""

from __future__ import annotations

import click

from archive.options import Settings, common_options


@click.command()
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
