from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive import soundness
from archive.errors import DamagedArchive, UsageProblem
from archive.readonly import open_readonly
from archive.store import Archive
from tests.archives import BRIDGE, LIBRARY, arrives, open_archive, page
from tests.commands import backissue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive as a run left it."""
    with open_archive(tmp_path / "archive.db") as archive:
        arrives(archive, page("https://vodi.example/en/1", text=f"{BRIDGE}\n" * 100))
        arrives(archive, page("https://vodi.example/en/2", "Library opens in Khorog", LIBRARY))
    return tmp_path / "archive.db"


def rewrite(path: Path, old: bytes, new: bytes, *, told: bool = True) -> bytes:
    """Replace the first of these bytes in the file; ``told``: its time says that somebody wrote."""
    before, content = path.stat(), path.read_bytes()
    assert old in content
    assert len(old) == len(new)
    path.write_bytes(content.replace(old, new, 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + told))
    return path.read_bytes()


def refusal(path: Path) -> str:
    """The one line with which a writer refuses the archive; nothing was changed, and nothing new lies beside it."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(DamagedArchive) as refused:
        Archive(path)
    after = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    after.setdefault("archive.db.lock", b"")
    assert after == {"archive.db.lock": b"", **before}
    assert "\n" not in str(refused.value)
    return str(refused.value)


def never(*_: object) -> None:
    raise AssertionError("looked through")


def test_file_that_is_as_the_last_run_left_it_is_not_looked_through(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "look_through", never)
    Archive(path).close()
    Archive(path).close()


def test_request_that_made_no_sense_leaves_a_file_that_needs_no_look(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageProblem), Archive(path) as archive:
        archive.withhold([99], "a wish")
    monkeypatch.setattr(soundness, "look_through", never)
    Archive(path).close()


@pytest.mark.parametrize("ends", ["killed", "copied", "failed"])
def test_file_that_no_run_left_so_is_looked_through(path: Path, monkeypatch: pytest.MonkeyPatch, ends: str) -> None:
    lock = path.with_name("archive.db.lock")
    if ends == "killed":
        lock.write_text("4711")
    elif ends == "copied":
        lock.unlink()
    else:
        with pytest.raises(ZeroDivisionError), Archive(path):
            1 / 0  # noqa: B018
    monkeypatch.setattr(soundness, "look_through", never)
    with pytest.raises(AssertionError, match="looked through"):
        Archive(path)


def test_text_that_was_overwritten_in_its_midst_is_refused(path: Path) -> None:
    rewrite(path, b"two lanes", b"six lanes")
    assert re.search(r"damaged \(articles with another text.*: 1\)\. It was left as it is; restore it", refusal(path))


def test_text_is_looked_at_where_the_lock_file_is_gone(path: Path) -> None:
    rewrite(path, b"two lanes", b"six lanes", told=False)
    path.with_name("archive.db.lock").unlink()
    assert "articles with another text" in refusal(path)


def test_bytes_that_are_no_text_are_refused(path: Path) -> None:
    rewrite(path, b"two lanes", b"two\xff\xffanes")
    assert "damaged (" in refusal(path)


def test_bit_that_nothing_else_would_tell_of_is_refused(path: Path) -> None:
    """Of a title there is no digest; but the bytes are others, and nobody wrote."""
    rewrite(path, b"Library opens", b"Mibrary opens", told=False)
    said = refusal(path)
    assert "other bytes than the last run left, and nobody wrote to it" in said
    assert refusal(path) == said  # the first refusal did not forget what the last run left


def test_bit_that_nothing_else_would_tell_of_is_a_finding_of_check_and_can_be_taken_as_it_is(path: Path) -> None:
    rewrite(path, b"Library opens", b"Mibrary opens", told=False)
    told = backissue("check", "--db", path, cwd=path.parent)
    assert told.returncode == 5
    assert "problem  file             other bytes than the last run left, and nobody wrote to it" in told.stdout
    assert backissue("check", "--fix", "--db", path, cwd=path.parent).returncode == 0
    Archive(path).close()


def test_broken_index_is_refused_and_written_anew_by_fix(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE article_fts_data SET block = zeroblob(length(block)) WHERE id > 10")
        connection.commit()
    path.with_name("archive.db.lock").unlink()
    assert refusal(path).endswith("It was left as it is; backissue check --fix writes the index anew.")
    told = backissue("check", "--fix", "--db", path, cwd=path.parent)
    assert told.returncode == 0, told.stdout
    assert "the index was written anew from the texts" in told.stdout
    Archive(path).close()


def test_what_fix_cannot_mend_is_told_and_the_next_run_goes_on(path: Path) -> None:
    rewrite(path, b"two lanes", b"six lanes")
    refusal(path)
    told = backissue("check", "--fix", "--db", path, cwd=path.parent)
    assert told.returncode == 5
    assert "articles with another text" in told.stdout
    Archive(path).close()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE article SET text = 'another' WHERE id = 2", "articles with another text: 2"),
        ("DELETE FROM article_fts_docsize", "the full-text index does not match the texts"),
    ],
)
def test_log_of_a_killed_run_is_left_to_the_run_that_may_write(
    path: Path, tmp_path: Path, damage: str, said: str
) -> None:
    """Frames in the log are what the killed run committed; refusing the file must not bring them into it."""
    with closing(open_readonly(path)) as reader:
        reader.execute("SELECT count(*) FROM article").fetchone()
        with closing(sqlite3.connect(path)) as writer:
            writer.execute(damage)
            writer.commit()
        (tmp_path / "killed").mkdir()
        for file in ("archive.db", "archive.db-wal"):
            shutil.copy(tmp_path / file, tmp_path / "killed")
    killed = tmp_path / "killed" / "archive.db"
    before = {file.name: file.read_bytes() for file in killed.parent.iterdir()}
    with pytest.raises(DamagedArchive, match=said):
        Archive(killed)
    assert {name: (killed.parent / name).read_bytes() for name in before} == before


def test_long_look_is_announced_a_short_one_is_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    path.with_name("archive.db.lock").unlink()
    Archive(path, tell=said.append).close()
    assert said == []
    path.with_name("archive.db.lock").unlink()
    monkeypatch.setattr(soundness, "TOLD", 0)
    Archive(path, tell=said.append).close()
    (sentence,) = said
    assert re.search(r"archive\.db: \d+ MB are looked through before anything is written; the last run", sentence)
