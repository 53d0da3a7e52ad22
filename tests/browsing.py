"""Ask a Datasette with our pages, of whichever of the two versions is installed, and read its answers."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.app import Datasette
from datasette.plugins import pm
from lxml import html

import archive.browse

if TYPE_CHECKING:
    import httpx

if not pm.is_registered(archive.browse):  # as the entry point does where the package is installed
    pm.register(archive.browse, "backissue")

CONFIGURATION = "config" if "config" in inspect.signature(Datasette).parameters else "metadata"
"""What Datasette 1.0 calls config is metadata before."""

PUBLIC: dict[str, Any] = {"plugins": {"backissue": {"public": True}}}


def datasette_on(*files: Path, configuration: dict[str, Any] | None = None, **options: Any) -> Any:
    return Datasette([str(file) for file in files], **{CONFIGURATION: configuration}, **options)


def ask(
    path: Path | Sequence[Path],
    *urls: str,
    configuration: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> list[httpx.Response]:
    """The answers of a Datasette on these files, in order."""

    async def answers(datasette: Any) -> list[httpx.Response]:
        await datasette.invoke_startup()
        return [await datasette.client.get(url, headers=headers) for url in urls]

    files = [path] if isinstance(path, Path) else path
    datasette = datasette_on(*files, configuration=configuration)
    try:
        return asyncio.run(answers(datasette))
    finally:
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()


def page(path: Path, url: str, **options: Any) -> Any:
    """The page at that URL, parsed."""
    response = ask(path, url, **options)[0]
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return html.fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def change(path: Path, sql: str, *parameters: object) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(sql, parameters)
    connection.close()


def copied(sample: Path, folder: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copy(sample, folder / "own.db"))
