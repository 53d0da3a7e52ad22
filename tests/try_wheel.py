"""Builds the wheel, installs it into a venv elsewhere and uses it there: ``make try-wheel``.

What the wheel needs of others comes from this venv by a ``.pth`` file, so that nothing is fetched; of Backissue itself
the new venv sees the wheel's own files alone, which is checked first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hatchling.builders.wheel import WheelBuilder

from tests.demo_run import free_ports

ROOT = Path(__file__).parent.parent

WHERE = "import archive, crawler; print(archive.__file__, crawler.__file__)"


def main() -> None:
    """Ends with exit code 1, and what a command said, when it does not do what it should."""
    started = time.monotonic()
    with TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder)
        packages = installed(wheel, folder / "venv")
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        for arguments, expected in steps(packages, free_ports()):
            told = run([str(folder / "venv" / "bin" / arguments[0]), *arguments[1:]], elsewhere)
            missing = [words for words in expected if words not in told]
            if missing:
                sys.exit(f"{' '.join(arguments)} does not say {', '.join(missing)}:\n{told}")
            sys.stdout.write(f"ok  {' '.join(arguments)}\n")
    seconds = time.monotonic() - started
    sys.stdout.write(f"{wheel.name}: built, installed and used in {seconds:.0f} s.\n")


def build(folder: Path) -> Path:
    """The wheel of this checkout, in the folder."""
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(path)


def installed(wheel: Path, folder: Path) -> Path:
    """A new venv with the wheel in it; gives its folder of packages."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "-qq"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (folder / "bin" / "datasette").write_text(f"#!{python}\nfrom datasette.cli import cli\n\ncli()\n")
    (folder / "bin" / "datasette").chmod(0o755)
    return packages


def steps(packages: Path, port: int) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Command lines, and what each has to say."""
    return [
        (("python", "-c", WHERE), (f"{packages}/archive/__init__.py {packages}/crawler/__init__.py",)),
        (("backissue", "--help"), ("crawl", "search", "stats")),
        (("backissue", "sources", "list"), ("khovar-tg", "asiaplus-ru")),
        (("backissue", "demo", "--no-serve", "--port", str(port)), ("29 new", "1 revised", "1 removed")),
        (("backissue", "search", "Varzob", "--db", "demo.db"), ("Пули Варзоб", "article ")),
        (("backissue", "stats", "--by", "source", "--db", "demo.db"), ("vodi-tg",)),
        (("datasette", "plugins"), ('"backissue"',)),
        (("datasette", "demo.db", "--get", "/search?q=Varzob"), ("<mark>", "backissue/")),
    ]


def run(command: Sequence[str], folder: Path) -> str:
    """The stdout of a command that ends well, run in the folder; exits with what it said otherwise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BACKISSUE_", "PYTHON"))}
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ends with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
