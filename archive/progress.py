"""How far a long piece of work is: a line every few seconds, so what is quick says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY_SECONDS = 5.0
"""Between two lines."""

Tell = Callable[[str], None]
"""Is given a sentence for the user."""

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


def silent(sentence: str) -> None:
    """Tells nobody."""


def told_at_times(tell: Tell, sentence: Callable[[int, int], str]) -> Progress:
    """Hand on what ``sentence`` makes of it, at most every EVERY_SECONDS, the first time after as many."""
    last = time.monotonic()

    def progress(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_SECONDS:
            last = time.monotonic()
            tell(sentence(done, of))

    return progress
