from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.written import write_between

MARKED = "before\n<!-- bench-x writes from here -->\nold\n<!-- bench-x to here -->\nafter\n"


def test_table_stands_between_the_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(MARKED, "utf-8")
    assert write_between("bench-x", ("what", "reached"), [("size", True), ("note", None)], document) == 0
    text = document.read_text("utf-8")
    assert text.startswith("before\n<!-- bench-x writes from here -->\n")
    assert text.endswith("|---|---|\n| size | yes |\n| note |  |\n<!-- bench-x to here -->\nafter\n")
    assert write_between("bench-x", ("what", "reached"), [("size", True), ("note", None)], document) == 0
    assert document.read_text("utf-8") == text


def test_missed_goal_is_told_by_the_exit_code(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(MARKED, "utf-8")
    assert write_between("bench-x", ("what", "reached"), [("size", True), ("speed", False)], document) == 1
    assert "| speed | **no** |" in document.read_text("utf-8")


def test_document_without_marks_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("nothing\n", "utf-8")
    with pytest.raises(ValueError, match="bench-x"):
        write_between("bench-x", ("what", "reached"), [], document)
    assert document.read_text("utf-8") == "nothing\n"
