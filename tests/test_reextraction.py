"""What is stored, held against what is read today: verdicts, metadata, and what is written for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.errors import UnknownSource
from archive.fingerprints import letters
from archive.mending import without_headlines
from archive.reextraction import Judged, article_ids, judge, kept_sources
from archive.sources import Catalogue
from archive.store import Archive
from tests.archives import BRIDGE, KUH, LIBRARY, VODI, arrives, column, index_is_in_step, open_archive, page, row

URL = "https://vodi.example/en/bridge"
FACTS: dict[str, Any] = {
    "published": "2026-11-06T04:00:00Z",
    "published_raw": "2026-11-06T09:00:00+05:00",
    "published_precision": "second",
    "published_zone": "+05:00",
    "modified": "2026-11-06T05:00:00Z",
    "section": "City",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page(URL, **FACTS))
        yield archive


def judged(archive: Archive, text: str = BRIDGE, accept_shorter: bool = False, **facts: Any) -> Judged:
    return judge(archive.db.conn, 1, {1: page(URL, text=text, **(FACTS | facts))}, accept_shorter)


def test_equal_text_is_the_same_and_nothing_is_to_be_written(archive: Archive) -> None:
    one = judged(archive)
    assert (one.verdict, one.changes, one.texts, one.columns) == ("same", False, (), {})
    assert one.was == one.now == len(letters(BRIDGE))
    assert archive.take([one]) == 0
    assert column(archive, "SELECT value FROM sequence") == [1]


@pytest.mark.parametrize(("kept", "verdict"), [(70, "better"), (69, "shorter"), (300, "better")])
def test_text_may_lose_30_percent_of_its_letters(archive: Archive, kept: int, verdict: str) -> None:
    arrives(archive, page(f"{URL}-2", "Steps", "ab cd efghi " * 10 + "klmno pqrst" * 1))
    size = len(letters(archive.text_of(2).text))
    one = judge(archive.db.conn, 2, {1: page(f"{URL}-2", "Steps", "x" * -(-size * kept // 100))})
    assert one.verdict == verdict
    assert bool(one.texts) == (verdict == "better")


def test_shorter_text_is_taken_when_it_is_accepted(archive: Archive) -> None:
    assert judged(archive, "Brief.").changes is False
    one = judged(archive, "Brief.", accept_shorter=True)
    assert (one.verdict, one.texts) == ("shorter", ((1, "Bridge over the Varzob reopens", "Brief."),))


@pytest.mark.parametrize(
    ("reading", "verdict"), [("rejected:listing", "rejected"), ("damaged", "unreadable"), ("no-capture", "unreadable")]
)
def test_reason_stands_for_a_text_that_is_not_there(archive: Archive, reading: str, verdict: str) -> None:
    one = judge(archive.db.conn, 1, {1: reading})
    assert (one.verdict, one.reason, one.now, one.changes) == (verdict, reading, 0, False)


def test_known_dates_stay_where_the_page_states_none_and_the_rest_follows_the_page(archive: Archive) -> None:
    nothing = dict.fromkeys(FACTS)
    one = judged(archive, **nothing, authors=("A. Rahimov",))
    assert one.columns == {"section": None, "authors": '["A. Rahimov"]'}
    assert one.before == {"section": "City", "authors": "[]"}
    archive.take([one])
    stored = row(archive, 1)
    assert (stored["published"], stored["modified"], stored["section"]) == (FACTS["published"], FACTS["modified"], None)


def test_date_is_one_field_of_four_columns(archive: Archive) -> None:
    one = judged(archive, published="2026-11-05", published_raw="5 November", published_precision="day")
    assert set(one.columns) == {"published", "published_raw", "published_precision"}
    assert one.fields == ("published",)


def test_lines_that_are_headlines_of_others_are_taken_out_and_languages_keep_their_lines(archive: Archive) -> None:
    arrives(archive, page(f"{URL}-2", "A library with many books opens", LIBRARY))
    with_line = "A library with many books opens\n" + BRIDGE + "\nКитобхона кушода шуд."
    (key,) = column(archive, "SELECT url_key FROM article WHERE id = 1")
    kept = without_headlines(archive.db.conn, 1, VODI.slug, key, with_line)
    assert kept == BRIDGE + "\nКитобхона кушода шуд."
    one = judged(archive, with_line, foreign=((3, "tg"),))
    assert one.texts[0][2] == kept
    assert one.columns == {"foreign_paragraphs": '[[2, "tg"]]'}


def test_mended_article_is_found_by_its_new_words_and_the_index_is_in_step(archive: Archive) -> None:
    assert archive.take([judged(archive, f"{BRIDGE}\nThe pavement is of granite.")]) == 1
    assert column(archive, "SELECT rowid FROM article_fts WHERE article_fts MATCH 'granite'") == [1]
    assert index_is_in_step(archive)
    assert column(archive, "SELECT text FROM replaced_text") == [BRIDGE]
    assert column(archive, "SELECT replaced_at FROM replaced_text") == [archive.now()]
    assert row(archive, 1)["change"] == 2
    assert row(archive, 1)["revisions"] == 1


def test_batch_is_written_whole_or_not_at_all(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    arrives(archive, page(f"{URL}-2", "Library opens", LIBRARY))
    second = judge(archive.db.conn, 2, {1: page(f"{URL}-2", "Library opens", f"{LIBRARY}\nMore.")})
    whole = archive.db.conn
    monkeypatch.setattr("archive.articles.duplicates.relink", lambda _, print_: whole.execute(f"BREAK {print_}"))
    with pytest.raises(Exception, match="BREAK"):
        archive.take([judged(archive, f"{BRIDGE}\nMore."), second])
    assert column(archive, "SELECT text FROM article ORDER BY id") == [BRIDGE, LIBRARY]
    assert column(archive, "SELECT count(*) FROM replaced_text") == [0]


def test_articles_come_in_the_order_of_their_days(archive: Archive) -> None:
    for number, day in ((2, "2026-11-09"), (3, "2026-11-08")):
        arrives(archive, page(f"{URL}-{number}", f"No {number}", f"Text number {number}."))
        archive.db.execute("UPDATE capture SET fetched_at = ? WHERE article_id = ?", [day, number])
    archive.db.execute("UPDATE article SET capture_id = NULL WHERE id = 2")
    assert list(article_ids(archive.db.conn, VODI.slug)) == [2, 1, 3]


def test_source_is_that_of_the_catalogue_else_as_the_archive_knows_it(archive: Archive) -> None:
    arrives(archive, page("https://kuh.example/1", "Snow", "Snow fell."), KUH)
    connection = archive.db.conn
    first, second = kept_sources(connection, Catalogue((VODI,)))
    assert (first.slug, second) == ("kuh", VODI)
    assert (first.name, first.languages, first.timezone, first.scope) == (KUH.name, ("en",), KUH.timezone, KUH.scope)
    assert kept_sources(connection, Catalogue((VODI,)), ("vodi-en", "vodi-en")) == [VODI]
    with pytest.raises(UnknownSource):
        kept_sources(connection, Catalogue((VODI,)), ("vodi-xx",))
