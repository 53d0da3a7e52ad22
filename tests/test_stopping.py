"""What asks a run to stop: the first of each; but not what it was told not to heed."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator

import pytest

from crawler.stopping import STOPS, stop_at_signals, stop_without_terminal


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in STOPS}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may run under nohup
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


async def _stops_at(sent: signal.Signals) -> bool:
    stopping = stop_at_signals()
    signal.raise_signal(sent)
    await asyncio.sleep(0.01)
    return stopping.is_set()


@pytest.mark.parametrize("sent", STOPS)
def test_each_asks_to_stop(sent: signal.Signals) -> None:
    assert asyncio.run(_stops_at(sent))


def test_lost_terminal_is_as_good_as_what_a_scheduler_sends() -> None:
    got: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: got.append(number))
    stop_without_terminal()
    signal.raise_signal(signal.SIGHUP)
    assert got == [signal.SIGTERM]


def test_run_under_nohup_goes_on() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stop_without_terminal()
    assert not asyncio.run(_stops_at(signal.SIGHUP))
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
