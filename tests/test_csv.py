from __future__ import annotations

import csv as stdlib_csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export import csv
from archive.export.manifest import FileFacts, Manifest
from archive.export.snapshot import Query
from archive.newsarticle import FIELDS, NewsArticle, article_object
from archive.records import Article

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def article(**fields: Any) -> NewsArticle:
    return article_object(Article(**{"url": "https://vodi.example/1", "title": "Мост", "text": "Об."} | fields))


def written(*articles: NewsArticle, excel: bool = False) -> bytes:
    stream = io.BytesIO()
    csv.write(iter(articles), stream, Query(excel=excel))
    return stream.getvalue()


def read(content: bytes) -> list[dict[str, str]]:
    return list(stdlib_csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def manifest(file: str = "news.csv", *, revisions: bool = False, excel: bool = False) -> Manifest:
    return Manifest(
        version="1", schema=1, format="csv", file=file, query={"revisions": revisions, "excel": excel},
        rows=1, tombstones=0, cursor=1, files={file: FileFacts(bytes=7, sha256="ab" * 32)},
    )  # fmt: skip


def resource(*, revisions: bool = False, excel: bool = False) -> dict[str, Any]:
    package = json.loads(csv.companions([manifest(revisions=revisions, excel=excel)])["datapackage.json"])
    (only,) = package["resources"]
    assert isinstance(only, dict)
    return only


def test_the_header_names_the_fields_of_the_contract() -> None:
    assert written() == ",".join(field.name for field in FIELDS).encode() + b"\r\n"


@given(TEXTS, TEXTS)
def test_any_text_reads_back_as_it_was(title: str, text: str) -> None:
    (row,) = read(written(article(title=title, text=text)))
    assert (row["headline"], row["articleBody"]) == (title, text)


def test_a_cell_keeps_its_newlines_and_a_record_ends_as_rfc_4180_says() -> None:
    content = written(article(text='One.\nTwo, "three".'))
    assert b'"One.\nTwo, ""three""."' in content
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 2


def test_lists_are_joined_and_what_is_unknown_is_empty() -> None:
    (row,) = read(written(article(authors=("Зарина Ҳакимова", "D. Rahmonov"))))
    assert row["author"] == "Зарина Ҳакимова; D. Rahmonov"
    assert (row["keywords"], row["datePublished"], row["id"]) == ("", "", "")


def test_versions_are_json() -> None:
    versions = [{"number": 1, "articleBody": "Об."}]
    (row,) = read(written(article() | {"revisions": versions}))
    assert json.loads(row["revisions"]) == versions


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_for_excel_no_cell_is_a_formula(start: str) -> None:
    (row,) = read(written(article(title=f"{start}1+1", authors=(f"{start}x",)), excel=True))
    assert row["headline"] == f"'{start}1+1"
    assert row["author"] == f"'{start}x"


def test_for_excel_other_cells_stay_and_the_file_begins_with_a_byte_order_mark() -> None:
    content = written(article() | {"wordCount": -1}, excel=True)
    assert content.startswith(b"\xef\xbb\xbfid,")
    (row,) = read(content)
    assert (row["headline"], row["wordCount"]) == ("Мост", "-1")


def test_without_excel_nothing_is_put_before_a_cell() -> None:
    (row,) = read(written(article(title="-5 in Khorog")))
    assert row["headline"] == "-5 in Khorog"


def test_the_package_describes_every_column_in_its_order() -> None:
    fields = resource()["schema"]["fields"]
    assert [field["name"] for field in fields] == read_header()
    assert all(field["description"] for field in fields)
    assert resource()["schema"]["primaryKey"] == "id"


def read_header() -> list[str]:
    return written().decode().rstrip("\r\n").split(",")


def test_the_package_names_the_file_and_its_digest() -> None:
    told = resource()
    assert (told["path"], told["bytes"], told["hash"]) == ("news.csv", 7, "sha256:" + "ab" * 32)


@pytest.mark.parametrize(
    ("date", "fits"),
    [("2026-11-02", True), ("2026-11-02T06:00:00Z", True), ("2 Nov 2026", False), ("2026-11-02T06:00", False)],
)
def test_the_package_lets_a_date_go_without_its_time(date: str, fits: bool) -> None:
    (field,) = (field for field in resource()["schema"]["fields"] if field["name"] == "datePublished")
    assert bool(re.fullmatch(field["constraints"]["pattern"], date)) is fits


def test_the_package_tells_how_lists_are_joined_and_what_was_done_for_excel() -> None:
    (author,) = (field for field in resource()["schema"]["fields"] if field["name"] == "author")
    assert '"; "' in author["description"]
    assert "'" in resource(excel=True)["description"]
    assert "'" not in resource()["description"]


@pytest.mark.parametrize(("revisions", "kind"), [(False, "integer"), (True, "array")])
def test_the_package_tells_a_number_of_revisions_from_a_list(revisions: bool, kind: str) -> None:
    (field,) = (field for field in resource(revisions=revisions)["schema"]["fields"] if field["name"] == "revisions")
    assert field["type"] == kind


def test_the_package_has_a_resource_a_file_each_with_a_name_that_the_specification_allows() -> None:
    exports = [manifest(file) for file in ("новости.csv", "запросы.csv", "News 1.csv")]
    resources = json.loads(csv.companions(exports)["datapackage.json"])["resources"]
    names = [each["name"] for each in resources]
    assert [each["path"] for each in resources] == [export.file for export in exports]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"[-a-z0-9._/]+", name) for name in names)
