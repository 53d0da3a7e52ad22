"""How a source's memory reads in a terminal."""

from __future__ import annotations

from archive.memory_report import KnownKind, MemoryReport, RepeatedBlock, RepeatedDay
from archive.memory_text import LINE, MOST_BLOCKS, MOST_DAYS, MOST_KINDS, forgotten_text, memory_text


def report(**known: object) -> MemoryReport:
    learned = MemoryReport(
        source="vodi-en",
        since="2026-11-02",
        pages=1214,
        learned=True,
        missing=None,
        changedAt=None,
        changed=None,
        headlines=1,
        kinds=[],
        repeated=[],
    )
    return learned | known  # type: ignore[return-value,operator]


def kind(name: str = "p < div.text", text: float = 0.52) -> KnownKind:
    return KnownKind(kind=name, pages=1190, text=text, lastSeen="2026-11-22")


def day(blocks: int, date: str = "2026-11-22") -> RepeatedDay:
    beginnings = [f"All the news of\nthe day {number}" for number in range(blocks)]
    return RepeatedDay(day=date, pages=15, blocks=[RepeatedBlock(beginning=text, pages=14) for text in beginnings])


def test_learned_source_is_told_in_one_line() -> None:
    assert memory_text(report()) == "vodi-en: learned, from 1,214 pages since 2026-11-02; 1 headline known"


def test_source_that_learns_is_told_with_what_is_missing() -> None:
    learning = report(learned=False, missing="3 more pages, of 12", since=None, pages=0, headlines=0)
    assert memory_text(learning).splitlines() == [
        "vodi-en: learning; 0 headlines known",
        "missing until it is learned: 3 more pages, of 12",
    ]


def test_pages_that_looked_built_anew_are_told() -> None:
    told = memory_text(report(changedAt="2026-11-20", changed=0.634))
    assert told.splitlines()[1] == "built anew? on 2026-11-20 63% of the text stood in unknown blocks"


def test_kinds_are_a_table_with_bars_in_which_no_line_is_too_long() -> None:
    told = memory_text(report(kinds=[kind(), kind("div.long-name < " * 9, 0.0)])).splitlines()
    assert told[2:4] == [
        " pages  text              kind of block",
        "  1190   52%  █████       p < div.text",
    ]
    assert told[4].startswith("  1190    0%              div.long-name < ")
    assert told[4].endswith("…")
    assert len(told[4]) <= LINE


def test_repeated_blocks_are_told_in_one_line_each() -> None:
    assert memory_text(report(repeated=[day(1)])).splitlines()[1:] == [
        "",
        "repeated on 15 pages of 2026-11-22",
        "    14  All the news of the day 0",
    ]


def test_long_tables_are_cut_and_tell_so() -> None:
    days = [day(MOST_BLOCKS + 1), *(day(1, f"2026-11-0{number}") for number in range(1, MOST_DAYS + 1))]
    told = memory_text(report(kinds=[kind()] * (MOST_KINDS + 2), repeated=days))
    assert told.count("p < div.text") == MOST_KINDS
    assert told.count("repeated on") == MOST_DAYS
    assert "… and 2 kinds more; --json has all" in told
    assert "… and 1 block more; --json has all" in told


def test_what_was_forgotten_is_told_and_what_stays() -> None:
    assert forgotten_text(report(kinds=[kind()])) == (
        "vodi-en: forgot what 1,214 pages since 2026-11-02 taught, 1 kind of blocks among it. Its articles and "
        "1 headline stay. The next crawl learns anew."
    )
    assert forgotten_text(report(since=None)).endswith("there was nothing to forget.")
