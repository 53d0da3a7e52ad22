from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.article_links import looks_like_article

HOST = "https://vodi.example"


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/bridge/",
        "/2026/11/03/bridge",
        "/2026/11/03/63446204",
        "/en/news/tajikistan/society/20261103/bridge",
        "/news/asia/05.01.2026/bridge.html",
        "/news/health/25-11-2026/sauna-0/",
        "/health/06jan2026/pam_605.html",
        "/news/25724/",
        "/news/20/37523/",
        "/news/20251/",
        "/a/32386533.html",
        "/archive/20261103_5a3bfe4c4a29.html",
        "/health/bridge+over+the+varzob/5977536/story.html",
        "/politics/123-bridge-reopens.html",
        "/russia/txt.asp?id=224912",
        "/?p=512",
        "/index.php?newsid=77",
    ],
)
def test_address_of_an_article_suffices(path: str) -> None:
    assert looks_like_article(HOST + path, None)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/2026/11/",
        "/2026/11/03/",
        "/ru/2026/11/03",
        "/20261103/",
        "/2026/11/page/2/",
        "/news/page/3924/",
        "/category/society/12345-rivers-of-the-north/",
        "/tag/bridge-over-the-varzob/",
        "/author/dilshod-rahmonov-of-khorog/",
        "/rubrics/tajikistan/society/20261103",
        "/search/?q=12345",
        "/news/all?page=120",
        "/news/all?newsdate=20261103",
        "/news?PAGEN_1=120",
        "/index.php?do=register&id=100",
        "/2026/11/bridge.jpg",
        "/uploads/posts/2026-11/1793700000_bridge.PDF",
        "/2026/11/bridge/feed/",
        "/feed.xml",
        "/medicine/301130_print.html",
        "/news/print:page,1,12948-bridge.html",
        "/goto/?https%3A%2F%2Fother.example%2F12345",
        "/wp-login.php?id=1234",
    ],
)
def test_lists_tools_and_files_are_no_articles_whatever_the_text(path: str) -> None:
    assert not looks_like_article(HOST + path, "Bridge over the Varzob reopens after a year of repairs")


@pytest.mark.parametrize(
    "path",
    ["/society/bridge-over-varzob", "/bridge.html", "/society/мост-через-варзоб/", "/society/a_b_bridge_over_it"],
)
def test_slug_or_page_ending_needs_a_text_of_three_words(path: str) -> None:
    assert looks_like_article(HOST + path, "Bridge over Varzob")
    assert not looks_like_article(HOST + path, "About us")
    assert not looks_like_article(HOST + path, None)


def test_any_other_path_needs_a_text_of_five_words() -> None:
    assert looks_like_article(f"{HOST}/bridge", "Bridge over the Varzob reopens")
    assert not looks_like_article(f"{HOST}/bridge", "News of the day")


@pytest.mark.parametrize("text", ["3 924", "15", "1,024"])
def test_number_of_a_pager_or_counter_is_no_article(text: str) -> None:
    assert not looks_like_article(f"{HOST}/lenta/3924/", text)


@given(st.text(), st.text() | st.none())
def test_any_link_is_judged(path: str, text: str | None) -> None:
    assert looks_like_article(f"{HOST}/{path}", text) in {True, False}
