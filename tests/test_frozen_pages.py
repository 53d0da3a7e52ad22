"""Own-written pages in the layouts of the region's outlets: what is stored of each is what an editor would say."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from tests.pages import compared, show, write_pages
from tests.pages.archived import HERE, FrozenPage, Stored, archived, frozen_pages, layouts
from tests.pages.articles import NOISE, read_articles
from tests.pages.compared import FIELDS, compare_lines, faults, shortfalls
from tests.pages.write_pages import LINKED, Layout, words

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "frozen-pages.md"
LAYOUTS = ("asiaplus-new", "asiaplus-old", "jnews", "khovar", "pangea", "sputnik", "tagdiv")
PAGES = [page for layout in LAYOUTS for page in frozen_pages(layout)]

WRITTEN = [page for page in PAGES if page.number <= len(Layout(page.layout).articles)]
"""Those that ``write_pages`` wrote; the others came from live pages, by hand."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.layout}-{page.number}")
every_written_page = pytest.mark.parametrize("page", WRITTEN, ids=lambda page: f"{page.layout}-{page.number}")


@cache
def stored(layout: str) -> dict[int, Stored]:
    return archived(layout)


@cache
def listed() -> dict[tuple[str, int, str], str]:
    return shortfalls()


@every_page
def test_stored_article_is_what_an_editor_would_say(page: FrozenPage) -> None:
    found = faults(page, stored(page.layout)[page.number])
    known = {field for layout, number, field in listed() if (layout, number) == (page.layout, page.number)}
    new = "\n".join(f"{field}:\n{fault}" for field, fault in found.items() if field not in known)
    assert not new, f"{new}\nLook at it with {show.COMMAND} {page.layout} {page.number}"
    mended = known - found.keys()
    assert not mended, f"{', '.join(sorted(mended))}: mended. Take it off the list with {show.COMMAND} --shrink"


def test_known_shortfalls_name_a_page_a_field_and_a_reason() -> None:
    there = {(page.layout, page.number) for page in PAGES}
    for (layout, number, field), reason in listed().items():
        assert (layout, number) in there, f"{layout} {number} is no frozen page"
        assert field in FIELDS, f"{layout} {number}: {field} is no field"
        assert len(reason.split()) > 2, f"{layout} {number} {field}: say why"


def test_every_layout_has_six_pages_or_more_on_both_days() -> None:
    assert tuple(layouts()) == LAYOUTS
    for layout in LAYOUTS:
        moments = [page.expected["fetched_at"] for page in frozen_pages(layout)]
        assert len(moments) >= 6, layout
        assert sorted(set(moments)) == Layout(layout).site["fetched"], layout
        assert min(map(moments.count, moments)) >= 2, layout


@every_page
def test_page_says_all_that_is_expected_of_it(page: FrozenPage) -> None:
    root = html.fromstring(page.path.read_bytes())
    text = " ".join("".join(map(str, root.itertext("*"))).split())
    expected = page.expected
    for line in (expected["headline"], *expected["text"], *expected["authors"]):
        assert all(part in text for part in line.split(" | ")), line
    assert not expected["published_raw"] or expected["published_raw"] in text


@every_written_page
def test_page_is_as_full_of_links_as_a_real_one(page: FrozenPage) -> None:
    root = html.fromstring(page.path.read_bytes())
    links = [" ".join("".join(map(str, link.itertext())).split()) for link in root.iter("a")]
    headlines = words()[page.expected["language"]]["headlines"]
    day = Layout(page.layout).site["fetched"].index(page.expected["fetched_at"])
    mine, others = headlines[day * LINKED : (day + 1) * LINKED], headlines[(1 - day) * LINKED : (2 - day) * LINKED]
    assert len(links) >= 60
    assert all(any(headline in link for link in links) for headline in mine), "the sidebar of the day"
    assert not [headline for headline in others if any(headline in link for link in links)], "another day's"
    assert not set(headlines[LINKED * 2 :]) & set(links), "headlines that no page links"


@every_page
def test_hosts_of_a_page_are_invented(page: FrozenPage) -> None:
    schemas = {"schema.org", "www.w3.org", "drupal.org"}
    hosts = set(re.findall(r"https?://([\w.-]+)", page.path.read_text())) - schemas
    assert [host for host in hosts if not host.endswith(".example")] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_are_what_their_texts_say(layout: str) -> None:
    for path, content in write_pages.files(Layout(layout)):
        assert path.read_text("utf-8") == content, f"{path.name}: write it anew with {write_pages.COMMAND} {layout}"


def test_every_noise_of_real_pages_stands_somewhere() -> None:
    shown = {part.noise for layout in LAYOUTS for article in Layout(layout).articles for part in article.parts}
    assert shown - {""} == set(NOISE)


def test_a_noise_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'!sidebar' names no noise"):
        read_articles(
            _written(tmp_path, "edition: ru\nday: 1\npath: /a\nat: 2026-02-09\nheadline: a\nsection: b\n\n!sidebar")
        )


def _written(folder: Path, text: str) -> Path:
    path = folder / "articles.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("stored_lines", "leaked", "lost"),
    [
        (["one", "two", "three"], [], []),
        (["one", "credit", "two", "three"], [], []),
        (["one", "credit", "credit", "two", "three"], ["credit"], []),
        (["one", "two", "three", "All news"], ["All news"], []),
        (["one", "two", "two", "three"], ["two"], []),
        (["one", "three"], [], ["two"]),
        (["one", "two three"], ["two three"], ["two", "three"]),
        (["one", "three", "two"], [], ["two", "three"]),
        ([""], [""], ["one", "two", "three"]),
    ],
)
def test_lines_are_compared_as_an_editor_would(stored_lines: list[str], leaked: list[str], lost: list[str]) -> None:
    assert compare_lines(["one", "two", "three"], ["credit"], stored_lines) == (leaked, lost)


def test_fields_are_compared_and_a_page_that_is_no_article_fails_in_all() -> None:
    page = PAGES[0]
    expected = page.expected
    row = {**expected, "title": expected["headline"], "text": "\n".join(expected["text"])}
    row["authors"] = json.dumps(expected["authors"])
    assert faults(page, Stored("new", row)) == {}
    for column, value in (("title", "x"), ("published", None), ("language", "uz"), ("authors", '["x"]')):
        assert list(faults(page, Stored("new", {**row, column: value}))) == [column.replace("title", "headline")]
    assert set(faults(page, Stored("rejected:listing", None))) == set(FIELDS)


def test_outlet_may_stand_as_author_only_where_the_page_calls_it_so_and_names_nobody() -> None:
    page = next(page for page in PAGES if page.expected["byline"] == "Asia-Plus")
    expected = page.expected
    row = {**expected, "title": expected["headline"], "text": "\n".join(expected["text"])}
    assert faults(page, Stored("new", {**row, "authors": '["Asia-Plus"]'})) == {}
    assert faults(page, Stored("new", {**row, "authors": "[]"})) == {}
    for names in ('["Khovar"]', '["Asia-Plus", "today"]'):
        assert list(faults(page, Stored("new", {**row, "authors": names}))) == ["authors"]


def test_show_prints_the_faults_and_shrink_takes_what_is_mended_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shortfalls.toml"
    path.write_text('# Why.\n\n[khovar.5]\nheadline = "was wrong once"\n\n[jnews.1]\nleaked = "is left alone"\n')
    monkeypatch.setattr(compared, "SHORTFALLS", path)
    run = CliRunner().invoke(show.main, ["khovar", "5", "--shrink"])
    assert run.exit_code == 0, run.output
    assert run.output.startswith("khovar 5 new https://khovar.example/rus/2026/02/v-nureke-")
    assert run.output.endswith("1 mended, 1 left on the list.\n")
    assert path.read_text() == '# Why.\n\n[jnews.1]\nleaked = "is left alone"\n'


def test_guide_names_modules_and_files_that_are_there() -> None:
    guide = GUIDE.read_text()
    modules = set(re.findall(r"python -m ([\w.]+)", guide))
    assert {"tests.pages.write_pages", "tests.pages.show"} <= modules
    assert [module for module in modules if find_spec(module) is None] == []
    for path in re.findall(r"`?(tests/[\w./-]+\.(?:py|toml|txt|html|json))", guide):
        assert (ROOT / path).exists(), path
    for argument in re.findall(r"python -m tests\.pages\.\w+ ([a-z][\w-]+)", guide):
        assert argument in LAYOUTS, argument


def test_guide_tells_every_noise_and_every_key_of_a_site() -> None:
    guide = GUIDE.read_text()
    assert [noise for noise in NOISE if f"`!{noise}" not in guide] == []
    for layout in LAYOUTS:
        site = tomllib.loads((HERE / layout / "site.toml").read_text("utf-8"))
        keys = {*site, *(key for edition in site["editions"] for key in edition)}
        assert [key for key in keys if f"`{key}`" not in guide] == [], layout
