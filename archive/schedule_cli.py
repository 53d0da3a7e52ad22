"""The verb `schedule`: print what a scheduler needs."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from archive.options import Settings, common_options
from archive.schedule import SETTING

NETWORK = (
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)
"""How this machine reaches the network; a schedule that lacks one of these reaches nobody."""

PLACES = ("BACKISSUE_DB", "BACKISSUE_SEEDS")
"""Given as options instead."""


@click.command()
@click.option("--systemd", is_flag=True, help="A hardened service and its timer.")
@click.option("--cron", is_flag=True, help="Lines for crontab.")
@click.option("--github", is_flag=True, help="A workflow that keeps the archive in a branch.")
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the files there instead; nothing is overwritten.",
)
@common_options
def schedule(settings: Settings, output: Path | None, **forms: bool) -> None:
    """Print what systemd, cron or GitHub needs to call `crawl --due` every ten minutes.

    Paths are those of this command: the archive of --db, the sources of --seeds, this Backissue. Settings that stand in
    the environment (BACKISSUE_CONTACT …) go along; proxies and SSL_CERT_FILE too, but to GitHub. See
    docs/operations-scheduled.md.

    \b
    Example:
      backissue schedule --systemd -o /etc/systemd/system
      backissue schedule --cron
      backissue schedule --github > .github/workflows/crawl.yml
    """
    wanted = [form for form, is_wanted in forms.items() if is_wanted]
    if len(wanted) != 1:
        raise click.UsageError("Which scheduler? One of --systemd, --cron and --github.")
    from archive.schedule import Tick, cron_lines, github_workflow, systemd_units

    tick = Tick(_program(), settings.db.resolve(), _seeds(settings), _environment(), getpass.getuser())
    if forms["systemd"]:
        files = systemd_units(tick)
    elif forms["cron"]:
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
    """Settings of ours and of the network; files are named from where a schedule stands, too."""
    found = {name: text for name, text in sorted(os.environ.items()) if name.startswith(SETTING) or name in NETWORK}
    return {
        name: str(Path(text).absolute()) if text and name.startswith("SSL_") else text
        for name, text in found.items()
        if name not in PLACES
    }


def _shown(files: dict[str, str]) -> str:
    """One file as it is; of several, each below a line that names it."""
    if len(files) == 1:
        return "".join(files.values()).rstrip("\n")
    return "\n".join(f"# {name}\n{text}" for name, text in files.items()).rstrip("\n")


def _write(folder: Path, files: dict[str, str], settings: Settings) -> None:
    from archive.errors import UsageProblem

    if not folder.is_dir():
        raise UsageProblem(f"{folder} is no folder. Make it, or name another one with -o.")
    for name in files:
        if (folder / name).exists():
            raise UsageProblem(f"{folder / name} is there already. Move it away, or name another folder with -o.")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
        settings.tell(f"{folder / name} written.")
