"""What a scheduler needs to call ``backissue crawl --due``: systemd units, cron lines, a GitHub workflow. Pure text."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageProblem

SETTING = "BACKISSUE_"
"""How the names of our own settings begin in the environment."""

MINUTES = 10
"""Between two ticks; the shortest interval of a source."""

DONE = (3, 4, 130)
"""Exit codes that are no fault of the machine: a source failed, another run is at it, it was asked to stop."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The command of a schedule, and where it is at home; all paths are absolute."""

    program: tuple[str, ...]
    """The words that start Backissue."""

    database: Path
    seeds: Path | None
    """None: the packaged catalogue."""

    environment: Mapping[str, str]
    """Settings that the user has in the environment now, to be had by the schedule too."""

    user: str
    """Whose files the archive is made of."""

    @property
    def folder(self) -> Path:
        return self.database.parent

    @property
    def words(self) -> tuple[str, ...]:
        seeds = ("--seeds", str(self.seeds)) if self.seeds else ()
        return (*self.program, "crawl", "--due", "-q", "--db", str(self.database), *seeds)

    def __post_init__(self) -> None:
        """Raises UsageProblem for a line break, which no schedule can quote."""
        for word in (*self.words, *self.environment.values()):
            if "\n" in word or "\r" in word:
                raise UsageProblem(f"{word!r}: a line break cannot stand in a schedule. Rename it.")


def systemd_units(tick: Tick) -> dict[str, str]:
    """A service and its timer, by file name.

    The service sees no home, no device and no kernel; it writes to the folder of the archive alone and may only talk to
    the network. A run that was missed while the machine was off is made up for by one.
    """
    environment = "".join(f"Environment={_unit_word(f'{name}={text}')}\n" for name, text in tick.environment.items())
    return {
        "backissue.service": SERVICE.format(
            database=_unit_text(str(tick.database)),
            user=tick.user,
            folder=_unit_text(str(tick.folder)),
            writable=_unit_word(str(tick.folder)),
            command=" ".join(_unit_word(word, command=True) for word in tick.words),
            done=" ".join(map(str, DONE)),
            environment=environment,
        ),
        "backissue.timer": TIMER.format(minutes=MINUTES),
    }


SERVICE = """\
[Unit]
Description=Backissue crawls what is due ({database})
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={folder}
ExecStart={command}
{environment}# A source failed, another run is at it, it was asked to stop: none is a fault of the machine.
SuccessExitStatus={done}
TimeoutStartSec=infinity
TimeoutStopSec=2min
Nice=10
UMask=0027

ProtectSystem=strict
ReadWritePaths={writable}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateIPC=yes
ProtectProc=invisible
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""

TIMER = """\
[Unit]
Description=Backissue looks what is due, every {minutes} minutes

[Timer]
OnCalendar=*:0/{minutes}
AccuracySec=10s
Persistent=yes

[Install]
WantedBy=timers.target
"""


def cron_lines(tick: Tick) -> str:
    """Lines for ``crontab``: cron mails what goes wrong, but not that the run before is still at it."""
    settings = "".join(f"{name}={text}\n" for name, text in tick.environment.items())
    said = f'said="$({shlex.join(tick.words)} 2>&1)"'
    command = f"""{said}; [ $? -eq 4 ] || [ -z "$said" ] || printf '%s\\n' "$said\""""
    escaped = command.replace("%", r"\%")
    return f"{settings}# Backissue looks what is due, every {MINUTES} minutes.\n*/{MINUTES} * * * * {escaped}\n"


def github_workflow(tick: Tick) -> str:
    """A workflow that keeps the archive in a branch ``archive`` of its repository, a clone of Backissue's."""
    names = [name for name in tick.environment if name.startswith(SETTING) and name != "BACKISSUE_PING"]
    # A ping URL is as good as a password, and this machine's proxy is not that of GitHub's.
    environment = [f"      {name}: {_yaml_text(tick.environment[name])}" for name in names]
    environment += ["      BACKISSUE_PING: ${{ secrets.BACKISSUE_PING }}"]
    return WORKFLOW.replace("ENVIRONMENT", "\n".join(environment)).replace("MINUTES", str(MINUTES))


WORKFLOW = """\
name: crawl
on:
  schedule:
    - cron: "*/MINUTES * * * *"
  workflow_dispatch:
permissions:
  contents: write
concurrency:
  group: backissue
  cancel-in-progress: false
jobs:
  crawl:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    env:
ENVIRONMENT
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Set up
        run: make setup
      - name: Fetch the archive
        run: |
          if git ls-remote --exit-code --heads origin archive >/dev/null; then
            git fetch --depth 1 origin archive
            git worktree add -B archive kept FETCH_HEAD
          else
            git worktree add --detach kept
            git -C kept checkout --orphan archive
            git -C kept rm -rfq .
          fi
      - name: Crawl what is due
        run: |
          code=0
          .venv/bin/backissue crawl --due -q --db kept/archive.db --seeds seeds || code=$?
          case $code in 0|3|4) ;; *) exit $code ;; esac
      - name: Keep the archive
        if: always()
        run: |
          if [ -n "$(find kept -name .git -prune -o -type f -size +95M -print)" ]; then
            echo "A file is too large for a Git repository. Run Backissue on a machine: --systemd or --cron." >&2
            exit 1
          fi
          git -C kept add --all -- . ':!*.lock'
          git -C kept -c user.name=backissue -c user.email=backissue@localhost \\
            commit -qm "Crawl of $(date -u +%FT%TZ)" || exit 0
          git -C kept push -q origin archive
"""


def _unit_text(text: str) -> str:
    """Text in which systemd is to see no specifier."""
    return text.replace("%", "%%")


def _unit_word(text: str, command: bool = False) -> str:
    """One word of a unit file, quoted where it must be; a ``$`` is a variable in a command alone."""
    escaped = _unit_text(text).replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("$", "$$") if command else escaped
    return f'"{escaped}"' if escaped != text or any(sign.isspace() or sign in ";'" for sign in text) else text


def _yaml_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
