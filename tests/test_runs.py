from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import SourceReport
from tests.archives import KUH, VODI, SetClock, column, open_archive

REPORT = SourceReport(
    source=VODI.slug,
    requests=12,
    not_modified=2,
    bytes=34_567,
    seconds=8.9,
    outcomes={"new": 3, "failed:timeout": 1},
    problem="The feed could not be read.",
)


def test_run_is_written_down_source_by_source(tmp_path: Path) -> None:
    clock = SetClock()
    with open_archive(tmp_path / "archive.db", clock) as archive:
        run = archive.start_crawl("crawl vodi-en")
        assert archive.db.execute("SELECT finished, exit_code FROM crawl").fetchall() == [(None, None)]
        clock.forward(minutes=5)
        archive.finish_crawl(run, 3, [REPORT, replace(REPORT, source=KUH.slug, outcomes={}, problem=None)])
        assert archive.db.execute("SELECT * FROM crawl").fetchall() == [
            (run, "2026-11-07T00:00:00Z", "2026-11-07T00:05:00Z", "crawl vodi-en", 3)
        ]
        kuh, vodi = archive.db.execute("SELECT * FROM crawl_source ORDER BY source").fetchall()
    assert vodi[:6] == (run, "vodi-en", 12, 2, 34_567, 8.9)
    assert (json.loads(vodi[6]), vodi[7]) == ({"new": 3, "failed:timeout": 1}, "The feed could not be read.")
    assert kuh[6:8] == ("{}", None)


def test_every_run_has_its_own_number(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        assert archive.start_crawl("crawl") != archive.start_crawl("crawl")


def test_report_that_cannot_be_kept_leaves_the_run_unfinished(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        run = archive.start_crawl("crawl")
        with pytest.raises(Exception, match="UNIQUE"):
            archive.finish_crawl(run, 0, [REPORT, REPORT])
        assert column(archive, "SELECT finished FROM crawl") == [None]
        assert column(archive, "SELECT count(*) FROM crawl_source") == [0]


def test_source_is_kept_as_its_file_describes_it_now(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        archive.register([replace(VODI, name="Vodi", languages=("en", "ru"), status="moved")])
        rows = archive.db.execute("SELECT name, languages, status FROM source WHERE slug = 'vodi-en'").fetchall()
        assert rows == [("Vodi", '["en", "ru"]', "moved")]
        assert len(column(archive, "SELECT slug FROM source")) == 3
