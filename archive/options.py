"""What every verb of the command line shares: its options, how it speaks and how it ends."""

from __future__ import annotations

import functools
import gc
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

import click

from archive.errors import BackissueError

Verb = Callable[..., int | None]
"""A verb gives its exit code; None is 0."""


class Settings(NamedTuple):
    """What ``common_options`` hand to a verb as its first argument."""

    db: Path
    """The archive; its captures lie beside it."""

    given_seeds: Path | None
    """``--seeds`` or BACKISSUE_SEEDS; ``seeds`` is what holds."""

    json: bool
    """One object, or JSON lines, on stdout."""

    verbosity: int
    """-1 quiet, 0 as usual, 1 and more: say more."""

    @property
    def seeds(self) -> Path:
        """The source files' folder: as given, else ``./seeds`` if there, else the packaged catalogue."""
        from archive.sources import default_seeds

        return self.given_seeds or default_seeds()

    def tell(self, message: str) -> None:
        """A line on stderr, unless ``-q`` was given."""
        if self.verbosity >= 0:
            click.echo(message, err=True)

    def give(self, data: object, as_text: Callable[[], str]) -> None:
        """The answer on stdout: with ``--json`` the data, a list as one line an item; else the text."""
        if not self.json:
            click.echo(as_text())
        elif isinstance(data, list):
            for item in data:
                print_json(item)
        else:
            print_json(data)


def common_options(verb: Verb) -> Verb:
    """``--db --seeds --json -q -v``, handed to the verb as one ``Settings``; stands nearest to the verb."""

    @click.option(
        "--db",
        type=click.Path(path_type=Path),
        default="archive.db",
        envvar="BACKISSUE_DB",
        show_default=True,
        show_envvar=True,
        help="The archive.",
    )
    @click.option(
        "--seeds",
        type=click.Path(path_type=Path),
        envvar="BACKISSUE_SEEDS",
        show_default="./seeds if there, else the packaged catalogue",
        show_envvar=True,
        help="The folder of the source files.",
    )
    @click.option("--json", "as_json", is_flag=True, help="JSON on stdout: one object, or one a line.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
    @click.option("-v", "--verbose", count=True, help="Say more; twice: everything.")
    @functools.wraps(verb)
    def collected(*, db: Path, seeds: Path | None, as_json: bool, quiet: bool, verbose: int, **own: Any) -> int | None:
        if quiet and verbose:
            raise click.UsageError("-q and -v exclude each other.")
        return verb(Settings(db, seeds, as_json, -1 if quiet else verbose), **own)

    return collected


def colour_wanted() -> bool:
    """Whether stdout is a terminal whose user has not asked for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_json(value: object) -> None:
    """One line of JSON on stdout, letters of every script as they are."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False))


class Verbs(click.Group):
    """A group whose verbs may lose the reader of their output: ``search … | head`` ends in silence.

    A verb of a module of its own is loaded when it is asked for: ``elsewhere`` gives the module by its name.
    """

    def __init__(self, *arguments: Any, elsewhere: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.elsewhere = dict(elsewhere or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.elsewhere:
            module = import_module(self.elsewhere.pop(cmd_name))
            self.add_command(getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each verb with its first sentence, all of it."""
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(limit=500)) for name, verb in verbs if verb])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # What Python still holds for stdout would fail once more when it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


NO_TEXT = "Could not decode to UTF-8"
"""What Python's sqlite3 says, without a code, of bytes that were never written as text."""


def run(group: click.Group, argv: Sequence[str] | None = None) -> int:
    """Carry out a command line (default: the process's own) and give its exit code.

    A problem that a user can mend becomes one line ``Error: …`` on stderr; anything else is a bug and raised.
    """
    try:
        return _run(group, argv)
    finally:
        if argv is None:
            gc.freeze()  # the collection at exit would look at all that is dropped anyway: 7 of a search's 59 ms


def _run(group: click.Group, argv: Sequence[str] | None) -> int:
    try:
        return group.main(argv, prog_name="backissue", standalone_mode=False) or 0
    except click.Abort:
        return _refuse("interrupted.", 130)
    except click.ClickException as error:
        return _refuse(_usage(error), error.exit_code)
    except BackissueError as error:
        return _refuse(str(error), error.exit_code)
    except sqlite3.DatabaseError as error:
        return _refuse(*_database_problem(error))
    except OSError as error:
        if error.filename is None:
            raise
        return _refuse(f"{error.filename}: {error.strerror}.", 1)


def _refuse(sentence: str, exit_code: int) -> int:
    click.echo(f"Error: {sentence}", err=True)
    return exit_code


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    sentence = error.format_message().replace(" a valid integer range", " a whole number")
    if context is None:
        return sentence
    if isinstance(error, click.NoSuchOption) and context.parent is None:
        return f"{sentence} Options stand after the verb."
    return f"{sentence} See {context.command_path} --help."


def _database_problem(error: sqlite3.DatabaseError) -> tuple[str, int]:
    """What SQLite met in the midst of a verb; errors that are ours to mend are raised again."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error).startswith(NO_TEXT):
        return f"the archive is damaged ({error}). See backissue check, and restore it from a backup.", 5
    if code == sqlite3.SQLITE_BUSY:
        return "the archive is in use by another run. Wait until it ends, or name another one with --db.", 4
    if code == sqlite3.SQLITE_FULL:
        return "the disk is full. Make room and run the command again; nothing was lost.", 1
    raise error
