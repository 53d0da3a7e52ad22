from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.captures import append, captures_folder, payload_digest
from archive.check import WAL_RESET_FIXED, Finding, check_archive
from archive.errors import DamagedArchive, NotAnArchive
from archive.lock import RunLock
from archive.readonly import open_readonly
from archive.records import Capture
from archive.store import Archive
from tests.samples import sample_archive

PAGE = b"<html><title>Bridge</title><p>The bridge over the Varzob reopened.</html>"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


def change(archive: Path, *statements: str) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.create_function("text_sha256", 1, lambda text: hashlib.sha256(text.encode()).hexdigest())
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def capture(archive: Path, payload: bytes = PAGE, outcome: str | None = "new") -> Path:
    """Keep a capture of article 1; the file it lies in."""
    folder = captures_folder(archive)
    folder.mkdir(exist_ok=True)
    fetched = Capture(
        url="https://vodi-en.example/news/1",
        source="vodi-en",
        fetched_at="2026-11-07T00:00:00Z",
        status=200,
        headers=(("Content-Type", "text/html"),),
        payload=payload,
    )
    file, offset, length = append(folder, fetched)
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute(
            """INSERT INTO capture (url, source, fetched_at, status, headers, digest, size,
               file, offset, length, article_id, outcome)
               VALUES (?, 'vodi-en', ?, 200, '[]', ?, ?, ?, ?, ?, 1, ?)""",
            [
                fetched.url,
                fetched.fetched_at,
                payload_digest(payload),
                len(payload),
                file,
                offset,
                length,
                outcome,
            ],
        )
        connection.commit()
    return folder / file


def findings(archive: Path, *, captures: bool = False) -> dict[str, Finding]:
    return {finding.check: finding for finding in check_archive(archive, captures=captures)}


def problems(archive: Path, *, captures: bool = False) -> dict[str, str]:
    found = check_archive(archive, captures=captures)
    return {finding.check: finding.detail for finding in found if finding.state == "problem"}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix not in {".lock"} and not path.name.endswith("-shm")
    }


def test_sound_archive_has_no_problem_and_every_check_says_what_holds(archive: Path) -> None:
    capture(archive)
    found = findings(archive, captures=True)
    assert {finding.state for finding in found.values()} <= {"ok", "note"}
    assert [name for name, finding in found.items() if finding.state == "ok"] == [
        "database",
        "foreign keys",
        "schema",
        "texts",
        "revisions",
        "index rows",
        "entries",
        "copies",
        "holdings",
        "change sequence",
        "near-duplicates",
        "stories",
        "withheld",
        "relations",
        "full text",
        "capture files",
        "captures",
    ]
    assert all(finding.detail for finding in found.values())


@pytest.mark.parametrize(
    ("statement", "check", "said"),
    [
        ("UPDATE article SET text = text || '!' WHERE id = 4", "texts", "articles with another text: 4"),
        ("UPDATE revision SET text = 'x' WHERE article_id = 6", "texts", "in a revision: 6"),
        ("DELETE FROM revision WHERE article_id = 1 AND number = 2", "revisions", "too many or too few: 1"),
        ("UPDATE revision SET number = 4 WHERE article_id = 5", "revisions", "too many or too few: 5"),
        (
            "UPDATE revision SET text = 'x', sha256 = text_sha256('x') WHERE article_id = 7",
            "revisions",
            "not their newest revision: 7",
        ),
        ("UPDATE sequence SET value = 10", "change sequence", "would miss: 1, 3"),
        ("UPDATE article SET capture_id = 99 WHERE id = 10", "foreign keys", "article 10 → capture"),
        ("UPDATE article SET duplicate_of = NULL WHERE id = 10", "copies", "or to none: 10"),
        (
            "UPDATE holding SET articles = articles + 1 WHERE id = 2",
            "holdings",
            "other articles than belong to them: 2",
        ),
        ("UPDATE held SET first = NULL WHERE article_id = 2", "holdings", "elsewhere, or nowhere: 2"),
        ("DELETE FROM held WHERE article_id = 7", "holdings", "elsewhere, or nowhere: 7"),
        ("DROP TRIGGER article_fts_update", "schema", "trigger article_fts_update is missing"),
        ("DROP INDEX article_newest", "schema", "index article_newest is missing"),
        (
            "INSERT INTO entry (url_key, url, source, found_in, first_seen, last_seen, outcome) "
            "VALUES ('k', 'https://vodi-en.example/k', 'vodi-en', 'feed', 'x', 'x', 'new')",
            "entries",
            "entries that name no article: 1",
        ),
    ],
)
def test_damage_is_found_by_its_check_and_named(archive: Path, statement: str, check: str, said: str) -> None:
    change(archive, statement)
    found = problems(archive)
    assert list(found) == [check]
    assert said in found[check]


RELATED = (
    "INSERT INTO near_duplicate VALUES (5, 4, .8, 'copy')",
    "INSERT INTO story_link VALUES (7, 6, .5, 'Рахмон')",
    "UPDATE article SET story = 6 WHERE id IN (6, 7)",
)
"""4 came before 5, 6 before 7; only the links are looked at here, not whether the texts are alike."""


@pytest.mark.parametrize(
    ("statement", "check", "said"),
    [
        ("INSERT INTO near_duplicate VALUES (4, 5, .8, 'copy')", "near-duplicates", "linked to a later one: 4"),
        ("INSERT INTO near_duplicate VALUES (4, 4, .8, 'copy')", "near-duplicates", "linked to a later one: 4"),
        ("INSERT INTO near_duplicate VALUES (10, 5, .8, 'copy')", "near-duplicates", "copies that are linked: 10"),
        ("INSERT INTO story_link VALUES (6, 7, .5, '')", "stories", "linked to a later one: 6"),
        ("INSERT INTO story_link VALUES (10, 5, .5, '')", "stories", "copies that are linked: 10"),
        ("UPDATE article SET story = NULL WHERE id = 7", "stories", "in another story than their links say: 6, 7"),
        ("UPDATE article SET story = 4 WHERE id = 5", "stories", "in another story than their links say: 5"),
        ("UPDATE article SET story = 6 WHERE id = 10", "stories", "than the first of their text: 10"),
        ("INSERT INTO withholding VALUES (1, 4, '2026-11-08T00:00:00Z', 'r', NULL)", "withheld", "not marked so: 4"),
        ("UPDATE article SET withheld = '2026-11-08T00:00:00Z' WHERE id = 4", "withheld", "marked, but shown, for no"),
        ("INSERT INTO shingle VALUES (17, 4)", "relations", "otherwise than their sketches: 4"),
        ("INSERT INTO story_term VALUES (17, 1, 4)", "relations", "otherwise than their sketches: 4"),
    ],
)
def test_relation_that_does_not_follow_from_the_articles_is_named(
    archive: Path, statement: str, check: str, said: str
) -> None:
    change(archive, *RELATED)
    assert problems(archive) == {}
    change(archive, statement)
    found = problems(archive)
    assert list(found) == [check]
    assert said in found[check]


@pytest.fixture
def related(archive: Path) -> Path:
    """The articles were related by the run that opened it."""
    Archive(archive).close()
    assert problems(archive) == {}
    return archive


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM story_term WHERE article_id = 6", "otherwise than their sketches: 6"),
        ("DELETE FROM sketch WHERE article_id = 6", "otherwise than their sketches: 6"),
        ("UPDATE sketch SET terms = x'0102030405' WHERE article_id = 6", "otherwise than their sketches: 6"),
        ("UPDATE story_term SET day = day + 1 WHERE article_id = 6", "otherwise than their sketches: 6"),
        ("UPDATE article SET title = 'Another headline' WHERE id = 6", "whose sketch is not of their text: 6"),
    ],
)
def test_index_that_does_not_say_what_the_articles_say_is_named(related: Path, statement: str, said: str) -> None:
    change(related, statement)
    assert said in problems(related)["relations"]


def test_article_outside_the_sample_is_taken_apart_when_all_are(related: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.relation_checks.SAMPLE", 1)
    assert "one article in 10" in findings(related)["relations"].detail
    change(related, "UPDATE article SET title = 'Another headline' WHERE id = 6")
    assert problems(related) == {}
    told = {one.check: one.detail for one in check_archive(related, relations=True) if one.state == "problem"}
    assert told == {"relations": "articles whose sketch is not of their text: 6"}


def test_file_is_compared_with_what_the_last_run_left(related: Path) -> None:
    assert findings(related)["file"].detail == "every byte is as the last run left it"
    times = related.stat()
    change(related, "UPDATE article SET image = 'https://vodi-en.example/1.jpg' WHERE id = 1")
    assert findings(related)["file"].state == "note"
    os.utime(related, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert list(problems(related)) == ["file"]
    with closing(RunLock(related)):
        assert "in use by another run" in findings(related)["file"].detail


def test_altered_trigger_is_told_apart_from_a_missing_one(archive: Path) -> None:
    change(
        archive,
        "DROP TRIGGER article_fts_delete",
        "CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN SELECT 1; END",
    )
    assert problems(archive) == {"schema": "trigger article_fts_delete is altered"}


def test_objects_that_a_user_added_are_no_problem(archive: Path) -> None:
    change(archive, "CREATE VIEW tajik AS SELECT * FROM article WHERE language = 'tg'")
    assert problems(archive) == {}


def test_change_that_the_triggers_missed_is_found_though_the_row_counts_agree(archive: Path) -> None:
    without_trigger(archive, "article_fts_update", "UPDATE article SET title = 'Another title' WHERE id = 2")
    assert list(problems(archive)) == ["full text"]


def test_article_that_never_reached_the_index_is_named(archive: Path) -> None:
    change(
        archive,
        "INSERT INTO article_fts (article_fts, rowid, title, text, search_keys)"
        " SELECT 'delete', id, title, text, search_keys FROM article WHERE id = 9",
    )
    found = problems(archive)
    assert found["index rows"] == "articles that a search cannot find: 9"
    assert "full text" in found


def test_article_deleted_behind_the_index_is_named(archive: Path) -> None:
    without_trigger(
        archive,
        "article_fts_delete",
        "DELETE FROM revision WHERE article_id = 10",
        "DELETE FROM article WHERE id = 10",
    )
    assert problems(archive)["index rows"] == "indexed articles that are gone: 10"


def test_long_list_of_ids_is_cut_and_counted(archive: Path) -> None:
    change(archive, "UPDATE article SET revisions = revisions + 1")
    assert problems(archive)["revisions"].startswith(
        "articles with a revision too many or too few: 1, 2, 3, 4, 5 and 5 more"
    )


def test_check_changes_no_byte_and_leaves_the_wal_of_a_killed_crawl(archive: Path) -> None:
    change(archive, "PRAGMA journal_mode = WAL")
    with closing(open_readonly(archive)):  # while it is open, the writer's close leaves the WAL as a kill would
        change(archive, "UPDATE article SET section = 'Economy' WHERE id = 2")
    before = digests(archive.parent)
    assert "archive.db-wal" in before
    assert problems(archive) == {}
    assert digests(archive.parent) == before


def test_index_is_left_alone_while_another_run_writes(archive: Path) -> None:
    with closing(RunLock(archive)):
        found = findings(archive)["full text"]
    assert found.state == "note"
    assert "in use by another run" in found.detail
    assert findings(archive)["full text"].state == "ok"


def test_index_is_left_alone_where_the_run_lock_cannot_be_had(archive: Path) -> None:
    archive.with_name("archive.db.lock").mkdir()
    found = findings(archive)["full text"]
    assert (found.state, found.detail[:29]) == ("note", "not compared with the texts: ")


def test_check_holds_the_run_lock_only_for_the_index(archive: Path) -> None:
    found = check_archive(archive)
    next(found)
    RunLock(archive).close()
    assert len(list(found)) > 5
    RunLock(archive).close()


def test_any_damaged_page_is_a_finding_and_never_an_error(archive: Path) -> None:
    """Each page in turn but the first, which says what the file is."""
    Archive(archive).close()
    whole = archive.read_bytes()
    for start in range(4096, len(whole), 4096):
        archive.write_bytes(whole[:start] + b"\xfe" * 4096 + whole[start + 4096 :])
        try:
            found = list(check_archive(archive))
        except DamagedArchive:  # a page of the schema: it cannot be opened
            continue
        assert "problem" in {finding.state for finding in found}, start // 4096


def test_broken_page_is_a_problem_of_the_database_and_the_index_is_not_opened_for_writing(
    archive: Path,
) -> None:
    damaged = bytearray(archive.read_bytes())
    with closing(sqlite3.connect(archive)) as connection:
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'article'").fetchone()[0]
    damaged[(root - 1) * page_size : (root - 1) * page_size + 100] = b"\xff" * 100
    archive.write_bytes(damaged)
    found = findings(archive)
    assert found["database"].state == "problem"
    assert "full text" not in found
    assert found["texts"].state == "problem"
    assert archive.read_bytes() == damaged


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_text("no database " * 100)
    with pytest.raises(NotAnArchive, match="not an SQLite database"):
        list(check_archive(path))


def test_damaged_header_is_refused(archive: Path) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[:16] + b"\xff" * 84 + content[100:])
    with pytest.raises(DamagedArchive, match="restore it from a backup"):
        list(check_archive(archive))


def test_capture_file_that_is_gone_is_a_problem(archive: Path) -> None:
    capture(archive).unlink()
    assert "2026-11.warc.gz is gone; captures in it: 1" in problems(archive)["capture files"]


def test_capture_file_that_was_cut_is_a_problem(archive: Path) -> None:
    file = capture(archive)
    os.truncate(file, file.stat().st_size - 7)
    assert problems(archive)["capture files"] == f"{file} is 7 bytes short"


def test_changed_payload_outside_the_sample_is_found_when_all_are_read_back(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture(archive)
    capture(archive, b"<p>another page")
    change(archive, f"UPDATE capture SET digest = '{payload_digest(b'else')}' WHERE id = 1")
    monkeypatch.setattr("archive.capture_checks.SAMPLE", 1)
    assert findings(archive)["captures"].detail == "one payload in 2 has its digest"
    assert problems(archive, captures=True) == {"captures": "captures that are not what was fetched: 1"}


def test_capture_that_cannot_be_read_back_is_named(archive: Path) -> None:
    file = capture(archive)
    content = file.read_bytes()
    file.write_bytes(content[:-40] + b"\x00" * 40)
    assert problems(archive, captures=True) == {"captures": "captures that are not what was fetched: 1"}


def test_capture_that_waits_for_extraction_is_noted_not_reported(archive: Path) -> None:
    capture(archive, outcome=None)
    noted = [finding for finding in check_archive(archive) if finding.state == "note"]
    assert "waiting to be extracted by the next crawl: 1" in [finding.detail for finding in noted]


def test_wal_reset_bug_is_noted_where_this_sqlite_has_it(archive: Path) -> None:
    noted = findings(archive).get("SQLite")
    assert (noted is None) == (sqlite3.sqlite_version_info >= WAL_RESET_FIXED)


def without_trigger(archive: Path, name: str, *statements: str) -> None:
    """Change the archive as if the trigger had been lost for a while."""
    with closing(sqlite3.connect(archive)) as connection:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()[0]
    change(archive, f"DROP TRIGGER {name}", *statements, sql)
