"""Every sixteenth of the strings of ``make bench-hostile``: no error on the command line, on a page or in a feed."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.hostile import failures_of_pages, failures_of_the_command_line, hostile
from tests.samples import sample_archive


def test_no_hostile_string_is_an_error(tmp_path: Path) -> None:
    texts = hostile()
    assert len(texts) >= 500
    archive = sample_archive(tmp_path / "archive.db")
    assert failures_of_the_command_line(archive, texts[::16]) == {}
    assert failures_of_pages(archive, texts[::16]) == {}


def test_a_failure_would_be_told(tmp_path: Path) -> None:
    assert failures_of_the_command_line(tmp_path / "absent.db", ["bridge"]) == {"'bridge'": 1}
