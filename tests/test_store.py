"""What the writer promises as a whole; its parts are held in test_articles, test_entries, test_capture_rows …"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import articles, memories, store
from archive.check import check_archive
from archive.readonly import open_readonly
from archive.records import Rejection
from archive.store import Archive
from tests.archives import (
    BRIDGE,
    KUH,
    LIBRARY,
    VODI,
    SetClock,
    arrives,
    column,
    entry,
    found,
    gone,
    index_is_in_step,
    open_archive,
    page,
    recheck,
    response,
    row,
    seen_again,
)
from tests.lessons import Told, taught

URL = "https://vodi.example/en/1"
HEADLINE = "School in Khorog gets a library"
TABLES = (
    "entry", "article", "revision", "headline", "sequence", "article_fts_docsize",
    "memory_source", "memory_day", "memory_kind", "memory_block", "lesson",
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def everything(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    return {table: archive.db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


# Outcomes


def test_every_outcome_is_the_same_word_in_the_entry_the_capture_and_the_answer(archive: Archive) -> None:
    told = [
        arrives(archive, page(URL)),
        arrives(archive, page("https://vodi.example/en/2")),
        arrives(archive, page(URL), at="https://vodi.example/en/short"),
        arrives(archive, page(URL, text=LIBRARY), at="https://vodi.example/en/shorter"),
    ]
    rejected, failed = found(archive, "https://vodi.example/en/5", "https://vodi.example/en/6")
    told.append(archive.reject(Rejection(reason="no-text"), archive.record(response(URL), rejected), rejected))
    told.append(archive.fail("extraction-timeout", archive.record(response(URL), failed), failed))
    words = ["new", "duplicate", "unchanged", "revised", "rejected:no-text", "failed:extraction-timeout"]
    assert [outcome.outcome for outcome in told] == words
    assert column(archive, "SELECT outcome FROM entry ORDER BY id") == words
    assert column(archive, "SELECT outcome FROM capture ORDER BY id") == words
    assert [outcome.id for outcome in told] == [1, 2, 1, 1, None, None]
    assert [outcome.source for outcome in told] == ["vodi-en"] * 6


def test_outcome_names_the_url_as_it_was_taken_up(archive: Archive) -> None:
    assert arrives(archive, page(URL), at="https://vodi.example/en/short").url == "https://vodi.example/en/short"


def test_outcome_of_a_known_article_without_a_page_names_the_article(archive: Archive) -> None:
    arrives(archive, page(URL))
    outcomes = [
        archive.fail("timeout", None, recheck(archive, 1)),
        archive.reject(Rejection(reason="login"), None, recheck(archive, 1)),
        archive.same(recheck(archive, 1)),
        gone(archive, 1),
    ]
    assert [(outcome.outcome, outcome.id) for outcome in outcomes] == [
        ("failed:timeout", 1),
        ("rejected:login", 1),
        ("unchanged", 1),
        ("unchanged", 1),
    ]


@pytest.mark.parametrize("step", ["archive.memory.merge", "archive.entries.close", "archive.capture_rows.close"])
@pytest.mark.parametrize("again", [False, True], ids=["new", "revised"])
def test_outcome_that_is_cut_short_leaves_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str, again: bool
) -> None:
    if again:
        arrives(archive, page(URL))
        task = recheck(archive, 1)
    else:
        (task,) = found(archive, URL)
    capture_id = archive.record(response(URL), task)
    before = everything(archive)
    with monkeypatch.context() as crash:
        crash.setattr(step, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            archive.add(page(URL, text=LIBRARY), VODI, capture_id, task, taught(Told("A library opened in Khorog.")))
    assert everything(archive) == before
    assert index_is_in_step(archive)
    assert [one for one, _, _ in archive.unextracted()] == [capture_id]
    assert archive.add(page(URL, text=LIBRARY), VODI, capture_id, task).outcome == ("revised" if again else "new")


def test_article_of_a_source_that_nobody_registered_is_refused_whole(archive: Archive) -> None:
    (task,) = found(archive, URL)
    before = everything(archive)
    with pytest.raises(sqlite3.IntegrityError):
        archive.add(page(URL), replace(VODI, slug="stray"), None, task)
    assert everything(archive) == before


def test_archive_after_every_kind_of_outcome_passes_the_check(tmp_path: Path) -> None:
    clock = SetClock()
    with open_archive(tmp_path / "archive.db", clock) as archive:
        arrives(archive, page(URL))
        arrives(archive, page("https://kuh.example/1", HEADLINE, f"{BRIDGE}\nBridge over the Varzob reopens"), KUH)
        arrives(archive, page("https://vodi.example/en/2", HEADLINE, f"{LIBRARY}\nBridge over the Varzob reopens"))
        seen_again(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"), 1)
        for _ in range(3):
            gone(archive, 2, KUH)
            clock.forward(days=2)
        archive.mend(VODI)
        archive.mend(KUH)
    findings = list(check_archive(tmp_path / "archive.db", captures=True))
    assert [finding for finding in findings if finding.state == "problem"] == []


# Mending


def test_headline_of_another_article_is_taken_out(archive: Archive) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE.upper()}"))
    arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
    assert archive.mend(VODI) == 1
    assert row(archive, 1)["text"] == BRIDGE
    assert index_is_in_step(archive)


def test_headline_that_only_a_feed_named_is_taken_out_too(archive: Archive) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"))
    archive.discovered(VODI, "feed", URL, [entry("https://vodi.example/en/2", title=HEADLINE)])
    archive.mend(VODI)
    assert row(archive, 1)["text"] == BRIDGE


def test_articles_own_headline_stays_however_its_feed_puts_it(archive: Archive) -> None:
    own = "Varzob: what the engineer said of the bridge"
    archive.discovered(VODI, "feed", URL, [entry("https://vodi.example/en/short", title=own)])
    text = f"{BRIDGE}\nBridge over the Varzob reopens\n{own}"
    arrives(archive, page(URL, text=text), at="https://vodi.example/en/short")
    assert archive.mend(VODI) == 0
    assert row(archive, 1)["text"] == text


def test_mended_text_is_no_revision_but_a_change(archive: Archive) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"))
    arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
    before = max(row(archive, number)["change"] for number in (1, 2))
    archive.mend(VODI)
    after = row(archive, 1)
    assert (after["revisions"], after["word_count"]) == (1, len(BRIDGE.split()))
    assert after["change"] > before
    assert column(archive, "SELECT text FROM revision WHERE article_id = 1") == [BRIDGE]
    assert column(archive, "SELECT sha256 FROM revision WHERE article_id = 1") == [after["sha256"]]


def test_what_the_archive_learned_since_is_no_revision(archive: Archive) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"))
    arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
    assert seen_again(archive, page(URL, text=BRIDGE), 1).outcome == "unchanged"
    assert seen_again(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"), 1).outcome == "unchanged"


def test_sidebar_that_turned_is_no_revision(archive: Archive) -> None:
    arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
    arrives(archive, page("https://vodi.example/en/3", "Rates of the somoni on Tuesday", "The dollar is dear."))
    arrives(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"))
    again = page(URL, text=f"{BRIDGE}\nRates of the somoni on Tuesday")
    assert seen_again(archive, again, 1 + 2).outcome == "unchanged"


def test_text_that_is_nothing_but_headlines_is_left(archive: Archive) -> None:
    arrives(archive, page(URL, text=HEADLINE))
    arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
    assert archive.mend(VODI) == 0
    assert row(archive, 1)["text"] == HEADLINE


def test_copies_that_mending_makes_equal_are_linked(archive: Archive) -> None:
    arrives(archive, page(URL, published="2026-11-02", text=f"{BRIDGE}\n{HEADLINE}"))
    arrives(archive, page("https://vodi.example/en/3", published="2026-11-03"))
    arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
    assert row(archive, 2)["duplicate_of"] is None
    archive.mend(VODI)
    assert row(archive, 2)["duplicate_of"] == 1


def test_each_text_is_mended_once(archive: Archive) -> None:
    arrives(archive, page(URL))
    archive.mend(VODI)
    arrives(archive, page("https://vodi.example/en/2", BRIDGE.split("\n")[1], LIBRARY))
    assert archive.mend(VODI) == 0
    assert row(archive, 1)["text"] == BRIDGE
    seen_again(archive, page(URL, "The bridge is closed", BRIDGE), 1)
    assert archive.mend(VODI) == 1


def test_mending_stays_within_the_source(archive: Archive) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\n{HEADLINE}"))
    arrives(archive, page("https://kuh.example/2", HEADLINE, LIBRARY), KUH)
    assert (archive.mend(VODI), archive.mend(KUH)) == (0, 0)


def test_mending_that_is_cut_short_goes_on_in_the_next_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MENDED_AT_ONCE", 2)
    for number in range(5):
        arrives(archive, page(f"https://vodi.example/en/{number}", f"Bulletin {number}", f"Part {number}\n{HEADLINE}"))
    archive.discovered(VODI, "feed", URL, [entry("https://vodi.example/en/library", title=HEADLINE)])
    with monkeypatch.context() as crash:
        crash.setattr("archive.articles.rewrite", failing_at(4, articles.rewrite))
        with pytest.raises(ZeroDivisionError):
            archive.mend(VODI)
    assert column(archive, "SELECT sum(settled) FROM article") == [2]
    assert archive.mend(VODI) == 3
    assert column(archive, "SELECT text FROM article ORDER BY id") == [f"Part {number}" for number in range(5)]
    assert index_is_in_step(archive)


def failing_at(call: int, function: Callable[..., None]) -> Callable[..., None]:
    calls = iter(range(1, 100))

    def counted(*arguments: object) -> None:
        assert next(calls) != call or 1 / 0
        function(*arguments)

    return counted


def test_text_that_was_read_again_is_no_revision_but_one_change(archive: Archive) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\nSubscribe to us."))
    before = row(archive, 1)["change"]
    assert archive.mend_text(1, page(URL, "The bridge reopens", BRIDGE, foreign=((1, "ru"),)))
    after = row(archive, 1)
    assert (after["title"], after["text"], after["revisions"]) == ("The bridge reopens", BRIDGE, 1)
    assert after["foreign_paragraphs"] == '[[1, "ru"]]'
    assert after["change"] == before + 1
    assert column(archive, "SELECT text FROM revision WHERE article_id = 1") == [BRIDGE]
    assert index_is_in_step(archive)


def test_text_that_was_read_again_and_is_the_same_is_no_change(archive: Archive) -> None:
    arrives(archive, page(URL))
    before = tuple(row(archive, 1))
    assert not archive.mend_text(1, page(URL, authors=("Somebody Else",)))
    assert tuple(row(archive, 1)) == before


def test_only_the_newest_text_is_mended(archive: Archive) -> None:
    arrives(archive, page(URL, text=LIBRARY))
    seen_again(archive, page(URL, text=f"{BRIDGE}\nSubscribe to us."), 1)
    assert archive.text_of(1).number == 2
    archive.mend_text(1, page(URL, text=BRIDGE))
    assert column(archive, "SELECT text FROM revision WHERE article_id = 1 ORDER BY number") == [LIBRARY, BRIDGE]
    assert archive.text_of(1).text == BRIDGE


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [
        (BRIDGE, BRIDGE, "unchanged"),
        (f"{BRIDGE}\nA toll is planned.", BRIDGE, "revised"),
        (BRIDGE, LIBRARY, "revised"),
    ],
)
def test_page_is_compared_with_what_its_earlier_capture_says_under_the_same_memory(
    archive: Archive, now: str, before: str, word: str
) -> None:
    arrives(archive, page(URL, text=f"{BRIDGE}\nSubscribe to us."))
    task = recheck(archive, 1)
    capture_id = archive.record(response(URL, fetched_at=archive.now()), task)
    assert archive.add(page(URL, text=now), VODI, capture_id, task, before=page(URL, text=before)).outcome == word


def test_two_captures_of_one_edit_make_one_revision(archive: Archive) -> None:
    """A crash left one unread, the next run fetched another: both were read beside the text before."""
    first, edited = page(URL, text=BRIDGE), page(URL, text=f"{BRIDGE} Buses go again.")
    article_id = arrives(archive, first).id
    assert article_id is not None
    said = []
    for _ in range(2):
        task = recheck(archive, article_id)
        capture_id = archive.record(response(URL, fetched_at=archive.now()), task)
        said.append(archive.add(edited, VODI, capture_id, task, before=first).outcome)
    assert said == ["revised", "unchanged"]


def test_kept_capture_comes_back_with_the_task_that_led_to_it(archive: Archive) -> None:
    (task,) = found(archive, URL)
    capture_id = archive.record(response(URL, b"<p>bridge</p>"), task)
    kept = archive.kept(capture_id)
    assert kept is not None
    assert (kept[0].payload, kept[1].entry_id) == (b"<p>bridge</p>", task.entry_id)
    assert archive.kept(capture_id + 1) is None


def test_page_that_says_nothing_new_teaches_nothing(archive: Archive) -> None:
    """Else a source's memory would only grow by looking at the same pages again."""
    (task,) = found(archive, URL)
    seen = taught(Told("The bridge over the Varzob river reopened on Monday."))
    archive.add(page(URL), VODI, archive.record(response(URL), task), task, seen)
    again = recheck(archive, 1)
    archive.add(page(URL), VODI, archive.record(response(URL, fetched_at=archive.now()), again), again, seen)
    assert column(archive, "SELECT pages FROM memory_source") == [1]
    assert column(archive, "SELECT count(*) FROM lesson") == [1]


def test_snapshot_is_made_anew_in_the_midst_of_a_run(archive: Archive) -> None:
    for number in range(memories.REMEMBERED_EVERY):
        assert archive.memory(VODI).kinds == {}
        article = page(f"https://vodi.example/en/{number}", f"Bulletin {number}", f"Part {number}")
        task = archive.requested(VODI, article.url)
        archive.add(article, VODI, None, task, taught(Told("The bridge reopened on Monday.")))
    assert len(archive.memory(VODI).kinds) == 1


# Readers


def test_reader_sees_whole_outcomes_only(archive: Archive) -> None:
    with closing(open_readonly(archive.path)) as reader:
        with archive.db.atomic():
            archive.db.execute("INSERT INTO crawl (started, command) VALUES ('2026', 'half-way')")
            assert reader.execute("SELECT count(*) FROM crawl").fetchone()[0] == 0
        assert reader.execute("SELECT count(*) FROM crawl").fetchone()[0] == 1
        arrives(archive, page(URL))
        assert reader.execute("SELECT title FROM article").fetchone()["title"] == "Bridge over the Varzob reopens"


def test_long_reading_holds_up_no_writer(archive: Archive) -> None:
    arrives(archive, page(URL))
    with closing(open_readonly(archive.path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM article").fetchone()[0] == 1
        arrives(archive, page("https://vodi.example/en/2", HEADLINE, LIBRARY))
        assert reader.execute("SELECT count(*) FROM article").fetchone()[0] == 1
