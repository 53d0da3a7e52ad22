from __future__ import annotations

import math
import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.fingerprints import headline_key, kind_key
from archive.memory import (
    MOST_KINDS,
    RECENT_HEADLINES,
    REPEATED_PAGES,
    KindScore,
    Memory,
    Observations,
    forget,
    headlines_of_others,
    is_telling,
    learn,
    merge,
    snapshot,
)
from archive.migrations import migrations
from archive.store import Archive
from tests.archives import KUH, VODI, entry, open_archive

BRIDGE = "Bridge over the Varzob reopens"
LIBRARY = "School in Khorog gets a library"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


@pytest.fixture
def db(archive: Archive) -> sqlite3.Connection:
    return archive.db.conn


@pytest.mark.parametrize(
    ("line", "telling"),
    [
        (BRIDGE, True),
        ("Раҳмон аз намоишгоҳ дидан кард", True),
        ("Background information", False),
        ("All the news", False),
        ("1 234 567 890 123 456", False),
        ("", False),
    ],
)
def test_only_a_line_of_some_length_is_recognised_as_a_headline(line: str, telling: bool) -> None:
    assert is_telling(line) is telling


def test_snapshot_holds_the_sources_own_headlines(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1")])
    merge(db, KUH.slug, [(LIBRARY, "kuh.example/1")])
    assert snapshot(db, VODI.slug) == Memory(VODI.slug, frozenset({headline_key(BRIDGE)}))


def test_snapshot_is_limited_to_the_newest_headlines(db: sqlite3.Connection) -> None:
    count = RECENT_HEADLINES + 2
    with db:
        merge(db, VODI.slug, [(f"Bulletin of the day, number {n}", f"vodi.example/en/{n}") for n in range(count)])
    headlines = snapshot(db, VODI.slug).headlines
    assert len(headlines) == RECENT_HEADLINES
    assert headline_key("Bulletin of the day, number 1") not in headlines
    assert headline_key("Bulletin of the day, number 2") in headlines


def test_headline_that_is_met_again_is_kept_once(db: sqlite3.Connection) -> None:
    for _ in range(2):
        merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1"), ("Short one", "vodi.example/en/2")])
    assert db.execute("SELECT count(*) FROM headline").fetchone()[0] == 1


def test_headlines_of_other_articles_are_found(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1"), (LIBRARY, "vodi.example/en/2")])
    keys = map(headline_key, ["The text begins here, and goes on.", LIBRARY.upper(), BRIDGE])
    assert headlines_of_others(db, VODI.slug, keys, ["vodi.example/en/1"]) == {headline_key(LIBRARY)}


def test_headline_that_two_articles_share_is_foreign_to_neither(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1"), (BRIDGE, "vodi.example/en/2")])
    for own in ("vodi.example/en/1", "vodi.example/en/2"):
        assert headlines_of_others(db, VODI.slug, [headline_key(BRIDGE)], [own]) == set()
    assert headlines_of_others(db, VODI.slug, [headline_key(BRIDGE)], ["vodi.example/en/3"]) == {headline_key(BRIDGE)}


def test_headlines_of_another_source_take_nothing_out(db: sqlite3.Connection) -> None:
    merge(db, KUH.slug, [(BRIDGE, "kuh.example/1")])
    assert headlines_of_others(db, VODI.slug, [headline_key(BRIDGE)], ["vodi.example/en/1"]) == set()


def test_memory_of_a_run_learns_from_every_feed(archive: Archive) -> None:
    assert archive.memory(VODI).headlines == frozenset()
    archive.discovered(VODI, "feed", "https://vodi.example/en/feed", [entry("https://vodi.example/en/1", title=BRIDGE)])
    assert archive.memory(VODI).headlines == {headline_key(BRIDGE)}


# What the pages of a source teach

DAY = "2026-11-07"
TABLES = ("memory_source", "memory_day", "memory_kind", "memory_block")
STORY = "p < div.story < main"


def taught(*lines: str, kind: str = STORY, share: int = 950) -> Observations:
    """What a page with these lines in one kind of blocks teaches."""
    return Observations(
        kinds=((kind_key(kind), kind, share),), blocks=tuple((headline_key(line), line[:80]) for line in lines)
    )


def rows(db: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    return [sorted(map(tuple, db.execute(f"SELECT * FROM {table}")), key=repr) for table in TABLES]


def test_kinds_are_counted_page_by_page(db: sqlite3.Connection) -> None:
    for share in (900, 1000, 500):
        learn(db, VODI.slug, DAY, taught(share=share))
    memory = snapshot(db, VODI.slug)
    assert memory.kinds == {kind_key(STORY): KindScore(pages=3, score=2400)}
    assert memory.kinds[kind_key(STORY)].share == pytest.approx(0.8)
    assert snapshot(db, KUH.slug) == Memory(KUH.slug)


def test_kind_says_nothing_after_one_page_and_more_the_more_pages_it_was_on() -> None:
    one, many, never = KindScore(1, 950), KindScore(100, 95_000), KindScore(100, 0)
    assert 0 <= one.log_odds < many.log_odds
    assert never.log_odds < -one.log_odds
    assert math.isfinite(never.log_odds)
    memory = Memory(VODI.slug, kinds={1: many})
    assert (memory.log_odds(1), memory.log_odds(2)) == (many.log_odds, 0.0)


def test_block_on_three_pages_of_one_day_repeats(db: sqlite3.Connection) -> None:
    for number in range(REPEATED_PAGES):
        assert snapshot(db, VODI.slug).repeated == {}
        learn(db, VODI.slug, DAY, taught("Subscribe to our channel", f"Paragraph {number}"))
    assert snapshot(db, VODI.slug).repeated == {headline_key("Subscribe to our channel"): (3, 3)}


def test_block_on_three_pages_of_three_days_does_not_repeat(db: sqlite3.Connection) -> None:
    """A piece that is told again in later articles is theirs."""
    for day in ("2026-11-05", "2026-11-06", DAY):
        learn(db, VODI.slug, day, taught("The dam was begun in the year of the flood"))
    assert snapshot(db, VODI.slug).repeated == {}


def test_block_on_a_small_share_of_a_days_pages_does_not_repeat(db: sqlite3.Connection) -> None:
    """Three reports of one trial, among the hundred and more pages of an import that was read on one day."""
    for number in range(101):
        learn(db, VODI.slug, DAY, taught("The trial goes on" if number < 3 else f"Paragraph {number}"))
    assert snapshot(db, VODI.slug).repeated == {}


def test_page_that_was_not_measured_teaches_nothing(db: sqlite3.Connection) -> None:
    learn(db, VODI.slug, DAY, Observations(headline=BRIDGE))
    assert rows(db) == [[], [], [], []]


def test_snapshot_holds_the_kinds_of_most_pages(db: sqlite3.Connection) -> None:
    for number in range(MOST_KINDS + 5):
        learn(db, VODI.slug, DAY, taught(kind=f"p.kind{number}"))
    learn(db, VODI.slug, DAY, taught(kind=f"p.kind{MOST_KINDS + 4}"))
    kinds = snapshot(db, VODI.slug).kinds
    assert len(kinds) == MOST_KINDS
    assert kind_key(f"p.kind{MOST_KINDS + 4}") in kinds


def test_source_forgets_what_its_pages_taught_but_not_its_headlines(db: sqlite3.Connection) -> None:
    merge(db, VODI.slug, [(BRIDGE, "vodi.example/en/1")])
    for source in (VODI, KUH):
        learn(db, source.slug, DAY, taught("A line of the site"))
    forget(db, VODI.slug)
    assert snapshot(db, VODI.slug) == Memory(VODI.slug, frozenset({headline_key(BRIDGE)}))
    assert snapshot(db, KUH.slug).kinds != {}


def test_snapshot_goes_to_a_worker_process(db: sqlite3.Connection) -> None:
    memory = Memory(VODI.slug, frozenset({1}), {2: KindScore(3, 4)}, {5: (6, 7)}, learned=True)
    assert pickle.loads(pickle.dumps(memory)) == memory
    assert pickle.loads(pickle.dumps(Memory(VODI.slug))) == Memory(VODI.slug)


PAGES = st.lists(
    st.tuples(
        st.sampled_from(["2026-11-05", "2026-11-06", DAY]),
        st.dictionaries(st.sampled_from(["p", "div", "li"]), st.integers(0, 1000), min_size=1),
        st.dictionaries(st.sampled_from([BRIDGE, LIBRARY, "Read also"]), st.sampled_from(["a", "b"])),
    ),
    max_size=6,
)


def rows_after(pages: Sequence[tuple[str, dict[str, int], dict[str, str]]]) -> list[list[tuple[object, ...]]]:
    with closing(Database(memory=True)) as database:
        migrations.apply(database)
        database.execute("PRAGMA foreign_keys = OFF")
        for day, kinds, blocks in pages:
            seen = Observations(
                kinds=tuple((kind_key(kind), kind, share) for kind, share in kinds.items()),
                blocks=tuple((headline_key(line), f"{line} {end}") for line, end in blocks.items()),
            )
            learn(database.conn, VODI.slug, day, seen)
        return rows(database.conn)


@settings(max_examples=20, deadline=None)
@given(PAGES, st.data())
def test_order_in_which_pages_came_leaves_no_trace(
    pages: list[tuple[str, dict[str, int], dict[str, str]]], data: st.DataObject
) -> None:
    assert rows_after(data.draw(st.permutations(pages))) == rows_after(pages)
