"""Is there room for another article: on the disk, and in the folder of the captures?"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.captures import captures_folder
from archive.errors import UsageProblem

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
GO_ON = "the next crawl goes on from here"


@dataclass(frozen=True, slots=True)
class Room:
    """What a run leaves free, and what its captures may take. It is looked at before every article."""

    database: Path
    floor: int
    """Bytes that stay free on the archive's disk."""

    budget: int | None
    """Bytes that the captures may take; None: all that there are."""

    go_on: str = GO_ON
    """What is true of the run that comes when there is room again."""

    def lacking(self) -> str | None:
        """Why no other article may be taken up, in one sentence; None where one may."""
        free = shutil.disk_usage(self.database.parent).free
        if free < self.floor:
            return (
                f"the disk of {self.database} has {size_text(free)} free, less than the {size_text(self.floor)} of "
                f"BACKISSUE_MIN_FREE. Make room; {self.go_on}."
            )
        folder = captures_folder(self.database)
        if self.budget is not None and (taken := folder_size(folder)) >= self.budget:
            return (
                f"{folder} has {size_text(taken)}, and BACKISSUE_MAX_CAPTURES allows {size_text(self.budget)}. Allow "
                f"more, or move it to a larger disk; {self.go_on}."
            )
        return None


def room_of(database: Path, floor: str, budget: str, go_on: str = GO_ON) -> Room:
    """``floor`` and ``budget`` as a person writes them; an empty budget is none. Raises UsageProblem."""
    return Room(
        database,
        size_of("BACKISSUE_MIN_FREE", floor),
        size_of("BACKISSUE_MAX_CAPTURES", budget) if budget else None,
        go_on,
    )


def folder_size(folder: Path) -> int:
    """Bytes of the files in a folder and below; a file for each source and month, so a walk of milliseconds."""
    return sum((Path(here) / name).stat().st_size for here, _, names in os.walk(folder) for name in names)


def size_of(setting: str, text: str) -> int:
    """``500M``, ``2G``, ``1.5T`` or bytes, as bytes. Raises UsageProblem."""
    found = re.fullmatch(r"(\d{1,15}(?:\.\d{1,3})?)\s?([kMGT]?)B?", text.strip())
    if found is None:
        raise UsageProblem(f'{setting}: "{text}" is no size. Write it like 500M or 2G.')
    return int(float(found[1]) * UNITS[found[2]])


def size_text(count: float) -> str:
    """Bytes as a person reads them: ``1.4 MB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            break
        count /= 1000
    return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
