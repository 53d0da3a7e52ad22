"""How much of a line stands in a text."""

from __future__ import annotations

import re
from functools import lru_cache

RUN = 4
"""Words in a row."""

SHORT = 12
"""Letters; a shorter line of up to three words counts only as a whole line of the text."""

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def covered(line: str, text: str) -> float:
    """Share of the line's runs of words that occur in the text; -1 for a line without words."""
    told = words(line)
    if not told:
        return -1.0
    runs, lines = _known(text)
    if len(told) < RUN:
        whole = tuple(told)
        return float(whole in lines or (whole in runs and len("".join(told)) > SHORT))
    found = [tuple(told[place : place + RUN]) in runs for place in range(len(told) - RUN + 1)]
    return sum(found) / len(found)


@lru_cache(maxsize=4)
def _known(text: str) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    told = words(text)
    runs = {tuple(told[place : place + size]) for size in range(1, RUN + 1) for place in range(len(told) - size + 1)}
    return frozenset(runs), frozenset(tuple(words(line)) for line in text.split("\n"))
