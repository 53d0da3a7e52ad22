"""Calls in processes of their own: time limits, crashes, exceptions, and no orphans."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from crawler.workers import Died, Hung, Raised, Workers
from tests.commands import CHECKOUT, alive, children, surroundings, wait_until

Result = TypeVar("Result")


def working(
    test: Callable[[Workers], Awaitable[Result]],
    count: int = 1,
    seconds: float = 5,
    warm_up: Callable[[], object] | None = None,
) -> Result:
    """What the test gives, on workers that are closed after it."""

    async def run() -> Result:
        workers = Workers(count, seconds, warm_up)
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
