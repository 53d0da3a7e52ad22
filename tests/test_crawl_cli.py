"""``backissue crawl`` and ``fetch`` as typed: options, JSON, exit codes, one sentence for what is wrong."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest

from archive.errors import UsageProblem
from archive.options import Settings
from archive.options import run as main
from archive.reports import Usual
from archive.runs import Judged
from archive.sources import load_catalogue
from crawler import process
from crawler.cli import backissue as backissue_group
from crawler.crawl_cli import _tell
from crawler.run import Run
from crawler.verbs import Since, _named_urls
from crawler.wishes import Wishes
from tests.commands import backissue
from tests.sites import Outlet


def run(outlet: Outlet, verb: str, *rest: str, stdin: str | bytes = b"") -> CompletedProcess[str]:
    places = ("--db", outlet.db, "--seeds", outlet.seeds)
    return backissue(verb, *rest, *places, cwd=outlet.seeds.parent, allow=outlet.peer, stdin=stdin)


def json_lines(done: CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_crawl_json_is_one_line_an_outcome_and_a_summary(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.redirect("/news/1", "/news/1")
    done = run(outlet, "crawl", "--json")
    *lines, summary = done.stdout.splitlines()
    assert sorted(lines) == [
        f'{{"url": "{outlet.url("/news/1")}", "outcome": "failed:redirect-loop", "id": null, "source": "valley-en"}}',
        f'{{"url": "{outlet.url("/news/2")}", "outcome": "new", "id": 1, "source": "valley-en"}}',
    ]
    assert summary == '{"summary": {"valley-en": {"failed:redirect-loop": 1, "new": 1}}, "exit": 0}'
    assert done.stderr.splitlines()[-1].startswith("total      1 new, 1 failed:redirect-loop  (")
    assert done.returncode == 0


def test_crawl_without_json_tells_the_closing_lines_on_stderr_alone(outlet: Outlet) -> None:
    outlet.publish(1)
    done = run(outlet, "crawl", "--max-articles", "1")
    assert done.stdout == ""
    assert [line.partition(" (")[0].split() for line in done.stderr.splitlines()] == [
        ["valley-en", "1", "new"],
        ["total", "1", "new"],
    ]


def test_fetch_tells_every_url_known_or_not(outlet: Outlet) -> None:
    outlet.publish(1)
    outlet.crawl()
    outlet.publish(1, 2)
    done = run(outlet, "fetch", outlet.url("/news/1"), outlet.url("/news/2"))
    assert sorted(done.stdout.splitlines()) == [
        f"new 2  {outlet.url('/news/2')}",
        f"unchanged 1  {outlet.url('/news/1')}",
    ]
    assert "/feed" not in outlet.paths[-2:]
    assert done.returncode == 0


def test_fetch_of_a_page_in_no_sources_scope_makes_a_source_for_it(outlet: Outlet, tmp_path: Path) -> None:
    with Outlet(tmp_path / "other") as other:
        other.publish(7)
        places = ("--db", outlet.db, "--seeds", outlet.seeds)
        done = backissue("fetch", other.url("/news/7"), *places, "--json", cwd=tmp_path, allow=other.peer)
    outcome, summary = json_lines(done)
    assert (outcome["outcome"], outcome["source"]) == ("new", "imported-127.0.0.1")
    assert summary == {"summary": {"imported-127.0.0.1": {"new": 1}}, "exit": 0}


def test_fetch_reads_urls_from_stdin(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    done = run(outlet, "fetch", "-", "--json", stdin=f"{outlet.url('/news/1')}\n\n {outlet.url('/news/2')} \n")
    assert [line.get("outcome") for line in json_lines(done)] == ["new", "new", None]


def test_fetch_without_a_url_crawls_nothing(outlet: Outlet) -> None:
    done = run(outlet, "fetch", "-", "--json", stdin="\n")
    assert json_lines(done) == [{"summary": {}, "exit": 0}]
    assert (done.returncode, done.stderr, outlet.log) == (0, "There was no URL to fetch.\n", [])


def test_fetch_that_fails_is_exit_1_and_a_rejected_page_is_ok(outlet: Outlet) -> None:
    outlet.routes.clear()
    assert run(outlet, "fetch", outlet.url("/news/404")).returncode == 1
    outlet.redirect("/news/1", "/")
    outlet.publish(1)
    outlet.redirect("/news/1", "/")
    outlet.routes["/"] = outlet.routes["/feed"]
    done = run(outlet, "fetch", outlet.url("/news/1"))
    assert (done.returncode, done.stdout) == (0, f"rejected:front-page  {outlet.url('/news/1')}\n")


def refused(outlet: Outlet, *words: str) -> str:
    """The one line that is said; nothing was asked and no archive made."""
    done = run(outlet, *words)
    assert done.returncode == 2
    assert (done.stdout, outlet.log) == ("", [])
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    return line.removeprefix("Error: ")


def test_unknown_source_is_refused(outlet: Outlet) -> None:
    assert refused(outlet, "crawl", "valey-en") == 'There is no source "valey-en". Did you mean "valley-en"?'
    assert not outlet.db.exists()


def test_wrong_key_in_a_source_file_is_refused(outlet: Outlet) -> None:
    file = outlet.seeds / "tj" / "valley-en.toml"
    file.write_text(file.read_text().replace("article_url", "artcle_url"))
    sentence = refused(outlet, "crawl")
    assert sentence == 'seeds/tj/valley-en.toml: key "artcle_url" is not known. Did you mean "article_url"?'
    assert not outlet.db.exists()


def test_wrong_type_and_wrong_url_in_a_source_file_are_refused(outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, languages="en")
    assert refused(outlet, "crawl").startswith("seeds/tj/valley-en.toml: languages ")
    outlet.write_source(outlet.seeds, feeds=["valley.example/feed"])
    assert (
        refused(outlet, "crawl")
        == 'seeds/tj/valley-en.toml: feeds[0] "valley.example/feed" is not a URL. Add https://.'
    )


def test_two_files_with_one_slug_are_refused(outlet: Outlet) -> None:
    (outlet.seeds / "uz").mkdir()
    (outlet.seeds / "uz" / "valley-en.toml").write_bytes((outlet.seeds / "tj" / "valley-en.toml").read_bytes())
    assert 'slug "valley-en" is taken by seeds/tj/valley-en.toml' in refused(outlet, "crawl")


def test_database_that_is_not_ours_is_refused_and_left_alone(outlet: Outlet) -> None:
    with sqlite3.connect(outlet.db) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = outlet.db.read_bytes()
    assert "not a Backissue archive" in refused(outlet, "crawl")
    assert outlet.db.read_bytes() == before


def test_newer_archive_is_refused_and_left_alone(outlet: Outlet) -> None:
    outlet.crawl()
    outlet.log.clear()
    with sqlite3.connect(outlet.db) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert "Upgrade Backissue." in refused(outlet, "crawl")


def test_wrong_peer_in_the_environment_is_refused(outlet: Outlet) -> None:
    done = backissue("crawl", "--db", outlet.db, "--seeds", outlet.seeds, cwd=outlet.seeds, allow="localhost")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith('Error: BACKISSUE_ALLOW_PEERS: "localhost" is not address:port.')


@pytest.mark.parametrize(
    "text", ["khovar.tj/eng", "ftp://khovar.tj/", "javascript:alert(1)", "https://", "https://a b/"]
)
def test_what_is_no_url_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="is not a URL that can be fetched"):
        _named_urls((text,))


def test_urls_are_cleaned() -> None:
    assert _named_urls(("HTTPS://Valley.Example/a#top", " ", "https://valley.example/б")) == [
        "https://valley.example/a",
        "https://valley.example/%D0%B1",
    ]


def since(text: str) -> str:
    return Since().convert(text, None, None)


def test_since_is_an_age_or_a_day() -> None:
    assert since("2026-11-01") == "2026-11-01"
    for text, age in (("12h", timedelta(hours=12)), ("7d", timedelta(days=7)), ("2w", timedelta(weeks=2))):
        moment = datetime.strptime(since(text), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert abs(datetime.now(UTC) - age - moment) < timedelta(seconds=5)


@pytest.mark.parametrize("text", ["yesterday", "7", "d", "2026-13-01", "-1d", "99999999999d", "9999999w", ""])
def test_since_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        since(text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--due", "--recheck"), "--due and --recheck exclude each other."),
        (("--dry-run", "--due"), "--dry-run tells what is new"),
        (("--dry-run", "--recheck"), "--dry-run tells what is new"),
    ],
)
def test_options_that_mean_two_things_are_refused(outlet: Outlet, options: tuple[str, ...], said: str) -> None:
    done = run(outlet, "crawl", *options)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert not outlet.db.exists()


def test_ctrl_c_before_the_run_began_has_a_summary_too(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "crawl", interrupt)
    assert main(backissue_group, ["crawl", "--json", "--db", str(outlet.db), "--seeds", str(outlet.seeds)]) == 130
    said = capsys.readouterr()
    assert json.loads(said.out) == {"summary": {}, "exit": 130}
    assert said.err.strip() == "Error: interrupted."


def test_alarms_problems_and_what_is_usual_stand_in_the_summary_and_a_quiet_run_tells_new_alarms(
    outlet: Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    done = Run.open(outlet.db, load_catalogue(outlet.seeds), Wishes())
    with closing(done.archive):
        usual: Usual = {"runs": 3, "new": 1, "requests": 3, "notModified": 0, "bytes": 9, "seconds": 1.0}
        done.judged["valley-en"] = Judged({"silent": "silent: nothing new."}, frozenset({"silent"}), usual)
        done.source_run("valley-en").tally.answered = 1
        done.source_run("valley-en").tally.problems.append("One of two feeds is gone.")
        assert _tell(done, Settings(outlet.db, outlet.seeds, True, -1)) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "summary": {"valley-en": {}},
        "exit": 0,
        "problems": {"valley-en": ["One of two feeds is gone."]},
        "alarms": {"valley-en": {"silent": "silent: nothing new."}},
        "usual": {"valley-en": usual},
    }
    assert said.err == "Alarm: valley-en: silent: nothing new.\n"


@pytest.mark.parametrize("verbosity", [0, -1])
def test_lines_to_write_in_a_source_file_are_lines_that_can_be_copied(
    outlet: Outlet, capsys: pytest.CaptureFixture[str], verbosity: int
) -> None:
    done = Run.open(outlet.db, load_catalogue(outlet.seeds), Wishes())
    with closing(done.archive):
        sentence = 'moved: put these lines there:\nscope = ["new.tj/"]\nhomepage = "https://new.tj/"'
        done.judged["valley-en"] = Judged({"moved": sentence}, frozenset({"moved"}), None)
        done.source_run("valley-en").tally.answered = 1
        _tell(done, Settings(outlet.db, outlet.seeds, False, verbosity))
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if " = " in line] == ['scope = ["new.tj/"]', 'homepage = "https://new.tj/"']
