"""The demo in a folder of its own, for the README's blocks and for the pictures: the real command on free ports."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run_demo(folder: Path, port: int) -> str:
    """Leaves ``demo.db`` in the folder; what the demo printed on stdout. Raises CalledProcessError."""
    return backissue(folder, "demo", "--no-serve", "--port", str(port))


def backissue(folder: Path, *arguments: str) -> str:
    """The stdout of the command, run in a folder. Raises CalledProcessError."""
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *arguments],
        cwd=folder,
        env=environment(),
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ).stdout


def environment() -> dict[str, str]:
    """This process's, without what would lead the command elsewhere; the checkout can be imported from any folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BACKISSUE_")}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def free_ports() -> int:
    """A port that nobody has on loopback, and the next one is free too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
