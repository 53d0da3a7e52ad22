"""Lines of ``export jsonl --revisions`` go back into an archive, once and as they were."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from archive.export import export_archive
from archive.exported import ExportedArticle, NotExported, read_line
from archive.intake import restore
from archive.records import Outcome
from archive.removals import removals_of
from archive.store import Archive
from tests.archives import LIBRARY, VODI, SetClock, arrives, column, gone, open_archive, page, row, seen_again

URL = "https://vodi.example/en/bridge"
FACTS = {"authors": ("A. Rahmonov",), "published": "2026-11-02T06:00:00Z", "published_raw": "2.11.2026 11:00"}


def lines(db: Path, *, revisions: bool = True) -> list[dict[str, Any]]:
    stream = io.BytesIO()
    export_archive(db, "jsonl", "-", revisions=revisions, stream=stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def sample(db: Path) -> list[dict[str, Any]]:
    """An edited article, a copy of its last text, and one that is gone."""
    clock = SetClock()
    with open_archive(db, clock) as archive:
        first = arrives(archive, page(URL, **FACTS))
        clock.forward(hours=1)
        assert first.id is not None
        seen_again(archive, page(URL, text=LIBRARY, **FACTS), first.id)
        arrives(archive, page("https://vodi.example/en/copy", "Library opens", LIBRARY))
        lost = arrives(archive, page("https://vodi.example/en/lost", "Lost for good", "A text that is soon gone."))
        assert lost.id is not None
        for _ in range(3):
            clock.forward(days=1)
            gone(archive, lost.id)
    return lines(db)


def put_back(archive: Archive, rows: list[dict[str, Any]]) -> list[str]:
    parsed = [read_line(json.dumps(one)) for one in rows]
    return [outcome.outcome for outcome in restore(archive, [(one, VODI) for one in parsed])]


def without_captures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "capture": None} for one in rows]


def test_restored_archive_exports_the_same_lines_but_for_captures(tmp_path: Path) -> None:
    rows = sample(tmp_path / "old.db")
    assert any(one["duplicateOf"] for one in rows)
    assert any(one["removed"] for one in rows)
    with open_archive(tmp_path / "new.db") as archive:
        assert put_back(archive, rows) == ["new", "duplicate", "new"]
    assert lines(tmp_path / "new.db") == without_captures(rows)


def test_same_lines_twice_change_nothing(tmp_path: Path) -> None:
    rows = sample(tmp_path / "old.db")
    with open_archive(tmp_path / "new.db") as archive:
        put_back(archive, rows)
        before = list(archive.db.execute("SELECT * FROM article"))
        assert put_back(archive, rows) == ["unchanged"] * 3
        assert list(archive.db.execute("SELECT * FROM article")) == before
        assert column(archive, "SELECT count(*) FROM revision") == [4]
        assert column(archive, "SELECT count(*) FROM entry") == [3]


def test_later_texts_of_a_known_article_are_added(tmp_path: Path) -> None:
    rows = sample(tmp_path / "old.db")
    with open_archive(tmp_path / "new.db") as archive:
        first = arrives(archive, page(URL, **FACTS))
        assert put_back(archive, rows[:1]) == ["revised"]
        now = row(archive, first.id)
        assert (now["text"], now["revisions"], now["last_seen"]) == (LIBRARY, 2, "2026-11-07T01:00:00Z")


def test_what_was_gone_is_gone_and_what_was_back_is_back(tmp_path: Path) -> None:
    """An export tells that an article is gone, and since when; by which evidence it does not."""
    rows = sample(tmp_path / "old.db")
    (away,) = [one for one in rows if one["removed"]]
    with open_archive(tmp_path / "new.db") as archive:
        put_back(archive, [away])
        (removal,) = removals_of(archive.db.conn, 1)
        assert (removal.removed_at, removal.returned_at, removal.checks) == (away["removed"], None, 0)
        assert row(archive, 1)["due"] > away["removed"]
        put_back(archive, [{**away, "removed": None, "dateLastSeen": "2026-11-20T00:00:00Z"}])
        (removal,) = removals_of(archive.db.conn, 1)
        assert removal.returned_at == "2026-11-20T00:00:00Z"
        assert row(archive, 1)["removed"] is None


def test_export_that_is_older_than_the_archive_changes_nothing(tmp_path: Path) -> None:
    rows = sample(tmp_path / "old.db")
    clock = SetClock()
    clock.forward(days=9)
    with open_archive(tmp_path / "new.db", clock) as archive:
        first = arrives(archive, page(URL, text="Quite another text stands there today."))
        assert put_back(archive, rows[:1]) == ["unchanged"]
        now = row(archive, first.id)
        assert (now["text"], now["revisions"]) == ("Quite another text stands there today.", 1)
        assert (now["first_seen"], now["last_seen"]) == ("2026-11-07T00:00:00Z", "2026-11-16T00:00:00Z")


def test_restored_article_is_no_news_for_a_crawl(tmp_path: Path) -> None:
    rows = sample(tmp_path / "old.db")
    with open_archive(tmp_path / "new.db") as archive:
        put_back(archive, rows)
        assert archive.next_entry(VODI, ()) is None
        archive.mend(VODI)
    assert lines(tmp_path / "new.db") == without_captures(rows)


def test_line_without_revisions_restores_the_newest_text_and_counts_the_others(tmp_path: Path) -> None:
    sample(tmp_path / "old.db")
    (first, *_) = lines(tmp_path / "old.db", revisions=False)
    exported = read_line(json.dumps(first))
    assert (len(exported.versions), exported.counted) == (1, 2)
    with open_archive(tmp_path / "new.db") as archive:
        (outcome,) = restore(archive, [(exported, VODI)])
        assert isinstance(outcome, Outcome)
        assert row(archive, outcome.id)["text"] == LIBRARY


def good_line(**changed: object) -> str:
    text = "One sentence."
    row = {
        "url": URL, "headline": "Bridge", "articleBody": text, "source": "vodi-en", "author": [], "keywords": [],
        "dateFirstSeen": "2026-11-02T06:00:00Z", "dateLastSeen": "2026-11-02T06:00:00Z", "revisions": 1,
    }  # fmt: skip
    return json.dumps({**row, **changed})


def test_precision_follows_the_form_of_the_date() -> None:
    def precision(published: str | None) -> object:
        return read_line(good_line(datePublished=published)).article.published_precision

    assert [precision(one) for one in (None, "2026-11-02", "2026-11-02T06:10:00Z", "2026-11-02T06:10:07Z")] == [
        None,
        "day",
        "minute",
        "second",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": None}, "url is missing"),
        ({"headline": 7}, "headline is no text"),
        ({"articleBody": "half a \ud83d", "sha256": "0" * 64}, "articleBody is no text"),
        ({"author": ["\udc00"]}, "author is no text"),
        ({"url": "https://:80/news/1"}, 'url "https://:80/news/1" is no http'),
        ({"url": "https://vodi.example "}, 'url "https://vodi.example " is no http'),
        ({"image": "javascript:alert(1)"}, 'image "javascript:alert\\(1\\)" is no http'),
        ({"canonicalUrl": "data:text/html,x"}, 'canonicalUrl "data:text/html,x" is no http'),
        ({"dateModified": "2026-W47-2"}, 'dateModified "2026-W47-2" has no time zone'),
        ({"source": "../../etc"}, 'source "../../etc" is no slug'),
        ({"dateFirstSeen": "yesterday"}, 'dateFirstSeen "yesterday" is no moment'),
        ({"dateLastSeen": "2026-11-02T06:00:00"}, 'dateLastSeen "2026-11-02T06:00:00" has no time zone'),
        ({"datePublished": "soon"}, 'datePublished "soon" is no moment'),
        ({"author": "A. Rahmonov"}, "author is no list of texts"),
        ({"sha256": "0" * 64}, "articleBody is not the text that sha256 was taken of"),
        ({"revisions": []}, "revisions holds no texts"),
    ],
)
def test_line_that_is_no_exported_article_is_told(changed: dict[str, object], said: str) -> None:
    with pytest.raises(NotExported, match=said):
        read_line(good_line(**changed))


@pytest.mark.parametrize("line", ["", "[]", "17", "{", "[" * 100_000])
def test_line_that_is_no_object_is_told(line: str) -> None:
    with pytest.raises(NotExported, match="no JSON"):
        read_line(line)


def test_good_line_is_read() -> None:
    assert isinstance(read_line(good_line()), ExportedArticle)
