from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import UnknownSource
from archive.records import Capture, Rejection
from archive.store import Archive
from tests.archives import KUH, VODI, arrives, column, found, open_archive, page, recheck, response

URL = "https://vodi.example/en/1"

KILLED_BEFORE_THE_OUTCOME = """
import os, signal, sys
from pathlib import Path
from tests.archives import found, open_archive, response
with open_archive(Path(sys.argv[1])) as archive:
    (task,) = found(archive, "https://vodi.example/en/1")
    archive.record(response(task.url, b"<p>the page</p>", headers=(("ETag", "a"), ("ETag", "b"))), task)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def outcomes(archive: Archive) -> list[str | None]:
    return column(archive, "SELECT outcome FROM capture ORDER BY id")


def test_page_whose_outcome_was_lost_with_a_killed_process_is_extracted_at_the_next_start(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_THE_OUTCOME, str(database)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_archive(database) as archive:
        ((capture_id, capture, task),) = archive.unextracted()
        assert capture == response(URL, b"<p>the page</p>", headers=(("ETag", "a"), ("ETag", "b")))
        assert (task.url, task.entry_id, task.entry and task.entry.found_in) == (URL, 1, "feed")
        archive.add(page(URL), VODI, capture_id, task)
        assert list(archive.unextracted()) == []
        assert archive.next_entry(VODI, []) is None


def test_captures_without_outcome_come_oldest_first(archive: Archive) -> None:
    tasks = found(archive, "https://vodi.example/en/2", URL)
    ids = [archive.record(response(task.url, task.url.encode()), task) for task in tasks]
    assert [(one, capture.payload.decode()) for one, capture, _ in archive.unextracted()] == [
        (ids[0], "https://vodi.example/en/2"),
        (ids[1], URL),
    ]


def test_unread_capture_of_a_known_article_is_a_recheck_of_that_article(archive: Archive) -> None:
    arrives(archive, page(URL))
    archive.record(response(VODI.homepage), recheck(archive, 1))
    ((_, capture, task),) = archive.unextracted()
    assert (capture.url, task.url, task.article_id) == (VODI.homepage, URL, 1)


def test_capture_remembers_what_became_of_it(archive: Archive) -> None:
    arrives(archive, page(URL))
    (task,) = found(archive, "https://vodi.example/en/2")
    archive.reject(Rejection(reason="listing"), archive.record(response(task.url), task), task)
    rows = archive.db.execute("SELECT outcome, article_id FROM capture ORDER BY id").fetchall()
    assert rows == [("new", 1), ("rejected:listing", None)]


def test_redirects_and_earlier_tries_share_the_outcome_of_the_page(archive: Archive) -> None:
    arrives(archive, page(URL))
    task = recheck(archive, 1)
    archive.record(response(URL, b"", status=503), task)
    archive.record(response(URL, b"", status=301), task)
    archive.add(page(URL), VODI, archive.record(response(f"{URL}/moved"), task), task)
    assert outcomes(archive) == ["new", "unchanged", "unchanged", "unchanged"]


def test_outcome_of_one_page_leaves_the_captures_of_others_alone(archive: Archive) -> None:
    one, other = found(archive, URL, "https://vodi.example/en/2")
    archive.record(response(one.url), one)
    archive.add(page(other.url), VODI, archive.record(response(other.url), other), other)
    assert outcomes(archive) == [None, "new"]


def test_redirect_whose_page_was_never_reached_is_not_extracted(archive: Archive) -> None:
    arrives(archive, page(URL))
    archive.record(response(URL, b"", status=302), recheck(archive, 1))
    assert list(archive.unextracted()) == []


def test_capture_that_cannot_be_read_back_stops_no_run_and_its_page_is_asked_for_again(archive: Archive) -> None:
    (task,) = found(archive, URL)
    archive.record(response(URL), task)
    (file,) = archive.captures.glob("*/*.warc.gz")
    file.write_bytes(bytes(file.stat().st_size))
    assert list(archive.unextracted()) == []
    (again,) = found(archive, URL)
    archive.add(page(URL), VODI, archive.record(response(URL), again), again)
    assert outcomes(archive) == ["new", "new"]


def test_what_a_crash_left_half_written_is_cut_at_the_next_start(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page(URL))
        (file,) = archive.captures.glob("*/*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:50])
    with open_archive(tmp_path / "archive.db") as archive:
        assert archive.mended_files == [("vodi-en/2026-11.warc.gz", 50)]
    assert file.read_bytes() == whole


def test_capture_of_a_source_that_nobody_registered_leaves_no_trace(archive: Archive) -> None:
    (task,) = found(archive, URL)
    stray = Capture(url=URL, source="../stray", fetched_at="2026-11-07T00:00:00Z", status=200, headers=(), payload=b"x")
    with pytest.raises(UnknownSource, match=r"^\.\./stray: this source was not registered"):
        archive.record(stray, task)
    assert outcomes(archive) == []
    assert not archive.captures.exists()


def rechecked(archive: Archive, *payloads: bytes) -> list[int]:
    """An article's page fetched so many times; the ids of the captures."""
    outcome = arrives(archive, page(URL))
    assert outcome.id is not None
    ids = []
    for day, payload in enumerate(payloads, 10):
        task = recheck(archive, outcome.id)
        fetched = response(URL, payload, fetched_at=f"2026-11-{day}T00:00:00Z")
        ids.append(archive.record(fetched, task))
        archive.same(task)
    return ids


def test_payload_that_comes_again_is_kept_once_and_read_back_from_each_capture(archive: Archive) -> None:
    ids = rechecked(archive, *[b"the same page" * 9] * 3)
    assert column(archive, "SELECT payload_id FROM capture ORDER BY id DESC LIMIT 3") == [ids[0], ids[0], None]
    kept = [archive.kept(one) for one in ids]
    assert [one and (one[0].payload, one[0].fetched_at[8:10]) for one in kept] == [
        (b"the same page" * 9, "10"),
        (b"the same page" * 9, "11"),
        (b"the same page" * 9, "12"),
    ]


def test_payload_whose_first_record_is_damaged_is_kept_again(archive: Archive) -> None:
    (first,) = rechecked(archive, b"the same page" * 9)
    file, offset, length = archive.db.execute(
        "SELECT file, offset, length FROM capture WHERE id = ?", [first]
    ).fetchone()
    with (archive.captures / file).open("r+b") as stream:
        stream.seek(offset + length // 2)
        stream.write(b"\0\0\0\0")
    task = recheck(archive, 1)
    again = archive.record(response(URL, b"the same page" * 9, fetched_at="2026-11-12T00:00:00Z"), task)
    kept = archive.kept(again)
    assert kept is not None
    assert kept[0].payload == b"the same page" * 9
    assert archive.kept(first) is None


def test_empty_payloads_are_no_copies_of_each_other(archive: Archive) -> None:
    rechecked(archive, b"", b"")
    assert column(archive, "SELECT count(*) FROM capture WHERE payload_id IS NOT NULL") == [0]


def test_sources_hold_their_own_payloads(archive: Archive) -> None:
    rechecked(archive, b"a page of two outlets")
    (task,) = found(archive, "https://kuh.example/1", source=KUH)
    archive.record(response(task.url, b"a page of two outlets", source=KUH), task)
    assert column(archive, "SELECT count(*) FROM capture WHERE payload_id IS NOT NULL") == [0]
