"""Serve an archive: Datasette with our pages, in this process, on this machine only."""

from __future__ import annotations

import errno
import inspect
import socket
import webbrowser
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import UsageProblem
from archive.readonly import open_readonly

if TYPE_CHECKING:
    import sqlite3

HOST = "127.0.0.1"
"""Whoever serves to the world puts a web server with TLS before it."""

SETTINGS = {"suggest_facets": False, "truncate_cells_html": 200, "default_page_size": 30}
"""Measured at 30,000 articles: without suggested facets a table page takes 0.04 to 0.18 s instead of 1.1 to 1.6."""

PUBLIC_SETTINGS = {
    **SETTINGS,
    "allow_facet": False,
    "allow_download": False,
    "allow_csv_stream": False,
    "default_allow_sql": False,
}
PUBLIC_TABLES = frozenset({"source", "crawl", "crawl_source", "discovery"})
"""What strangers may read as tables; the others hold whole texts or say where captures lie."""


def serve(
    db_path: Path,
    port: int,
    public: bool = False,
    open_browser: bool = False,
    listener: socket.socket | None = None,
) -> None:
    """Serve the archive on ``http://127.0.0.1:PORT/`` until Ctrl-C; port 0 takes a free one.

    ``listener``: a socket that listen() gave earlier, when the archive was not there yet.

    ``public`` shows excerpts for texts and closes captures, tables with texts, SQL and downloads. Raises
    NotAnArchive, NewerArchive or DamagedArchive for the file, UsageProblem for a port that cannot be had.
    """
    with closing(open_readonly(db_path)) as connection:
        configuration = configure(db_path, connection, public)
    listener = listener or listen(port)
    try:
        run(datasette_of(db_path, configuration, public), listener, open_browser)
    finally:
        listener.close()


def configure(db_path: Path, connection: sqlite3.Connection, public: bool) -> dict[str, Any]:
    """What Datasette is told of the archive: the search index of its articles, and what strangers may not see."""
    tables: dict[str, dict[str, Any]] = {"article": {"fts_table": "article_fts", "fts_pk": "id"}}
    if public:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        closed = {name for (name,) in names} - PUBLIC_TABLES
        tables = {name: {"allow": False} for name in sorted(closed)}
    database: dict[str, Any] = {"tables": tables}
    if public:
        database["allow_sql"] = False
    return {
        "title": "Backissue",
        "databases": {db_path.stem: database},
        "plugins": {"backissue": {"public": public}},
    }


def datasette_of(db_path: Path, configuration: dict[str, Any], public: bool) -> Any:
    """A Datasette with our plugin, whether or not the package's entry point is installed.

    Where rich can be imported, as it always can here, Datasette (0.65.5 and 1.0a41) prints a traceback with all local
    variables for every page not found, and answers 500 to a path of four or more parts: so it does without rich.
    """
    from datasette.app import Datasette
    from datasette.plugins import pm

    import archive.browse

    pm.get_plugin("datasette.handle_exception").rich = None
    if not pm.is_registered(archive.browse):
        pm.register(archive.browse, "backissue")
    named_config = "config" in inspect.signature(Datasette).parameters  # Datasette 1.0
    return Datasette(
        [str(db_path)],
        settings=dict(PUBLIC_SETTINGS if public else SETTINGS),
        **{"config" if named_config else "metadata": configuration},
    )


def listen(port: int, option: str = "--port") -> socket.socket:
    """A socket that listens on the port, so that nobody can take it before the server runs.

    Raises UsageProblem, which names the option that chooses another port.
    """
    if not 0 <= port <= 65535:
        raise UsageProblem(f"port {port}: there is no such port. Choose one from 1024 to 65535 with {option}.")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise UsageProblem(f"port {port} on {HOST}: {why(error)} Choose another with {option}.") from error
    return listener


def why(error: OSError) -> str:
    """One clause for a port that cannot be had."""
    known = {
        errno.EADDRINUSE: "another program has it.",
        errno.EACCES: "ports below 1024 need more rights.",
    }
    return known.get(error.errno or 0, f"{error.strerror}.")


def run(datasette: Any, listener: socket.socket, open_browser: bool) -> None:
    """Answer on the socket until Ctrl-C."""
    import uvicorn

    url = f"http://{HOST}:{listener.getsockname()[1]}/"
    click.echo(f"Serving {next(iter(datasette.files))} on {url}  (Ctrl-C stops)", err=True)
    if open_browser:
        webbrowser.open(url)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return
