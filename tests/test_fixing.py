from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive import relations
from archive.captures import captures_folder
from archive.check import check_archive
from archive.fixing import fix_archive
from archive.readonly import open_readonly
from archive.store import Archive
from tests.archives import arrives, open_archive, page
from tests.commands import backissue
from tests.samples import sample_archive

TEXTS = "SELECT id, title, text FROM article ORDER BY id"
REVISIONS = "SELECT article_id, number, title, text FROM revision ORDER BY id"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = sample_archive(tmp_path / "archive.db")
    Archive(path).close()  # its articles are related at the first opening, which is no mend
    return path


def change(archive: Path, *statements: str) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def problems(archive: Path) -> list[str]:
    return [finding.check for finding in check_archive(archive, captures=True) if finding.state == "problem"]


def texts(archive: Path) -> list[list[tuple[object, ...]]]:
    with closing(open_readonly(archive)) as connection:
        return [list(map(tuple, connection.execute(query))) for query in (TEXTS, REVISIONS)]


def mended(archive: Path) -> dict[str, str]:
    found = list(fix_archive(archive))
    assert all(finding.state == "mended" for finding in found)
    return {finding.check: finding.detail for finding in found}


FOUND_BY = {"full text": {"index rows"}, "relations": {"near-duplicates", "stories", "relations"}}
"""Checks by the name of the mend, where that is another one."""


def test_sound_archive_is_left_as_it_is(archive: Path) -> None:
    assert mended(archive) == {}


@pytest.mark.parametrize(
    ("statement", "check", "said"),
    [
        ("DROP TRIGGER article_fts_update", "schema", "made anew: trigger article_fts_update"),
        ("DROP INDEX article_newest", "schema", "made anew: index article_newest"),
        ("DELETE FROM article_fts_docsize WHERE id = 4", "full text", "written anew"),
        ("UPDATE sequence SET value = 1", "change sequence", "stands at the last change again"),
        ("UPDATE article SET revisions = 7 WHERE id = 5", "revisions", "counted anew for 1 articles"),
        ("UPDATE article SET duplicate_of = NULL WHERE id = 10", "copies", "1 linked anew"),
        ("UPDATE article SET duplicate_of = 3 WHERE id = 10", "copies", "1 linked anew"),
        ("UPDATE holding SET articles = articles + 1 WHERE id = 2", "holdings", "counted anew"),
        ("DELETE FROM held WHERE article_id = 7", "holdings", "counted anew"),
        (
            "INSERT INTO withholding VALUES (1, 4, '2026-11-08T00:00:00Z', 'a wish', NULL)",
            "withheld",
            "1 marked as withheld",
        ),
        ("UPDATE article SET story = NULL WHERE id = 7", "relations", "1 are related otherwise now"),
        ("INSERT INTO near_duplicate VALUES (4, 5, .8, 'copy')", "relations", "1 are related otherwise now"),
        ("INSERT INTO near_duplicate VALUES (4, 99, .8, 'copy')", "relations", "1 are related otherwise now"),
        ("INSERT INTO story_link VALUES (99, 4, .8, '')", "relations", "0 are related otherwise now"),
        ("DELETE FROM story_term WHERE article_id = 6", "relations", "0 are related otherwise now"),
        ("DELETE FROM sketch WHERE article_id = 6", "relations", "0 are related otherwise now"),
        (
            "INSERT INTO entry (url_key, url, source, found_in, first_seen, last_seen, outcome) "
            "VALUES ('k', 'https://vodi-en.example/k', 'vodi-en', 'feed', 'x', 'x', 'new')",
            "entries",
            "1 put back into the queue",
        ),
    ],
)
def test_what_a_check_finds_is_mended_and_no_text_is_touched(
    archive: Path, statement: str, check: str, said: str
) -> None:
    before = texts(archive)
    change(archive, statement)
    assert FOUND_BY.get(check, {check}) & set(problems(archive))
    assert said in mended(archive)[check]
    assert problems(archive) == []
    assert texts(archive) == before


def test_text_that_was_changed_behind_the_archive_is_told_and_left(archive: Path) -> None:
    change(archive, "UPDATE article SET text = 'x' WHERE id = 4")
    assert mended(archive) == {}
    assert problems(archive) == ["texts"]


def test_entry_that_lost_its_article_finds_it_by_its_url(archive: Path) -> None:
    change(
        archive,
        "INSERT OR REPLACE INTO entry (url_key, url, source, found_in, first_seen, last_seen, outcome) "
        "SELECT url_key, url, source, 'feed', first_seen, last_seen, 'new' FROM article WHERE id = 4",
    )
    assert mended(archive) == {"entries": "1 led to their articles again"}
    assert problems(archive) == []


def test_torn_tail_of_a_capture_file_is_cut(archive: Path) -> None:
    file = captures_folder(archive) / "vodi-en" / "2026-11.warc.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\x1f\x8btorn")
    assert mended(archive) == {"capture files": "vodi-en/2026-11.warc.gz: a torn tail of 6 bytes was cut off"}


def test_damaged_database_is_checked_and_left_byte_for_byte(archive: Path) -> None:
    with closing(open_readonly(archive)) as connection:  # a page without which the archive is opened all the same
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'revision'").fetchone()
    content = bytearray(archive.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    archive.write_bytes(content)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    told = backissue("check", "--fix", "--json", "--db", archive, cwd=archive.parent)
    assert told.returncode == 5
    assert {one["state"] for one in json.loads(told.stdout)["findings"]} >= {"problem"}
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == digest


def test_check_fix_mends_and_then_checks(archive: Path) -> None:
    change(archive, "DROP TRIGGER article_fts_insert")
    assert backissue("check", "--db", archive, cwd=archive.parent).returncode == 5
    told = backissue("check", "--fix", "--db", archive, cwd=archive.parent)
    assert told.returncode == 0
    assert "mended   schema           made anew: trigger article_fts_insert" in told.stdout
    assert backissue("check", "--db", archive, cwd=archive.parent).returncode == 0


def test_mark_that_no_history_explains_is_told_and_left(archive: Path) -> None:
    change(archive, "UPDATE article SET withheld = '2026-11-08T00:00:00Z' WHERE id = 4")
    assert mended(archive) == {}
    assert problems(archive) == ["withheld"]


def test_exports_are_told_of_what_is_related_otherwise_and_of_nothing_else(archive: Path) -> None:
    numbers = "SELECT change FROM article ORDER BY id"
    with closing(open_readonly(archive)) as connection:
        before = [change for (change,) in connection.execute(numbers)]
    change(archive, "UPDATE article SET story = NULL WHERE id = 7")
    assert "1 are related otherwise now" in mended(archive)["relations"]
    with closing(open_readonly(archive)) as connection:
        after = [change for (change,) in connection.execute(numbers)]
    assert [at for at, pair in enumerate(zip(before, after, strict=True), 1) if len(set(pair)) > 1] == [7]
    assert after[6] == max(before) + 1


def test_copy_that_is_linked_again_loses_its_own_relations(archive: Path) -> None:
    with Archive(archive) as opened, opened.db.atomic():
        opened.db.execute("UPDATE article SET duplicate_of = NULL WHERE id = 10")
        relations.relink(opened.db.conn, 10)
        assert opened.db.execute("SELECT count(*) FROM story_term WHERE article_id = 10").fetchone() != (0,)
    assert mended(archive) == {"copies": "1 linked anew"}
    assert problems(archive) == []


@pytest.mark.parametrize("behind", ["UPDATE sequence SET value = 1", "DELETE FROM sequence"])
def test_archive_that_is_not_related_yet_and_whose_sequence_is_behind_is_opened_and_mended(
    tmp_path: Path, behind: str
) -> None:
    """Relating gives out numbers, which must not be those that articles have."""
    path = sample_archive(tmp_path / "archive.db")
    change(path, behind)
    assert mended(path) == {"change sequence": "it stands at the last change again"}
    assert problems(path) == []


def test_run_goes_on_where_the_sequence_was_behind(archive: Path) -> None:
    change(archive, "UPDATE sequence SET value = 1")
    with open_archive(archive) as opened:
        assert arrives(opened, page("https://vodi.example/en/new")).outcome == "new"
    assert problems(archive) == []
