from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.check import check_archive
from archive.records import Article
from archive.revisions import revisions_of
from archive.store import Archive
from tests.archives import (
    BRIDGE,
    KUH,
    LIBRARY,
    NUMBERED,
    VODI,
    SetClock,
    arrives,
    column,
    gone,
    index_is_in_step,
    open_archive,
    page,
    row,
    seen_again,
)

URL = "https://vodi.example/en/1"
OTHER = "https://vodi.example/en/2"
HUB = "https://vodi.example/en/news"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def archive(tmp_path: Path, clock: SetClock) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", clock) as archive:
        yield archive


def urls(archive: Archive) -> dict[str, str]:
    """The url_key of each article, by the URL that it was fetched at."""
    return dict(archive.db.execute("SELECT url, url_key FROM article"))


# What a page says


def test_every_string_passes_the_gate(archive: Archive) -> None:
    dirty = page(
        URL,
        "Bri\u00addge\x00",
        "The bri\u00addge\ud800.\r\nOpen.",
        authors=("Зарина\u202e",),
        keywords=("Varzob\x07",),
        section="Socie\u00adty",
        description="и\u0306",
        published="2026-11-02",
        published_raw="2 November\u200f",
    )
    stored = row(archive, arrives(archive, dirty).id)
    assert [stored[name] for name in ("title", "text", "section", "description", "published_raw")] == [
        "Bridge",
        "The bridge.\nOpen.",
        "Society",
        "й",
        "2 November",
    ]
    assert (stored["authors"], stored["keywords"]) == ('["Зарина"]', '["Varzob"]')


def test_unknown_facts_stay_unknown(archive: Archive) -> None:
    stored = row(archive, arrives(archive, page(URL)).id)
    names = ("canonical_url", "language", "published", "published_raw", "modified", "section", "description", "license")
    assert [stored[name] for name in names] == [None] * len(names)


def test_first_seen_is_ours_and_stays(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL, published="1999-01-01"))
    clock.forward(days=1)
    seen_again(archive, page(URL, published="1999-01-01"), 1)
    stored = row(archive, 1)
    assert (stored["first_seen"], stored["last_seen"]) == ("2026-11-07T00:00:00Z", "2026-11-08T00:00:00Z")


# Revisions


def test_edited_article_becomes_a_revision_and_both_texts_stay(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    clock.forward(hours=3)
    outcome = seen_again(archive, page(URL, text=LIBRARY), 1)
    assert outcome.outcome == "revised"
    first, second = revisions_of(archive.db.conn, 1)
    assert (first.text, second.text) == (BRIDGE, LIBRARY)
    assert (first.seen_at, second.seen_at) == ("2026-11-07T00:00:00Z", "2026-11-07T03:00:00Z")
    assert (first.capture_id, second.capture_id) == (1, 2)
    assert (row(archive, 1)["text"], row(archive, 1)["revisions"], row(archive, 1)["capture_id"]) == (LIBRARY, 2, 2)


def test_new_headline_alone_is_a_revision(archive: Archive) -> None:
    arrives(archive, page(URL))
    assert seen_again(archive, page(URL, "Bridge closed again"), 1).outcome == "revised"


def test_text_that_goes_back_is_one_more_revision(archive: Archive) -> None:
    arrives(archive, page(URL))
    words = [seen_again(archive, page(URL, text=text), 1).outcome for text in (LIBRARY, BRIDGE, BRIDGE)]
    assert words == ["revised", "revised", "unchanged"]
    assert [revision.text for revision in revisions_of(archive.db.conn, 1)] == [BRIDGE, LIBRARY, BRIDGE]


def test_unchanged_article_only_moves_its_times(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    before = dict(row(archive, 1))
    clock.forward(hours=3)
    assert seen_again(archive, page(URL, section="Sidebar of the day"), 1).outcome == "unchanged"
    moved = {name for name, value in dict(row(archive, 1)).items() if value != before[name]}
    assert moved == {"last_seen", "checked_at", "due"}
    assert len(revisions_of(archive.db.conn, 1)) == 1


def test_revision_without_a_date_keeps_the_date_with_all_that_is_known_of_it(archive: Archive) -> None:
    dated = {
        "published": "2026-11-02",
        "published_raw": "2 November",
        "published_precision": "day",
        "published_zone": "+05:00",
    }
    arrives(archive, page(URL, **dated))
    seen_again(archive, page(URL, text=LIBRARY), 1)
    assert {name: row(archive, 1)[name] for name in dated} == dated


OTHERS = "School in Khorog gets a library of four thousand books"
"""A headline, long enough to be known as one in a text."""


def test_headline_that_was_not_known_yet_makes_no_revision(archive: Archive, clock: SetClock) -> None:
    """A sidebar changed: the archive knows so only when it has read the article of the new headline."""
    arrives(archive, page(URL))
    archive.mend(VODI)
    clock.forward(hours=1)
    assert seen_again(archive, page(URL, text=f"{BRIDGE}\n{OTHERS}"), 1).outcome == "revised"
    arrives(archive, page(OTHER, OTHERS, LIBRARY))
    archive.mend(VODI)
    assert archive.taken_back[VODI.slug] == 1
    assert [revision.text for revision in revisions_of(archive.db.conn, 1)] == [BRIDGE]
    stored = row(archive, 1)
    assert (stored["text"], stored["revisions"], stored["capture_id"]) == (BRIDGE, 1, 1)
    assert column(archive, "SELECT outcome FROM capture WHERE article_id = 1") == ["new", "unchanged"]
    assert [one for one in check_archive(archive.path) if one.state == "problem"] == []


def test_headline_that_came_with_an_edit_leaves_the_edit_and_its_kind(archive: Archive) -> None:
    arrives(archive, page(URL))
    archive.mend(VODI)
    edited = BRIDGE.replace("two lanes", "three lanes")
    seen_again(archive, page(URL, text=f"{edited}\n{OTHERS}"), 1)
    assert column(archive, "SELECT kind FROM revision") == ["first", "body"]
    arrives(archive, page(OTHER, OTHERS, LIBRARY))
    archive.mend(VODI)
    assert archive.taken_back[VODI.slug] == 0
    assert [revision.text for revision in revisions_of(archive.db.conn, 1)] == [BRIDGE, edited]
    assert column(archive, "SELECT kind FROM revision WHERE article_id = 1") == ["first", "correction"]


# Which article a page is


def test_canonical_url_is_the_identity_and_the_page_url_the_address(archive: Archive) -> None:
    arrives(archive, page(f"{URL}?view=full", canonical_url=URL))
    assert urls(archive) == {f"{URL}?view=full": "vodi.example/en/1"}


def test_page_found_under_two_urls_is_one_article(archive: Archive) -> None:
    arrives(archive, page(URL))
    second = arrives(archive, page(f"{URL}?view=full", canonical_url=URL))
    assert (second.outcome, second.id) == ("unchanged", 1)


@pytest.mark.parametrize(
    ("title", "text"), [("Bridge over the Varzob reopens", LIBRARY), ("Bridge open again", BRIDGE)]
)
def test_edit_that_is_first_seen_under_a_second_url_is_a_revision(archive: Archive, title: str, text: str) -> None:
    arrives(archive, page(URL))
    second = arrives(archive, page(f"{URL}?view=full", title, text, canonical_url=URL))
    assert (second.outcome, second.id) == ("revised", 1)


def test_page_is_the_article_of_its_own_url_before_that_of_its_canonical_url(archive: Archive) -> None:
    arrives(archive, page(URL))
    arrives(archive, page(HUB, text=LIBRARY))
    again = arrives(archive, page(URL, canonical_url=HUB), at=f"{URL}?again")
    assert (again.outcome, again.id) == ("unchanged", 1)


def test_redirect_to_a_known_article_finds_it(archive: Archive) -> None:
    arrives(archive, page(URL))
    second = arrives(archive, page(URL), at="https://vodi.example/en/short")
    assert (second.outcome, second.id) == ("unchanged", 1)
    assert column(archive, "SELECT article_id FROM entry") == [1, 1]


def test_article_that_lost_its_canonical_url_stays_one(archive: Archive) -> None:
    arrives(archive, page(f"{URL}?view=full", canonical_url=URL))
    assert seen_again(archive, page(f"{URL}?view=full", text=LIBRARY), 1).outcome == "revised"
    assert len(urls(archive)) == 1


def test_article_that_gained_a_canonical_url_stays_one(archive: Archive) -> None:
    arrives(archive, page(URL))
    second = arrives(archive, page(URL, text=LIBRARY, canonical_url=HUB), at=f"{URL}?again")
    assert (second.outcome, second.id) == ("revised", 1)


PAGES_OF_ONE_TEMPLATE = (
    page(URL, canonical_url=HUB),
    page(OTHER, "School in Khorog gets a library", LIBRARY, canonical_url=HUB),
    page(HUB, "All the news of the valley", "What happened in the valley this week, day by day.", canonical_url=HUB),
)


@given(st.permutations(PAGES_OF_ONE_TEMPLATE))
@settings(max_examples=6, deadline=None)
def test_pages_that_name_one_canonical_url_stay_articles_of_their_own(arrived: Sequence[Article]) -> None:
    with TemporaryDirectory() as name, open_archive(Path(name) / "archive.db") as archive:
        assert [arrives(archive, one).outcome for one in arrived] == ["new", "new", "new"]
        assert set(urls(archive)) == {URL, OTHER, HUB}
        assert urls(archive)[HUB] == "vodi.example/en/news"
        assert [arrives(archive, one, at=f"{one.url}?again").outcome for one in arrived] == ["unchanged"] * 3


def test_canonical_url_of_another_edition_is_not_believed(archive: Archive) -> None:
    arrives(archive, page("https://kuh.example/ru/1"), KUH)
    translated = arrives(archive, page(URL, canonical_url="https://kuh.example/ru/1"))
    assert translated.id == 2
    assert urls(archive)[URL] == "vodi.example/en/1"


def test_two_pages_that_name_each_other_are_both_kept(archive: Archive) -> None:
    arrives(archive, page(URL, canonical_url=OTHER))
    arrives(archive, page(OTHER, "School in Khorog gets a library", LIBRARY, canonical_url=URL))
    assert sorted(column(archive, "SELECT text FROM revision")) == sorted([BRIDGE, LIBRARY])


def test_article_whose_url_leads_to_another_article_is_revised_and_linked(archive: Archive) -> None:
    arrives(archive, page(URL, published="2026-11-02"))
    arrives(archive, page(OTHER, "School in Khorog gets a library", LIBRARY, published="2026-11-01"))
    outcome = seen_again(archive, page(OTHER, "School in Khorog gets a library", LIBRARY, published="2026-11-01"), 1)
    assert (outcome.outcome, outcome.id) == ("revised", 1)
    assert [row(archive, one)["duplicate_of"] for one in (1, 2)] == [None, 1]
    assert [revision.text for revision in revisions_of(archive.db.conn, 1)] == [BRIDGE, LIBRARY]


def test_sites_own_number_is_the_identity(archive: Archive) -> None:
    arrives(archive, page("https://raqam.example/old-name/17.html"), NUMBERED)
    second = arrives(archive, page("https://raqam.example/new-name/17.html"), NUMBERED, at="https://raqam.example/17")
    assert (second.outcome, second.id) == ("unchanged", 1)
    assert list(urls(archive).values()) == ["raqam.example#raqam=17"]


def test_article_known_from_one_source_stays_its_own_when_another_names_it(archive: Archive) -> None:
    arrives(archive, page(URL), KUH)
    second = arrives(archive, page(URL), VODI, at=f"{URL}?again")
    assert (second.outcome, second.id) == ("unchanged", 1)
    assert row(archive, 1)["source"] == "kuh"


# Removal


def test_article_is_removed_after_enough_checks_over_enough_days(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    words = []
    for _ in range(4):
        words.append(gone(archive, 1).outcome)
        clock.forward(hours=20)
    assert words == ["unchanged", "unchanged", "unchanged", "removed"]
    stored = row(archive, 1)
    assert (stored["missing_since"], stored["removed"]) == ("2026-11-07T00:00:00Z", "2026-11-09T12:00:00Z")
    assert stored["text"] == BRIDGE


def test_days_alone_do_not_remove_an_article(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    words = []
    for _ in range(3):
        words.append(gone(archive, 1).outcome)
        clock.forward(days=30)
    assert words == ["unchanged", "unchanged", "removed"]


def test_removal_checks_start_anew_when_the_article_is_seen(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    words = []
    for there in (False, False, True, False, False, False):
        words.append((seen_again(archive, page(URL), 1) if there else gone(archive, 1)).outcome)
        clock.forward(days=1)
    assert words == ["unchanged"] * 5 + ["removed"]
    assert row(archive, 1)["missing_since"] == "2026-11-10T00:00:00Z"


def test_article_that_failed_to_answer_is_neither_seen_nor_missed(archive: Archive, clock: SetClock) -> None:
    arrives(archive, page(URL))
    gone(archive, 1)
    before = dict(row(archive, 1))
    clock.forward(days=1)
    archive.fail("timeout", None, archive.requested(VODI, URL))
    after = dict(row(archive, 1))
    assert after.pop("due") > before.pop("due"), "it is asked for again in its time"
    assert after == before


@pytest.fixture
def removed(archive: Archive, clock: SetClock) -> Archive:
    """An archive whose article 1 is removed, since an hour."""
    arrives(archive, page(URL))
    for _ in range(3):
        gone(archive, 1)
        clock.forward(days=1)
    assert row(archive, 1)["removed"] == "2026-11-09T00:00:00Z"
    return archive


def test_removed_article_that_comes_back_is_exported_again_and_its_absence_stays_told(removed: Archive) -> None:
    before = row(removed, 1)["change"]
    assert seen_again(removed, page(URL), 1).outcome == "unchanged"
    stored = row(removed, 1)
    assert (stored["removed"], stored["missing_checks"], stored["missing_since"]) == (None, 0, None)
    assert stored["change"] > before
    told = removed.db.execute("SELECT fetched_at FROM capture WHERE article_id = 1 AND outcome = 'removed'").fetchall()
    assert told == [("2026-11-09T00:00:00Z",)]


def test_removed_article_that_comes_back_with_another_text_is_revised(removed: Archive) -> None:
    assert seen_again(removed, page(URL, text=LIBRARY), 1).outcome == "revised"
    assert row(removed, 1)["removed"] is None


def test_removed_article_that_answers_304_is_back(removed: Archive) -> None:
    assert removed.same(removed.requested(VODI, URL)).outcome == "unchanged"
    assert row(removed, 1)["removed"] is None


def test_removed_article_is_not_rechecked(removed: Archive) -> None:
    assert removed.next_recheck(VODI, below=100) is None


# The index and the change sequence


def test_index_keeps_step_with_every_kind_of_write(archive: Archive, clock: SetClock) -> None:
    def indexed(step: object) -> None:
        assert index_is_in_step(archive), step

    indexed(arrives(archive, page(URL)))
    indexed(arrives(archive, page(OTHER, published="2026-11-01")))
    indexed(seen_again(archive, page(URL), 1))
    indexed(seen_again(archive, page(URL, text=LIBRARY), 1))
    indexed(seen_again(archive, page(URL, "Another headline", LIBRARY), 1))
    for _ in range(3):
        indexed(gone(archive, 1))
        clock.forward(days=1)
    indexed(
        arrives(archive, page("https://vodi.example/en/3", LIBRARY.split("\n")[1], "Elsewhere, books were bought."))
    )
    indexed(archive.mend(VODI))
    assert row(archive, 1)["text"] == LIBRARY.split("\n")[0]
    with archive.db.atomic():
        indexed(archive.db.execute("UPDATE article SET section = 'x', last_seen = 'y', search_keys = 'z'"))
        archive.db.execute("UPDATE article SET duplicate_of = NULL")
        indexed(archive.db.execute("DELETE FROM revision"))
        archive.db.execute("UPDATE entry SET article_id = NULL")
        archive.db.execute("UPDATE capture SET article_id = NULL")
        for table in ("removal", "removal_check", "sketch"):
            archive.db.execute(f"DELETE FROM {table}")
        indexed(archive.db.execute("DELETE FROM article WHERE id = 1"))


def test_index_check_sees_a_text_that_went_by_the_triggers(archive: Archive) -> None:
    arrives(archive, page(URL))
    with archive.db.atomic():
        archive.db.execute("INSERT INTO article_fts (article_fts, rowid, title) VALUES ('delete', 1, 'never there')")
    assert not index_is_in_step(archive)


@pytest.mark.parametrize(("columns", "written"), [("last_seen = 'x', settled = 1, change = 99", 0), ("title = 'x'", 1)])
def test_index_is_written_only_when_title_text_or_search_keys_change(
    archive: Archive, columns: str, written: int
) -> None:
    arrives(archive, page(URL))
    archive.db.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('automerge', 0)")
    segments = "SELECT count(*) FROM article_fts_idx"
    before = archive.db.execute(segments).fetchone()[0]
    with archive.db.atomic():
        archive.db.execute(f"UPDATE article SET {columns}")
    assert archive.db.execute(segments).fetchone()[0] - before == written


def test_every_exported_change_takes_the_next_number(archive: Archive, clock: SetClock) -> None:
    def numbers() -> list[int]:
        return column(archive, "SELECT change FROM article ORDER BY id")

    highest = 0
    steps: tuple[tuple[Callable[[], object], set[int]], ...] = (
        (lambda: arrives(archive, page(URL)), {1}),
        (lambda: arrives(archive, page(OTHER, "School in Khorog gets a library", LIBRARY)), {2}),
        (lambda: seen_again(archive, page(URL), 1), set()),
        (lambda: seen_again(archive, page(URL, "Another headline"), 1), {1}),
        (lambda: gone(archive, 1), set()),
        (lambda: clock.forward(days=1), set()),
        (lambda: gone(archive, 1), set()),
        (lambda: clock.forward(days=1), set()),
        (lambda: gone(archive, 1), {1}),
        (lambda: seen_again(archive, page(URL, "Another headline"), 1), {1}),
        (lambda: seen_again(archive, page(OTHER, text=BRIDGE, published="2026-11-01"), 2), {1, 2}),
    )
    for step, touched in steps:
        before = dict(enumerate(numbers(), 1))
        step()
        after = dict(enumerate(numbers(), 1))
        assert {one for one in after if after[one] != before.get(one)} == touched
        assert all(after[one] > highest for one in touched)
        assert len(set(after.values())) == len(after)
        highest = max(after.values())


TITLES = ("Bridge over the Varzob reopens", "School in Khorog gets a library", "Rates of the somoni on Tuesday")
BODIES = (
    "The bridge was closed for a year, an engineer said.",
    "Pupils helped to carry all the shelves.",
    "The National Bank set the dollar at 10.61 somoni.",
)
WITH_SIDEBARS = tuple(
    page(f"https://vodi.example/en/{number}", title, "\n".join((body, *TITLES)))
    for number, (title, body) in enumerate(zip(TITLES, BODIES, strict=True))
)


@given(st.permutations(WITH_SIDEBARS))
@settings(max_examples=6, deadline=None)
def test_mended_texts_do_not_depend_on_the_order_of_arrival(arrived: Sequence[Article]) -> None:
    with TemporaryDirectory() as name, open_archive(Path(name) / "archive.db") as archive:
        for one in arrived:
            arrives(archive, one)
        assert archive.mend(VODI) == 3
        texts = dict(archive.db.execute("SELECT title, text FROM article"))
        assert texts == {title: f"{body}\n{title}" for title, body in zip(TITLES, BODIES, strict=True)}
        assert index_is_in_step(archive)
