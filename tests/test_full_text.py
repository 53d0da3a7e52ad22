"""What keeps searches quick as an archive grows: few pieces of index, and the commonest words counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import full_text
from archive.search.forms import with_forms
from archive.store import Archive
from tests.samples import sample_archive


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Fifty articles on a mountain road, each written by itself."""
    with closing(Database(sample_archive(tmp_path / "archive.db"))) as db:
        for number in range(100, 150):
            with db.atomic():
                db.execute(
                    """INSERT INTO article (id, url_key, url, source, title, text, search_keys, word_count, sha256,
                        fingerprint, first_seen, last_seen, checked_at, change)
                    VALUES (?1, ?1, '', 'vodi-ru', 'О', 'перевал ' || ?1, '', 2, '', '', '2026-11-05', '', '', ?1)""",
                    [number],
                )
        yield db


def tidy(db: Database) -> None:
    while full_text.merge(db.conn):
        pass
    full_text.count_common_words(db.conn)


def pieces(db: Database) -> int:
    return int(db.execute("SELECT count(DISTINCT segid) FROM article_fts_idx").fetchone()[0])


def found(db: Database) -> list[int]:
    rows = db.execute("SELECT rowid FROM article_fts WHERE article_fts MATCH 'перевал' ORDER BY rowid")
    return [number for (number,) in rows]


def test_pieces_of_the_index_become_few_and_find_the_same(db: Database) -> None:
    before, articles = pieces(db), found(db)
    tidy(db)
    assert pieces(db) < before / 2
    assert found(db) == articles
    db.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")


def test_index_in_order_is_left_as_it_is(db: Database) -> None:
    tidy(db)
    before = db.execute("SELECT id, block FROM article_fts_data").fetchall()
    tidy(db)
    assert db.execute("SELECT id, block FROM article_fts_data").fetchall() == before


def test_run_that_ends_merges_within_bounds(tmp_path: Path, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pieces(db)
    monkeypatch.setattr(full_text, "STEPS", 0)
    with Archive(tmp_path / "archive.db", checked=True) as archive:  # its texts have no digests
        archive.tidy()
        assert pieces(archive.db) == before
        monkeypatch.setattr(full_text, "STEPS", 40)
        archive.tidy()
        assert pieces(archive.db) < before / 2


def test_commonest_words_are_counted_and_again_when_the_archive_has_grown(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "COUNTED", 30)
    tidy(db)
    assert db.execute("SELECT word, articles FROM common_word WHERE word > 'о'").fetchall() == [("перевал", 50)]
    assert with_forms(db.conn, "перевала").articles == 50
    assert with_forms(db.conn, '"перевал"').articles == 50
    db.execute("DELETE FROM article WHERE id < 130 AND id >= 100")
    tidy(db)
    assert with_forms(db.conn, "перевал").articles == 50, "it has not grown"
    db.execute("UPDATE sequence SET value = 10 WHERE name = ?", [full_text.COUNTED_AT])
    monkeypatch.setattr(full_text, "COUNTED", 15)
    tidy(db)
    assert with_forms(db.conn, "перевал").articles == 20


def test_small_archive_counts_none(db: Database) -> None:
    tidy(db)
    assert db.execute("SELECT count(*) FROM common_word").fetchone() == (0,)
    assert db.execute("SELECT name FROM sequence").fetchall() == [("change",)]
