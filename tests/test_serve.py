"""An archive is served on this machine, read-only, to its owner or to the public."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archive.errors import NewerArchive, NotAnArchive, UsageProblem
from archive.readonly import SCHEMA_VERSION, open_readonly
from archive.serve import PUBLIC_TABLES, configure, datasette_of, listen, serve, why
from tests.samples import sample_archive

if TYPE_CHECKING:
    import httpx

TOLD = re.compile(r"^Serving (.+) on (http://127\.0\.0\.1:(\d+)/)  \(Ctrl-C stops\)$")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "vodi.db")


@pytest.fixture
def served(sample: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server in a process of its own on a free port, and the line that it printed."""
    program = "import sys; from pathlib import Path; from archive.serve import serve; serve(Path(sys.argv[1]), 0)"
    process = subprocess.Popen([sys.executable, "-c", program, str(sample)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield process, process.stderr.readline().strip()
    finally:
        process.kill()
        process.communicate()


def answers(path: Path, *urls: str, public: bool = False) -> list[httpx.Response]:
    """What a server of this archive says to these addresses."""

    async def ask(datasette: Any) -> list[httpx.Response]:
        await datasette.invoke_startup()
        return [await datasette.client.get(url, follow_redirects=True) for url in urls]

    with closing(open_readonly(path)) as connection:
        configuration = configure(path, connection, public)
    return asyncio.run(ask(datasette_of(path, configuration, public)))


def test_server_says_where_it_is_answers_there_and_stops_at_ctrl_c(
    served: tuple[subprocess.Popen[str], str], sample: Path
) -> None:
    process, line = served
    told = TOLD.match(line)
    assert told, line
    assert told[1] == str(sample)
    with urllib.request.urlopen(told[2], timeout=20) as response:
        assert response.status == 200
        assert "Қарори нав дар бораи об" in response.read().decode()
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest == ""


def test_served_archive_is_left_as_it_was(served: tuple[subprocess.Popen[str], str], sample: Path) -> None:
    before = sample.read_bytes()
    told = TOLD.match(served[1])
    assert told
    for path in ("", "search?q=library", "vodi/article", "article/1"):
        urllib.request.urlopen(told[2] + path, timeout=20).close()
    assert sample.read_bytes() == before


def test_taken_port_is_one_sentence_that_names_it_and_the_way_out(sample: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageProblem) as problem:
            serve(sample, port)
    assert str(problem.value) == (f"port {port} on 127.0.0.1: another program has it. Choose another with --port.")


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_port_that_does_not_exist_is_a_usage_problem(sample: Path, port: int) -> None:
    with pytest.raises(UsageProblem, match="there is no such port"):
        serve(sample, port)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "need more rights"), (errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))],
)
def test_other_reasons_against_a_port_are_told(number: int, said: str) -> None:
    assert said in why(OSError(number, os.strerror(number)))


def test_port_zero_takes_a_free_one_and_nobody_else_can_have_it() -> None:
    with closing(listen(0)) as listener:
        port = listener.getsockname()[1]
        assert port > 0
        with pytest.raises(UsageProblem):
            listen(port)


def test_missing_and_foreign_and_newer_files_are_refused_before_a_port_is_taken(tmp_path: Path, sample: Path) -> None:
    with pytest.raises(NotAnArchive, match="there is no archive here"):
        serve(tmp_path / "absent.db", 0)
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises(NotAnArchive, match="not a Backissue archive"):
        serve(foreign, 0)
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(NewerArchive):
        serve(sample, 0)


def test_owner_sees_tables_searches_them_and_runs_sql(sample: Path) -> None:
    tables, found, rows, captures = answers(
        sample, "/vodi", "/vodi/article?_search=library", "/vodi.json?sql=select+1+as+n&_shape=array", "/vodi/capture"
    )
    assert [answer.status_code for answer in (tables, found, rows, captures)] == [200] * 4
    assert "School in Khorog gets a library" in found.text
    assert rows.json() == [{"n": 1}]


@pytest.mark.parametrize(
    "url",
    [
        "/vodi/article",
        "/vodi/article.json",
        "/vodi/article/1",
        "/vodi/article/1.json",
        "/vodi/revision",
        "/vodi/capture",
        "/vodi/article_fts",
        "/vodi/article_fts_data",
        "/vodi/article_vocabulary",
        "/vodi/entry",
        "/vodi?sql=select+text+from+article",
        "/vodi.json?sql=select+text+from+article",
        "/vodi.db",
    ],
)
def test_public_server_gives_no_whole_text_away(sample: Path, url: str) -> None:
    answer = answers(sample, url, public=True)[0]
    assert answer.status_code == 403
    assert "two lanes" not in answer.text


def test_public_server_keeps_its_pages_and_the_tables_about_the_sources(sample: Path) -> None:
    urls = ("/", "/search?q=library", "/article/1", "/feed.atom", "/vodi", *(f"/vodi/{name}" for name in PUBLIC_TABLES))
    found = answers(sample, *urls, public=True)
    assert [answer.status_code for answer in found] == [200] * len(urls)
    assert "Captures are not listed" in found[2].text


def test_every_new_table_is_closed_to_the_public_until_it_is_opened(sample: Path) -> None:
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute("CREATE TABLE secret (x)")
    with closing(open_readonly(sample)) as connection:
        configuration = configure(sample, connection, True)
    tables = configuration["databases"]["vodi"]["tables"]
    assert tables["secret"] == {"allow": False}
    assert not PUBLIC_TABLES & set(tables)


@pytest.mark.parametrize("url", ["/article/x", "/a/b/c/d/e", "/vodi/nothing", "/nothing.json"])
def test_what_is_not_there_is_not_found_and_prints_nothing(
    sample: Path, url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answers(sample, url)[0].status_code == 404
    assert capfd.readouterr() == ("", "")


def test_settings_that_make_table_pages_slow_are_off(sample: Path) -> None:
    settings = answers(sample, "/-/settings.json")[0].json()
    assert settings["suggest_facets"] is False
    assert settings["default_page_size"] == 30
    assert settings["truncate_cells_html"] == 200


def test_browser_is_opened_at_the_front_page(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("archive.serve.webbrowser.open", opened.append)
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: None)
    serve(sample, 0, open_browser=True)
    assert len(opened) == 1
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", opened[0])
