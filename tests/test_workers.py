"""Calls in processes of their own: limits of time and memory, crashes, exceptions, and no orphans."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from crawler.limits import MIB, allow
from crawler.workers import Died, Hung, Raised, Workers
from tests.commands import CHECKOUT, alive, children, surroundings, wait_until

Result = TypeVar("Result")


def working(
    test: Callable[[Workers], Awaitable[Result]],
    count: int = 1,
    seconds: float = 5,
    warm_up: Callable[[], object] | None = None,
    megabytes: float = 512,
) -> Result:
    """What the test gives, on workers that are closed after it."""

    async def run() -> Result:
        workers = Workers(count, seconds, warm_up, megabytes)
        try:
            return await test(workers)
        finally:
            workers.close()

    return asyncio.run(run())


def crash_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(word: str) -> None:
    raise ValueError(f"no such {word}")


def set_up() -> None:
    os.environ["WARM"] = "yes"


def slow_start() -> None:
    time.sleep(1)


def test_call_runs_in_another_process_and_gives_its_result() -> None:
    assert working(lambda workers: workers.call(os.getpid)) != os.getpid()
    assert working(lambda workers: workers.call(divmod, 17, 5)) == (3, 2)


def test_without_workers_calls_run_inline() -> None:
    assert working(lambda workers: workers.call(os.getpid), count=0) == os.getpid()
    with pytest.raises(Raised, match="no such word"):
        working(lambda workers: workers.call(fail, "word"), count=0)


def test_exception_comes_back_with_the_traceback_of_its_process() -> None:
    with pytest.raises(Raised, match=r"(?s)Traceback.*in fail.*ValueError: no such feed"):
        working(lambda workers: workers.call(fail, "feed"))


def test_call_that_hangs_costs_its_worker_and_the_next_has_a_new_one() -> None:
    async def calls(workers: Workers) -> tuple[int, int, float]:
        before = await workers.call(os.getpid)
        begun = time.monotonic()
        with pytest.raises(Hung, match=r"sleep: no result after 0\.3 s"):
            await workers.call(time.sleep, 60)
        return before, await workers.call(os.getpid), time.monotonic() - begun

    before, after, seconds = working(calls, seconds=0.3)
    assert before != after
    assert not alive(before)
    assert seconds < 10


def test_call_whose_process_dies_is_tried_once_more(tmp_path: Path) -> None:
    assert working(lambda workers: workers.call(crash_once, tmp_path / "mark")) == "alive"


def test_call_whose_process_dies_twice_is_given_up_and_the_next_goes_on() -> None:
    async def calls(workers: Workers) -> int:
        with pytest.raises(Died, match="crash"):
            await workers.call(crash)
        return await workers.call(abs, -1)

    assert working(calls) == 1


def test_crash_of_one_call_leaves_the_other_workers_alone() -> None:
    async def calls(workers: Workers) -> None:
        slow = asyncio.ensure_future(workers.call(time.sleep, 0.5))
        with pytest.raises(Died):
            await workers.call(crash)
        await slow

    working(calls, count=2)


def test_warm_up_runs_once_in_each_process_and_is_nobodys_time() -> None:
    assert working(lambda workers: workers.call(os.getenv, "WARM"), warm_up=set_up) == "yes"
    assert working(lambda workers: workers.call(abs, -1), seconds=0.5, warm_up=slow_start) == 1


def test_more_calls_than_workers_wait_for_their_turn() -> None:
    async def calls(workers: Workers) -> set[int]:
        return set(await asyncio.gather(*(workers.call(os.getpid) for _ in range(8))))

    assert len(working(calls, count=2)) <= 2


def test_close_ends_all_processes() -> None:
    before = children(os.getpid())
    working(lambda workers: workers.call(abs, -1), count=2)
    wait_until(lambda: not [pid for pid in children(os.getpid()) - before if "spawn_main" in command_line(pid)])


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


PARENT = """
import asyncio, os, time
from crawler.limits import MIB, allow
from crawler.workers import Workers

async def main():
    workers = Workers(2, 60)
    await workers.ready()
    print("ready", flush=True)
    await workers.call(time.sleep, 60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_workers_end_with_their_parent_however_it_ends(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"], stdout=subprocess.PIPE, cwd=CHECKOUT, env=surroundings()
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    workers = children(parent.pid)
    assert len(workers) >= 2
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(map(alive, workers)))
    parent.stdout.close()


def test_workers_leave_ctrl_c_to_their_parent_from_their_first_moment() -> None:
    before = children(os.getpid())

    async def started(_: Workers) -> list[str]:
        return [Path(f"/proc/{pid}/status").read_text() for pid in children(os.getpid()) - before if not tracks(pid)]

    statuses = working(started, count=2)
    assert len(statuses) == 2
    for status in statuses:
        (blocked,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigBlk"))
        assert int(blocked, 16) & 1 << (signal.SIGINT - 1)


def tracks(pid: int) -> bool:
    """multiprocessing's own process that cleans up after a crash."""
    return "resource_tracker" in command_line(pid)


def test_workers_work_on_through_ctrl_c() -> None:
    async def interrupted(workers: Workers) -> int:
        pid = await workers.call(os.getpid)
        os.kill(pid, signal.SIGINT)
        return pid - await workers.call(os.getpid)

    assert working(interrupted) == 0


# Limits of memory and CPU. A worker that has loaded nothing holds about 30 MB.

LIMIT = 200
SEIZED: list[bytes] = []
"""In a worker: what it does not give back."""


def seize(megabytes: int) -> int:
    """Holds so much more from now on; gives its process."""
    SEIZED.append(b"x" * (megabytes * MIB))
    return os.getpid()


def need(megabytes: int) -> int:
    """Holds so much for a moment; gives its process."""
    assert b"x" * (megabytes * MIB)
    return os.getpid()


def hoard() -> str:
    """Takes all that there is, and makes nothing of being refused more, as a careless parser does."""
    taken = []
    try:
        while True:
            taken.append(b"x" * MIB)
    except MemoryError:
        return f"half a page, {len(taken)}"


def peak_of(pid: int) -> int:
    """MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def lagging() -> str:
    """A regular expression that looks at everything, for hours; no other code of the process runs meanwhile."""
    return str(re.match(r"(a+)+$", "a" * 64 + "b"))


only_linux = pytest.mark.skipif(sys.platform != "linux", reason="nothing limits the memory of a process elsewhere")


@only_linux
@pytest.mark.parametrize(("function", "arguments"), [(need, (LIMIT,)), (need, (4000,)), (hoard, ())])
def test_call_that_needs_more_memory_than_it_may_have_is_given_up(
    function: Callable[..., object], arguments: tuple[int, ...]
) -> None:
    """Whatever it answers: what was refused memory may have taken half a page for the whole."""

    async def calls(workers: Workers) -> tuple[int, int]:
        before = await workers.call(os.getpid)
        with pytest.raises(Died, match=rf"{function.__name__}: twice more memory than the 200 MB that a worker may"):
            await workers.call(function, *arguments)
        return before, await workers.call(need, 100)

    before, after = working(calls, megabytes=LIMIT)
    assert before != after
    assert not alive(before)


@only_linux
def test_no_worker_ever_holds_more_than_its_limit() -> None:
    async def calls(workers: Workers) -> int:
        pid = await workers.call(os.getpid)
        hoarding = asyncio.ensure_future(workers.call(hoard_and_wait))
        peak = 0
        while not hoarding.done():
            with suppress(FileNotFoundError, ProcessLookupError, TypeError):
                peak = max(peak, peak_of(pid))
            await asyncio.sleep(0.01)
        with pytest.raises(Died):
            await hoarding
        return peak

    assert 0.9 * LIMIT < working(calls, megabytes=LIMIT) <= LIMIT


def hoard_and_wait() -> str:
    taken = hoard()
    time.sleep(0.2)
    return taken


@only_linux
def test_worker_that_grew_from_page_to_page_is_remade_between_two_of_them() -> None:
    async def calls(workers: Workers) -> list[int]:
        return [await workers.call(seize, 20) for _ in range(12)]

    pids = working(calls, megabytes=LIMIT)
    assert 1 < len(set(pids)) < 6


@only_linux
def test_call_does_not_pay_for_what_others_left_in_its_worker() -> None:
    async def calls(workers: Workers) -> tuple[int, int]:
        return await workers.call(seize, 80), await workers.call(need, 70)

    before, after = working(calls, megabytes=LIMIT)
    assert before != after


@only_linux
def test_hungry_call_leaves_the_other_workers_alone() -> None:
    async def calls(workers: Workers) -> None:
        slow = asyncio.ensure_future(workers.call(time.sleep, 0.5))
        with pytest.raises(Died):
            await workers.call(hoard)
        await slow

    working(calls, count=2, megabytes=LIMIT)


def test_native_loop_that_no_exception_reaches_is_killed() -> None:
    async def calls(workers: Workers) -> int:
        with pytest.raises(Hung, match="lagging: no result after 1 s"):
            await workers.call(lagging)
        return await workers.call(abs, -1)

    assert working(calls, seconds=1) == 1


def test_kernel_ends_a_call_that_computes_too_long_even_when_the_parent_is_busy() -> None:
    async def calls(workers: Workers) -> bool:
        pid = await workers.call(os.getpid)
        lag = asyncio.ensure_future(workers.call(lagging))
        await asyncio.sleep(0.1)
        end = time.monotonic() + 20
        while alive(pid) and time.monotonic() < end:
            time.sleep(0.05)  # and not asyncio's: nobody looks after the worker
        ended = not alive(pid)
        with pytest.raises(Hung, match=r"lagging: no result after 1 s( of CPU)?$"):
            await lag
        return ended

    assert working(calls, seconds=1)


def test_seconds_of_cpu_are_each_calls_own() -> None:
    async def calls(workers: Workers) -> list[int]:
        return [await workers.call(compute, 0.7) for _ in range(4)]

    assert len(set(working(calls, seconds=30))) == 1


def compute(seconds: float) -> int:
    """Would be killed in its third call if the seconds of the first two still counted."""
    allow(1)
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return os.getpid()
