"""What a run tells while it goes on."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
from types import SimpleNamespace

import pytest
from rich.console import Console

from archive.records import Outcome
from crawler.progress import MAX_LIVE_LINES, JsonLines, LiveLines, OutcomeLines
from crawler.tally import Tally
from tests.commands import command, surroundings
from tests.sites import Outlet

NEW = Outcome(url="https://valley.example/ҷ", source="valley-tg", outcome="new", id=17)
FAILED = Outcome(url="https://valley.example/2", source="valley-tg", outcome="failed:dns")


def test_json_line_of_every_outcome_has_the_contracts_fields(capsys: pytest.CaptureFixture[str]) -> None:
    for outcome in (NEW, FAILED):
        JsonLines().committed(outcome)
    first, second = capsys.readouterr().out.splitlines()
    assert first == '{"url": "https://valley.example/ҷ", "outcome": "new", "id": 17, "source": "valley-tg"}'
    assert json.loads(second)["id"] is None


def test_plain_line_of_every_outcome_has_the_article(capsys: pytest.CaptureFixture[str]) -> None:
    for outcome in (NEW, FAILED):
        OutcomeLines().committed(outcome)
    assert capsys.readouterr().out.splitlines() == [
        "new 17  https://valley.example/ҷ",
        "failed:dns  https://valley.example/2",
    ]


def test_reader_that_left_does_not_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    class Left(io.StringIO):
        def write(self, text: str) -> int:
            tried.append(text)
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Left())
    for _ in range(2):
        JsonLines().committed(NEW)
    assert len([text for text in tried if text]) == 2


def drawn(lines: LiveLines) -> list[str]:
    console = Console(file=io.StringIO(), width=80)
    console.print(lines.lines())
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def live(**visits: SimpleNamespace) -> LiveLines:
    return LiveLines(SimpleNamespace(source_runs=visits, left_alone=set))  # type: ignore[arg-type]


def visit(*words: str, found: int = 0, open_discovery: int = 0, ended: float = 0) -> SimpleNamespace:
    tally = Tally(found=found)
    for word in words:
        tally.count(word)
    tally.ended = ended
    return SimpleNamespace(tally=tally, open_discovery=open_discovery)


def test_live_lines_tell_the_search_first_and_the_outcomes_then() -> None:
    lines = live(valley=visit(found=3, open_discovery=1), lake=visit("new", "new", "failed:dns"))
    assert drawn(lines) == ["lake    2 new, 1 failed:dns", "valley  looking for news, 3 found"]


def test_screen_holds_the_sources_that_moved_last() -> None:
    lines = live(**{f"s{number:02}": visit("new", ended=number) for number in range(40)})
    shown = drawn(lines)
    assert len(shown) == MAX_LIVE_LINES
    assert (shown[0][:3], shown[-1][:3]) == ("s10", "s39")


def on_terminal(outlet: Outlet, *options: str) -> str:
    """All that a crawl writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    crawl = subprocess.Popen(
        command("crawl", *options, "--db", outlet.db, "--seeds", outlet.seeds),
        env=surroundings(BACKISSUE_ALLOW_PEERS=outlet.peer, COLUMNS="80", LINES="24", TERM="xterm"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    while chunk := read(ours):
        written += chunk
    os.close(ours)
    assert crawl.wait() == 0
    return written.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: the other side is closed
        return b""


def test_terminal_shows_a_live_line_and_ends_with_the_closing_lines(outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.write_source(outlet.seeds, crawl={"delay": 0.5})
    written = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", on_terminal(outlet))
    assert "valley-en  looking for news" in written
    assert "valley-en  2 new" in written
    assert written.rstrip().splitlines()[-1].startswith("total      2 new")


def test_quiet_says_nothing(outlet: Outlet) -> None:
    outlet.publish(1)
    assert on_terminal(outlet, "-q") == ""
