from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.check import check_archive
from archive.clock import iso
from archive.fingerprints import fingerprint, sha256
from archive.migrations import migrations
from archive.readonly import APPLICATION_ID, SCHEMA_VERSION
from archive.rechecks import next_look
from archive.removals import RemovalCheck, removals_of
from archive.store import Archive
from tests.archives import (
    BRIDGE,
    LIBRARY,
    VODI,
    SetClock,
    arrives,
    found,
    gone,
    index_is_in_step,
    open_archive,
    page,
    recheck,
    response,
)


def pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def schema(db: Database) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_version_is_the_number_of_the_last_migration() -> None:
    db = Database(memory=True)
    migrations.apply(db)
    names = [migration.name for migration in migrations.applied(db)]
    numbers = [int(name.partition("_")[0]) for name in names]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == SCHEMA_VERSION
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


NEWER_TABLES = (
    *("memory_source", "memory_kind", "memory_day", "memory_block", "lesson", "replaced_text"),
    *("flicker", "removal_check", "removal", "alias", "withholding", "timetable", "robots_txt"),
)
RELATIONS = ("near_duplicate", "story_link", "shingle", "story_term", "sketch")
ADDED = {"article": ("[]", None, "2026-11-01T00:15:00Z", None, None), "revision": ("first",)}
"""What the columns hold that later versions added."""


def first_version(path: Path) -> None:
    """An archive as the first version made it, with a source, an article and its revision in it."""
    with closing(Database(path)) as db:
        migrations.apply(db, stop_before="2_site_memory")
        assert pragma(db, "user_version") == 1
        with db.atomic():
            db.execute(
                "INSERT INTO source VALUES (?, ?, 'TJ', '[\"en\"]', 'Asia/Dushanbe', ?, 'unknown', 'ok')",
                [VODI.slug, VODI.name, VODI.homepage],
            )
            url, seen = "https://vodi.example/en/1", "2026-11-01T00:00:00Z"
            db.execute(
                """INSERT INTO article (url_key, url, source, title, text, search_keys, word_count, sha256, fingerprint,
                first_seen, last_seen, checked_at, change, settled) VALUES ('vodi.example/en/1', ?, ?, 'Bridge over the
                Varzob reopens', ?, '', ?, ?, ?, ?, ?, ?, 1, 1)""",
                [url, VODI.slug, BRIDGE, len(BRIDGE.split()), sha256(BRIDGE), fingerprint(BRIDGE), seen, seen, seen],
            )
            db.execute(
                """INSERT INTO revision (article_id, number, seen_at, title, text, sha256)
                SELECT id, 1, first_seen, title, text, sha256 FROM article"""
            )
            db.execute("INSERT INTO headline (source, key, url_key) VALUES (?, 7, 'vodi.example/en/1')", [VODI.slug])
            db.execute("UPDATE sequence SET value = 1")


def content(db: Database, tables: list[str]) -> dict[str, list[tuple[object, ...]]]:
    return {table: list(map(tuple, db.execute(f"SELECT * FROM {table}"))) for table in tables}


def test_archive_of_the_first_version_is_opened_and_keeps_all_that_it_has(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    first_version(path)
    with closing(Database(path)) as db:
        names = [name for name in db.table_names() if not name.startswith(("_", "sqlite", "article_"))]
        before = content(db, names)
    with Archive(path) as archive:
        assert pragma(archive.db, "user_version") == SCHEMA_VERSION
        after = content(archive.db, names)
        for table in names:
            assert after[table] == [(*row, *ADDED.get(table, ())) for row in before[table]], table
        assert not any(content(archive.db, list(NEWER_TABLES)).values())
        assert index_is_in_step(archive)


def test_archive_of_the_first_version_goes_on(tmp_path: Path) -> None:
    first_version(tmp_path / "archive.db")
    with open_archive(tmp_path / "archive.db") as archive:
        assert arrives(archive, page("https://vodi.example/en/1", text=LIBRARY)).outcome == "revised"
        assert arrives(archive, page("https://vodi.example/en/2", "School in Khorog", BRIDGE)).outcome == "new"
        archive.settle(VODI)
        archive.mend(VODI)
    assert [one for one in check_archive(tmp_path / "archive.db", captures=True) if one.state == "problem"] == []


def test_old_and_new_archives_have_one_schema(tmp_path: Path) -> None:
    first_version(tmp_path / "old.db")
    with open_archive(tmp_path / "old.db") as old, open_archive(tmp_path / "new.db") as new:
        assert schema(old.db) == schema(new.db)


def test_removals_of_an_old_archive_are_told_with_the_evidence_that_it_kept(tmp_path: Path) -> None:
    """Articles 1 and 2: gone, and gone and back; and when each is looked at again."""
    with closing(Database(tmp_path / "old.db")) as db:
        migrations.apply(db, stop_before="4_what_changed")
        with db.atomic():
            db.execute("INSERT INTO source VALUES ('vodi-en', 'Vodi', 'TJ', '[]', 'UTC', '', 'unknown', 'ok')")
            for number, removed in ((1, "2026-11-09T00:00:00Z"), (2, None)):
                db.execute(
                    """INSERT INTO article (id, url_key, url, source, title, text, search_keys, word_count, sha256,
                    fingerprint, published, first_seen, last_seen, checked_at, missing_since, removed, change)
                    VALUES (?1, ?1, ?1, 'vodi-en', '', '', '', 0, '', '', '2026-11-06', '2026-11-07T00:00:00Z',
                    '2026-11-12T00:00:00Z', '2026-11-12T00:00:00Z', ?2, ?3, ?1)""",
                    [number, removed and "2026-11-07T12:00:00Z", removed],
                )
            captures = (
                (1, "2026-11-07T12:00:00Z", 404, "unchanged"),
                (1, "2026-11-09T00:00:00Z", 200, "removed"),
                (2, "2026-11-08T00:00:00Z", 410, "removed"),
                (2, "2026-11-12T00:00:00Z", 200, "unchanged"),
            )
            for article_id, at, status, outcome in captures:
                db.execute(
                    """INSERT INTO capture (url, source, fetched_at, status, headers, digest, size, file, offset,
                    length, article_id, outcome) VALUES ('', 'vodi-en', ?, ?, '[]', '', 0, '', 0, 0, ?, ?)""",
                    [at, status, article_id, outcome],
                )
        migrations.apply(db)
        (gone,), (back,) = removals_of(db.conn, 1), removals_of(db.conn, 2)
        assert (gone.missing_since, gone.removed_at, gone.returned_at) == (
            "2026-11-07T12:00:00Z",
            "2026-11-09T00:00:00Z",
            None,
        )
        assert gone.first == RemovalCheck("2026-11-07T12:00:00Z", "http-404", 1)
        assert gone.last == RemovalCheck("2026-11-09T00:00:00Z", "unknown", 2)
        assert (back.removed_at, back.returned_at, back.checks) == ("2026-11-08T00:00:00Z", "2026-11-12T00:00:00Z", 1)
        due = [moment for (moment,) in db.execute("SELECT due FROM article ORDER BY id")]
        assert due == ["2026-11-15T00:00:00Z", "2026-11-12T03:00:00Z"]


def test_old_articles_are_due_when_new_ones_would_be(tmp_path: Path) -> None:
    """The migration reckons in SQL what archive.rechecks reckons in Python."""
    born = datetime(2025, 1, 1, tzinfo=UTC)
    hours = (0, 2.99, 3, 23.99, 24, 167.99, 168, 719.99, 720, 8039, 8041, 9000)
    with closing(Database(tmp_path / "old.db")) as db:
        migrations.apply(db, stop_before="4_what_changed")
        with db.atomic():
            db.execute("INSERT INTO source VALUES ('vodi-en', 'Vodi', 'TJ', '[]', 'UTC', '', 'unknown', 'ok')")
            for number, age in enumerate(hours):
                db.execute(
                    """INSERT INTO article (url_key, url, source, title, text, search_keys, word_count, sha256,
                    fingerprint, first_seen, last_seen, checked_at, change)
                    VALUES (?1, ?1, 'vodi-en', '', '', '', 0, '', '', ?2, ?2, ?3, ?1)""",
                    [number, iso(born), iso(born + timedelta(hours=age))],
                )
        migrations.apply(db)
        rows = db.execute("SELECT checked_at, due FROM article ORDER BY id").fetchall()
        assert [due for _, due in rows] == [next_look(iso(born), checked) for checked, _ in rows]


# From every earlier version, with something in every table that it had


@pytest.fixture(scope="module")
def todays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as today's code writes it: revised, removed, copied, moved, withheld; no payload came twice."""
    path, clock = tmp_path_factory.mktemp("today") / "today.db", SetClock()
    with open_archive(path, clock) as archive:

        def arrives(number: int, text: str, article_id: int | None = None) -> None:
            url = f"https://vodi.example/en/{number}"
            task = recheck(archive, article_id) if article_id else found(archive, url)[0]
            capture = response(url, f"<p>{text}</p>".encode(), fetched_at=archive.now())
            archive.add(page(url, text=text), VODI, archive.record(capture, task), task)

        run = archive.start_crawl("crawl")
        arrives(1, BRIDGE)
        arrives(2, f"{BRIDGE}\n{LIBRARY}")
        found(archive, "https://vodi.example/en/3")
        clock.forward(days=1)
        arrives(1, LIBRARY, 1)
        for _ in range(3):
            clock.forward(days=2)
            gone(archive, 2)
        archive.finish_crawl(run, 0, [])
        archive.withhold([1], "a court")
    return path


def tables(connection: sqlite3.Connection) -> list[str]:
    """The tables with data of their own; those of the full text follow from the articles."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if not name.startswith(("sqlite_", "_", "article_"))]


def columns(connection: sqlite3.Connection, table: str) -> str:
    """But for places in the change sequence, which articles take anew when they are related."""
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return ", ".join(name for name in names if (table, name) not in (("sequence", "value"), ("article", "change")))


VERSIONS = [migration.name for migration in migrations.pending(Database(memory=True))]


@pytest.mark.parametrize("version", range(1, len(VERSIONS)))
def test_archive_of_an_earlier_version_keeps_all_that_it_has(todays: Path, tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.db"
    shutil.copytree(todays.with_name("today.captures"), tmp_path / "old.captures")
    with closing(Database(path)) as db:
        migrations.apply(db, stop_before=VERSIONS[version])
        assert pragma(db, "user_version") == int(VERSIONS[version - 1].partition("_")[0])
        db.conn.execute("ATTACH ? AS today", [str(todays)])
        kept: dict[str, str] = {}
        with db.atomic():
            for table in tables(db.conn):
                kept[table] = columns(db.conn, table)
                all_of_them = ", ".join(row[1] for row in db.conn.execute(f"PRAGMA table_info({table})"))
                db.conn.execute(f"DELETE FROM {table}")
                db.conn.execute(f"INSERT INTO {table} ({all_of_them}) SELECT {all_of_them} FROM today.{table}")
        before = {table: rows_of(db.conn, table, names) for table, names in kept.items()}
    assert sum(map(bool, before.values())) >= 8
    with open_archive(path) as opened, open_archive(tmp_path / "new.db") as new:
        assert {table: rows_of(opened.db.conn, table, names) for table, names in kept.items()} == before
        assert schema(opened.db) == schema(new.db)
    assert [one for one in check_archive(path, captures=True) if one.state == "problem"] == []


def rows_of(connection: sqlite3.Connection, table: str, names: str) -> list[tuple[object, ...]]:
    return list(map(tuple, connection.execute(f"SELECT {names} FROM {table} ORDER BY {names}")))


def test_sources_that_were_asked_before_there_was_a_timetable_begin_with_when_that_was(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    first_version(path)
    with closing(Database(path)) as db:
        migrations.apply(db, stop_before="11_timetable")
        with db.atomic():
            for number, url in enumerate(("feed", "other")):
                db.execute(
                    """INSERT INTO discovery (source, url, kind, fetched_at, entries, leads)
                    VALUES (?, ?, 'feed', ?, 0, '[]')""",
                    [VODI.slug, url, f"2026-11-0{number + 1}T00:00:00Z"],
                )
    with Archive(path) as archive:
        rows = archive.db.execute("SELECT * FROM timetable").fetchall()
        assert rows == [("vodi-en", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", None, 0, None, None)]
        assert archive.db.execute("SELECT fresh_seconds, skip_hours FROM discovery").fetchall() == [(0, "[]")] * 2
