"""A page that is named as a file: what is in it, where it came from, and what cannot be read."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from archive.errors import UsageProblem
from crawler.found_pages import LARGEST_PAGE
from crawler.named_page import NamedPage, Refused, open_file, whole_url

URL = "https://vodi.example/en/1"


def page(*links: str) -> bytes:
    return f"<!DOCTYPE html><html><head>{''.join(links)}</head><body><p>Text</p></body></html>".encode()


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def shared(url: str) -> str:
    return f'<meta property="og:url" content="{url}">'


def written(folder: Path, payload: bytes, name: str = "page.html") -> str:
    (folder / name).write_bytes(payload)
    return str(folder / name)


def test_file_is_read_under_the_address_that_was_given(tmp_path: Path) -> None:
    payload = page(canonical("https://vodi.example/en/2"))
    assert open_file(written(tmp_path, payload), URL) == NamedPage(URL, payload)


def test_packed_file_is_unpacked_whatever_its_name(tmp_path: Path) -> None:
    packed = gzip.compress(page()[:30]) + gzip.compress(page()[30:])
    assert open_file(written(tmp_path, packed), URL) == NamedPage(URL, page())


def test_page_is_read_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(page()))))
    assert open_file("-", URL) == NamedPage(URL, page())


@pytest.mark.parametrize(
    "links",
    [
        [canonical(URL)],
        [shared(URL)],
        [canonical("https://vodi.example/"), shared(URL)],
        [canonical("/en/1"), shared(URL)],
        ['<base href="https://vodi.example/">', canonical(URL)],
    ],
)
def test_without_an_address_the_pages_own_is_taken(tmp_path: Path, links: list[str]) -> None:
    named = open_file(written(tmp_path, page(*links)), None)
    assert isinstance(named, NamedPage)
    assert named.url == URL


def test_saved_front_page_is_known_by_its_address(tmp_path: Path) -> None:
    named = open_file(written(tmp_path, page(canonical("https://vodi.example"))), None)
    assert named.url == "https://vodi.example/"


def test_page_that_names_no_address_asks_for_one(tmp_path: Path) -> None:
    name = written(tmp_path, page(canonical("/en/1")))
    with pytest.raises(UsageProblem, match=r"page\.html: the page names no URL of its own\. Give its .* --url\."):
        open_file(name, None)


def test_file_that_is_no_page_is_refused_without_an_address(tmp_path: Path) -> None:
    refused = open_file(written(tmp_path, b"%PDF-1.7"), None)
    assert isinstance(refused, Refused)
    assert (refused.url, refused.outcome) == (None, "rejected:not-html")


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (gzip.compress(page(), mtime=0)[:-9], "damaged gzip"),
        (b"\x1f\x8b" + page(), "damaged gzip"),
        (b"a" * (LARGEST_PAGE + 1), "larger than 10 MiB"),
        (gzip.compress(b"a" * (LARGEST_PAGE + 1), mtime=0), "larger than 10 MiB"),
    ],
)
def test_what_cannot_be_unpacked_is_told_in_one_sentence(tmp_path: Path, payload: bytes, sentence: str) -> None:
    with pytest.raises(UsageProblem, match=sentence):
        open_file(written(tmp_path, payload), URL)


def test_file_that_is_not_there_is_told_and_how_a_url_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"there is no such file\. A URL begins with https://"):
        open_file(str(tmp_path / "khovar.tj"), URL)


@pytest.mark.parametrize("text", ["vodi.example/en/1", "ftp://vodi.example/", "https://", ""])
def test_address_is_given_whole(text: str) -> None:
    with pytest.raises(UsageProblem, match="is not a URL that can be fetched"):
        whole_url(text)
    assert whole_url(f"{URL}#top") == URL
