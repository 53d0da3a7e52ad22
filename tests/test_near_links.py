"""Near-duplicates in the archive: linked in the transaction that brought them, whatever order they came in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from archive.check import check_archive
from archive.exported import ExportedArticle, Version
from archive.intake import restore
from archive.records import Article
from archive.relating import waiting
from archive.store import Archive
from tests.archives import VODI, arrives, column, open_archive, page, seen_again
from tests.benchmarks.seed_layouts import ENGLISH, sentence

LINKS = """SELECT later.url, earlier.url, similarity, kind FROM near_duplicate
    JOIN article AS later ON later.id = article_id JOIN article AS earlier ON earlier.id = of_id ORDER BY 1, 2"""
INDEX = "SELECT h, url FROM shingle JOIN article ON article.id = article_id ORDER BY 1, 2"


def text(seed: int, sentences: int = 8) -> str:
    random = Random(seed)
    return " ".join(sentence(ENGLISH, random) for _ in range(sentences))


def edited(seed: int, edit: int) -> str:
    words = text(seed).split()
    words[Random(edit).randrange(len(words))] = f"edit{'abcdefgh'[edit]}"
    return " ".join(words)


def at(number: int, body: str, **facts: str) -> Article:
    return page(f"https://vodi.example/en/{number}", f"Headline {number}", body, **facts)


ARRIVING = (
    at(1, text(1), published="2026-11-02T06:00:00Z"),
    at(2, edited(1, 1), published="2026-11-01T06:00:00Z"),
    at(3, edited(1, 2), published="2026-11-03"),
    at(4, edited(1, 3)),
    at(5, text(1), published="2026-11-01"),
    at(6, text(6)),
    at(7, f"{text(6)} {text(7)}", published="2026-11-02"),
    at(8, text(8)),
    *(at(number, f"{text(number)} {text(99, 2)}") for number in range(9, 15)),
)
EDITS = (at(4, text(40)), at(8, edited(1, 4)), at(1, edited(1, 5), published="2026-11-02T06:00:00Z"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db") as archive:
        yield archive


def rows(archive: Archive, query: str) -> list[tuple[object, ...]]:
    return archive.db.execute(query).fetchall()


def fill(path: Path, order: list[Article], edits: list[Article]) -> dict[str, list[tuple[object, ...]]]:
    """Each edit comes at some time after the page that it edits."""
    with open_archive(path) as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        ids: dict[str, int] = {}
        for article in [*order, *edits]:
            if article.url in ids:
                seen_again(archive, article, ids[article.url])
            else:
                outcome = arrives(archive, article)
                assert outcome.id is not None
                ids[article.url] = outcome.id
        return {query: rows(archive, query) for query in (LINKS, INDEX)}


@pytest.mark.parametrize(("most", "links"), [(65, 11), (4, 1)])
def test_links_do_not_depend_on_the_order_of_arrival(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, links: int
) -> None:
    monkeypatch.setattr("archive.near_links.MOST", most)
    found = []
    for seed in range(10):
        order, edits = list(ARRIVING), list(EDITS)
        Random(seed).shuffle(order)
        Random(seed).shuffle(edits)
        found.append(fill(tmp_path / f"{seed}.db", order, edits))
    assert all(other == found[0] for other in found[1:])
    assert len(found[0][LINKS]) == links


def test_edits_leave_what_their_texts_would_have_left_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.near_links.MOST", 4)
    last = {one.url: one for one in (*ARRIVING, *EDITS)}
    at_once, edited_later = (
        fill(tmp_path / "at-once.db", list(last.values()), []),
        fill(tmp_path / "later.db", list(ARRIVING), list(EDITS)),
    )
    assert edited_later == at_once


def test_later_points_to_the_one_that_was_published_first(archive: Archive) -> None:
    arrives(archive, ARRIVING[0])
    arrives(archive, ARRIVING[1])
    assert rows(archive, "SELECT article_id, of_id, kind FROM near_duplicate") == [(1, 2, "copy")]


def test_exact_copies_have_no_links_of_their_own(archive: Archive) -> None:
    for one in (ARRIVING[0], ARRIVING[4], ARRIVING[1]):
        arrives(archive, one)
    assert column(archive, "SELECT duplicate_of FROM article ORDER BY id") == [2, None, None]
    assert rows(archive, "SELECT article_id, of_id FROM near_duplicate") == [(3, 2)]
    assert column(archive, "SELECT DISTINCT article_id FROM shingle ORDER BY 1") == [2, 3]


def test_shingle_of_many_articles_leads_nowhere(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.near_links.MOST", 4)
    for number in range(1, 4):
        arrives(archive, at(number, edited(1, number)))
    assert len(rows(archive, LINKS)) == 3
    arrives(archive, at(4, edited(1, 4)))
    arrives(archive, at(5, edited(1, 5)))
    shared = column(archive, "SELECT count(*) FROM shingle GROUP BY h HAVING count(*) < 4")
    assert len(rows(archive, LINKS)) <= 6 * len(shared)
    seen_again(archive, at(5, text(50)), 5)
    seen_again(archive, at(4, text(40)), 4)
    assert len(rows(archive, LINKS)) == 3


def test_other_article_of_a_new_link_is_exported_again(archive: Archive) -> None:
    arrives(archive, ARRIVING[0])
    arrives(archive, ARRIVING[5])
    arrives(archive, ARRIVING[1])
    assert column(archive, "SELECT change FROM article ORDER BY id") == [4, 2, 3]


def exported(article: Article) -> ExportedArticle:
    seen = "2026-11-07T00:00:00Z"
    return ExportedArticle(
        article=article,
        source=VODI.slug,
        publisher=VODI.name,
        versions=(Version(seen=seen, title=article.title, text=article.text),),
        counted=1,
        first_seen=seen,
        last_seen=seen,
        removed=None,
    )


def test_imported_articles_are_linked_alike(tmp_path: Path) -> None:
    crawled = fill(tmp_path / "crawled.db", list(ARRIVING), [])
    with open_archive(tmp_path / "imported.db") as archive:
        restore(archive, [(exported(article), VODI) for article in reversed(ARRIVING)])
        assert {query: rows(archive, query) for query in crawled} == crawled


def test_archive_of_an_earlier_version_is_related_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.relating.AT_ONCE", 3)
    before = fill(tmp_path / "archive.db", list(ARRIVING), [])
    with Archive(tmp_path / "archive.db") as archive, archive.db.atomic():
        for table in ("near_duplicate", "story_link", "shingle", "story_term", "sketch"):
            archive.db.execute(f"DELETE FROM {table}")
    with Archive(tmp_path / "archive.db") as archive:
        assert {query: rows(archive, query) for query in before} == before
        assert len(waiting(archive.db.conn)) == 0


def test_link_turns_round_when_the_key_that_broke_the_tie_changes(archive: Archive, tmp_path: Path) -> None:
    """An article went by another page's URL until that page came; of two articles of one moment it is the first now."""
    moment = "2026-11-02T06:00:00Z"
    claimed = "https://vodi.example/en/9"
    arrives(archive, at(1, text(1), published=moment, canonical_url=claimed))
    arrives(archive, at(5, edited(1, 1), published=moment))
    first, second = "https://vodi.example/en/1", "https://vodi.example/en/5"
    assert [row[:2] for row in rows(archive, LINKS)] == [(first, second)]
    before = archive.db.execute("SELECT change FROM article WHERE id = 1").fetchone()
    arrives(archive, page(claimed, "Another headline", text(9)))
    assert [row[:2] for row in rows(archive, LINKS)] == [(second, first)]
    assert archive.db.execute("SELECT change FROM article WHERE id = 1").fetchone() > before
    assert [one for one in check_archive(tmp_path / "archive.db") if one.state == "problem"] == []
