"""Open the run that the settings ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from archive.clock import Clock
from archive.progress import Tell
from archive.sources import default_seeds, load_catalogue
from crawler.opt_out import chosen
from crawler.room import room_of
from crawler.run import Run
from crawler.wishes import Wishes

CACHE_KB = 16 << 10
"""Of the archive's pages in memory."""


def opened(settings: BaseSettings, wishes: Wishes, clock: Clock, tell: Tell) -> Run:
    """Raises the errors of ``Run.open``, SourceFileError, and UsageProblem for a setting that makes no sense."""
    catalogue = load_catalogue(Path(settings["BACKISSUE_SEEDS"] or default_seeds()))
    database = Path(settings["BACKISSUE_DB"])
    opt_out = chosen(settings["BACKISSUE_OPT_OUT"])
    room = room_of(database, settings["BACKISSUE_MIN_FREE"], settings["BACKISSUE_MAX_CAPTURES"])
    run = Run.open(database, catalogue, wishes, clock, tell, room)
    run.opt_out = opt_out
    # The writer's cache of 64 MB is made for imports; a crawl has fewer pages a second, and less room.
    run.archive.db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    return run


def download_slots(run: Run) -> dict[str, dict[str, Any]]:
    """Scrapy's DOWNLOAD_SLOTS: one request at a time to every host, with the pause of its source files."""
    delays = run.scopes.delays()
    return {host: {"concurrency": 1, "delay": delay, "jitter": 0} for host, delay in delays.items()}
