from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from archive import errors
from archive.cli import backissue
from archive.options import Settings, Verbs, colour_wanted, common_options, run


def one_verb(body: object) -> click.Group:
    """A group whose verb ``go`` raises or returns what is given, or calls it with its settings."""

    @click.group(cls=Verbs)
    def group() -> None:
        pass

    @group.command()
    @click.option("--size", type=int)
    @common_options
    def go(settings: Settings, size: int | None) -> int | None:
        if isinstance(body, BaseException):
            raise body
        if callable(body):
            body(settings)
            return None
        assert body is None or isinstance(body, int)
        return body

    return group


def settings_of(*argv: str) -> Settings:
    seen: list[Settings] = []
    assert run(one_verb(seen.append), ["go", *argv]) == 0
    return seen[0]


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (errors.BackissueError("all sources failed."), 1),
        (errors.SourceFileError("a key."), 2),
        (errors.UnknownSource("who?"), 2),
        (errors.UsageProblem("what?"), 2),
        (errors.NotAnArchive("ours?"), 2),
        (errors.NewerArchive("newer."), 2),
        (errors.ArchiveLocked("in use."), 4),
        (errors.DamagedArchive("damaged."), 5),
        (click.UsageError("no such thing."), 2),
        (PermissionError(13, "Permission denied", "/nowhere"), 1),
    ],
)
def test_mendable_problem_is_one_line_on_stderr_and_the_exit_code_of_the_contract(
    error: Exception, exit_code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(one_verb(error), ["go"]) == exit_code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(("given", "exit_code"), [(None, 0), (0, 0), (3, 3)])
def test_verb_gives_its_exit_code(given: int | None, exit_code: int) -> None:
    assert run(one_verb(given), ["go"]) == exit_code


def test_number_that_is_none_is_refused_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(backissue, ["stories", "-n", "x"]) == 2
    assert "'x' is not a whole number." in capsys.readouterr().err


def test_help_has_the_first_sentence_of_every_verb_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(backissue, ["--help"]) == 0
    assert "..." not in capsys.readouterr().out.replace("[ARGS]...", "")


def test_quiet_and_verbose_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(one_verb(None), ["go", "-q", "-v"]) == 2
    assert "-q and -v exclude each other." in capsys.readouterr().err


def test_interrupt_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(one_verb(KeyboardInterrupt()), ["go"]) == 130
    assert "Error: interrupted." in capsys.readouterr().err


@pytest.mark.parametrize("bug", [ZeroDivisionError(), sqlite3.OperationalError("no such table: x"), OSError("?")])
def test_bug_is_not_dressed_up_as_a_users_mistake(bug: Exception) -> None:
    with pytest.raises(type(bug)):
        run(one_verb(bug), ["go"])


@pytest.mark.parametrize(
    ("code", "exit_code", "said"),
    [
        (sqlite3.SQLITE_CORRUPT, 5, "backissue check"),
        (sqlite3.SQLITE_CORRUPT_VTAB, 5, "damaged"),
        (sqlite3.SQLITE_NOTADB, 5, "damaged"),
        (sqlite3.SQLITE_BUSY, 4, "another run"),
        (sqlite3.SQLITE_FULL, 1, "disk is full"),
    ],
)
def test_what_sqlite_meets_in_the_midst_of_a_verb_is_told(
    code: int, exit_code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = sqlite3.DatabaseError("as SQLite puts it")
    error.sqlite_errorcode = code
    assert run(one_verb(error), ["go"]) == exit_code
    assert said in capsys.readouterr().err


def test_bytes_that_are_no_text_are_told_as_damage(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def go() -> None:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()

    group = click.Group(commands=[go])
    assert run(group, ["go"]) == 5
    assert capsys.readouterr().err.startswith("Error: the archive is damaged (Could not decode to UTF-8")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--db", "x", "go"], "Options stand after the verb."),
        (["went"], "No such command 'went'."),
        (["go", "--sise", "1"], "See backissue go --help."),
        (["go", "--size", "big"], "'big' is not a valid integer"),
        (["go", "stray"], "unexpected extra argument"),
    ],
)
def test_mistyped_command_line_is_one_line_that_says_where_help_is(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(one_verb(0), argv) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_settings_have_the_contracts_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKISSUE_DB", raising=False)
    monkeypatch.delenv("BACKISSUE_SEEDS", raising=False)
    assert settings_of() == Settings(Path("archive.db"), None, False, 0)


def test_settings_come_from_the_environment_and_options_go_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKISSUE_DB", "env.db")
    monkeypatch.setenv("BACKISSUE_SEEDS", "env-seeds")
    assert settings_of() == Settings(Path("env.db"), Path("env-seeds"), False, 0)
    given = settings_of("--db", "given.db", "--seeds", "given-seeds", "--json", "-vv")
    assert given == Settings(Path("given.db"), Path("given-seeds"), True, 2)
    assert given.seeds == Path("given-seeds")
    assert settings_of("-q").verbosity == -1


def test_seeds_of_the_current_folder_go_before_the_packaged_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BACKISSUE_SEEDS", raising=False)
    monkeypatch.chdir(tmp_path)
    packaged = settings_of().seeds
    assert packaged.is_absolute()
    assert any(packaged.glob("*/*.toml"))
    (tmp_path / "seeds").mkdir()
    assert settings_of().seeds == Path("seeds")


def test_quiet_verb_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run(one_verb(lambda settings: settings.tell("said")), ["go"])
    assert capsys.readouterr() == ("", "said\n")
    run(one_verb(lambda settings: settings.tell("said")), ["go", "-q"])
    assert capsys.readouterr() == ("", "")


def test_answer_is_text_or_json_or_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    def answer(settings: Settings) -> None:
        settings.give({"name": "Хабари водӣ"}, lambda: "text")
        settings.give([{"id": 1}, {"id": 2}], lambda: "texts")

    run(one_verb(answer), ["go"])
    assert capsys.readouterr().out == "text\ntexts\n"
    run(one_verb(answer), ["go", "--json"])
    assert capsys.readouterr().out == '{"name": "Хабари водӣ"}\n{"id": 1}\n{"id": 2}\n'


def test_no_colour_where_stdout_is_no_terminal() -> None:
    assert not colour_wanted()


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_colour_in_a_terminal_unless_its_user_declines(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert colour_wanted() is not bool(variables)


def test_reader_that_stops_reading_ends_the_verb_in_silence(tmp_path: Path) -> None:
    program = tmp_path / "endless.py"
    program.write_text(
        "import sys, click\n"
        "from archive.options import Verbs, run\n"
        "@click.group(cls=Verbs)\n"
        "def group(): pass\n"
        "@group.command()\n"
        "def go():\n"
        "    while True: click.echo('line' * 1000)\n"
        "sys.exit(run(group))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUNBUFFERED": ""}
    command = [sys.executable, str(program), "go"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=20) == 0
