"""An article names its copies, its near-copies and the others on its event, each in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browsing import change, page, words
from tests.samples import sample_archive


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = sample_archive(tmp_path / "vodi.db")
    change(path, "INSERT INTO near_duplicate VALUES (4, 1, 0.92, 'extended')")
    change(path, "UPDATE article SET story = 1 WHERE id IN (1, 4, 6, 7)")
    return path


def listed(path: Path, url: str, section: str) -> list[str]:
    return [words(item) for item in page(path, url).xpath(f"//section[@aria-labelledby='{section}']//li")]


def test_near_copy_says_which_came_first_and_how_alike_they_are(own: Path) -> None:
    assert listed(own, "/article/4", "nearly") == [
        "Bridge over the Varzob reopens Vodi News (English) · 2 November 2026published first, 92% alike"
    ]
    assert listed(own, "/article/1", "nearly") == [
        "Мост через Варзоб открыт после ремонта Вести долины · 2 November 2026copied and extended, 92% alike"
    ]


def test_others_on_the_event_are_listed_once_and_oldest_first(own: Path) -> None:
    assert [line.split()[0] for line in listed(own, "/article/1", "story")] == ["Президент", "Раҳмон"]
    assert [line.split()[0] for line in listed(own, "/article/7", "story")] == ["Bridge", "Мост", "Президент"]
    assert listed(own, "/article/2", "story") == []


def test_copy_and_its_first_name_each_other(own: Path) -> None:
    assert [line.split()[0] for line in listed(own, "/article/2", "same")] == ["Library"]
    assert [line.split()[0] for line in listed(own, "/article/10", "same")] == ["School"]
