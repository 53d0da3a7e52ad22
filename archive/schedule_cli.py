"""The verb `schedule`: print what a scheduler needs."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from archive.options import Settings, common_options

SETTING = "BACKISSUE_"
PLACES = ("BACKISSUE_DB", "BACKISSUE_SEEDS")
"""Given as options instead."""


@click.command()
@click.option("--systemd", "form", flag_value="systemd", help="A hardened service and its timer.")
@click.option("--cron", "form", flag_value="cron", help="Lines for crontab.")
@click.option("--github", "form", flag_value="github", help="A workflow that keeps the archive in a branch.")
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Write the files there instead; nothing is overwritten.",
)
@common_options
def schedule(settings: Settings, form: str | None, output: Path | None) -> None:
    """Print what systemd, cron or GitHub needs to call `crawl --due` every ten minutes.

    Paths are those of this command: the archive of --db, the sources of --seeds, this Backissue. Settings that stand in
    the environment (BACKISSUE_CONTACT …) go along. See docs/operations.md.

    \b
    Example:
      backissue schedule --systemd -o /etc/systemd/system
      backissue schedule --cron
      backissue schedule --github > .github/workflows/crawl.yml
    """
    if form is None:
        raise click.UsageError("Which scheduler? --systemd, --cron or --github.")
    from archive.schedule import Tick, cron_lines, github_workflow, systemd_units

    tick = Tick(_program(), settings.db.resolve(), _seeds(settings), _environment(), getpass.getuser())
    if form == "systemd":
        files = systemd_units(tick)
    elif form == "cron":
        files = {"backissue.cron": cron_lines(tick)}
    else:
        files = {"crawl.yml": github_workflow(tick)}
    if output is not None:
        _write(output, files, settings)
    else:
        settings.give(files, lambda: _shown(files))


def _program() -> tuple[str, ...]:
    """The script beside this Python; without one, the module."""
    script = Path(sys.executable).with_name("backissue")
    return (str(script),) if script.exists() else (sys.executable, "-m", "crawler.cli")


def _seeds(settings: Settings) -> Path | None:
    """The folder that holds here; None for the packaged one, which an upgrade may move."""
    here = settings.given_seeds or Path("seeds")
    return here.resolve() if settings.given_seeds or here.is_dir() else None


def _environment() -> dict[str, str]:
    return {name: text for name, text in sorted(os.environ.items()) if name.startswith(SETTING) and name not in PLACES}


def _shown(files: dict[str, str]) -> str:
    """One file as it is; of several, each below a line that names it."""
    if len(files) == 1:
        return "".join(files.values()).rstrip("\n")
    return "\n".join(f"# {name}\n{text}" for name, text in files.items()).rstrip("\n")


def _write(folder: Path, files: dict[str, str], settings: Settings) -> None:
    from archive.errors import UsageProblem

    for name in files:
        if (folder / name).exists():
            raise UsageProblem(f"{folder / name} is there already. Move it away, or name another folder with -o.")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
        settings.tell(f"{folder / name} written.")
