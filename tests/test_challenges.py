"""Walls before the page: those that test their visitor, those that turn him away, and pages that are none."""

from __future__ import annotations

import pytest

from crawler.challenges import titles, wall
from tests.sites import article, rss


def page(title: str, body: str = "") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


MOMENT = page("Just a moment...", "<h1>old.tj</h1><script>window._cf_chl_opt={cvId:'3'};</script>")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (MOMENT, "challenge"),
        (page("DDoS-Guard", "<h1>Checking your browser before accessing old.tj</h1>"), "challenge"),
        (page("Проверка браузера"), "challenge"),
        (page("", '<script src="/aes.js"></script><script>slowAES.decrypt(c,2,a,b)</script>'), "challenge"),
        (page("403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr>nginx"), "refusal"),
        (page("Доступ запрещён"), "refusal"),
        (page("Access denied | old.tj used Cloudflare to restrict access", "<h1>Access denied</h1>"), "refusal"),
        (page("503 Service Temporarily Unavailable"), None),
        (page("News of the valley", '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'), None),
        (str(article(1).body).encode(), None),
        (rss([("https://old.tj/1", 1)]).encode(), None),
        (b"", None),
    ],
)
def test_wall_is_known_by_its_name_or_the_script_of_its_test(body: bytes, kind: str | None) -> None:
    assert wall(body) == kind


def test_header_of_a_challenge_tells_it_whatever_its_page_says() -> None:
    assert wall(page("Un instant"), "challenge") == "challenge"


def test_titles_are_the_window_its_parts_and_the_first_headings() -> None:
    assert titles(page("One | Two", "<h1> Three\n </h1><h3>Four</h3>")) == ["One | Two", "One", "Two", "Three"]
