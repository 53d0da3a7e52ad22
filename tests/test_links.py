from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.links import absolute_link, is_trap

BASE = "https://vodi.example/en/news/"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/en/1", "https://vodi.example/en/1"),
        ("bridge.html", "https://vodi.example/en/news/bridge.html"),
        ("//m.vodi.example/1", "https://m.vodi.example/1"),
        ("?id=7", "https://vodi.example/en/news/?id=7"),
        ("https://other.example/1#comments", "https://other.example/1"),
        ("\n  /en/1\t", "https://vodi.example/en/1"),
        ("/en/?a=1&amp;b=2", "https://vodi.example/en/?a=1&b=2"),
        ("/en/a b", "https://vodi.example/en/a%20b"),
    ],
)
def test_links_become_absolute(link: str, url: str) -> None:
    assert absolute_link(link, BASE) == url


@pytest.mark.parametrize(
    "link",
    ["", "  ", None, "javascript:alert(1)", "mailto:a@vodi.example", "data:text/html,x", "file:///etc/passwd", "ftp://x/1",
     "http://", "https://user:word@vodi.example/", "http://[", "http://x:99999999/", "/" + "x" * 2100],
)  # fmt: skip
def test_what_may_not_be_fetched_is_no_link(link: str | None) -> None:
    assert absolute_link(link, BASE) is None


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/en/news/news/1", False),
        ("/en/news/news/news/1", True),
        ("/a/b/a/b/a/b", True),
        ("/" + "/".join(map(str, range(20))), False),
        ("/" + "/".join(map(str, range(21))), True),
        ("/", False),
    ],
)
def test_endless_paths_are_traps(path: str, trap: bool) -> None:
    assert is_trap(f"https://vodi.example{path}") is trap


@given(st.text() | st.text("htps:/.[]@?#&%x ").map("http://x".__add__))
def test_every_link_is_http_with_a_host_or_none(link: str) -> None:
    url = absolute_link(link, BASE)
    assert url is None or (urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname)
