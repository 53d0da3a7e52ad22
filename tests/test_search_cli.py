"""Saved searches and alerts on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import backissue
from archive.options import run
from tests.samples import sample_archive


@pytest.fixture
def archive(tmp_path: Path) -> str:
    (tmp_path / "searches.toml").write_text("bridges = 'bridge OR мост'\nreading = 'library'\n", encoding="utf-8")
    return str(sample_archive(tmp_path / "archive.db"))


def lines(capsys: pytest.CaptureFixture[str], *argv: str) -> list[dict[str, object]]:
    assert run(backissue, ["search", *argv, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_saved_search_is_run_by_its_name(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert {hit["id"] for hit in lines(capsys, "--saved", "bridges", "--db", archive)} == {1, 4}
    assert {hit["id"] for hit in lines(capsys, "ремонта", "--saved", "bridges", "--db", archive)} == {4}


def test_saved_searches_are_listed(archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = [{"name": "bridges", "query": "bridge OR мост"}, {"name": "reading", "query": "library"}]
    assert lines(capsys, "--list-saved", "--db", archive) == listed
    assert lines(capsys, "--list-saved", "--searches", str(tmp_path / "absent.toml")) == []


def test_a_search_that_is_not_saved_is_a_usage_problem(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(backissue, ["search", "--saved", "floods", "--db", archive]) == 2
    assert 'has no search "floods" (there: bridges, reading)' in capsys.readouterr().err


def test_what_is_new_ends_with_the_next_cursor(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    *hits, closing = lines(capsys, "--saved", "bridges", "--new-since", "4", "--db", archive)
    assert [hit["id"] for hit in hits] == [1]
    assert closing == {"cursor": 12}
    assert lines(capsys, "--saved", "bridges", "--new-since", "12", "--db", archive) == [{"cursor": 12}]
    assert run(backissue, ["search", "bridge", "--new-since", "0", "--db", archive]) == 0
    assert capsys.readouterr().err == "What comes or changes from now on: --new-since 12\n"
