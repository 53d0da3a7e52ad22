"""Writes what the demo's commands print into README.md: ``python -m tests.write_readme``.

A block of output stands under a comment that names its command; every command runs in the folder of one demo.
"""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.demo_run import ROOT, backissue, free_ports, run_demo

PAGE = ROOT / "README.md"
COMMAND = ".venv/bin/python -m tests.write_readme"
COLUMNS = 100
PORT = 8600
"""Of the demo's newsroom, unless told otherwise; it takes the next one too."""

BLOCK = re.compile(r"(<!-- prints: backissue (?P<command>[^\n]+) -->\n```text\n)(?P<output>.*?)(?=```\n)", re.DOTALL)

HEAD = re.compile(r" *(?:[a-z]+ +[0-9]+: )?")
"""What stands before the text of a line: blanks, an outcome, an id."""


def blocks(page: str) -> dict[str, str]:
    """The blocks of output on a page, by their command."""
    return {block["command"]: block["output"] for block in BLOCK.finditer(page)}


def outputs(page: str) -> dict[str, str]:
    """The same as the commands print it today, long lines folded."""
    with TemporaryDirectory() as name:
        folder, port = Path(name), free_ports()
        told = run_demo(folder, port)
        printed = {
            command: told if command.startswith("demo ") else backissue(folder, *shlex.split(command))
            for command in blocks(page)
        }
    return {command: folded(on_usual_ports(output, port)) for command, output in printed.items()}


def on_usual_ports(output: str, port: int) -> str:
    """As it would read had the demo's own ports been free."""
    return output.replace(f":{port}/", f":{PORT}/").replace(f":{port + 1}/", f":{PORT + 1}/")


def folded(output: str) -> str:
    """Lines of at most 100 characters; what was folded goes on where its text began."""
    return "".join(f"{_folded(line)}\n" for line in output.strip("\n").splitlines())


def _folded(line: str) -> str:
    head = HEAD.match(line)
    indent = " " * (head.end() if head else 0)
    return textwrap.fill(line, COLUMNS, subsequent_indent=indent) if len(line) > COLUMNS else line


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    printed = outputs(text)
    PAGE.write_text(BLOCK.sub(lambda block: block[1] + printed[block["command"]], text), "utf-8")
