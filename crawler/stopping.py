"""Ctrl-C, what a scheduler sends, a terminal that is gone: the first asks to stop, the second ends the process."""

from __future__ import annotations

import asyncio
import signal
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_at_signals() -> asyncio.Event:
    """Set when one has come. Call it inside the running loop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    heeded = [one for one in STOPS if not (one == signal.SIGHUP and _is_under_nohup())]

    def stop() -> None:
        stopping.set()
        for one in heeded:
            loop.remove_signal_handler(one)

    for one in heeded:
        loop.add_signal_handler(one, stop)
    return stopping


def stop_without_terminal() -> None:
    """Let a terminal that is gone be as good as SIGTERM, which Scrapy heeds; not under nohup."""
    if not _is_under_nohup():
        signal.signal(signal.SIGHUP, _terminate)


def _is_under_nohup() -> bool:
    return signal.getsignal(signal.SIGHUP) == signal.SIG_IGN


def _terminate(_: int, __: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)
