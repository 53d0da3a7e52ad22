"""``backissue extract`` as typed: what a page says, why each block stayed or went, and nothing stored."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import crawler.cli  # noqa: F401 - adds its verb
from archive.cli import backissue
from archive.newsarticle import FIELDS
from archive.options import run
from crawler.wishes import Wishes
from tests.commands import backissue as typed
from tests.sites import Answer, Outlet, article, headline, text


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Say = Callable[..., Said]


@pytest.fixture
def say(outlet: Outlet, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.delenv("BACKISSUE_DB", raising=False)
    monkeypatch.chdir(outlet.db.parent)

    def said(*argv: str | Path) -> Said:
        capsys.readouterr()
        code = run(backissue, ["extract", *map(str, argv), "--seeds", str(outlet.seeds)])
        return Said(code, *capsys.readouterr())

    return said


def saved(outlet: Outlet, number: int, *between: str) -> Path:
    """The page of an article with other lines in the midst of its text, as a file."""
    lines = text(number).split("\n")
    body = article(number, "\n".join([*lines[:2], *between, *lines[2:]])).body
    assert isinstance(body, str)
    path = outlet.db.parent / f"{number}.html"
    path.write_text(body)
    return path


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_file_is_told_as_one_article_with_the_keys_of_show(say: Say, outlet: Outlet) -> None:
    said = say(saved(outlet, 4), "--url", outlet.url("/news/4"), "--json")
    assert (said.code, said.err) == (0, "")
    assert list(said.object) == [field.name for field in FIELDS]
    assert said.object["articleBody"] == text(4)
    assert said.object["datePublished"] == "2026-11-05T03:00:00Z"
    assert (said.object["source"], said.object["publisher"], said.object["id"]) == ("valley-en", "Valley En", None)


def test_packed_file_is_told_to_be_read(say: Say, outlet: Outlet) -> None:
    packed = outlet.db.parent / "4.html.gz"
    packed.write_bytes(gzip.compress(saved(outlet, 4).read_bytes()))
    said = say(packed, "--url", outlet.url("/news/4"))
    assert said.out.split("\n")[:3] == [headline(4), "2026-11-05 08:00+05:00 · en", outlet.url("/news/4")]
    assert text(4).replace("\n", "\n\n") in said.out
    assert "\x1b" not in said.out


def test_page_of_a_host_in_no_scope_is_one_of_an_imported_source(say: Say, outlet: Outlet) -> None:
    page = saved(outlet, 4)
    assert say(page, "--url", "https://hill.example/4", "--json").object["source"] == "imported-hill.example"
    told = say(page, "--url", "https://hill.example/4", "--source", "valley-en", "--json").object
    assert (told["source"], told["url"]) == ("valley-en", "https://hill.example/4")
    said = say(page, "--url", "https://hill.example/4", "--source", "valley-em")
    assert (said.code, said.out) == (2, "")
    assert 'Did you mean "valley-en"?' in said.err


def test_explained_page_has_its_blocks_with_layer_and_reason(say: Say, outlet: Outlet) -> None:
    page = saved(outlet, 4)
    page.write_text(page.read_text().replace("</body>", "<nav><ul><li><a href='/sport'>Sport</a></ul></nav></body>"))
    said = say(page, "--url", outlet.url("/news/4"), "--explain", "--json")
    assert said.object["origins"]["datePublished"] == "opengraph"
    first, *rest, menu = said.object["blocks"]
    assert first == {
        "text": headline(4),
        "kept": False,
        "layer": "headline",
        "reason": "the article's own headline",
    }
    assert [block["text"] for block in rest if block["kept"]] == text(4).split("\n")
    assert (menu["text"], menu["kept"], menu["layer"]) == ("Sport", False, "page")
    assert "in a nav" in menu["reason"]


def test_archive_names_the_article_whose_headline_a_block_is(say: Say, outlet: Outlet) -> None:
    outlet.publish(1, 2)
    outlet.crawl()
    ((owner,),) = outlet.rows("SELECT id FROM article WHERE title = ?", headline(1))
    words = (saved(outlet, 4, headline(1)), "--url", outlet.url("/news/4"), "--explain")
    before = digests(outlet.db.parent)
    said = say(*words, "--db", outlet.db)
    assert f"\n- {headline(1)}\n      headline: headline of article {owner}\n+ " in said.out
    assert "\nmemory       learning; kinds of blocks " in said.out
    assert f"\n+ {headline(1)}\n" in say(*words).out, "an archive that was not named was used"
    assert digests(outlet.db.parent) == before


def test_environment_can_name_the_archive(say: Say, outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    outlet.publish(1, 2)
    outlet.crawl()
    monkeypatch.setenv("BACKISSUE_DB", str(outlet.db))
    told = say(saved(outlet, 4, headline(1)), "--url", outlet.url("/news/4"), "--json").object
    assert told["articleBody"] == text(4)


def test_archived_page_is_read_with_what_its_feed_said_of_it(say: Say, outlet: Outlet) -> None:
    outlet.publish(1, 4)
    outlet.crawl()
    undated = saved(outlet, 4)
    undated.write_text(undated.read_text().replace("article:published_time", "other"))
    words = (undated, "--url", outlet.url("/news/4"), "--explain", "--json")
    assert say(*words).object["datePublished"] is None
    told = say(*words, "--db", outlet.db).object
    assert (told["datePublished"], told["origins"]["datePublished"]) == ("2026-11-04T03:00:00Z", "feed")


def test_archive_that_is_not_there_is_refused_and_not_made(say: Say, outlet: Outlet, tmp_path: Path) -> None:
    said = say(saved(outlet, 4), "--url", outlet.url("/news/4"), "--db", tmp_path / "absent.db")
    assert said.code == 2
    assert not (tmp_path / "absent.db").exists()


def test_page_that_is_no_article_is_told_with_its_reason_and_is_no_failure(say: Say, outlet: Outlet) -> None:
    page = saved(outlet, 4)
    said = say(page, "--url", outlet.url("/"))
    assert (said.code, said.out) == (0, f"rejected:front-page  {outlet.url('/')}\n")
    page.write_bytes(b"%PDF-1.7")
    told = say(page, "--json", "--explain").object
    assert (told["url"], told["outcome"]) == (None, "rejected:not-html")
    assert "%PDF" in told["detail"]


def test_refused_page_is_explained_by_its_blocks(say: Say, outlet: Outlet) -> None:
    page = outlet.db.parent / "short.html"
    page.write_text(f"<html><head><title>{headline(4)}</title></head><body><h1>{headline(4)}</h1><p>Soon.</p></body>")
    said = say(page, "--url", outlet.url("/news/4"), "--explain")
    assert said.out.startswith("rejected:")
    assert f"\n- {headline(4)}\n" in said.out
    assert "\n- Soon.\n" not in say(page, "--url", outlet.url("/news/4")).out


def test_licence_of_the_source_file_holds_where_the_page_has_none(say: Say, outlet: Outlet) -> None:
    outlet.write_source(outlet.seeds, license="CC-BY-4.0")
    told = say(saved(outlet, 4), "--url", outlet.url("/news/4"), "--explain", "--json").object
    assert (told["license"], told["origins"]["license"]) == ("CC-BY-4.0", "source file")


# A URL: the production downloader, in a process of its own


def fetched(outlet: Outlet, *words: str, allow: str | None = None) -> Said:
    done = typed(
        "extract", *words, "--seeds", outlet.seeds, cwd=outlet.seeds, allow=outlet.peer if allow is None else allow
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_url_is_fetched_with_the_manners_of_a_crawl_and_nothing_is_stored(outlet: Outlet) -> None:
    outlet.publish(4)
    outlet.redirect("/news/14", "/news/4")
    before = digests(outlet.db.parent)
    said = fetched(outlet, outlet.url("/news/14"), "--json")
    assert (said.code, said.err) == (0, "")
    assert (said.object["url"], said.object["articleBody"]) == (outlet.url("/news/4"), text(4))
    assert outlet.paths == ["/robots.txt", "/news/14", "/news/4"]
    assert "Backissue" in outlet.log[-1].headers["user-agent"]
    assert digests(outlet.db.parent) == before


def test_url_that_cannot_be_had_is_a_failure_with_its_word(outlet: Outlet) -> None:
    said = fetched(outlet, outlet.url("/news/9"))
    assert (said.code, said.out) == (1, f"failed:http-404  {outlet.url('/news/9')}\n")


def test_private_address_is_not_asked(outlet: Outlet) -> None:
    said = fetched(outlet, outlet.url("/news/9"), "--json", allow="")
    assert said.code == 1
    assert (said.object["url"], said.object["outcome"]) == (outlet.url("/news/9"), "failed:address")
    assert said.object["detail"].startswith("not a public address")
    assert outlet.paths == []


def test_url_that_robots_txt_forbids_is_not_asked_for(outlet: Outlet) -> None:
    outlet.publish(4)
    outlet.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /news/\n", 200, {"Content-Type": "text/plain"})
    said = fetched(outlet, outlet.url("/news/4"))
    assert (said.code, said.out) == (0, f"rejected:robots  {outlet.url('/news/4')}  robots.txt forbids it\n")
    assert outlet.paths == ["/robots.txt"]


def test_address_of_a_page_that_has_one_is_a_slip(say: Say, outlet: Outlet) -> None:
    said = say(outlet.url("/news/4"), "--url", outlet.url("/news/5"))
    assert (said.code, outlet.paths) == (2, [])


def test_archived_page_can_be_read_again_through_a_pipe(outlet: Outlet) -> None:
    outlet.publish(4)
    outlet.crawl(Wishes(max_articles=1))
    raw = typed("show", "1", "--raw", "--db", outlet.db, cwd=outlet.seeds)
    places = ("--seeds", outlet.seeds, "--url", outlet.url("/news/4"))
    done = typed("extract", "-", *places, "--json", cwd=outlet.seeds, stdin=raw.stdout)
    assert json.loads(done.stdout)["articleBody"] == text(4)
