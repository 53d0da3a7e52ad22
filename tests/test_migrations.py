from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.migrations import migrations
from archive.readonly import APPLICATION_ID, SCHEMA_VERSION
from archive.store import Archive


def pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def schema(db: Database) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_version_is_the_number_of_the_last_migration() -> None:
    db = Database(memory=True)
    migrations.apply(db)
    names = [migration.name for migration in migrations.applied(db)]
    assert [int(name.partition("_")[0]) for name in names] == list(range(1, SCHEMA_VERSION + 1))
    assert pragma(db, "user_version") == SCHEMA_VERSION
    assert pragma(db, "application_id") == APPLICATION_ID


def test_migrations_applied_twice_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        before = schema(archive.db)
    content = path.read_bytes()
    with Archive(path) as archive:
        assert schema(archive.db) == before
    assert path.read_bytes() == content


def test_migration_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.migrations.FULL_TEXT", ("CREATE TABLE broken (",))
    with closing(Database(memory=True)) as db:
        with pytest.raises(Exception, match="incomplete input"):
            migrations.apply(db)
        assert pragma(db, "user_version") == 0
        assert [name for name, _ in schema(db) if not name.startswith(("_sqlite", "sqlite_", "idx__sqlite"))] == []


def test_full_text_table_is_one_that_datasette_finds() -> None:
    db = Database(memory=True)
    migrations.apply(db)
    assert db["article"].detect_fts() == "article_fts"


def test_no_row_may_point_to_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        assert pragma(archive.db, "foreign_keys") == 1
        tables = ("crawl_source", "discovery", "entry", "capture", "article", "revision", "headline")
        assert all(archive.db[table].foreign_keys for table in tables)
