"""One input, made again from its parser and number at any time, and what became of it."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from tests.bad_inputs.from_pages import FROM_PAGES
from tests.bad_inputs.from_sites import FROM_SITES
from tests.bad_inputs.from_users import from_users
from tests.bad_inputs.mutators import mutated
from tests.bad_inputs.parser import Parser

SLACK = 4
"""Times its bound after which a parser is stopped; one that takes between the two is told with its time."""


class Trial(NamedTuple):
    """What became of an input."""

    word: str
    """What came out, or the name of the error that the parser names."""

    seconds: float
    """Of CPU."""

    fault: str | None = None
    """What must not be: another error, a wrong shape, too long a time."""


class _Stopped(BaseException):
    """No ``except Exception`` of a parser may catch it."""


def parsers(folder: Path) -> tuple[Parser, ...]:
    """The whole table. What needs files has them in the folder."""
    return (*FROM_SITES, *FROM_PAGES, *from_users(folder))


def made(parser: Parser, number: int) -> bytes:
    """The input of that number, the same on every machine."""
    return mutated(
        random.Random(f"{parser.name} {number}"), parser.seeds, [seed for one in FROM_SITES for seed in one.seeds]
    )


def tried(parser: Parser, body: bytes, number: int = 0) -> Trial:
    """Give the parser the bytes, for at most four times its seconds. The number settles what else it is told."""
    begun = time.process_time()
    fault = None
    chance = random.Random(number)
    try:
        with _stopped_after(SLACK * parser.seconds):
            word = parser.read(body, chance)
    except parser.refusals as error:
        word = type(error).__name__
    except _Stopped:
        word, fault = "stopped", f"stopped after {SLACK * parser.seconds:g} s"
    except Exception as error:  # noqa: BLE001 whatever it is, it is told with the number of the input
        word, fault = "fault", f"{type(error).__name__}: {str(error)[:300]}"
    seconds = time.process_time() - begun
    if fault is None and seconds > parser.seconds:
        fault = f"took {seconds:.1f} s, and may take {parser.seconds:g} s"
    return Trial(word, seconds, fault)


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Seconds of the process's own CPU, so that a busy machine makes no difference."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stopped

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
