"""A run: which sources it visits, what it takes up, how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ArchiveLocked, UnknownSource
from archive.records import Article, Entry, Outcome, Source
from archive.sources import Catalogue
from archive.store import Archive
from crawler.run import Run
from crawler.wishes import Wishes


def source(slug: str, *scope: str, **keys: object) -> Source:
    plain = Source(
        slug=slug, name=slug, country="TJ", languages=("en",), timezone="Asia/Dushanbe", scope=scope,
        homepage=f"https://{scope[0]}",
    )  # fmt: skip
    return replace(plain, **keys)  # type: ignore[arg-type]


VALLEY = source("valley-en", "valley.example/eng/")
RUSSIAN = source("valley-ru", "valley.example/rus/")
DEAD = source("gone-en", "gone.example/", status="dead", evidence="no answer since May")
CATALOGUE = Catalogue((DEAD, VALLEY, RUSSIAN))


@contextmanager
def running(folder: Path, **wishes: object) -> Iterator[Run]:
    run = Run.open(folder / "archive.db", CATALOGUE, Wishes(**wishes))  # type: ignore[arg-type]
    try:
        yield run
    finally:
        run.close(interrupted=False)


def discovered(run: Run, *rows: tuple[int, str | None], of: Source = VALLEY) -> None:
    """Entries under their numbers, with their dates."""
    found = [
        Entry(url=f"https://valley.example/eng/{number}", source=of.slug, found_in="feed", published=date)
        for number, date in rows
    ]
    run.archive.discovered(of, "feed", "https://valley.example/feed", found)


def taken(run: Run, of: str = "valley-en") -> list[str]:
    """All that the run would take up now of a source, by the numbers in the URLs."""
    visit = run.source_run(of)
    tasks = iter(lambda: run.next_task(visit), None)
    return [task.url.rpartition("/")[2] for task in tasks]


def test_without_names_all_sources_but_the_dead_are_visited(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        assert [visit.source for visit in run.visits()] == [VALLEY, RUSSIAN]


def test_named_source_that_is_dead_is_skipped_and_told(tmp_path: Path) -> None:
    with running(tmp_path, sources=("gone-en", "valley-ru")) as run:
        assert [visit.source for visit in run.visits()] == [RUSSIAN]
        assert run.skipped == (DEAD,)


def test_run_with_urls_visits_nothing(tmp_path: Path) -> None:
    with running(tmp_path, urls=("https://valley.example/eng/1",)) as run:
        assert run.visits() == ()
        (task,) = run.requested()
        assert (task.url, task.source) == ("https://valley.example/eng/1", "valley-en")


def test_url_of_no_source_is_welcomed_as_a_guest(tmp_path: Path) -> None:
    with running(tmp_path, urls=("http://other.example:8080/x", "http://other.example:8080/y")) as run:
        assert {task.source for task in run.requested()} == {"imported-other.example"}
        guest = run.scopes.source_of("http://other.example:8080/z")
        assert guest is not None
        assert run.scopes.source(guest.slug) is guest


def test_unknown_source_is_refused_before_an_archive_is_made(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match='Did you mean "valley-ru"'):
        Run.open(tmp_path / "archive.db", CATALOGUE, Wishes(sources=("valey-ru",)))
    assert list(tmp_path.iterdir()) == []


def test_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with running(tmp_path), pytest.raises(ArchiveLocked):
        Run.open(tmp_path / "archive.db", CATALOGUE, Wishes())


def test_newest_is_taken_up_first_and_undated_last(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        discovered(run, (1, "2026-11-01"), (2, None), (3, "2026-11-03T08:00:00Z"), (4, "2026-11-02"))
        assert taken(run) == ["3", "4", "1", "2"]
        assert not run.source_run("valley-en").asking


def test_older_than_since_is_left_and_undated_taken(tmp_path: Path) -> None:
    with running(tmp_path, since="2026-11-02") as run:
        discovered(run, (1, "2026-11-01T23:59:59Z"), (2, None), (3, "2026-11-02T00:00:00Z"), (4, "2026-11-02"))
        assert sorted(taken(run)) == ["2", "3", "4"]


@pytest.mark.parametrize(("wished", "got"), [(0, 0), (2, 2), (9, 3)])
def test_at_most_so_many_urls_of_each_source(tmp_path: Path, wished: int, got: int) -> None:
    with running(tmp_path, max_articles=wished) as run:
        discovered(run, (1, None), (2, None), (3, None))
        assert len(taken(run)) == got
        assert run.source_run("valley-en").taken_up == got


def test_url_in_flight_is_not_taken_up_twice(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        discovered(run, (1, None))
        visit = run.source_run("valley-en")
        task = run.next_task(visit)
        assert task is not None
        assert run.next_task(visit) is None
        run.ended(task, run.archive.fail("timeout", None, task))
        assert visit.taken == set()
        assert run.next_task(visit) is None


def test_what_failed_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        discovered(run, (1, None))
        task = run.next_task(run.source_run("valley-en"))
        assert task is not None
        run.archive.fail("timeout", None, task)
    with running(tmp_path) as run:
        assert taken(run) == ["1"]


def test_recheck_looks_at_every_known_article_once_but_not_at_what_is_new(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        for number in (1, 2):
            archived(run, number)
    with running(tmp_path, recheck=True) as run:
        visit = run.source_run("valley-en")
        archived(run, 3)
        first = run.next_task(visit)
        assert first is not None
        assert first.article_id == 2
        assert taken(run) == ["1"]


def archived(run: Run, number: int) -> None:
    discovered(run, (number, None))
    task = run.next_task(run.source_run("valley-en"))
    assert task is not None
    article = Article(url=task.url, title=f"Canal {number}", text=f"The canal number {number} is dry.")
    run.ended(task, run.archive.add(article, VALLEY, None, task))


def test_entry_goes_to_the_source_that_its_url_belongs_to(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        urls = ("https://valley.example/rus/1", "https://valley.example/eng/1", "https://elsewhere.example/1")
        entries = [Entry(url=url, source="valley-en", found_in="feed") for url in urls]
        assert [entry.source for entry in run.owned(entries)] == ["valley-ru", "valley-en", "valley-en"]


def test_run_leaves_its_row_and_a_row_per_source(tmp_path: Path) -> None:
    with running(tmp_path, sources=("valley-en",)) as run:
        archived(run, 1)
        run.source_run("valley-en").tally.requests = 4
    with Archive(tmp_path / "archive.db") as archive:
        assert archive.db.execute("SELECT command, exit_code FROM crawl").fetchall() == [("crawl valley-en", 0)]
        rows = archive.db.execute("SELECT source, requests, outcomes FROM crawl_source").fetchall()
        assert rows == [("valley-en", 4, '{"new": 1}')]


def test_fault_gives_the_exit_code(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        assert run.exit_code() == 0
        run.fault = OSError("disk full")
        assert run.exit_code() == 1
        run.fault = ArchiveLocked("in use")
        assert run.exit_code() == 4


def test_outcome_is_counted_at_the_source_of_its_task(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        discovered(run, (1, None))
        task = run.next_task(run.source_run("valley-en"))
        assert task is not None
        run.ended(task, Outcome(url=task.url, source="valley-en", outcome="failed:dns"))
        assert run.source_run("valley-en").tally.outcomes == {"failed:dns": 1}


@pytest.mark.parametrize("interrupted", [False, True])
def test_archive_is_put_in_order_when_a_run_ends_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupted: bool
) -> None:
    put_in_order: list[Path] = []
    monkeypatch.setattr(Archive, "tidy", lambda archive: put_in_order.append(archive.path))
    Run.open(tmp_path / "archive.db", CATALOGUE, Wishes()).close(interrupted)
    assert put_in_order == ([] if interrupted else [tmp_path / "archive.db"])
