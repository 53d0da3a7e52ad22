"""A parser with what it is given and what it may make of that."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

Read = Callable[[bytes, random.Random], str]
"""Gives the input to the parser, checks what comes out, and says in a word what that was.

The chance settles what else the parser is told (a charset, a zone). Raises what the parser raises, and AssertionError.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """One row of the table."""

    name: str
    seeds: tuple[bytes, ...]
    read: Read
    refusals: tuple[type[Exception], ...] = ()
    """The errors that it names: nothing else may be raised."""

    quick: int
    """Inputs in the ordinary suite."""

    many: int
    """Inputs in ``make bench-mutations``."""

    seconds: float = 1.0
    """Of CPU for one input of at most some 100 kB."""


def text_of(body: bytes) -> str:
    """As text, with a lone surrogate for each byte that is no UTF-8."""
    return body.decode("utf-8", "surrogateescape")
