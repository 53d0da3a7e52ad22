"""Import files in this process, from the first record to the closed archive."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from archive.progress import Tell, silent
from archive.records import Outcome
from archive.sources import load_catalogue
from crawler.backfill import Backfill
from crawler.found_pages import Flaw, Found
from crawler.import_inputs import Input, inputs
from crawler.import_run import ImportRun
from crawler.opt_out import chosen
from crawler.reader import warm_up
from crawler.room import room_of
from crawler.settings import (
    BACKISSUE_EXTRACTION_SECONDS,
    BACKISSUE_MAX_CAPTURES,
    BACKISSUE_MIN_FREE,
    BACKISSUE_OPT_OUT,
    BACKISSUE_WORKERS,
)
from crawler.stopping import stop_at_signals
from crawler.workers import Workers

Watch = Callable[[ImportRun], AbstractContextManager[object]]
GO_ON = "import the same files again: it goes on from here"


def import_files(
    database: Path,
    seeds: Path,
    paths: Sequence[Path],
    *,
    committed: Callable[[Outcome], None],
    tell: Tell,
    before: Tell = silent,
    watch: Watch = nullcontext,
    workers: int = BACKISSUE_WORKERS,
) -> ImportRun:
    """The run, closed; its ``exit_code()`` is the contract's.

    ``committed`` is told every outcome, ``tell`` what cannot be read, ``before`` what takes long before it begins;
    ``watch`` is entered while it runs.
    Raises what opening the archive or the catalogue raises, UsageProblem where a path is nothing to import, what ended
    the run before its time, and KeyboardInterrupt at a second Ctrl-C; the archive is then as after a kill.
    """
    files, opt_out = inputs(paths), chosen(BACKISSUE_OPT_OUT)
    room = room_of(database, BACKISSUE_MIN_FREE, BACKISSUE_MAX_CAPTURES, GO_ON)
    run = ImportRun.of_files(database, load_catalogue(seeds), paths, before, room)
    run.opt_out = opt_out
    processes = Workers(workers, BACKISSUE_EXTRACTION_SECONDS, warm_up)
    with watch(run):
        try:
            interrupted = asyncio.run(_import(run, Backfill(run, processes, committed), files, tell))
        except KeyboardInterrupt:
            run.archive.close()
            raise
        except Exception as error:  # noqa: BLE001 it is raised again when the run is closed
            run.fault, interrupted = error, False
        finally:
            processes.close()
        run.reading = "the archive: what the pages taught of each other is put to use"
        _close(run, interrupted)
    return run


async def _import(run: ImportRun, backfill: Backfill, files: Sequence[Input], tell: Tell) -> bool:
    """Whether it was interrupted."""
    stopping = stop_at_signals()
    try:
        await backfill.finish_earlier(stopping.is_set)
        now = datetime.now(UTC)
        for file in files:
            if stopping.is_set() or run.is_full():
                break
            run.reading = str(file.path)
            for found in _readable(file, now):
                await backfill.take(found, tell)
                if stopping.is_set() or run.is_full():
                    break
        await backfill.finish(tell)
    except Exception:
        await backfill.give_up()
        raise
    return stopping.is_set()


def _readable(file: Input, now: datetime) -> Iterator[Found]:
    """What a file gives; that it cannot be read on costs no other file anything."""
    try:
        yield from file.read(now)
    except OSError as error:
        yield Flaw(f"{file.path}: {error.strerror or error}. Make it readable and import it again.", ends_file=True)


def _close(run: ImportRun, interrupted: bool) -> None:
    try:
        run.close(interrupted)
    except (sqlite3.Error, OSError) as error:
        run.fault = run.fault or error
    if run.fault is not None:
        raise run.fault
