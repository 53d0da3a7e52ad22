"""Serve the sample newsroom by itself: ``python -m crawler.newsroom --port 8600 --day 1``."""

from __future__ import annotations

import threading

import click

from archive.errors import BackissueError
from crawler.newsroom.editions import editions
from crawler.newsroom.server import OUTLETS, PORTS, Newsroom


@click.command()
@click.option(
    "--port",
    default=PORTS[0],
    show_default=True,
    help="Port of the first outlet; the second takes the next one.",
)
@click.option(
    "--day",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="1 before the changes, 2 after them.",
)
def main(port: int, day: int) -> None:
    """Serve the two invented outlets on loopback until Ctrl-C."""
    try:
        with Newsroom((port, port + 1 if port else 0), day) as newsroom:
            for edition in editions():
                click.echo(f"{newsroom.origins[OUTLETS.index(edition.outlet)]}{edition.path}  {edition.name}")
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    except BackissueError as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
