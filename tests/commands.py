"""The command as a user types it: ``backissue`` in a process of its own, with the production download handler."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", *map(str, arguments)]


def surroundings(**variables: str) -> dict[str, str]:
    """The environment of a command: no proxy, nothing of the user's own."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    kept = {name: value for name, value in kept.items() if not name.startswith("BACKISSUE_")}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **variables}


def backissue(
    *arguments: str | Path, cwd: Path, allow: str = "", stdin: str | bytes = b"", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, for at most 60 s. ``allow``: as in BACKISSUE_ALLOW_PEERS."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=surroundings(BACKISSUE_ALLOW_PEERS=allow, **variables),
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def started(*arguments: str | Path, cwd: Path, allow: str = "") -> subprocess.Popen[str]:
    """A command that runs on; the test ends it."""
    return subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=surroundings(BACKISSUE_ALLOW_PEERS=allow),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(true: Callable[[], object], seconds: float = 20) -> None:
    """Raises AssertionError when it does not become true in time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def children(pid: int) -> set[int]:
    """The living processes that have this one as parent."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(stat.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
