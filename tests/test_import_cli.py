"""``backissue import`` as typed: JSON lines, closing lines, exit codes; killed or interrupted, it goes on."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from rich.console import Console

from archive.lock import RunLock
from archive.readonly import open_readonly
from archive.records import Outcome
from archive.sources import Catalogue
from crawler.import_cli import ImportLines, closing_lines
from crawler.import_process import import_files
from crawler.import_run import ImportRun
from tests.commands import backissue, children, started, wait_until
from tests.sites import write_source
from tests.warcs import page_record, pages_warc, record, url


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_source(tmp_path / "seeds", "valley-en", "valley.example", homepage="https://valley.example/")
    return tmp_path


def run(home: Path, *words: str | Path) -> CompletedProcess[str]:
    return backissue("import", *words, cwd=home)


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_readonly(db)) as connection:
        return [tuple(row) for row in connection.execute(sql)]


STATE = """SELECT url, source, title, text, published, first_seen, last_seen, revisions,
    (SELECT count(*) FROM capture WHERE article_id = article.id) FROM article ORDER BY url"""


def test_json_is_one_line_an_outcome_and_a_summary(home: Path) -> None:
    (home / "a.warc.gz").write_bytes(pages_warc([1, 2]) + record(url(3), b"", "image/png") + page_record(4)[:-9])
    done = run(home, "a.warc.gz", "--json")
    *lines, summary = map(json.loads, done.stdout.splitlines())
    assert sorted((line["url"], line["outcome"], line["source"]) for line in lines) == [
        (url(1), "new", "valley-en"),
        (url(2), "new", "valley-en"),
    ]
    assert summary == {"summary": {"valley-en": {"new": 2}}, "exit": 3}
    assert done.returncode == 3
    total, kinds, cut = done.stderr.splitlines()[1:]
    assert total.startswith("total      2 new  (4 records, ")
    assert kinds == "Records that are no pages: 1 (images 1)."
    assert cut.startswith("! a.warc.gz: ends in the middle of a record at byte ")
    assert ", after 3 whole records." in cut


def test_bad_lines_of_a_manifest_are_told_and_counted(home: Path) -> None:
    (home / "pages").mkdir()
    (home / "pages" / "manifest.jsonl").write_text('{"url": "x"}\n{}\n')
    done = run(home, "pages")
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.splitlines() == [
        "! pages/manifest.jsonl: line 1: fetched_at is missing. It was left out.",
        "! pages/manifest.jsonl: line 2: url is missing. It was left out.",
        "total  nothing new  (2 records, 0 B of new pages)",
        "2 things could not be read; each was told above.",
    ]


def test_what_is_nothing_to_import_is_refused_before_an_archive_is_made(home: Path) -> None:
    (home / "notes.txt").write_text("hello")
    for name in ("notes.txt", "absent"):
        done = run(home, name)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"Error: {name}: ")
    assert not (home / "archive.db").exists()


def test_archive_in_use_is_exit_4(home: Path) -> None:
    (home / "a.warc").write_bytes(page_record(1, packed=False))
    run(home, "a.warc", "--db", "other.db")
    lock = RunLock(home / "other.db")
    assert run(home, "a.warc", "--db", "other.db").returncode == 4
    lock.close()


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_stopped_import_ends_in_the_state_of_one_that_was_not(home: Path, stop: signal.Signals) -> None:
    (home / "a.warc.gz").write_bytes(pages_warc(range(60)))
    process = started("import", "a.warc.gz", "--json", cwd=home)
    assert process.stdout is not None
    for _ in range(3):
        assert json.loads(process.stdout.readline())["outcome"] == "new"
    workers = children(process.pid)
    process.send_signal(stop)
    _, said = process.communicate(timeout=30)
    assert process.returncode == (130 if stop == signal.SIGINT else -signal.SIGKILL)
    wait_until(lambda: not any(Path(f"/proc/{worker}/exe").exists() for worker in workers))
    read = len(rows(home / "archive.db", "SELECT id FROM article"))
    assert 3 <= read < 60
    if stop == signal.SIGINT:
        assert said.splitlines()[-1].startswith("Interrupted; what was read is kept.")
        assert rows(home / "archive.db", "SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]
    assert Counter(inline(home, "archive.db")) == {"new": 60 - read, "unchanged": read}
    inline(home, "whole.db")
    assert rows(home / "archive.db", STATE) == rows(home / "whole.db", STATE)


def inline(home: Path, db: str) -> list[str]:
    """The words of an import in this process."""
    outcomes: list[Outcome] = []
    files = [home / "a.warc.gz"]
    done = import_files(home / db, home / "seeds", files, committed=outcomes.append, tell=print, workers=0)
    assert done.exit_code() == 0
    return [outcome.outcome for outcome in outcomes]


def test_import_of_many_hosts_tells_the_largest(tmp_path: Path) -> None:
    run = ImportRun.of_files(tmp_path / "archive.db", Catalogue(()), [tmp_path])
    for number in range(1, 6):
        source = run.source_for(f"https://host{number}.example/a")
        run.source_run(source.slug).tally.outcomes["new"] += number
    lines = list(closing_lines(run, most=2))
    run.close(interrupted=False)
    assert lines == [
        "imported-host4.example  4 new",
        "imported-host5.example  5 new",
        "… and 3 more sources; -v tells them all.",
        "total                   15 new  (0 records, 0 B of new pages)",
    ]


def test_live_lines_tell_the_sources_and_the_place(tmp_path: Path) -> None:
    run = ImportRun.of_files(tmp_path / "archive.db", Catalogue(()), [tmp_path])
    live = ImportLines(run)
    run.source_run(run.source_for(url(1)).slug).tally.count("new")
    run.records, run.reading = 7, "a.warc.gz"
    console = Console(width=80, file=io.StringIO())
    console.print(live.lines())
    run.close(interrupted=False)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "imported-valley.example  1 new\n7 records, now in a.warc.gz\n"


def test_run_is_written_down_with_its_files(home: Path) -> None:
    (home / "a.warc.gz").write_bytes(page_record(1))
    run(home, "a.warc.gz")
    with closing(sqlite3.connect(home / "archive.db")) as connection:
        assert connection.execute("SELECT command, exit_code FROM crawl").fetchall() == [("import a.warc.gz", 0)]


def test_import_on_a_full_disk_takes_up_nothing_and_the_same_command_goes_on(home: Path) -> None:
    (home / "a.warc.gz").write_bytes(pages_warc([1, 2]))
    done = backissue("import", "a.warc.gz", "-q", "--json", cwd=home, BACKISSUE_MIN_FREE="999999G")
    said = json.loads(done.stdout)["stopped"]
    assert done.returncode == 1
    assert done.stderr == f"! Stopped: {said}\n"
    assert said.startswith("the disk of archive.db has ")
    assert said.endswith("BACKISSUE_MIN_FREE. Make room; import the same files again: it goes on from here.")
    assert rows(home / "archive.db", "SELECT count(*) FROM capture") == [(0,)]
    assert inline(home, "archive.db") == ["new", "new"]


def test_import_past_the_budget_of_captures_ends_with_all_that_it_took(home: Path) -> None:
    (home / "a.warc.gz").write_bytes(pages_warc(range(20)))
    done = backissue("import", "a.warc.gz", "--json", cwd=home, BACKISSUE_MAX_CAPTURES="3k")
    *lines, summary = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, summary["exit"]) == (1, 1)
    assert "BACKISSUE_MAX_CAPTURES allows 3.0 kB." in summary["stopped"]
    assert 1 <= len(lines) < 20
    assert rows(home / "archive.db", "SELECT count(*) FROM capture WHERE outcome IS NULL") == [(0,)]
    assert Counter(inline(home, "archive.db")) == {"new": 20 - len(lines), "unchanged": len(lines)}


def test_what_is_no_size_is_refused_before_an_archive_is_made(home: Path) -> None:
    (home / "a.warc.gz").write_bytes(pages_warc([1]))
    done = backissue("import", "a.warc.gz", cwd=home, BACKISSUE_MIN_FREE="much")
    assert (done.returncode, done.stderr) == (
        2,
        'Error: BACKISSUE_MIN_FREE: "much" is no size. Write it like 500M or 2G.\n',
    )
    assert not (home / "archive.db").exists()


def test_secrets_and_control_characters_are_not_told(home: Path) -> None:
    (home / "token=hush\x1b[2J.warc.gz").write_bytes(pages_warc([1])[:-9])
    done = run(home, *home.glob("*.gz"))
    assert "hush" not in done.stderr
    assert "\x1b" not in done.stderr
    assert "token=***" in done.stderr
