"""Numbers with the thing that they count."""

from __future__ import annotations

from archive.plurals import counted


def test_one_is_singular_and_thousands_are_parted() -> None:
    found = [counted(number, "request") for number in (0, 1, 2, 2048)]
    assert found == ["0 requests", "1 request", "2 requests", "2,048 requests"]
