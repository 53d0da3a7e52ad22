"""The pages as people use them: ``backissue serve`` in the system's Chromium, by hand, by keyboard, in the dark.

A test that fails leaves a picture in build/chromium/. Without a Chromium these tests are skipped, unless
BACKISSUE_CHROMIUM=required.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from archive.browse import ROUTES
from archive.readonly import open_readonly
from tests.alarmed_archive import SOURCES, alarmed_archive, alarms
from tests.chromium import AXE, BARRIERS, PICTURES, RULES_OF_COLOUR, Told, chromium, examples, served
from tests.newsroom_archive import HOSTILE, PERSIAN, PERSIAN_ARTICLES, newsroom_archive

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STATES = (
    "/search?q=zzzqqq",
    "/search?q=Varzob&source=vodi-en&from=2026-10-01&order=newest",
    "/search?from=soon",
    f"/source/{PERSIAN.slug}",
    "/?ui=ru",
    "/search?q=Varzob&ui=tg",
)
"""No hit, narrowed and ordered, a slip, a source that fails, the pages' other languages."""

MISSING = "/article/999999"
SPECIAL = """SELECT id FROM article
    WHERE revisions > 1 OR removed IS NOT NULL OR duplicate_of IS NOT NULL OR language = 'fa' OR title = ?"""

NUMBERED = """() => {
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary");
    const stops = [...all].filter(element => element.checkVisibility());
    stops.forEach((element, index) => element.dataset.stop = index);
    return stops.length;
}"""
"""JavaScript: numbers what the Tab key should stop at, in the order of the page; how many there are."""

FOCUS = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    return {
        name: element === document.body ? "" : element.innerText || element.getAttribute("aria-label") || element.name,
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
"""JavaScript: where the focus is, and whether one sees it."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newsroom_archive(tmp_path_factory.mktemp("newsroom") / "archive.db")


@pytest.fixture(scope="module")
def address(browser: Browser, newsroom: Path) -> Iterator[str]:
    with served(newsroom) as address:
        yield address


@pytest.fixture(scope="module")
def paths(address: str, newsroom: Path) -> list[str]:
    """Of every kind of page, and of each article that is out of the ordinary."""
    found = examples(address)
    with closing(open_readonly(newsroom)) as connection:
        special = connection.execute(SPECIAL, [HOSTILE.title]).fetchall()
    return list(dict.fromkeys([*found, *(f"/article/{number}" for (number,) in special), *STATES]))


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A desk's window in a new context, with nothing said by the browser at its end."""
    with browser.new_context(base_url=address, viewport=DESK) as context:
        page = context.new_page()
        page.set_default_timeout(5_000)
        told = Told(page, address)
        failed = request.session.testsfailed
        yield page
        if request.session.testsfailed > failed:
            PICTURES.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name).strip("-")
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        assert told.lines == []


@pytest.mark.parametrize("typed", ["Varzob", "Варзоб", "ورزاب"])
def test_name_typed_in_any_script_is_found_and_read(page: Page, typed: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(typed)
    hits = page.locator("article h2 a")
    expect(hits.first).to_be_visible()
    title = hits.first.inner_text()
    hits.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_facet_narrows_and_can_be_taken_back(page: Page) -> None:
    page.goto("/search?q=Varzob")
    every = page.locator("article h2").count()
    page.locator(".facets").get_by_role("link", name="Вести долины").click()
    assert 0 < page.locator("article h2").count() < every
    expect(page.get_by_role("status")).to_be_visible()
    page.locator(".chips a").click()
    expect(page.locator("article h2")).to_have_count(every)


def test_edit_leads_to_what_changed(page: Page) -> None:
    page.goto("/search?q=Jilikul")
    page.locator("article h2 a").first.click()
    page.get_by_role("link", name="What changed").first.click()
    expect(page.locator("del").first).to_be_visible()
    assert "18,400" in page.locator("del").all_inner_texts()
    assert "14,800" in page.locator("ins").all_inner_texts()


def test_persian_is_set_from_right_to_left(page: Page) -> None:
    page.goto("/search?language=fa")
    page.get_by_role("link", name=PERSIAN_ARTICLES[0].title).click()
    direction = "element => [element.closest('[lang]').lang, getComputedStyle(element).direction]"
    assert page.get_by_role("heading", level=1).evaluate(direction) == ["fa", "rtl"]
    assert page.locator(".body p").first.evaluate(direction) == ["fa", "rtl"]
    assert page.locator("header").first.evaluate(direction) == ["en", "ltr"]


@pytest.mark.parametrize("language", ["ru", "tg"])
def test_pages_go_on_in_the_language_that_was_chosen(page: Page, language: str) -> None:
    page.goto("/")
    page.locator(f"footer [lang={language}]").click()
    page.get_by_role("searchbox").fill("Varzob")
    page.get_by_role("searchbox").press("Enter")
    page.locator("article h2 a").first.click()
    assert page.locator("html").get_attribute("lang") == language


def test_markup_in_a_headline_is_only_read(page: Page) -> None:
    page.goto("/search?q=bold&source=vodi-en")
    page.locator("article h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE.title)
    assert page.locator("main script, main img[onerror], main svg[onload]").count() == 0


def test_keyboard_alone_finds_and_opens_an_article(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == {"name": "Skip to the text", "ringed": True, "inView": True}
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == "main"
    page.goto("/")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Panjakent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Panjakent*")
    title = page.locator("article h2 a").first.inner_text()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)["name"] == title:
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("path", ["/", "/search?q=Varzob"])
def test_every_stop_of_the_tab_key_is_seen_and_in_the_order_of_reading(page: Page, path: str) -> None:
    page.goto(path)
    count = page.evaluate(NUMBERED)
    reached: list[int] = []
    while len(reached) < 8 * count:  # the parts of a date field are stops of their own
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["name"] and page.evaluate("document.activeElement === document.body"):
            break
        assert focus["ringed"], focus
        assert focus["inView"], focus
        reached.append(int(page.evaluate("document.activeElement.dataset.stop")))
    assert sorted(set(reached)) == list(range(count))
    assert reached == sorted(reached)


def test_dark_is_dark_and_light_is_light(page: Page) -> None:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto("/")
        paper, ink = (page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color"))
        assert abs(lightness(paper) - lightness(ink)) > 0.6
        assert (lightness(paper) > lightness(ink)) is (scheme == "light")


def lightness(colour: str) -> float:
    """0 for ``rgb(0, 0, 0)``, 1 for white."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 765


def test_every_page_of_ours_is_among_those_that_are_looked_at(paths: list[str]) -> None:
    places = [urlsplit(path).path for path in paths]
    missed = {page.__name__ for pattern, page in ROUTES if not any(re.match(pattern, place) for place in places)}
    assert missed == {"article_json", "capture_file", "atom_page", "json_feed_page", "saved_feed", "robots_page"}


def test_no_page_is_wider_than_its_window_or_says_anything_to_the_console(page: Page, paths: list[str]) -> None:
    wide = []
    for path in paths:
        page.goto(path)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            wide += [f"{path}: {width} on {size['width']}"] if width > size["width"] else []
    assert wide == []


def test_page_that_is_not_there_says_so(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address) as context:  # without fixture: a browser notes every 404
        page = context.new_page()
        answer = page.goto(MISSING)
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("main")).to_contain_text("no article of this number")


@pytest.mark.parametrize("options", [(), ("--public",)], ids=["own", "public"])
def test_no_page_keeps_anybody_out(browser: Browser, newsroom: Path, paths: list[str], options: tuple[str]) -> None:
    """0 serious or critical findings of axe-core in light and dark, on a phone and on a desk."""
    with served(newsroom, *options) as address, browser.new_context(base_url=address, bypass_csp=True) as context:
        page = context.new_page()  # without CSP, since axe-core reads the style once more
        found = []
        for path in [*(paths if not options else examples(address)), MISSING]:
            page.goto(path)
            page.evaluate(AXE)
            for size, (scheme, rules) in product((PHONE, DESK), (("light", None), ("dark", RULES_OF_COLOUR))):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                found += [f"{path} {size['width']} {scheme}: {line}" for line in page.evaluate(BARRIERS, rules)]
    assert found == []


@pytest.fixture(scope="module")
def alarmed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(alarmed_archive(tmp_path_factory.mktemp("alarmed") / "archive.db")) as address:
        yield address


def test_every_health_is_read_on_a_phone_and_on_a_desk_in_every_language(browser: Browser, alarmed: str) -> None:
    """No page is wider than its window, and none keeps anybody out."""
    found = []
    with browser.new_context(base_url=alarmed, bypass_csp=True) as context:
        page = context.new_page()
        for path in ["/", "/?ui=tg", *(f"/source/{source.slug}?ui=ru" for source in SOURCES.values())]:
            page.goto(path)
            page.evaluate(AXE)
            for size, scheme in product((PHONE, DESK), SCHEMES):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                width = page.evaluate("document.documentElement.scrollWidth")
                found += [f"{path}: {width} on {size['width']}"] if width > size["width"] else []
                found += [f"{path} {size['width']} {scheme}: {line}" for line in page.evaluate(BARRIERS, None)]
    assert found == []


def test_lines_of_a_source_that_moved_are_selected_on_a_phone_as_they_are_to_be_written(
    browser: Browser, alarmed: str
) -> None:
    with browser.new_context(base_url=alarmed, viewport=PHONE) as context:
        page = context.new_page()
        page.goto("/source/moved-en")
        selected = page.evaluate(
            "getSelection().selectAllChildren(document.querySelector('pre')) || getSelection().toString()"
        )
        assert selected == alarms("moved")["moved"].partition("\n")[2]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_of_the_chart_stay_on_one_line_on_a_phone(
    browser: Browser, alarmed: str, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(base_url=alarmed, viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto("/")
        scale = page.locator(".scale span")
        assert max(map(len, scale.all_inner_texts())) >= 2
        assert len(set(scale.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)"))) == 1


def test_way_back_leads_from_an_address_that_nothing_has_to_the_front_page(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/nowhere?ui=tg")
        page.get_by_role("main").get_by_role("link").click()
        assert urlsplit(page.url).path == "/"
        assert page.locator("html").get_attribute("lang") == "tg"
