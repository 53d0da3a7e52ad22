"""``backissue sources show --memory`` and ``forget-memory`` as typed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.cli import backissue
from archive.options import run
from archive.store import Archive
from tests.sites import Outlet


class Said(NamedTuple):
    code: int
    out: str
    err: str


Say = Callable[..., Said]


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    """Crawled once, with 4 articles."""
    with Outlet(tmp_path) as outlet:
        outlet.publish(1, 2, 3, 4)
        outlet.crawl()
        yield outlet


@pytest.fixture
def say(outlet: Outlet, capsys: pytest.CaptureFixture[str]) -> Say:
    def said(*argv: str, db: Path = outlet.db) -> Said:
        capsys.readouterr()
        code = run(backissue, ["sources", *argv, "--db", str(db), "--seeds", str(outlet.seeds)])
        return Said(code, *capsys.readouterr())

    return said


def counts(outlet: Outlet) -> dict[str, int]:
    tables = ("memory_source", "memory_day", "memory_kind", "memory_block", "headline", "article", "revision")
    return {table: outlet.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def test_memory_of_a_crawled_source_is_shown(say: Say) -> None:
    said = say("show", "valley-en", "--memory")
    assert said.code == 0
    assert said.out.startswith("valley-en: learning, from 4 pages since ")
    assert "missing until it is learned: 8 more pages, of 12\n" in said.out
    assert "     4  100%  ██████████  p < article < body" in said.out


def test_memory_as_json_is_one_object(say: Say) -> None:
    told = json.loads(say("show", "valley-en", "--memory", "--json").out)
    assert (told["source"], told["pages"], told["learned"], told["headlines"]) == ("valley-en", 4, False, 4)
    assert {"kind", "pages", "text", "lastSeen"} == set(told["kinds"][0])


def test_source_is_shown_without_its_memory_as_before(say: Say) -> None:
    told = json.loads(say("show", "valley-en", "--json").out)
    assert (told["slug"], told["articles"]) == ("valley-en", 4)
    assert "kinds" not in told


def test_source_is_shown_without_empty_lines_and_says_what_is_wrong_below(say: Say, outlet: Outlet) -> None:
    with closing(sqlite3.connect(outlet.db)) as connection, connection:
        connection.execute(
            """UPDATE crawl_source SET problem = 'It met 404.', alarms = '{"moved": "moved: to new.tj."}'"""
        )
    lines = say("show", "valley-en").out.splitlines()
    assert all(len(line.split()) > 1 for line in lines)
    told = [line.split() for line in lines if {"moved", "moved:"} & set(line.split())]
    assert told == [["health", "moved"], ["!", "moved:", "to", "new.tj."]]
    assert "It met 404." not in " ".join(lines)


def test_source_that_only_the_archive_knows_has_its_memory_shown(say: Say, outlet: Outlet) -> None:
    (outlet.seeds / "tj" / "valley-en.toml").rename(outlet.seeds / "tj" / "other-en.toml")
    assert say("show", "valley-en", "--memory").code == 0
    assert say("show", "other-en", "--memory").out.startswith("other-en: learning; 0 headlines known\n")


@pytest.mark.parametrize("words", [["show", "valley-em", "--memory"], ["forget-memory", "valley-em"]])
def test_unknown_source_is_answered_with_the_nearest(say: Say, words: list[str]) -> None:
    said = say(*words)
    assert said.code == 2
    assert 'Did you mean "valley-en"?' in said.err


@pytest.mark.parametrize("words", [["show", "valley-en", "--memory"], ["forget-memory", "valley-en"]])
def test_without_an_archive_there_is_no_memory_and_none_is_made(say: Say, tmp_path: Path, words: list[str]) -> None:
    said = say(*words, db=tmp_path / "absent.db")
    assert said.code == 2
    assert "there is no archive here" in said.err
    assert not (tmp_path / "absent.db").exists()


def test_forgotten_memory_is_gone_and_articles_and_headlines_stay(say: Say, outlet: Outlet) -> None:
    before = counts(outlet)
    said = say("forget-memory", "valley-en")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("valley-en: forgot what 4 pages since ")
    assert counts(outlet) == {**before, "memory_source": 0, "memory_day": 0, "memory_kind": 0, "memory_block": 0}
    assert min(before.values()) > 0
    assert say("forget-memory", "valley-en").out.endswith("there was nothing to forget.\n")


def test_next_crawl_learns_anew(say: Say, outlet: Outlet) -> None:
    told = json.loads(say("forget-memory", "valley-en", "--json").out)
    assert (told["source"], told["pages"]) == ("valley-en", 4)
    assert told["kinds"] > 0
    outlet.publish(5, 6)
    outlet.crawl()
    assert say("show", "valley-en", "--memory").out.startswith("valley-en: learning, from 2 pages since ")


def test_memory_of_another_source_stays(say: Say, outlet: Outlet) -> None:
    with closing(sqlite3.connect(outlet.db)) as connection, connection:
        connection.execute(
            """INSERT INTO source SELECT 'hill-en', name, country, languages, timezone, homepage, license, status
            FROM source"""
        )
        connection.execute("INSERT INTO memory_source (source, since, pages) VALUES ('hill-en', '2026-11-01', 7)")
    say("forget-memory", "valley-en")
    assert outlet.rows("SELECT source, pages FROM memory_source") == [("hill-en", 7)]


def test_nothing_is_forgotten_while_a_run_writes(say: Say, outlet: Outlet) -> None:
    with Archive(outlet.db):
        said = say("forget-memory", "valley-en")
    assert said.code == 4
    assert "in use by another run" in said.err
    assert counts(outlet)["memory_source"] == 1
