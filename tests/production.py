"""Crawls in a process of their own, on the production download handler, with the names that a test makes up.

Extraction runs inline, so that a crawl takes a second: nothing else differs from ``backissue crawl``.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self

from scrapy.crawler import Crawler

from archive.records import Outcome
from crawler.process import crawl
from crawler.run import outcome_committed
from crawler.wishes import Wishes
from tests.commands import CHECKOUT, surroundings
from tests.sites import Outlet


class Produced(NamedTuple):
    """One run, over."""

    words: dict[str, str]
    """The outcome of every URL that was taken up, by its path, or by the whole URL where it is not the outlet's."""

    problems: list[str]
    """About feeds, sitemaps and listings, and sources that were left."""

    exit_code: int
    peak: float
    """Memory of the process at its largest: MiB."""

    seconds: float
    """From the start of the run to its end."""

    log: str
    """What the process said on stderr."""


def produced(
    outlet: Outlet,
    wishes: Wishes | None = None,
    *,
    allow: str | None = None,
    names: Mapping[str, Sequence[str]] | None = None,
    trusting: Path | None = None,
    seconds: float = 120,
    **settings: Any,
) -> Produced:
    """Crawl the outlet's source files. ``allow``: as in BACKISSUE_ALLOW_PEERS, by default the outlet.

    ``names`` are hosts with the addresses that one look-up after the other gives. ``trusting``: the roots of TLS, in a
    PEM file, in the place of the system's. The run may take ``seconds``.
    """
    wished = wishes or Wishes()
    order = {
        "db": str(outlet.db),
        "seeds": str(outlet.seeds),
        "wishes": {name: getattr(wished, name) for name in wished.__slots__},
        "names": {name: list(addresses) for name, addresses in (names or {}).items()},
        "settings": {"BACKISSUE_WORKERS": 0, **settings},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.production"],
        cwd=CHECKOUT,
        env=surroundings(
            BACKISSUE_ALLOW_PEERS=outlet.peer if allow is None else allow,
            **({} if trusting is None else {"SSL_CERT_FILE": str(trusting)}),
        ),
        input=json.dumps(order),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    words = {url.removeprefix(outlet.url("")): word for url, word in told["outcomes"]}
    return Produced(words, told["problems"], told["exit_code"], told["peak"], told["seconds"], done.stderr)


class _Outcomes:
    told: ClassVar[list[tuple[str, str]]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.committed, signal=outcome_committed)
        return extension

    def committed(self, outcome: Outcome) -> None:
        self.told.append((outcome.url, outcome.outcome))


def _know(names: Mapping[str, Sequence[str]]) -> None:
    """Let the system's resolver know the names, and no others: a test asks no name server."""
    answers = {name: cycle(addresses) for name, addresses in names.items()}

    def look_up(name: str) -> str:
        if name in answers:
            return next(answers[name])
        try:
            return socket.inet_ntoa(socket.inet_aton(name))
        except OSError:
            raise socket.gaierror(socket.EAI_NONAME, "no such name in this test") from None

    socket.gethostbyname = look_up


def _peak() -> float:
    """MiB. ``ru_maxrss`` would not do: a process inherits that of the one which started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def _main() -> None:
    order = json.load(sys.stdin)
    _know(order["names"])
    wishes = {name: tuple(value) if isinstance(value, list) else value for name, value in order["wishes"].items()}
    begun = time.monotonic()
    run = crawl(Path(order["db"]), Path(order["seeds"]), Wishes(**wishes), -1, {_Outcomes: 90}, order["settings"])
    told = {
        "outcomes": _Outcomes.told,
        "problems": [one for _, visit in sorted(run.source_runs.items()) for one in visit.tally.problems],
        "exit_code": run.exit_code(),
        "peak": _peak(),
        "seconds": time.monotonic() - begun,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main()
