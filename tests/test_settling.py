"""The end of a run: what a source taught decides which of its texts are read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from archive.fingerprints import headline_key, kind_key
from archive.memory import Memory, snapshot
from archive.settling import (
    DAYS,
    LEARNED_PAGES,
    LEAST_VOTED,
    MOST_PAGES,
    STALE_DAYS,
    STORED_KINDS,
    Settled,
    settle,
)
from archive.store import Archive
from tests.archives import KUH, VODI, SetClock, column, found, open_archive, page, response
from tests.lessons import NEW, SIDE, STORY, Told, taught

SIDEBAR = Told("Subscribe to our channel", SIDE, plain=1.0, voted=1.0)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


def story(number: int, *, kind: str = STORY, voted: float | None = 3.0) -> Told:
    return Told(f"The whole report of bridge number {number} and of those who built it.", kind, 3.0, voted, letters=500)


def arrive(
    archive: Archive, numbers: Sequence[int], *extra: Told, memory: Memory | None = None, **block: object
) -> None:
    """Pages of one block of the text each, and the same further blocks; judged when ``memory`` was known."""
    for number in numbers:
        article = page(f"https://vodi.example/en/{number}", f"Bridge number {number} reopens", f"Report {number}.")
        (task,) = found(archive, article.url)
        capture_id = archive.record(response(article.url, fetched_at=archive.now()), task)
        further = (one._replace(text=one.text.format(number)) for one in extra)
        blocks = (story(number, **block), *further)  # type: ignore[arg-type]
        archive.add(article, VODI, capture_id, task, taught(*blocks, memory=memory))


def end_run(archive: Archive) -> Settled:
    """The run's end, as the crawler makes it, but that nothing is read again."""
    settled = archive.settle(VODI)
    archive.mend(VODI)
    return settled


def test_source_is_learned_after_twelve_pages_that_say_what_the_votes_say(archive: Archive) -> None:
    arrive(archive, range(LEARNED_PAGES - 1))
    assert not end_run(archive).learned
    arrive(archive, range(LEARNED_PAGES, LEARNED_PAGES + LEAST_VOTED))
    settled = end_run(archive)
    assert settled.learned
    assert not settled.memory.learned, "its pages were read by one that had not learned yet"
    assert snapshot(archive.db.conn, VODI.slug).learned


def test_source_whose_pages_say_otherwise_than_the_votes_is_not_learned(archive: Archive) -> None:
    arrive(archive, range(LEARNED_PAGES + 5), Told("Comment of reader {}", SIDE, 2.0, -6.0, letters=200))
    assert not end_run(archive).learned


def test_source_of_few_voted_pages_is_not_learned(archive: Archive) -> None:
    arrive(archive, range(LEARNED_PAGES), voted=None)
    assert not end_run(archive).learned


@pytest.fixture
def learned(archive: Archive) -> Archive:
    arrive(archive, range(LEARNED_PAGES))
    assert end_run(archive).learned
    return archive


def test_learned_source_whose_votes_contradict_it_learns_again(learned: Archive) -> None:
    comment = Told("Comment of reader {}", SIDE, 2.0, -6.0, letters=200)
    arrive(learned, range(100, 100 + LEAST_VOTED), comment, memory=learned.memory(VODI))
    settled = end_run(learned)
    assert (settled.learned, settled.changed) == (False, None)
    assert not learned.memory(VODI).learned


def test_learned_source_stays_so_while_few_votes_speak_against_it(learned: Archive) -> None:
    comment = Told("Comment of reader {}", SIDE, 2.0, -6.0, letters=200)
    arrive(learned, range(100, 100 + LEAST_VOTED - 1), comment, memory=learned.memory(VODI))
    assert end_run(learned).learned


def test_run_without_pages_leaves_a_source_as_it_was(learned: Archive) -> None:
    assert end_run(learned) == Settled(learned.memory(VODI), learned=True)


def test_pages_built_anew_are_a_redesign_and_the_source_learns_again(learned: Archive) -> None:
    arrive(learned, range(100, 106), kind=NEW, memory=learned.memory(VODI))
    settled = end_run(learned)
    assert settled.changed == 1.0
    assert not settled.learned
    rows = learned.db.execute("SELECT learned, changed_at, changed FROM memory_source WHERE source = ?", [VODI.slug])
    assert rows.fetchall() == [(0, "2026-11-07", 1.0)]


def test_few_pages_of_another_kind_are_no_redesign(learned: Archive) -> None:
    arrive(learned, range(100, 104), kind=NEW, memory=learned.memory(VODI))
    arrive(learned, range(200, 204), memory=learned.memory(VODI))
    settled = end_run(learned)
    assert (settled.changed, settled.learned) == (None, True)


def test_first_pages_of_a_source_are_no_redesign(archive: Archive) -> None:
    arrive(archive, range(LEARNED_PAGES + 20))
    assert end_run(archive).changed is None


def test_only_pages_whose_judgement_changed_are_read_again(archive: Archive) -> None:
    """What stands on three pages of a day is the site's: the pages that have it are read again, the others are not."""
    arrive(archive, range(1, 4), SIDEBAR)
    arrive(archive, range(4, 7), SIDEBAR._replace(text="Subscribe to our letter", plain=-5.0, voted=-5.0))
    settled = end_run(archive)
    assert settled.memory.repeated.keys() >= {headline_key(SIDEBAR.text)}
    assert set(settled.again) == {1, 2, 3}
    assert {article: list(lesson.places) for article, lesson in settled.lessons.items()} == {
        number: [0, 1] for number in (1, 2, 3)
    }


def test_page_with_the_headline_of_a_later_page_is_read_again(archive: Archive) -> None:
    for number, headlines in ((1, ("Bridge number 2 reopens",)), (2, ("Bridge number 2 reopens",)), (3, ())):
        article = page(f"https://vodi.example/en/{number}", f"Bridge number {number} reopens", f"Report {number}.")
        (task,) = found(archive, article.url)
        seen = taught(story(number), headlines=headlines)  # type: ignore[arg-type]
        archive.add(article, VODI, archive.record(response(article.url), task), task, seen)
    assert end_run(archive).again == (1,)


def test_page_read_by_the_page_alone_is_read_again_where_votes_are_wanted_now(learned: Archive) -> None:
    arrive(learned, [100], voted=None, memory=learned.memory(VODI))
    assert end_run(learned).again == ()
    doubtful = story(101, voted=None)._replace(plain=-1.3)
    arrive(learned, [101], doubtful, voted=None, memory=learned.memory(VODI))
    settled = end_run(learned)
    assert settled.again == (LEARNED_PAGES + 2,)
    assert not settled.lessons  # its lesson has no votes, so the page is measured anew


def test_pages_of_a_redesign_keep_their_votes_and_those_without_are_read_again(learned: Archive) -> None:
    """Their kinds are known when the run ends, but only by themselves."""
    arrive(learned, range(100, 106), kind=NEW, memory=learned.memory(VODI))
    arrive(learned, [106], voted=None, memory=learned.memory(VODI))
    settled = end_run(learned)
    assert settled.changed is not None
    assert not settled.memory.learned
    assert settled.again == (LEARNED_PAGES + 7,)


def test_each_page_is_settled_once(archive: Archive) -> None:
    arrive(archive, range(1, 4), SIDEBAR)
    assert end_run(archive).again
    assert column(archive, "SELECT count(*) FROM lesson") == [0]
    assert end_run(archive).again == ()


def test_sources_are_settled_apart(archive: Archive) -> None:
    arrive(archive, range(LEARNED_PAGES))
    assert archive.settle(KUH) == Settled(Memory(KUH.slug))


def test_memory_stays_small(archive: Archive, clock: SetClock) -> None:
    db = archive.db.conn
    today = clock.moment.date()
    old, stale, recent = (str(today - timedelta(days=days)) for days in (DAYS + 1, STALE_DAYS + 1, 3))
    arrive(archive, [1])
    with db:
        db.executemany(
            "INSERT INTO memory_block VALUES (?, ?, ?, '', ?)",
            [
                (VODI.slug, old, 1, 9),
                (VODI.slug, recent, 2, 9),
                (VODI.slug, recent, 3, 1),
                (VODI.slug, str(today), 4, 1),
            ],
        )
        db.executemany("INSERT INTO memory_day VALUES (?, ?, 9)", [(VODI.slug, old), (VODI.slug, recent)])
        db.executemany(
            "INSERT INTO memory_kind VALUES (?, ?, '', ?, ?, ?)",
            [
                (VODI.slug, 1, 5, 5, stale),
                (VODI.slug, 2, MOST_PAGES + 1, 1000 * MOST_PAGES, str(today)),
                *((VODI.slug, 1000 + n, 2, 2, str(today)) for n in range(STORED_KINDS)),
            ],
        )
    settle(db, VODI.slug, str(today))
    kept = set(column(archive, "SELECT key FROM memory_block"))
    assert {1, 2, 3, 4} & kept == {2, 4}
    assert set(column(archive, "SELECT day FROM memory_day")) == {recent, str(today)}
    kinds = dict(db.execute("SELECT kind, pages FROM memory_kind").fetchall())
    assert len(kinds) == STORED_KINDS
    assert 1 not in kinds
    assert kinds[2] == (MOST_PAGES + 1) // 2
    assert kind_key(STORY) not in kinds, "it is on fewest pages"
