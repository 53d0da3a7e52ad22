"""The verb `stories`, and what `show` and exports say of near-duplicates and stories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import backissue
from archive.options import run
from archive.readonly import open_readonly
from archive.story_list import stories
from tests.archives import KUH, VODI, arrives, open_archive, page
from tests.relations.pairs import story_pairs
from tests.samples import sample_archive

TOLD = list(dict.fromkeys(each for pair in story_pairs("tune") for each in (pair.first, pair.second)))
FULL, SHORT = TOLD[0], TOLD[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """1 and 2 tell one event, 3 is a near-copy of 1, 4 and 5 tell another event, 6 is an exact copy of 1."""
    with open_archive(tmp_path / "archive.db") as archive:
        told = {each.title: each for each in TOLD}
        full, short = (
            told["Bridge over the Varzob reopens after a year of repairs"],
            told["Varzob gorge crossing is open again"],
        )
        verdict, again = (
            told["Директор школы в Бохтаре осуждён за поборы"],
            told["«На ремонт»: в Бохтаре вынесли приговор директору"],
        )
        near = full.text.replace("Workers replaced", "The workers replaced")
        for number, (title, text, published, source) in enumerate(
            [
                (full.title, full.text, full.published, VODI),
                (short.title, short.text, short.published, KUH),
                ("Bridge open", near, "2026-11-02T09:00:00Z", KUH),
                (verdict.title, verdict.text, verdict.published, VODI),
                (again.title, again.text, again.published, VODI),
                ("Copied", full.text, "2026-11-02T10:00:00Z", KUH),
            ],
            1,
        ):
            home = source.homepage.rstrip("/")
            arrives(archive, page(f"{home}/{number}", title, text, published=published), source)
    return tmp_path / "archive.db"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(backissue, arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_stories_are_listed_with_their_articles_and_why(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "stories", "--db", str(path))
    later, earlier = out.split("\n\n")
    assert code == 0
    assert later.startswith("Директор школы в Бохтаре осуждён за поборы\n  story 4 · articles: 2 · vodi-en\n")
    assert earlier.startswith(
        "Bridge over the Varzob reopens after a year of repairs\n  story 1 · articles: 3 · kuh, vodi-en"
    )
    assert "Varzob" in earlier.splitlines()[-1]


def test_story_as_json_names_its_articles(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "stories", "--json", "-n", "1", "--source", "kuh", "--db", str(path))
    (story,) = map(json.loads, out.splitlines())
    assert (story["story"], story["sources"]) == (1, ["kuh", "vodi-en"])
    assert [article["id"] for article in story["articles"]] == [1, 3, 2]
    first, *others = story["articles"]
    assert (first["score"], first["reason"]) == (None, None)
    assert all(article["reason"] and article["score"] > 0 for article in others)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"since": "2026-11-05"}, [4]),
        ({"until": "2026-11-05"}, [1]),
        ({"since": "2026-11", "until": "2026-11"}, [4, 1]),
    ],
)
def test_stories_of_some_days(path: Path, days: dict[str, str], expected: list[int]) -> None:
    connection = open_readonly(path)
    assert [story["story"] for story in stories(connection, limit=9, **days)] == expected
    connection.close()


def test_what_is_not_there_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "stories", "--from", "2027", "--db", str(path)) == (0, "", "No story.\n")
    code, _, err = said(capsys, "stories", "--source", "none", "--db", str(path))
    assert (code, "sources list" in err) == (2, True)
    code, _, err = said(capsys, "stories", "--from", "then", "--db", str(path))
    assert (code, "is not a date" in err) == (2, True)


def test_show_tells_copies_near_copies_and_the_story(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "show", "1", "--db", str(path))
    assert "same text: article 6, kuh, Copied" in out
    assert "near-copy: article 3, kuh, Bridge open" in out
    assert "same story: article 2, kuh, Varzob gorge crossing is open again" in out
    _, out, _ = said(capsys, "show", "3", "--db", str(path))
    assert "copy of article 1, vodi-en, Bridge over the Varzob reopens after a year of repairs" in out


def test_show_as_json_tells_them_too(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "show", "3", "--json", "--db", str(path))
    shown = json.loads(out)
    assert (shown["nearDuplicateOf"], shown["story"], shown["duplicateOf"]) == (1, 1, None)
    (near,) = shown["nearDuplicates"]
    assert (near["id"], near["kind"], near["isFirst"]) == (1, "copy", True)
    assert 0.6 <= near["similarity"] < 1
    assert [article["id"] for article in shown["storyArticles"]] == [1, 2]
    assert shown["duplicates"] == []


def test_export_has_the_story_and_the_first_near_duplicate(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "export", "jsonl", "-o", "-", "--db", str(path))
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["story"] for row in rows] == [1, 1, 1, 4, 4, 1]
    assert [row["nearDuplicateOf"] for row in rows] == [None, None, 1, None, None, None]


def test_archive_of_an_earlier_version_is_shown_without_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sqlite_utils import Database

    old = sample_archive(tmp_path / "old.db")
    db = Database(old)
    db.execute("PRAGMA foreign_keys = OFF")
    for statement in (
        "DROP TABLE near_duplicate",
        "DROP TABLE story_link",
        "DROP INDEX article_story",
        "ALTER TABLE article DROP COLUMN story",
        "PRAGMA user_version = 2",
    ):
        db.execute(statement)
    db.close()
    code, out, _ = said(capsys, "show", "2", "--json", "--db", str(old))
    assert (code, json.loads(out)["story"]) == (0, None)
    assert [each["id"] for each in json.loads(out)["duplicates"]] == [10]
    code, _, err = said(capsys, "stories", "--db", str(old))
    assert (code, "knew no stories" in err) == (2, True)
