"""The wheel carries every file that the packages need, and nothing else; ``make try-wheel`` installs and runs it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.try_wheel import ROOT, build


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a clone")
def test_wheel_has_the_tracked_files_of_both_packages_and_the_catalogue(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "archive", "crawler", "seeds"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    tracked = {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    with ZipFile(build(tmp_path)) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        (points,) = (wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    carried = {name.removeprefix("archive/") if name.startswith("archive/seeds/") else name for name in names}
    assert tracked - carried == set()
    untracked = {name for name in carried - tracked if not _is_new(name)}
    assert untracked == set(), "only files that git knows, or will know, belong into a wheel"
    assert "[datasette]\nbackissue = archive.browse\n" in points


def _is_new(name: str) -> bool:
    """Whether the file is not in the repository yet, but nothing keeps it from being added."""
    ignored = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False)
    return ignored.returncode == 1
