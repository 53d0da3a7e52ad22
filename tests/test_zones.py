from __future__ import annotations

import pytest

from archive.zones import local_day, zone


@pytest.mark.parametrize(
    ("value", "place", "day"),
    [
        ("2026-11-02T18:59", "Asia/Dushanbe", "2026-11-02"),
        ("2026-11-02T19:00:00Z", "Asia/Dushanbe", "2026-11-03"),
        ("2026-11-02T18:14", "Asia/Kathmandu", "2026-11-02"),
        ("2026-11-02T18:15", "Asia/Kathmandu", "2026-11-03"),
        ("2026-11-02T19:00:00Z", "Mars/Base", "2026-11-02"),
        ("2026-11-02", "America/Los_Angeles", "2026-11-02"),
        ("9999-12-31T23:00:00Z", "Asia/Dushanbe", "9999-12-31"),
    ],
)
def test_day_is_the_one_of_the_place(value: str, place: str, day: str) -> None:
    assert local_day(value, zone(place)) == day
