"""A run as the settings ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.clock import utc_now
from archive.errors import BackissueError, SourceFileError, UsageProblem
from archive.progress import silent
from crawler.opening import CACHE_KB, download_slots, opened
from crawler.run import Run
from crawler.wishes import Wishes
from tests.sites import Outlet


@pytest.fixture
def asked(tmp_path: Path) -> dict[str, Any]:
    """The settings of a crawl of one source, whose host waits 4 s."""
    with Outlet(tmp_path) as outlet:
        outlet.write_source(
            outlet.seeds, scope=["valley.example/"], homepage="https://valley.example/", crawl={"delay": 4}
        )
    return {
        "BACKISSUE_DB": str(tmp_path / "new.db"),
        "BACKISSUE_SEEDS": str(outlet.seeds),
        "BACKISSUE_OPT_OUT": "obey",
        "BACKISSUE_MIN_FREE": "0",
        "BACKISSUE_MAX_CAPTURES": "",
    }


def open_run(asked: dict[str, Any]) -> Run:
    return opened(Settings(asked), Wishes(), utc_now, silent)


def test_run_is_as_the_settings_say(asked: dict[str, Any]) -> None:
    run = open_run(asked)
    try:
        assert (run.archive.path, [source.slug for source in run.chosen]) == (
            Path(asked["BACKISSUE_DB"]),
            ["valley-en"],
        )
        assert (run.opt_out, run.is_full()) == ("obey", False)
        assert run.archive.db.execute("PRAGMA cache_size").fetchall() == [(-CACHE_KB,)]
        slot = {"concurrency": 1, "delay": 4, "jitter": 0}
        assert download_slots(run) == {"valley.example": slot, "www.valley.example": slot}
    finally:
        run.close(interrupted=False)


@pytest.mark.parametrize(
    ("setting", "text", "error"),
    [
        ("BACKISSUE_SEEDS", "nowhere", SourceFileError),
        ("BACKISSUE_OPT_OUT", "perhaps", UsageProblem),
        ("BACKISSUE_MIN_FREE", "much", UsageProblem),
    ],
)
def test_setting_that_makes_no_sense_makes_no_archive(
    asked: dict[str, Any], setting: str, text: str, error: type[BackissueError]
) -> None:
    with pytest.raises(error, match=text):
        open_run({**asked, setting: text})
    assert not Path(asked["BACKISSUE_DB"]).exists()
