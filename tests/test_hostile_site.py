"""Every case of ``tests/hostile``, in one crawl of all its hosts."""

from __future__ import annotations

import fcntl
import os

import pytest

from tests.hostile.__main__ import figures
from tests.hostile.families import put
from tests.hostile.run import Report, play
from tests.hostile.stage import Stage

NAMES = put(Stage())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Of several processes of pytest the first crawls, and the others wait for what it found."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    kept = shared / "hostile.json"
    with (shared / "hostile.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(play(tmp_path_factory.mktemp("hostile")).as_json(), "utf-8")
    return Report.from_json(kept.read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES.cases)
def test_case_ends_as_it_must(report: Report, name: str) -> None:
    assert report.cases[name] == ""


@pytest.mark.parametrize("name", NAMES.good)
def test_good_article_is_whole_and_clean(report: Report, name: str) -> None:
    assert report.good[name] == ""


LOADED = ("slowest URL", "Retry-After")
"""Figures that a busy machine makes worse; ``make test-hostile`` shows them."""


def test_figures_of_the_run_are_within_their_goals(report: Report) -> None:
    assert [row for row in figures(report) if row[-1] is False and not str(row[0]).startswith(LOADED)] == []
