"""Ctrl-C, and what a scheduler sends: the first one asks to stop, the second one ends the process."""

from __future__ import annotations

import asyncio
import signal

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def stop_at_signals() -> asyncio.Event:
    """Set when one has come. Call it inside the running loop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        for one in SIGNALS:
            loop.remove_signal_handler(one)

    for one in SIGNALS:
        loop.add_signal_handler(one, stop)
    return stopping
