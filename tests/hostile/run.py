"""The one crawl: every host of the stage, by ``backissue crawl`` in a process of its own, watched from outside."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from archive.readonly import open_readonly
from tests.commands import backissue, children, command, surroundings
from tests.hostile.families import put
from tests.hostile.manners import forbidden, gaps, overdue
from tests.hostile.stage import Played, Stage, Stored
from tests.hostile.traps import asked

MOST_SECONDS = 600
"""The run must end by itself; it is a failure when it has not by then."""


@dataclass(frozen=True)
class Report:
    """What became of every case, and the figures."""

    cases: dict[str, str]
    """What is wrong with each; empty where it is right."""

    good: dict[str, str]
    """The same of each good article."""

    seconds: float
    exit_code: int
    crawler_peak: float
    """MiB, as all memory here: VmHWM."""

    worker_peaks: list[float]
    """Of every worker that ever was, the largest first."""

    slowest: tuple[float, str]
    """Seconds from the first request for a URL to the commit of its outcome, and the URL."""

    trap_requests: int
    least_gap: float
    overdue: list[float]
    forbidden: list[str]

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        fields = json.loads(text)
        return cls(**{**fields, "slowest": tuple(fields["slowest"])})


class Memory(threading.Thread):
    """The peaks of a process and of its children, for as long as it lives."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.over = pid, threading.Event()
        self.peaks: dict[int, float] = {}

    def run(self) -> None:
        while not self.over.wait(0.2):
            for pid in (self.pid, *children(self.pid)):
                try:
                    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
                except (FileNotFoundError, ProcessLookupError):
                    continue
                if found:
                    self.peaks[pid] = int(found[1]) / 1024


def play(folder: Path) -> Report:
    """Put up all hosts, crawl them, judge every case."""
    with Stage(folder) as stage:
        put(stage)
        told: list[tuple[float, dict[str, str]]] = []
        db, seeds, log = folder / "archive.db", folder / "seeds", folder / "stderr"
        begun = time.monotonic()
        with log.open("wb") as stderr:
            crawl = subprocess.Popen(
                command("crawl", "--json", "--db", db, "--seeds", seeds), cwd=folder, stdout=subprocess.PIPE,
                stderr=stderr, env=surroundings(BACKISSUE_ALLOW_PEERS=stage.allowed),
            )  # fmt: skip
            memory = Memory(crawl.pid)
            memory.start()
            alarm = threading.Timer(MOST_SECONDS, crawl.kill)
            alarm.start()
            assert crawl.stdout is not None
            with crawl.stdout:
                for line in crawl.stdout:
                    told.append((time.monotonic(), json.loads(line)))
            exit_code = crawl.wait()
            alarm.cancel()
        seconds = time.monotonic() - begun
        memory.over.set()
        memory.join()
        played = _played(db, folder, told, log.read_bytes().decode("utf-8", "replace"), exit_code)
        return Report(
            cases={name: check(played) for name, check in stage.cases.items()},
            good={name: check(played) for name, check in stage.good.items()},
            seconds=seconds,
            exit_code=exit_code,
            crawler_peak=memory.peaks.pop(crawl.pid),
            worker_peaks=sorted(memory.peaks.values(), reverse=True),
            slowest=_slowest(stage, told),
            trap_requests=asked(stage),
            least_gap=min(gaps(stage)),
            overdue=overdue(stage),
            forbidden=forbidden(stage),
        )


def _played(db: Path, folder: Path, told: list[tuple[float, dict[str, str]]], log: str, exit_code: int) -> Played:
    outcomes: defaultdict[str, list[str]] = defaultdict(list)
    by_id: dict[str | None, str] = {}
    for _, line in told:
        if "outcome" in line:
            outcomes[line["url"]].append(line["outcome"])
            by_id.setdefault(line["id"], line["url"])
    stored = {}
    with closing(open_readonly(db)) as connection:
        cursor = connection.execute("SELECT * FROM article")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            facts = dict(zip(names, row, strict=True))
            others = [
                f"{name}={facts[name]}"
                for name in names
                if name not in ("url", "title", "text", "search_keys", "url_key")
            ]
            stored[by_id[facts["id"]]] = Stored(facts["url"], facts["title"] or "", facts["text"], "\n".join(others))
    exports = {}
    for form in ("csv", "jsonl"):
        excel = ["--excel"] if form == "csv" else []
        done = backissue("export", form, "-o", "-", *excel, "--db", db, cwd=folder)
        assert done.returncode == 0, done.stderr
        exports[form] = done.stdout.removeprefix("\ufeff")
    return Played(dict(outcomes), stored, log, log, exports, exit_code)


def _slowest(stage: Stage, told: list[tuple[float, dict[str, str]]]) -> tuple[float, str]:
    first: dict[str, float] = {}
    for host in stage.hosts.values():
        for one in host.site.log:
            first.setdefault(host.site.url(one.path), one.moment)
    lines = [(moment, line["url"]) for moment, line in told if "outcome" in line]
    return max((moment - first[url], url) for moment, url in lines if url in first)
