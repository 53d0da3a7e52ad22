"""Writes docs/cli.md from the commands' own help: ``python -m tests.write_cli_docs``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

import crawler.cli  # noqa: F401 - adds its verbs
from archive.cli import backissue

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
COMMAND = ".venv/bin/python -m tests.write_cli_docs"
COLUMNS = 100

INTRODUCTION = """\
# The command line

    backissue VERB [OPTIONS] [ARGUMENTS]

Options stand after the verb. What a verb was asked for goes to stdout, everything else to stderr; with `--json`
stdout is one JSON object, or one a line. Colour is used in a terminal only, and not where `NO_COLOR` is set.

| exit code | when |
|---|---|
| 0 | done; nothing new, no hit and a page that is no article are fine too |
| 1 | failed, or every source failed |
| 2 | a mistyped command, a bad source file, an unknown source, a database that is not ours or newer than we know |
| 3 | some sources failed; what the others gave is kept |
| 4 | another run writes to the archive |
| 5 | the archive is not what was written: a damaged file, a problem found by `check` |
| 130 | interrupted; what was done is kept, and the next run goes on from there |

This page is written by `{command}` from the commands' own help.
"""


def cli_docs(group: click.Group = backissue) -> str:
    """The page: a section for each verb, with its help."""
    root = context(group, "backissue", None)
    sections = [INTRODUCTION.format(command=COMMAND)]
    for command in walk(group, root):
        sections.append(f"## {command.command_path}\n\n```text\n{command.get_help()}\n```\n")
    return "\n".join(sections)


def walk(group: click.Group, parent: click.Context) -> Iterator[click.Context]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        here = context(command, name, parent)
        yield here
        if isinstance(command, click.Group):
            yield from walk(command, here)


def context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    return click.Context(
        command, parent, info_name=name, terminal_width=COLUMNS, max_content_width=COLUMNS, color=False
    )


if __name__ == "__main__":
    PAGE.write_text(cli_docs())
