from __future__ import annotations

import csv
import io
import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

from archive.cli import backissue
from archive.newsarticle import FIELDS
from archive.options import run
from tests.samples import sample_archive
from tests.test_show import keep

ROOT = Path(__file__).parent.parent
HEAVY = {"scrapy", "twisted", "trafilatura", "lxml", "datasette", "sqlite_utils", "warcio", "asyncio", "httpx"}
SOURCE_FILE = """
name = "Vodi News (English)"
country = "TJ"
languages = ["en"]
timezone = "Asia/Dushanbe"
scope = ["vodi-en.example/"]
homepage = "https://vodi-en.example/"
"""


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Say = Callable[..., Said]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


@pytest.fixture
def say(archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run the command line on the sample archive."""
    monkeypatch.setenv("BACKISSUE_DB", str(archive))

    def said(*argv: str) -> Said:
        capsys.readouterr()
        code = run(backissue, argv)
        return Said(code, *capsys.readouterr())

    return said


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "tj").mkdir(parents=True)
    (folder / "tj" / "vodi-en.toml").write_text(SOURCE_FILE)
    return folder


def commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    found: dict[tuple[str, ...], click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found[(*path, name)] = command
        if isinstance(command, click.Group):
            found |= commands(command, (*path, name))
    return found


def test_verbs_are_those_of_the_contract_that_do_without_the_crawler() -> None:
    assert {"search", "show", "export", "serve", "check", "sources"} <= set(
        backissue.list_commands(click.Context(backissue))
    )
    assert {path[1] for path in commands(backissue) if len(path) == 2} == {"list", "check", "show", "forget-memory"}


@pytest.mark.parametrize("path", [path for path in commands(backissue) if path != ("demo",)], ids=" ".join)
def test_every_verb_has_the_common_options_and_help_with_an_example(path: tuple[str, ...], say: Say) -> None:
    said = say(*path, "--help")
    assert said.code == 0
    assert f"\n  Example:\n    backissue {' '.join(path[:1])}" in said.out
    if not isinstance(commands(backissue)[path], click.Group):
        for option in ("--db PATH", "--seeds PATH", "--json", "-q, --quiet", "-v, --verbose"):
            assert option in said.out


# search


def test_search_prints_hits_to_be_read(say: Say) -> None:
    said = say("search", "Рахмон")
    assert said.code == 0
    assert said.err == ""
    assert "Раҳмон аз намоишгоҳ дидан кард\n" in said.out
    assert "     2026-11-05 14:20+05:00 · Хабари водӣ · article 7\n" in said.out
    assert "https://vodi-tg.example/news/7" in said.out
    assert "\x1b" not in said.out
    assert "\x02" not in said.out


def test_search_json_is_one_line_a_hit_with_the_contracts_keys(say: Say) -> None:
    (hit,) = say("search", "Varzob", "lang:en", "--json").objects
    assert list(hit) == [
        "id", "url", "headline", "source", "inLanguage", "datePublished", "snippet", "score",
    ]  # fmt: skip
    assert hit["id"] == 1
    assert hit["snippet"].startswith("The bridge over the Varzob")


def test_search_csv_has_a_header_and_the_same_columns(say: Say) -> None:
    header, row = csv.reader(io.StringIO(say("search", "Varzob", "lang:en", "--csv").out))
    assert header == list(say("search", "Varzob", "--json").objects[0])
    assert row[:3] == ["1", "https://vodi-en.example/news/1", "Bridge over the Varzob reopens"]


def test_search_without_a_query_gives_the_newest(say: Say) -> None:
    assert [hit["id"] for hit in say("search", "--json", "-n", "3").objects] == [9, 8, 7]


def test_search_takes_several_words_as_one_query(say: Say) -> None:
    assert [hit["id"] for hit in say("search", "library", "Khorog", "title:school", "-n1", "--json").objects] == [2]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--source", "vodi-ru"], {4, 5, 6}),
        (["--source", "vodi-ru", "--source", "vodi-tg"], {4, 5, 6, 7, 8, 9}),
        (["--language", "tg"], {7, 8, 9}),
        (["--from", "2026-11-05", "--to", "2026-11-05"], {6, 7}),
        (["--from", "2026-11-06"], {8, 9}),
        (["--to", "2026-11-02"], {1, 4}),
    ],
)
def test_search_is_narrowed_by_source_language_and_date(say: Say, options: list[str], ids: set[int]) -> None:
    assert {hit["id"] for hit in say("search", "--json", *options).objects} == ids


def test_no_hit_is_no_failure_and_nothing_on_stdout(say: Say) -> None:
    assert say("search", "zzzz") == (0, "", "No hit.\n")
    assert say("search", "zzzz", "--json", "-q") == (0, "", "")
    assert say("search", "zzzz", "--csv", "-q").out.count("\n") == 1


@pytest.mark.parametrize("query", ["c++", 'a AND "x', "NEAR(", "*", "'; DROP TABLE article", "\udcff", "source:"])
def test_no_query_whatever_is_an_error(say: Say, query: str) -> None:
    assert say("search", "--json", "--", query).code == 0


def test_query_that_begins_with_a_minus_stands_after_two(say: Say) -> None:
    without = {hit["id"] for hit in say("search", "--json", "--", "library -school").objects}
    assert without == set()
    assert say("search", "-school").code == 2


def test_bad_date_and_bad_number_are_usage(say: Say) -> None:
    assert say("search", "--from", "yesterday").code == 2
    assert say("search", "-n", "0").code == 2
    assert say("search", "--csv", "--json").code == 2


# show


def test_show_prints_an_article_to_be_read(say: Say) -> None:
    said = say("show", "1")
    assert said.out.startswith(
        "Bridge over the Varzob reopens\nVodi News (English) · 2026-11-02 11:00+05:00 · Зарина Ҳакимова\n"
    )
    assert "two lanes of traffic." in said.out


def test_show_json_is_one_article_object(say: Say) -> None:
    (article,) = say("show", "3", "--json").objects
    happened, others = ("otherUrls", "removals", "missing"), ("duplicates", "nearDuplicates", "storyArticles")
    assert list(article) == [*(field.name for field in FIELDS), *happened, *others]
    assert article["removed"] == "2026-11-08T00:00:00Z"


def test_show_lists_the_revisions(say: Say) -> None:
    assert [line.split()[0] for line in say("show", "1", "--revisions").out.splitlines()] == ["1", "2"]
    revisions = say("show", "1", "--revisions", "--json").objects
    assert [(revision["number"], revision["kind"]) for revision in revisions] == [(1, "first"), (2, "correction")]


def test_show_diff_marks_what_changed(say: Say) -> None:
    said = say("show", "1", "--diff", "1..2")
    assert "[-one lane-]" in said.out
    assert said.err == "1..2: correction\n"
    (diff,) = say("show", "1", "--diff", "1..2", "--json").objects
    assert {span["kind"] for span in diff["spans"]} == {"same", "removed", "added"}


def test_show_raw_is_the_page_byte_for_byte_and_nothing_else(archive: Path) -> None:
    page = bytes(range(256)) + b"\r\n\x1f\x8b"
    keep(archive, page, "2026-11-08T00:00:00Z")
    done = process("-m", "crawler.cli", "show", "1", "--raw", "--db", str(archive))
    assert (done.returncode, done.stdout, done.stderr) == (0, page, b"")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["99"], "99: no article has this id."),
        (["seventeen"], "'seventeen' is not a whole number"),
        (["1", "--diff", "1..7"], "no revision 7"),
        (["2", "--raw"], "no capture of this article was kept"),
        (["1", "--raw", "--revisions"], "exclude each other"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence_and_exit_2(say: Say, argv: list[str], said: str) -> None:
    code, out, err = say("show", *argv)
    assert (code, out) == (2, "")
    assert said in err


# export


def test_export_writes_files_and_names_the_cursor(say: Say, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    said = say("export", "jsonl", "-o", f"{folder}/")
    assert said.code == 0
    assert said.out == ""
    assert said.err.startswith("10 articles to ")
    assert said.err.endswith("--since 12\n")
    assert len((folder / "articles.jsonl").read_text().splitlines()) == 10
    (manifest,) = say("export", "jsonl", "-o", f"{folder}/", "--since", "11", "--json").objects
    assert (manifest["rows"], manifest["cursor"]) == (1, 12)


def test_export_to_one_file_names_it_once(say: Say, tmp_path: Path) -> None:
    said = say("export", "jsonl", "-o", f"{tmp_path}/all.jsonl", "--since", "11")
    assert said.err == f"1 article to {tmp_path}/all.jsonl. What changes from now on: --since 12\n"


def test_export_to_stdout_is_rows_alone_and_the_rest_goes_to_stderr(say: Say) -> None:
    said = say("export", "csv", "-o", "-", "--language", "tg")
    assert len(list(csv.reader(io.StringIO(said.out)))) == 4
    assert said.err == "3 articles to stdout. What changes from now on: --since 12\n"
    rows = say("export", "jsonl", "-o", "-", "--source", "vodi-ru", "--json")
    assert [row["source"] for row in rows.objects] == ["vodi-ru"] * 3
    assert json.loads(rows.err)["rows"] == 3


def test_export_of_an_unknown_format_names_those_there_are(say: Say) -> None:
    said = say("export", "tei", "-o", "-")
    assert said.code == 2
    assert "jsonl, csv" in said.err


# serve


def test_serve_refuses_what_is_no_archive_before_it_listens(say: Say, tmp_path: Path) -> None:
    assert say("serve", "--db", str(tmp_path / "absent.db")).code == 2


# check


def test_check_tells_each_check_and_ends_with_0(say: Say, archive: Path) -> None:
    said = say("check")
    assert said.code == 0
    assert said.out.startswith("ok       database         SQLite's integrity check passes\n")
    assert said.err == f"{archive}: no problem.\n"


def test_check_of_a_damaged_archive_ends_with_5_in_both_forms(say: Say, archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("DROP TRIGGER article_fts_insert")
    said = say("check")
    assert said.code == 5
    assert "problem  schema           trigger article_fts_insert is missing\n" in said.out
    assert said.err == f"{archive}: 1 problem.\n"
    code, out, _ = say("check", "--json", "-q")
    report = json.loads(out)
    assert (code, report["ok"], report["archive"]) == (5, False, str(archive))
    assert [finding["check"] for finding in report["findings"] if finding["state"] == "problem"] == ["schema"]


def test_check_captures_reads_them_back(say: Say, archive: Path) -> None:
    file = keep(archive, b"page" * 100, "2026-11-08T00:00:00Z")
    content = file.read_bytes()
    file.write_bytes(content[:-30] + b"\0" * 30)
    assert say("check", "--captures").code == 5


# sources


@pytest.mark.parametrize("argv", [["sources"], ["sources", "list"]])
def test_sources_are_listed_with_what_the_archive_has(say: Say, seeds: Path, argv: list[str]) -> None:
    rows = {row["source"]: row for row in say(*argv, "--seeds", str(seeds), "--json").objects}
    assert list(rows) == ["vodi-en", "vodi-ru", "vodi-tg"]
    assert rows["vodi-en"] == {
        "source": "vodi-en",
        "name": "Vodi News (English)",
        "languages": ["en"],
        "status": "unprobed",
        "articles": 4,
        "newest": "2026-11-04T07:30:00Z",
        "lastCrawl": None,
        "health": "quiet",
        "problem": None,
        "alarms": {},
        "told": [],
        "due": None,
    }
    assert say(*argv, "--seeds", str(seeds)).out.splitlines()[1].startswith("vodi-en  Vodi News (English)  en ")


def test_sources_are_listed_without_an_archive_too(say: Say, seeds: Path, tmp_path: Path) -> None:
    said = say("sources", "list", "--seeds", str(seeds), "--db", str(tmp_path / "absent.db"), "--json")
    (row,) = said.objects
    assert (said.code, row["articles"]) == (0, None)
    assert not (tmp_path / "absent.db").exists()


def test_wellformed_source_files_are_counted(say: Say, seeds: Path) -> None:
    assert say("sources", "check", "--seeds", str(seeds)) == (0, "1 source file, well-formed\n", "")


def test_every_problem_of_every_source_file_is_told(say: Say, seeds: Path) -> None:
    (seeds / "tj" / "one.toml").write_text("name = 1")
    (seeds / "tj" / "two.toml").write_text("not toml")
    said = say("sources", "check", "--seeds", str(seeds))
    assert said.code == 2
    assert "seeds/tj/one.toml" in said.out
    assert "seeds/tj/two.toml" in said.out
    (report,) = say("sources", "check", "--seeds", str(seeds), "--json").objects
    assert len(report["problems"]) == len(said.out.splitlines())
    assert say("sources", "list", "--seeds", str(seeds)).code == 2


def test_source_is_shown_with_its_rules_and_its_articles(say: Say, seeds: Path) -> None:
    (source,) = say("sources", "show", "vodi-en", "--seeds", str(seeds), "--json").objects
    assert (source["slug"], source["scope"], source["articles"]) == ("vodi-en", ["vodi-en.example/"], 4)
    assert "timezone     Asia/Dushanbe\n" in say("sources", "show", "vodi-en", "--seeds", str(seeds)).out


def test_unknown_source_is_exit_2(say: Say, seeds: Path) -> None:
    said = say("sources", "show", "vodi-em", "--seeds", str(seeds))
    assert said.code == 2
    assert 'Did you mean "vodi-en"?' in said.err


# every verb


READERS = (["search", "x"], ["show", "1"], ["export", "jsonl", "-o", "-"], ["serve"], ["check"], ["sources", "list"])


@pytest.mark.parametrize("argv", READERS, ids=lambda argv: argv[0])
def test_file_that_is_no_archive_is_refused_and_left_as_it_is(say: Say, archive: Path, argv: list[str]) -> None:
    archive.write_text("a letter, not a database\n" * 10)
    before = archive.read_bytes()
    said = say(*argv)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert archive.read_bytes() == before


@pytest.mark.parametrize("argv", READERS, ids=lambda argv: argv[0])
def test_damaged_archive_is_refused_with_5(say: Say, archive: Path, argv: list[str]) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[:16] + b"\xff" * 84 + content[100:])
    assert say(*argv).code == 5


def test_damage_met_in_the_midst_of_a_search_ends_with_5_and_one_line(say: Say, archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'article'").fetchone()[0]
    content = bytearray(archive.read_bytes())
    content[(root - 1) * page_size : root * page_size] = b"\xff" * page_size
    archive.write_bytes(content)
    said = say("search", "Khorog")
    assert (said.code, said.out) == (5, "")
    assert said.err.startswith("Error: the archive is damaged")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("argv", READERS, ids=lambda argv: argv[0])
def test_archive_of_a_newer_backissue_is_refused_with_2(say: Say, archive: Path, argv: list[str]) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("PRAGMA user_version = 99")
    said = say(*argv)
    assert said.code == 2
    assert "Upgrade Backissue" in said.err


@pytest.mark.parametrize("argv", READERS[:-1], ids=lambda argv: argv[0])
def test_absent_archive_is_refused_and_not_created(say: Say, archive: Path, argv: list[str]) -> None:
    archive.unlink()
    assert say(*argv).code == 2
    assert not archive.exists()


# The process itself


def process(*argv: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *argv], cwd=ROOT, env=os.environ | variables, capture_output=True, check=False
    )


def in_a_terminal(argv: list[str], **variables: str) -> str:
    """What the command line prints when stdout is a terminal."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "crawler.cli", *argv]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment | {"TERM": "xterm"} | variables, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        printed = b""
        try:
            while piece := os.read(ours, 65536):
                printed += piece
        except OSError:  # Linux says EIO when the last writer is gone
            pass
    os.close(ours)
    return printed.decode()


def test_search_loads_neither_crawler_nor_extractor_nor_writer(archive: Path) -> None:
    program = (
        "import sys\n"
        "from archive.options import run\n"
        "from crawler.cli import backissue\n"
        f"assert run(backissue, ['search', 'Khorog', '--db', {str(archive)!r}]) == 0\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = process("-c", program)
    assert b"Khorog" in done.stdout
    assert HEAVY & set(done.stderr.decode().split()) == set()


def test_search_starts_in_less_than_twice_what_it_stands_on(archive: Path, tmp_path: Path) -> None:
    variables = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    search = ["-m", "crawler.cli", "search", "Khorog", "--db", str(archive)]
    base = ["-c", "import sqlite3, click"]
    searched, based = [cpu_seconds(search, variables)], [cpu_seconds(base, variables)]
    while len(based) < 5 or (len(based) < 30 and min(searched) > 2 * min(based)):  # a busy machine needs more looks
        searched.append(cpu_seconds(search, variables))
        based.append(cpu_seconds(base, variables))
    assert min(searched) <= 2 * min(based)  # make bench-start holds the goal, 1.5, with more runs and no other work


def cpu_seconds(argv: list[str], variables: dict[str, str]) -> float:
    """CPU time, which a busy machine lengthens far less than the clock's."""
    child = subprocess.Popen([sys.executable, *argv], cwd=ROOT, env=os.environ | variables, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return usage.ru_utime + usage.ru_stime


def test_process_ends_with_the_exit_code_of_its_verb(archive: Path, tmp_path: Path) -> None:
    assert process("-m", "crawler.cli", "search", "Khorog", "--db", str(archive)).returncode == 0
    absent = process("-m", "crawler.cli", "search", "Khorog", "--db", str(tmp_path / "absent.db"))
    assert absent.returncode == 2
    assert absent.stderr.startswith(b"Error: ")
    assert b"Traceback" not in absent.stderr


def test_terminal_gets_colour_unless_its_user_declines(archive: Path) -> None:
    argv = ["search", "Khorog", "--db", str(archive)]
    assert "\x1b[1m" in in_a_terminal(argv)
    assert "\x1b" not in in_a_terminal(argv, NO_COLOR="1")
    assert "\x1b[32m" in in_a_terminal(["show", "1", "--diff", "1..2", "--db", str(archive)])


def test_raw_page_is_not_poured_into_a_terminal(archive: Path) -> None:
    keep(archive, b"\x1b]0;mischief\x07", "2026-11-08T00:00:00Z")
    printed = in_a_terminal(["show", "1", "--raw", "--db", str(archive)])
    assert "mischief" not in printed
    assert "backissue show 1 --raw > page.html" in printed


def test_search_in_an_unknown_source_is_an_error_and_not_an_empty_answer(say: Say) -> None:
    code, out, err = say("search", "Varzob", "--source", "vodi-enn")
    assert (code, out) == (2, "")
    assert 'holds no source "vodi-enn"' in err


def test_id_beyond_what_sqlite_knows_is_no_article(say: Say) -> None:
    assert say("show", "99999999999999999999")[0] == 2


def test_quiet_check_prints_nothing_but_problems(say: Say) -> None:
    assert say("check", "-q") == (0, "", "")
