from __future__ import annotations

import pytest

from archive.toml import NotToml, read_toml


def test_toml_is_read() -> None:
    assert read_toml('a = "b"\n[c]\nd = [1, 2]') == {"a": "b", "c": {"d": [1, 2]}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = ", r"Invalid value \(at end of document\)$"),
        ("a = " + "9" * 5_000, "a number in it has thousands of digits"),
        ("a = " + "[" * 5_000, "its brackets lie too deep in one another"),
    ],
)
def test_what_is_wrong_is_told(text: str, said: str) -> None:
    with pytest.raises(NotToml, match=said):
        read_toml(text)
