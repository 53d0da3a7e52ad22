"""The verbs `backup` and `restore`: the archive with its captures, to a folder and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.options import Settings, common_options
from archive.plurals import counted
from archive.progress import Progress, told_at_times

if TYPE_CHECKING:
    from archive.backup import Copied


@click.command()
@click.argument("folder", metavar="PATH", type=click.Path(path_type=Path))
@common_options
def backup(settings: Settings, folder: Path) -> None:
    """Copy the archive and its captures into a new folder, with SHA256SUMS; a crawl may go on meanwhile.

    The copy is the archive as it stood when the command began. Put it on another disk.

    \b
    Example:
      backissue backup /mnt/disk/archive-2026-11-28
    """
    from archive.backup import back_up

    _give(settings, back_up(settings.db, folder, _told(settings)))


@click.command()
@click.argument("folder", metavar="PATH", type=click.Path(path_type=Path))
@common_options
def restore(settings: Settings, folder: Path) -> None:
    """Make an archive of a backup, once every digest in it was compared; nothing that is there is overwritten.

    \b
    Example:
      backissue restore /mnt/disk/archive-2026-11-28 --db archive.db
    """
    from archive import backup

    _give(settings, backup.restore(folder, settings.db, _told(settings)))


def _give(settings: Settings, copied: Copied) -> None:
    facts = {name: getattr(copied, name) for name in ("articles", "files", "bytes")}
    settings.give(
        {"path": str(copied.path)} | facts,
        lambda: (
            f"{copied.path}: {counted(copied.articles, 'article')}, {counted(copied.files, 'file')}, "
            f"{counted(copied.bytes, 'byte')}."
        ),
    )


def _told(settings: Settings) -> Progress:
    return told_at_times(settings.tell, lambda done, of: f"{done / 1e6:,.0f} of {of / 1e6:,.0f} MB")
