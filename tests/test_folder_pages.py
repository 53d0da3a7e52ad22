"""A folder with manifest.jsonl: its pages, every bad line told, and nothing read outside it."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.folder_pages import folder_pages
from crawler.found_pages import LARGEST_PAGE, Flaw, Found, FoundPage, NoPage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DATE = "2023-05-01T10:00:00Z"
URL = "https://valley.example/news/1"


def manifest(folder: Path, *lines: object) -> list[Found]:
    """What the folder gives; its pages are in place."""
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (folder / "manifest.jsonl").write_text(text)
    return list(folder_pages(folder, NOW))


def line(file: str = "a.html", **keys: object) -> dict[str, object]:
    return {"url": URL, "file": file, "fetched_at": DATE, **keys}


def test_plain_and_packed_files_are_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>plain")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.html.gz").write_bytes(gzip.compress(b"<p>pac") + gzip.compress(b"ked"))
    one, other = manifest(tmp_path, line(), "", line("sub/b.html.gz"))
    assert isinstance(one, FoundPage)
    assert isinstance(other, FoundPage)
    assert (one.url, one.fetched_at, one.payload, one.headers) == (URL, DATE, b"<p>plain", ())
    assert other.payload == b"<p>packed"


def test_type_and_headers_are_kept_but_for_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>")
    headers = {"ETag": '"a"', "Content-Encoding": "gzip"}
    one, other = manifest(
        tmp_path, line(content_type="text/html; charset=koi8-r", headers=headers), line(headers=[["ETag", '"b"']])
    )
    assert isinstance(one, FoundPage)
    assert isinstance(other, FoundPage)
    assert one.headers == (("Content-Type", "text/html; charset=koi8-r"), ("ETag", '"a"'))
    assert other.headers == (("ETag", '"b"'),)


def test_what_is_no_page_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"x")
    found = manifest(tmp_path, line(status=404), line(content_type="image/png"))
    assert found == [NoPage("errors"), NoPage("images")]


@pytest.mark.parametrize("packed", [True, False])
def test_file_that_is_too_large_has_no_payload(tmp_path: Path, packed: bool) -> None:
    content = bytes(LARGEST_PAGE + 1)
    (tmp_path / "a.html").write_bytes(gzip.compress(content) if packed else content)
    (page,) = manifest(tmp_path, line())
    assert isinstance(page, FoundPage)
    assert (page.payload, page.unusable) == (None, "too-large")


def test_files_outside_the_folder_are_not_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    secret = tmp_path / "secret.html"
    secret.write_text("<p>secret")
    (home / "link.html").symlink_to(secret)
    found = manifest(home, line("../secret.html"), line(str(secret)), line("link.html"))
    told = [one.sentence.partition(": line ")[2] for one in found if isinstance(one, Flaw)]
    assert told[0] == '1: file "../secret.html" leads out of the folder. It was left out.'
    assert told[1].startswith(f'2: file "{str(secret)[:40]}')  # a long name is cut
    assert told[1].endswith("leads out of the folder. It was left out.")
    assert told[2:] == ['3: file "link.html" leads out of the folder. It was left out.']


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 20_000, "no JSON"),
        (line(url=None), "url is missing"),
        (line(url="ftp://valley.example/"), 'url "ftp://valley.example/" is no URL'),
        (line(fetched_at="yesterday"), 'fetched_at "yesterday" is no past moment (write 2026-11-22T09:53:50Z)'),
        (line(fetched_at="2030-01-01"), 'fetched_at "2030-01-01" is no past moment (write 2026-11-22T09:53:50Z)'),
        (line(status="ok"), 'status "ok" is no HTTP status'),
        (line(headers=["ETag"]), "headers is neither an object nor a list of pairs"),
        (line(headers={"ETag": 7}), "headers is neither an object nor a list of pairs"),
        (line("b.html"), 'there is no file "b.html"'),
        (line("pipe"), 'there is no file "pipe"'),
        (line("a\0b"), 'file "a\0b" is no file name'),
        (line("cut.gz"), 'file "cut.gz" is damaged gzip (the stream has no end)'),
        (line("bad.gz"), 'file "bad.gz" is damaged gzip'),
    ],
)
def test_bad_line_is_told_with_its_number_and_the_rest_goes_on(tmp_path: Path, bad: object, said: str) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>")
    packed = gzip.compress(b"<p>" * 99)
    (tmp_path / "cut.gz").write_bytes(packed[:-9])
    (tmp_path / "bad.gz").write_bytes(packed[:-8] + bytes(8))
    os.mkfifo(tmp_path / "pipe")
    first, flaw, last = manifest(tmp_path, line(), bad, line())
    assert isinstance(first, FoundPage)
    assert first == last
    assert isinstance(flaw, Flaw)
    assert flaw.sentence.startswith(f"{tmp_path / 'manifest.jsonl'}: line 2: {said}")
    assert not flaw.ends_file
