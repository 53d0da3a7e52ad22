"""Without Backissue: the index of an archive is one that any sqlite3 and any Datasette searches."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.samples import sample_archive

PLAIN_DATASETTE = """
import asyncio, sys
import pluggy
pluggy.PluginManager.load_setuptools_entrypoints = lambda *arguments, **named: 0
from datasette.app import Datasette
datasette = Datasette([sys.argv[1]])
async def answer():
    await datasette.invoke_startup()
    assert "archive.browse" not in sys.modules
    found = await datasette.client.get("/archive/article.json?_search=Rahmon&_shape=array&_col=id")
    print(sorted(row["id"] for row in found.json()))
asyncio.run(answer())
"""


def test_plain_sqlite_finds_a_name_in_every_script(tmp_path: Path) -> None:
    with sqlite3.connect(sample_archive(tmp_path / "archive.db")) as connection:
        rows = connection.execute("SELECT rowid FROM article_fts WHERE article_fts MATCH 'rahmon' ORDER BY rowid")
        assert [row[0] for row in rows] == [6, 7]
    connection.close()


def test_datasette_without_our_plugin_finds_it_too(tmp_path: Path) -> None:
    path = sample_archive(tmp_path / "archive.db")
    done = subprocess.run(
        [sys.executable, "-c", PLAIN_DATASETTE, str(path)], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.returncode) == ("[6, 7]", 0), done.stderr
