"""What a scheduler is given is tried: verified by systemd, run by sh as cron would, parsed as YAML and run by bash."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.cli import backissue as group
from archive.errors import UsageProblem
from archive.options import run
from archive.schedule import Tick, cron_lines, github_workflow, systemd_units
from archive.store import Archive
from tests.commands import CHECKOUT, surroundings
from tests.sites import Outlet

AWKWARD = """it's 100% "here" $HOME"""
NEEDS_SYSTEMD = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    """In a folder whose name every scheduler quotes in its own way."""
    folder = tmp_path / AWKWARD
    folder.mkdir()
    with Outlet(folder) as running:
        running.publish(1)
        yield running


def tick(outlet: Outlet) -> Tick:
    environment = {"BACKISSUE_ALLOW_PEERS": outlet.peer, "BACKISSUE_CONTACT": "who@vodi.example, 100% 'us'"}
    return Tick((sys.executable, "-m", "crawler.cli"), outlet.db, outlet.seeds, environment, "daemon")


@NEEDS_SYSTEMD
def test_systemd_finds_nothing_wrong_with_the_units(outlet: Outlet, tmp_path: Path) -> None:
    for name, text in systemd_units(tick(outlet)).items():
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / name) for name in ("backissue.service", "backissue.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@NEEDS_SYSTEMD
def test_systemd_calls_the_service_well_protected(outlet: Outlet, tmp_path: Path) -> None:
    unit = tmp_path / "backissue.service"
    unit.write_text(systemd_units(tick(outlet))[unit.name])
    judge = ["systemd-analyze", "security", "--offline=yes", "--threshold=25", str(unit)]
    done = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-200:]


def test_units_count_partial_and_locked_as_success_and_tick_every_ten_minutes(outlet: Outlet) -> None:
    service, timer = (parsed(text) for text in systemd_units(tick(outlet)).values())
    assert service["Service"]["SuccessExitStatus"].split()[:2] == ["3", "4"]
    assert (service["Service"]["Type"], service["Service"]["ProtectSystem"]) == ("oneshot", "strict")
    assert timer["Timer"]["OnCalendar"] == "*:0/10"
    assert timer["Timer"]["Persistent"] == "yes"


def test_what_is_special_to_systemd_is_quoted(outlet: Outlet) -> None:
    unit = parsed(systemd_units(replace(tick(outlet), database=Path("/srv/50%/$x y/archive.db")))["backissue.service"])
    assert '--db "/srv/50%%/$$x y/archive.db"' in unit["Service"]["ExecStart"]
    assert unit["Service"]["ReadWritePaths"] == '"/srv/50%%/$x y"'


def parsed(unit: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit)
    return parser


def run_cron(text: str) -> subprocess.CompletedProcess[str]:
    """As cron does it: settings into a bare environment, five fields cut off, ``\\%`` is ``%``, sh for the rest."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    (job,) = (line for line in lines if line.startswith("*"))
    *when, command = job.split(maxsplit=5)
    assert when == ["*/10", "*", "*", "*", "*"]
    assert not re.search(r"(?<!\\)%", command), "cron would take it for a line break"
    bare = {"PATH": "/usr/bin:/bin", "HOME": "/", "PYTHONPATH": str(CHECKOUT), **settings}
    command = command.replace(r"\%", "%")
    return subprocess.run(["/bin/sh", "-c", command], env=bare, cwd="/", capture_output=True, text=True, check=False)


def test_cron_line_crawls_and_says_nothing(outlet: Outlet) -> None:
    done = run_cron(cron_lines(tick(outlet)))
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert outlet.rows("SELECT source FROM article") == [("valley-en",)]
    assert "who@vodi.example, 100% 'us'" in outlet.log[0].headers["user-agent"]


def test_cron_line_says_what_is_wrong_but_not_that_another_run_is_at_it(outlet: Outlet) -> None:
    with Archive(outlet.db):
        assert run_cron(cron_lines(tick(outlet))).stdout == ""
    (outlet.seeds / "tj" / "valley-en.toml").write_text("name = 7\n")
    said = run_cron(cron_lines(tick(outlet)))
    assert said.stdout.startswith("Error: "), said
    assert "valley-en.toml" in said.stdout


def workflow(outlet: Outlet) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(github_workflow(tick(outlet)))
    return loaded


def test_workflow_ticks_every_ten_minutes_one_run_at_a_time(outlet: Outlet) -> None:
    known = workflow(outlet)
    assert known[True]["schedule"] == [{"cron": "*/10 * * * *"}]  # YAML 1.1 reads "on" as true
    assert known["concurrency"] == {"group": "backissue", "cancel-in-progress": False}
    assert known["permissions"] == {"contents": "write"}
    job = known["jobs"]["crawl"]
    assert job["env"]["BACKISSUE_CONTACT"] == "who@vodi.example, 100% 'us'"
    assert job["env"]["BACKISSUE_PING"] == "${{ secrets.BACKISSUE_PING }}"
    assert [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step] == [
        "actions/checkout",
        "actions/setup-python",
    ]


FAKE = """#!/bin/sh
printf x >> kept/archive.db; mkdir -p kept/archive.captures; echo page > kept/archive.captures/one; exit ${CODE:-0}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with an origin, and a stand-in for Backissue that writes an archive and ends as it is told."""
    git("init", "-q", "--bare", str(tmp_path / "origin.git"), cwd=tmp_path)
    git("clone", "-q", str(tmp_path / "origin.git"), "clone", cwd=tmp_path)
    folder = tmp_path / "clone"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "backissue").write_text(FAKE)
    (folder / ".venv" / "bin" / "backissue").chmod(0o755)
    (folder / ".gitignore").write_text(".venv\nkept\n")
    git("add", ".gitignore", cwd=folder)
    git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "first", cwd=folder)
    return folder


def git(*words: str, cwd: Path) -> str:
    return subprocess.run(
        ["git", *words], cwd=cwd, env=surroundings(), capture_output=True, text=True, check=True
    ).stdout


def played(outlet: Outlet, clone: Path, code: int = 0) -> list[int]:
    """The exit codes of the workflow's own steps but the set-up, each as the runner calls it: ``bash -e``."""
    steps = [step for step in workflow(outlet)["jobs"]["crawl"]["steps"] if "run" in step and step["name"] != "Set up"]
    codes = []
    for step in steps:
        if not any(codes) or step.get("if") == "always()":
            shell = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
            done = subprocess.run(shell, cwd=clone, env=surroundings(CODE=str(code)), capture_output=True, check=False)
            codes.append(done.returncode)
    return codes


def test_workflow_keeps_the_archive_in_a_branch_and_goes_on_from_it(outlet: Outlet, clone: Path) -> None:
    assert played(outlet, clone) == [0, 0, 0]
    assert git("show", "archive:archive.db", cwd=clone.parent / "origin.git") == "x"
    git("worktree", "remove", "--force", "kept", cwd=clone)
    git("branch", "-D", "archive", cwd=clone)
    assert played(outlet, clone, code=3) == [0, 0, 0]
    assert git("show", "archive:archive.db", cwd=clone.parent / "origin.git") == "xx"
    names = git("ls-tree", "-r", "--name-only", "archive", cwd=clone.parent / "origin.git").split()
    assert names == ["archive.captures/one", "archive.db"]


def test_workflow_fails_where_the_crawl_does_and_keeps_what_was_fetched(outlet: Outlet, clone: Path) -> None:
    assert played(outlet, clone, code=1) == [0, 1, 0]
    assert git("show", "archive:archive.db", cwd=clone.parent / "origin.git") == "x"


def test_line_break_in_a_path_is_refused(outlet: Outlet) -> None:
    with pytest.raises(UsageProblem, match="line break"):
        replace(tick(outlet), seeds=Path("/a\nb"))


def test_verb_prints_absolute_paths_and_settings_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKISSUE_CONTACT", "who@vodi.example")
    monkeypatch.setenv("BACKISSUE_DB", "news.db")
    assert run(group, ["schedule", "--cron"]) == 0
    printed = capsys.readouterr().out
    assert f"crawl --due -q --db {tmp_path}/news.db 2>&1" in printed
    assert "BACKISSUE_CONTACT=who@vodi.example\n" in printed
    assert "BACKISSUE_DB" not in printed
    assert run(group, ["schedule", "--systemd", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"backissue.service", "backissue.timer"}


def test_verb_writes_units_and_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["schedule", "--systemd", "-o", str(tmp_path), "--db", str(tmp_path / "archive.db")]
    assert run(group, words) == 0
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert set(before) == {"backissue.service", "backissue.timer"}
    assert run(group, words) == 2
    assert "backissue.service is there already" in capsys.readouterr().err
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


def test_how_this_machine_reaches_the_network_goes_along_but_not_to_github(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("https_proxy", "http://ann:pa55@proxy.example:3128")
    monkeypatch.setenv("SSL_CERT_FILE", "roots.pem")
    monkeypatch.setenv("LANG", "tg_TJ.UTF-8")
    for form in ("--cron", "--systemd"):
        assert run(group, ["schedule", form]) == 0
        printed = capsys.readouterr().out
        assert "https_proxy=http://ann:pa55@proxy.example:3128\n" in printed
        assert f"SSL_CERT_FILE={tmp_path}/roots.pem\n" in printed
        assert "LANG" not in printed
    assert run(group, ["schedule", "--github"]) == 0
    assert not re.search("proxy|SSL_CERT", capsys.readouterr().out)


def test_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(group, ["schedule", "--cron", "-o", str(tmp_path / "absent")]) == 2
    assert capsys.readouterr().err == f"Error: {tmp_path}/absent is no folder. Make it, or name another one with -o.\n"


@pytest.mark.parametrize("words", [[], ["--systemd", "--cron"]])
def test_verb_without_a_scheduler_or_with_two_asks_which(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(group, ["schedule", *words]) == 2
    assert "One of --systemd, --cron and --github." in capsys.readouterr().err
