"""Extraction in processes of its own, with limits of time and memory: a page that breaks one costs its worker, not the
crawl.
"""

from __future__ import annotations

import asyncio
import ctypes
import math
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, TypeVar

from crawler.limits import BELIEVED, GROWN, allow, held, hold, peak
from crawler.settings import BACKISSUE_EXTRACTION_MEGABYTES

Result = TypeVar("Result")
PR_SET_PDEATHSIG = 1

EXIT_SECONDS = 5.0
"""So long the kernel may take to tell how a process died: half a gigabyte is given back first."""


class Hung(Exception):
    """The call took longer than it may; its process was killed."""


class Died(Exception):
    """The call cost two processes their lives: they died, or needed more memory than they may."""


class Raised(Exception):
    """The call raised; the message is the traceback of its process."""


class _Lost(Exception):
    """The call's process died, or had to be ended; a new one may do better."""


@dataclass(frozen=True, slots=True)
class _Answer:
    result: Any
    traceback: str | None
    hungry: bool
    """It asked for memory that its process may not have, or came so near to it that nobody can tell."""

    peak: float
    """The most memory that its process ever held, in MiB …"""

    held: float
    """… and what it holds after the call."""


class Workers:
    """A few processes, one call each at a time; with ``count`` 0 the calls run inline, without a limit.

    A process starts when it is made; the time that its start takes is nobody's.
    """

    def __init__(
        self,
        count: int,
        seconds: float,
        warm_up: Callable[[], object] | None = None,
        megabytes: float = BACKISSUE_EXTRACTION_MEGABYTES,
    ) -> None:
        """``seconds`` is the wall time, and the CPU, that one call may take; ``megabytes`` (MiB) what a process may
        hold; ``warm_up`` runs once in each new process.
        """
        self.count = count
        self._all = [_Worker(seconds, megabytes, warm_up) for _ in range(count)]
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        for worker in self._all:
            self._idle.put_nowait(worker)

    async def call(self, function: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """The function's result. Raises Hung, Died or Raised.

        A call that loses its process is tried once more in a new one, so that none pays for what others left there.
        """
        if not self.count:
            return _result(_call(function, args, kwargs))  # type: ignore[no-any-return]
        worker = await self._idle.get()
        try:
            try:
                answer = await worker.call(function, args, kwargs)
            except _Lost:
                answer = await worker.call(function, args, kwargs)
        except _Lost as error:
            raise Died(f"{function.__name__}: twice {error}") from error
        finally:
            self._idle.put_nowait(worker)
        return _result(answer)  # type: ignore[no-any-return]

    async def ready(self) -> None:
        """All processes have started and are warm."""
        for worker in self._all:
            await asyncio.wrap_future(worker.started)

    def close(self) -> None:
        """End all processes; what still runs is killed."""
        for worker in self._all:
            worker.kill()


class _Worker:
    """One process at a time, which is killed rather than asked; a new one follows at once."""

    def __init__(self, seconds: float, megabytes: float, warm_up: Callable[[], object] | None) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._warm_up = warm_up
        self._start()

    async def call(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Answer:
        """Raises Hung and _Lost."""
        try:
            await asyncio.wrap_future(self.started)
            future = self._pool.submit(_call, function, args, kwargs, self._seconds, self._megabytes)
            answer = await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError as error:
            self._remake()
            raise Hung(f"{function.__name__}: no result after {self._seconds:g} s") from error
        except BrokenProcessPool as error:
            exit_code = self._exit_code()
            self._remake()
            if exit_code == -signal.SIGXCPU:
                raise Hung(f"{function.__name__}: no result after {self._seconds:g} s of CPU") from error
            raise _Lost(f"the worker process died, exit code {exit_code}") from error
        if answer.hungry or answer.held > GROWN * self._megabytes:
            self._remake()
        if answer.hungry:
            raise _Lost(
                f"more memory than the {self._megabytes:g} MB that a worker may have; held {answer.peak:.0f} MB"
            )
        return answer

    def kill(self) -> None:
        self._process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _remake(self) -> None:
        self.kill()
        self._start()

    def _start(self) -> None:
        # Ctrl-C, and that a terminal is gone, is told to all its processes: a new one must not hear it at its start.
        # The pool's own semaphores bring Python's resource tracker, which is to outlive the workers.
        allowed = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
        try:
            self._pool = ProcessPoolExecutor(
                1,
                multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(os.getpid(), self._warm_up, self._megabytes),
            )
            self.started: Future[int] = self._pool.submit(os.getpid)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, allowed)
        (self._process,) = self._pool._processes.values()

    def _exit_code(self) -> int | None:
        """Of the process that has died: negative for a signal.

        The pool's own thread waits for it as well; whichever comes second learns it from the first.
        """
        ends = monotonic() + EXIT_SECONDS
        while self._process.exitcode is None and monotonic() < ends:
            sleep(0.01)
        return self._process.exitcode


def _call(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    seconds: float | None = None,
    megabytes: float = math.inf,
) -> _Answer:
    """``seconds`` of CPU are given to it, and it runs in a process that may hold ``megabytes``."""
    if seconds is not None:
        allow(seconds)
    result, told, refused = None, None, False
    try:
        result = function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 whatever a hostile page makes a parser raise ends in an outcome
        told, refused = traceback.format_exc(), isinstance(error, MemoryError)
    reached = peak()
    return _Answer(result, told, refused or reached > BELIEVED * megabytes, reached, held())


def _result(answer: _Answer) -> Any:
    if answer.traceback is not None:
        raise Raised(answer.traceback)
    return answer.result


def _begin(parent: int, warm_up: Callable[[], object] | None, megabytes: float) -> None:
    """Die with the parent, however it dies; load what is needed, and take no more than the limit from then on."""
    if sys.platform == "linux":
        # The kernel means the thread that started this process: the main one, which ends with the parent.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    if warm_up is not None:
        warm_up()
    hold(megabytes)
