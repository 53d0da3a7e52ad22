from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.cli import backissue
from archive.errors import UsageProblem
from archive.export import FORMATS, export_archive
from archive.newsarticle import FIELDS
from archive.options import run
from archive.readonly import open_readonly
from archive.removals import removed_articles
from archive.show import shown_article
from archive.store import Archive
from archive.withholding import state
from tests.archives import BRIDGE, LIBRARY, SetClock, arrives, column, gone, open_archive, page, seen_again
from tests.browsing import PUBLIC, ask, copied

ROOT = Path(__file__).parent.parent
WORD = "Quixelbrad"
"""Stands in the withheld article alone: in its headline, its texts, its metadata."""

NEVER_SHOWN = re.compile(WORD, re.IGNORECASE)
REASON = "the person named in it asked for it"

Say = Callable[..., str]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Article 1 is withheld; it was revised and removed. 3 is nearly 2."""
    path, clock = tmp_path_factory.mktemp("withheld") / "archive.db", SetClock()
    secret = f"{WORD} of Khorog sold forty carpets on Monday.\n{LIBRARY}\n{BRIDGE}"
    facts = {"published": "2026-11-06T08:00:00Z", "authors": (WORD,), "keywords": (WORD,), "section": WORD}
    with open_archive(path, clock) as archive:
        first = page(f"https://vodi.example/en/{WORD}", f"{WORD} sells carpets", secret, description=WORD, **facts)
        arrives(archive, first)
        for number, text in ((2, LIBRARY), (3, f"{LIBRARY}\n{BRIDGE}"), (4, BRIDGE)):
            arrives(archive, page(f"https://vodi.example/en/{number}", text=text, published="2026-11-06T09:00:00Z"))
        clock.forward(days=1)
        seen_again(archive, page(first.url, first.title, f"{secret}\n{WORD} said so.", **facts), 1)
        for _ in range(3):
            clock.forward(days=2)
            gone(archive, 1)
        assert archive.withhold([1], REASON) == [1]
    return path


@pytest.fixture
def own(path: Path, tmp_path: Path) -> Path:
    return copied(path, tmp_path)


@pytest.fixture
def say(path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    def said(*argv: str, db: Path = path, code: int = 0) -> str:
        capsys.readouterr()
        assert run(backissue, [*argv, "--db", str(db)]) == code
        return "".join(capsys.readouterr())

    return said


# Every reader


SEARCHES = (
    [], [WORD], [f"{WORD[:6]}*"], ["Khorog"], ["library", "--all"], ["--source", "vodi-en"], ["after:2020"],
    ["lang:en -bridge"], ["--language", "en"], ["source:vodi-en", WORD],
)  # fmt: skip
READ = (
    *(["search", *words, *form] for words in SEARCHES for form in ([], ["--json"], ["--csv"])),
    *(["show", str(number), *form] for number in (2, 3, 4) for form in ([], ["--json"], ["--revisions"])),
    *(["stats", *form] for form in ([], ["--json"], ["--csv"], ["--svg", "-"], ["--by", "source"], ["--removed"])),
    *(["sources", *form] for form in ([], ["--json"])),
)
PAGES = (
    "/", "/search", f"/search?q={WORD}x+OR+library", "/search?order=newest", "/article/2", "/article/3", "/article/4",
    "/article/1", "/article/1.json", "/article/1/diff/1..2", "/article/2.json", "/source/vodi-en", "/day/2026-11-06",
    "/feed.atom", "/feed.json", "/feed.json?q=khorog", "/capture/1", "/capture/5", "/robots.txt",
)  # fmt: skip


def without_the_question(said: str) -> str:
    """A page repeats what was asked for; that tells nothing of what is there."""
    return said.replace(f"{WORD}x", "")


@pytest.mark.parametrize("argv", READ, ids=" ".join)
def test_no_verb_tells_of_it(say: Say, argv: list[str]) -> None:
    assert not NEVER_SHOWN.search(say(*argv))


@pytest.mark.parametrize("configuration", [None, PUBLIC], ids=["owner", "public"])
def test_no_page_tells_of_it(path: Path, configuration: dict[str, object] | None) -> None:
    for url, response in zip(PAGES, ask(path, *PAGES, configuration=configuration), strict=True):
        assert not NEVER_SHOWN.search(without_the_question(response.text)), url


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("since", [None, 0])
@pytest.mark.parametrize("revisions", [False, True])
def test_no_export_tells_of_it(path: Path, form: str, since: int | None, revisions: bool) -> None:
    stream = io.BytesIO()
    manifest = export_archive(path, form, "-", since=since, revisions=revisions, stream=stream)
    assert not NEVER_SHOWN.search(stream.getvalue().decode())
    assert (manifest.rows, manifest.withheld) == ((3 if since is None else 4), 1)


def test_these_readers_would_tell_of_it_were_it_shown(own: Path, say: Say) -> None:
    with Archive(own) as archive:
        archive.show_again([1])
    assert sum(bool(NEVER_SHOWN.search(say(*argv, db=own))) for argv in READ) >= 20
    told = [url for url, said in zip(PAGES, ask(own, *PAGES), strict=True) if NEVER_SHOWN.search(said.text)]
    assert {"/", "/article/1", "/article/1.json", "/source/vodi-en", "/day/2026-11-06", "/feed.atom"} <= set(told)


NOT_READERS = {
    "aliases", "articles", "backup", "capture_rows", "changes", "check", "duplicates", "entries", "fixing", "flicker",
    "happenings", "holdings", "identity", "idle", "imports", "intake", "intervals", "memory", "memory_report",
    "mending", "migrations", "near_links", "queue", "rechecks", "reextraction", "relating", "relation_checks",
    "relations", "settling", "silence", "sketches", "soundness", "store", "story_groups", "story_links", "teaching",
}  # fmt: skip
"""Modules of ``archive/`` that write, or tell of one article that is shown, or of no text: a pace, a count."""

READS_ARTICLES = re.compile(r"\b(?:FROM|JOIN) article\b")
MODULES = [one for one in sorted((ROOT / "archive").rglob("*.py")) if READS_ARTICLES.search(one.read_text())]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_whatever_reads_articles_for_somebody_names_the_one_place(module: Path) -> None:
    places = ("archive.withheld", "archive.withholding", "archive.search.conditions", "SHOWN =")
    assert module.stem in NOT_READERS or any(place in module.read_text() for place in places)


# What is said of it


def test_show_says_since_when_and_why(say: Say) -> None:
    told = f"Error: 1: withheld since 2026-11-14T00:00:00Z ({REASON}). backissue withhold 1 --undo shows it again.\n"
    for options in ([], ["--json"], ["--raw"], ["--diff", "1..2"], ["--revisions"]):
        assert say("show", "1", *options, code=2) == told


def test_page_says_so_and_gives_the_reason_to_the_owner_alone(path: Path) -> None:
    urls = ("/article/1", "/article/1/diff/1..2", "/article/1.json", "/capture/1")
    own, public = ask(path, *urls), ask(path, *urls, configuration=PUBLIC)
    assert [answer.status_code for answer in own] == [451] * 4
    assert [answer.status_code for answer in public] == [451, 451, 451, 403]
    assert REASON in own[0].text
    assert REASON not in "".join(answer.text for answer in public)
    assert all("withheld since 2026-11-14" in answer.text for answer in (*own, *public[:3]))


def test_copies_take_its_place(own: Path, say: Say) -> None:
    with open_archive(own) as archive:
        arrives(archive, page("https://vodi.example/en/9", text=LIBRARY))
        first, copy = archive.db.execute("SELECT duplicate_of, id FROM article WHERE url LIKE '%/9'").fetchone()
        assert first == 2
        archive.withhold([2], REASON)
    assert [json.loads(line)["id"] for line in say("search", "--json", db=own).splitlines()].count(copy) == 1
    with closing(open_readonly(own)) as connection:
        assert copy in state(connection, 2)["copies"]


def test_export_of_changes_passes_it_on_and_takes_it_back(own: Path) -> None:
    def exported(since: int) -> tuple[list[dict[str, object]], int]:
        stream = io.BytesIO()
        manifest = export_archive(own, "jsonl", "-", since=since, stream=stream)
        return [json.loads(line) for line in stream.getvalue().splitlines()], manifest.cursor

    with Archive(own) as archive:
        (cursor,) = column(archive, "SELECT change - 1 FROM article WHERE id = 1")
    (tombstone,), cursor = exported(cursor)
    assert list(tombstone) == [field.name for field in FIELDS]
    assert {name: value for name, value in tombstone.items() if value} == {"id": 1, "withheld": "2026-11-14T00:00:00Z"}
    with Archive(own) as archive:
        archive.show_again([1])
    (back,), _ = exported(cursor)
    assert (back["headline"], back["withheld"]) == (f"{WORD} sells carpets", None)


# How it is done and undone


def test_withheld_article_is_kept_as_it_was_and_is_crawled_on(own: Path) -> None:
    clock = SetClock()
    clock.forward(days=10)
    with open_archive(own, clock) as archive:
        assert column(archive, "SELECT count(*) FROM revision WHERE article_id = 1") == [2]
        url = f"https://vodi.example/en/{WORD}"
        assert seen_again(archive, page(url, f"{WORD} sells on", BRIDGE), 1).outcome == "revised"
        assert state(archive.db.conn, 1)["withheld"] == "2026-11-14T00:00:00Z"
        assert list(removed_articles(archive.db.conn)) == []


def test_undoing_is_kept_as_history(own: Path) -> None:
    clock = SetClock()
    clock.forward(days=10)
    with Archive(own, clock) as archive:
        assert archive.withhold([1, 4, 4], "another reason") == [4]
        assert archive.show_again([1, 3]) == [1]
        assert archive.withhold([1], "once more") == [1]
        rows = archive.db.execute("SELECT article_id, at, reason, undone_at FROM withholding ORDER BY id").fetchall()
        withheld = column(archive, "SELECT withheld FROM article ORDER BY id")
    now = "2026-11-17T00:00:00Z"
    assert rows == [
        (1, "2026-11-14T00:00:00Z", REASON, now),
        (4, now, "another reason", None),
        (1, now, "once more", None),
    ]
    assert withheld == [now, None, None, now]


@pytest.mark.parametrize(("article_ids", "reason"), [([4, 99], REASON), ([4], " \u202e\n "), ([99], REASON)])
def test_all_are_withheld_or_none(own: Path, article_ids: list[int], reason: str) -> None:
    with Archive(own) as archive:
        with pytest.raises(UsageProblem):
            archive.withhold(article_ids, reason)
        assert column(archive, "SELECT count(*) FROM withholding") == [1]


def test_archive_that_cannot_withhold_yet_is_read(tmp_path: Path) -> None:
    from tests.test_migrations import first_version

    first_version(tmp_path / "archive.db")
    with closing(open_readonly(tmp_path / "archive.db")) as connection:
        assert shown_article(connection, 1)["withheld"] is None
    assert export_archive(tmp_path / "archive.db", "jsonl", "-", stream=io.BytesIO()).withheld == 0
