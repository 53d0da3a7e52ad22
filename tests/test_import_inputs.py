"""Which of the four kinds a path is, and one sentence for what is none of them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import UsageProblem
from archive.exported import ExportedArticle
from crawler.found_pages import Flaw, Found, FoundPage
from crawler.import_inputs import inputs
from tests.test_exported import good_line
from tests.warcs import DATE, body, page_record, pages_warc, url, wacz

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(*paths: Path) -> list[Found]:
    return [found for one in inputs(paths) for found in one.read(NOW)]


def urls(found: list[Found]) -> list[str]:
    return [one.url for one in found if isinstance(one, FoundPage)]


def test_kind_is_told_by_the_content_and_not_by_the_name(tmp_path: Path) -> None:
    packed, plain = tmp_path / "one", tmp_path / "two.gz"
    packed.write_bytes(page_record(1))
    plain.write_bytes(page_record(2, packed=False))
    zipped = wacz(tmp_path / "three.zip", {"archive/a.warc.gz": page_record(3)})
    assert urls(read(packed, plain, zipped, packed)) == [url(1), url(2), url(3)]


@pytest.mark.parametrize("named", ["", "manifest.jsonl"])
def test_folder_with_a_manifest_is_that_folder(tmp_path: Path, named: str) -> None:
    (tmp_path / "a.html").write_bytes(body(1))
    (tmp_path / "b.warc").write_bytes(page_record(2))
    row = {"url": url(1), "file": "a.html", "fetched_at": DATE}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(row))
    assert urls(read(tmp_path / named)) == [url(1)]


def test_folder_of_warcs_is_read_by_name_whatever_folder_they_are_in(tmp_path: Path) -> None:
    for number, name in ((3, "a/2023-03.warc.gz"), (1, "b/2023-01.WARC.GZ"), (2, "a/2023-02.warc"), (9, "a/notes.txt")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pages_warc([number]))
    assert urls(read(tmp_path)) == [url(1), url(2), url(3)]


def test_empty_file_in_a_folder_costs_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"")
    (tmp_path / "b.warc.gz").write_bytes(page_record(1))
    flaw, page = read(tmp_path)
    assert isinstance(flaw, Flaw)
    assert flaw.sentence.startswith(f"{tmp_path / 'a.warc.gz'}: an empty file; ")
    assert isinstance(page, FoundPage)


def test_folder_of_an_export_is_that_export(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "articles.jsonl").write_text(good_line())
    (article,) = read(tmp_path)
    assert isinstance(article, ExportedArticle)


@pytest.mark.parametrize("packed", [True, False])
def test_export_is_read_line_by_line(tmp_path: Path, packed: bool) -> None:
    text = f"{good_line()}\n\n{good_line(url=None)}\n{good_line()}\n".encode()
    (tmp_path / "articles.jsonl").write_bytes(gzip.compress(text) if packed else text)
    first, flaw, last = read(tmp_path)
    assert isinstance(first, ExportedArticle)
    assert first == last
    assert flaw == Flaw(f"{tmp_path / 'articles.jsonl'}: line 3: url is missing. It was left out.")


def test_packed_export_that_is_cut_gives_what_is_whole(tmp_path: Path) -> None:
    lines = "".join(f"{good_line(headline=f'Number {n} {hash(str(n))}')}\n" for n in range(4000))
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode())[:-5000])
    *articles, flaw = read(path)
    assert len(articles) > 1000
    assert isinstance(flaw, Flaw)
    assert flaw.sentence.startswith(f"{path}: cannot be unpacked after line ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file; import takes a WARC"),
        (b"<html>", "none of these; import takes a WARC"),
        (b'{"name": "a list"}', "none of these; import takes a WARC"),
        (gzip.compress(b"hello", mtime=0), "none of these; import takes a WARC"),
        (b"\x1f\x8b\x08garbage", "none of these; import takes a WARC"),
    ],
)
def test_file_that_is_none_of_the_kinds_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UsageProblem) as refused:
        inputs([path])
    assert str(refused.value).startswith(f"{path}: {said}")
    for kind in ("WARC", "WACZ", "manifest.jsonl", "export jsonl --revisions"):
        assert kind in str(refused.value)


def test_absent_path_and_folder_without_pages_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(UsageProblem, match=r"manifest\.jsonl"):
            inputs([path])
