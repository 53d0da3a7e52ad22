"""What a process that reads pages may take of the machine. The kernel holds it to that, whatever code is busy in it.

Memory is limited on Linux alone: elsewhere no limit of it holds, and a page is bounded by its seconds.
"""

from __future__ import annotations

import ctypes
import math
import resource
import sys
import time
from pathlib import Path

MIB = 1024 * 1024
STACK = 8 * MIB
"""Counts towards what is resident, and not towards what the kernel limits here."""

BELIEVED = 3 / 4
"""Share of the limit up to which an answer holds. What is refused memory may give half a page for the whole, as
trafilatura does, which catches every exception: who came nearer to the limit than this is not believed."""

GROWN = 5 / 8
"""Share of the limit that a process may hold between two pages. Warm it holds 165 MB, after 400 sites 250."""


M_MMAP_THRESHOLD = -3
"""Of glibc's ``mallopt``."""

LARGE = 256 * 1024


def give_back() -> None:
    """Memory for bodies comes from the system and goes back to it at once. By itself glibc takes more and more of it
    from its heap, where large bodies that come and go leave holes; elsewhere it stays as it is."""
    libc = ctypes.CDLL(None)
    if sys.platform == "linux" and hasattr(libc, "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)


def hold(megabytes: float) -> None:
    """From now on this process holds ``megabytes`` at most, what it has read of its program's files included.

    RLIMIT_DATA counts what is private and writable: the heaps of Python and libxml2. RLIMIT_AS would count 80 MB of
    libraries that are mapped and never touched. A limit that was lower before stays.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        room = int(megabytes * MIB) - _status("RssFile") - STACK
        _limit(resource.RLIMIT_DATA, room)


def allow(seconds: float) -> None:
    """From now on this process may compute for ``seconds`` more, rounded up; then the kernel kills it with SIGXCPU."""
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds))


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def peak() -> float:
    """The most that this process ever held, in MiB; 0 where nobody tells."""
    return _status("VmHWM") / MIB


def held() -> float:
    """What it holds now, in MiB; 0 where nobody tells."""
    return _status("VmRSS") / MIB


def _status(name: str) -> int:
    """Bytes. ``ru_maxrss`` would not do: a process inherits that of the one which started it."""
    if sys.platform != "linux":
        return 0
    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
