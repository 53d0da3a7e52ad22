"""Numbers with the thing that they count, in English; pages have theirs in ``archive/browse/wording.py``."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``1 request``, ``2,048 requests``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
