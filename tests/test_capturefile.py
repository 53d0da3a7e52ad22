"""A kept page is handed out as a file and never opens as a page of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.browse.capturefile import packed
from archive.captures import captures_folder
from tests.archives import SetClock, arrives, open_archive, page, seen_again
from tests.browsing import PUBLIC, ask


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.db"
    with open_archive(path) as archive:
        arrives(archive, page("https://vodi.example/en/bridge"))
    return path


def test_capture_is_an_attachment_that_no_browser_opens(own: Path) -> None:
    response = ask(own, "/capture/1")[0]
    assert response.status_code == 200
    assert response.content == b"<p>page</p>"
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == 'attachment; filename="capture-1.html"'
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]


def test_article_links_its_captures(own: Path) -> None:
    assert 'href="/capture/1" download' in ask(own, "/article/1")[0].text


def test_page_that_was_fetched_again_and_kept_once_is_handed_out_for_both_visits(own: Path) -> None:
    clock = SetClock()
    clock.forward(days=1)
    with open_archive(own, clock) as archive:
        seen_again(archive, page("https://vodi.example/en/bridge"), 1)
    first, second = ask(own, "/capture/1", "/capture/2")
    assert first.content == second.content == b"<p>page</p>"


def test_capture_that_is_not_there_is_a_page_that_says_so(own: Path) -> None:
    assert ask(own, "/capture/99")[0].status_code == 404
    for file in captures_folder(own).rglob("*.warc.gz"):
        file.unlink()
    response = ask(own, "/capture/1")[0]
    assert response.status_code == 404
    assert "no such capture" in response.text


def test_public_archive_hands_out_no_capture(own: Path) -> None:
    article, capture = ask(own, "/article/1", "/capture/1", configuration=PUBLIC)
    assert capture.status_code == 403
    assert "/capture/" not in article.text


@pytest.mark.parametrize(
    ("headers", "ending"),
    [
        ("[]", ""),
        ('[["Content-Encoding", "gzip"]]', ".gz"),
        ('[["content-encoding", " BR "]]', ".br"),
        ('[["Content-Encoding", "../../x"]]', ""),
    ],
)
def test_name_of_the_file_tells_how_it_is_packed(headers: str, ending: str) -> None:
    assert packed(headers) == ending
