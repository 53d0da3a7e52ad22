from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from archive import relating
from archive.relating import INDEXES, relate_waiting
from archive.store import Archive
from tests.commands import backissue
from tests.samples import sample_archive
from tests.sites import write_source


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sample_archive(tmp_path / "archive.db")


def test_short_work_is_done_in_silence(path: Path) -> None:
    said: list[str] = []
    Archive(path, tell=said.append).close()
    assert said == []


def test_long_work_is_announced_and_told_of_with_counts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "QUIETLY", 10)
    monkeypatch.setattr(relating, "AT_ONCE", 4)
    monkeypatch.setattr("archive.progress.EVERY_SECONDS", 0.0)
    said: list[str] = []
    Archive(path, tell=said.append).close()
    assert [re.sub(r"^.*archive\.db: ", "", sentence) for sentence in said] == [
        "10 articles are related to each other, once. It may be interrupted, and goes on then.",
        "4 of 10 articles are related.",
        "8 of 10 articles are related.",
        "10 of 10 articles are related.",
    ]


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand short articles that were not related yet."""
    path = sample_archive(tmp_path_factory.mktemp("thousand") / "archive.db")
    with Archive(path) as archive, archive.db.atomic():
        names = [name for (name,) in archive.db.execute("SELECT name FROM pragma_table_info('article')")]
        own = {"id": "n", "url_key": "n", "title": "'Headline ' || n", "change": "100 + n", "fingerprint": "n"}
        archive.db.execute(
            f"""WITH RECURSIVE many (n) AS (SELECT 11 UNION ALL SELECT n + 1 FROM many WHERE n < 1000)
            INSERT INTO article SELECT {", ".join(own.get(name, f"one.{name}") for name in names)}
            FROM many JOIN article AS one ON one.id = 9"""
        )
        for table in INDEXES:
            archive.db.execute(f"DELETE FROM {table}")
    return path


@pytest.mark.parametrize(
    "verb",
    [
        ("crawl", "--seeds", "seeds"),
        ("import", "pages", "--seeds", "seeds"),
        ("reextract", "vodi-en", "--seeds", "seeds"),
        ("check", "--fix"),
    ],
    ids=lambda verb: verb[0],
)
def test_verb_that_writes_says_it_on_stderr(thousand: Path, tmp_path: Path, verb: tuple[str, ...]) -> None:
    write_source(tmp_path / "seeds", "vodi-en", "vodi.example", status="dead")
    (tmp_path / "pages").mkdir()
    page = {"url": "https://vodi.example/1", "file": "1.html", "fetched_at": "2026-11-07T00:00:00Z"}
    (tmp_path / "pages" / "manifest.jsonl").write_text(json.dumps(page))
    shutil.copy(thousand, tmp_path / "archive.db")
    done = backissue(*verb, "--db", "archive.db", cwd=tmp_path)
    assert "archive.db: 1,000 articles are related to each other, once." in done.stderr
    assert "related" not in done.stdout.replace("relations", "")


def test_nothing_is_said_when_it_is_to_be_quiet(thousand: Path, tmp_path: Path) -> None:
    shutil.copy(thousand, tmp_path / "archive.db")
    done = backissue("withhold", "1", "--reason", "a wish", "-q", "--db", "archive.db", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_interrupted_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "AT_ONCE", 3)
    with Archive(path) as archive:
        with archive.db.atomic():
            for table in INDEXES:
                archive.db.execute(f"DELETE FROM {table}")

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(relating, "told_at_times", lambda *_: interrupt)
        with pytest.raises(KeyboardInterrupt):
            relate_waiting(archive.db, lambda _: None)
        assert list(relating.waiting(archive.db.conn)) == [4, 5, 6, 7, 8, 9, 10]
