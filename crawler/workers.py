"""Extraction in processes of its own, each with a time limit: a page that hangs costs its worker, not the crawl."""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, TypeVar

Result = TypeVar("Result")
PR_SET_PDEATHSIG = 1


class Hung(Exception):
    """The call took longer than it may; its process was killed."""


class Died(Exception):
    """The call's process died twice."""


class Raised(Exception):
    """The call raised; the message is the traceback of its process."""


@dataclass(frozen=True, slots=True)
class _Traceback:
    text: str


class Workers:
    """A few processes, one call each at a time; with ``count`` 0 the calls run inline, without a limit.

    A process starts when it is made; the time that its start takes is nobody's.
    """

    def __init__(self, count: int, seconds: float, warm_up: Callable[[], object] | None = None) -> None:
        """``seconds`` is the wall time that one call may take; ``warm_up`` runs once in each new process."""
        self._seconds = seconds
        self._warm_up = warm_up
        self._idle: asyncio.Queue[ProcessPoolExecutor] = asyncio.Queue()
        self._all: dict[ProcessPoolExecutor, Future[int]] = {}
        self.count = count
        for _ in range(count):
            self._idle.put_nowait(self._new())

    async def call(self, function: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """The function's result. Raises Hung, Died or Raised."""
        if not self.count:
            return _result(_call(function, args, kwargs))
        try:
            return _result(await self._try(function, args, kwargs))
        except BrokenProcessPool:
            try:
                return _result(await self._try(function, args, kwargs))
            except BrokenProcessPool as error:
                raise Died(f"{function.__name__}: the worker process died twice") from error

    async def _try(
        self, function: Callable[..., Result], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Result | _Traceback:
        worker = await self._idle.get()
        try:
            await asyncio.wrap_future(self._all[worker])
            future = worker.submit(_call, function, args, kwargs)
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError as error:
            worker = self._replace(worker)
            raise Hung(f"{function.__name__}: no result after {self._seconds:g} s") from error
        except BrokenProcessPool:
            worker = self._replace(worker)
            raise
        finally:
            self._idle.put_nowait(worker)

    async def ready(self) -> None:
        """All processes have started and are warm."""
        for started in tuple(self._all.values()):
            await asyncio.wrap_future(started)

    def close(self) -> None:
        """End all processes; what still runs is killed."""
        for worker in tuple(self._all):
            self._kill(worker)

    def _new(self) -> ProcessPoolExecutor:
        worker = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_start, initargs=(os.getpid(), self._warm_up)
        )
        # Ctrl-C goes to every process of the terminal: a new one must not get it even while it starts.
        allowed = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._all[worker] = worker.submit(os.getpid)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, allowed)
        return worker

    def _replace(self, worker: ProcessPoolExecutor) -> ProcessPoolExecutor:
        self._kill(worker)
        return self._new()

    def _kill(self, worker: ProcessPoolExecutor) -> None:
        self._all.pop(worker, None)
        for process in tuple((worker._processes or {}).values()):
            process.kill()
        worker.shutdown(wait=True, cancel_futures=True)


def _call(function: Callable[..., Result], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Result | _Traceback:
    try:
        return function(*args, **kwargs)
    except Exception:  # noqa: BLE001 whatever a hostile page makes a parser raise ends in an outcome
        return _Traceback(traceback.format_exc())


def _result(answer: Result | _Traceback) -> Result:
    if isinstance(answer, _Traceback):
        raise Raised(answer.text)
    return answer


def _start(parent: int, warm_up: Callable[[], object] | None) -> None:
    """Die with the parent, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    if warm_up is not None:
        warm_up()
