"""Five hundred strings that nobody means well, each as a query of the command line, a page and a feed.

``make bench-hostile``; goal (issue 5): 0 errors. ``tests/test_hostile.py`` takes every sixteenth.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import click
from click.testing import CliRunner

from archive.cli import backissue
from tests.browsing import datasette_on
from tests.samples import sample_archive
from tests.test_query import HOSTILE

MADE = 520
SIGNS = "\"'`*-+^:(){}[]<>|&~!?.,;/\\%_#@=$\0\x01\x02\x03\x1b\x7f\x85\u200b\u200c\u200d\u200f\u202e\u2066\ufeff\ufffe"
OPERATORS = ("OR", "AND", "NOT", "NEAR(", "NEAR/2", "title:", "source:", "lang:", "before:", "after:2026", "-", "*")
WORDS = ("Раҳмон", "Рахмона", "точики", "bridge", "o'zbek", "oʻzbekcha", "کتاب‌ها", "ёлка", "Алма-Ата", "e\u0301")
OTHERS = (" ", "\ud800", "\U0001f600", "२०२६")


def hostile() -> list[str]:
    """The hand-picked ones, then mixtures of signs, operators and words that are the same in every run."""
    chance = random.Random(5)
    return list(dict.fromkeys((*HOSTILE, *(mixture(chance) for _ in range(MADE)))))


def mixture(chance: random.Random) -> str:
    parts = [chance.choice((*OPERATORS, *WORDS, *SIGNS, *OTHERS)) for _ in range(chance.randint(1, 12))]
    return chance.choice(("", " ")).join(parts) * chance.choice((1, 1, 1, 1, 40))


def failures_of_the_command_line(archive: Path, texts: Sequence[str]) -> dict[str, int]:
    """What did not end with exit code 0, with the code that it ended with."""
    runner = CliRunner()
    argv = ["search", "--db", str(archive), "--json", "--"]
    codes = {ascii(text): runner.invoke(backissue, [*argv, text]).exit_code for text in texts}
    return {text: code for text, code in codes.items() if code}


def failures_of_pages(archive: Path, texts: Sequence[str]) -> dict[str, int]:
    """What was not answered with 200, on the page of a search and, for every eighth, in its feed."""
    datasette = datasette_on(archive)
    try:
        codes = asyncio.run(answered(datasette, texts))
    finally:
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()
    return {text: code for text, code in codes.items() if code != 200}


async def answered(datasette: Any, texts: Sequence[str]) -> dict[str, int]:
    await datasette.invoke_startup()
    codes = {}
    for place, text in enumerate(texts):
        query = quote(text[:3_000].encode("utf-8", "surrogatepass"))
        response = await datasette.client.get(f"{'/search' if place % 8 else '/feed.atom'}?q={query}")
        codes[ascii(text)] = response.status_code
    return codes


def main() -> int:
    """Print how many there were and which failed; 1 when any did."""
    texts = hostile()
    with TemporaryDirectory() as folder:
        archive = sample_archive(Path(folder) / "archive.db")
        failures = [failures_of_the_command_line(archive, texts), failures_of_pages(archive, texts)]
    for failed in failures:
        for text, code in failed.items():
            click.echo(f"{code}: {text[:200]}")
    click.echo(f"{len(texts)} strings: {len(failures[0])} errors on the command line, {len(failures[1])} on pages")
    return int(any(failures))


if __name__ == "__main__":
    sys.exit(main())
