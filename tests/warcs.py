"""WARCs, WACZs and folders of own-written pages, made with warcio or byte by byte."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.sites import article

HTML = "text/html; charset=utf-8"
DATE = "2023-05-01T10:00:00Z"
HOST = "https://valley.example"


def record(
    url: str,
    body: bytes,
    content_type: str | None = HTML,
    status: str = "200 OK",
    date: str = DATE,
    kind: str = "response",
    headers: Iterable[tuple[str, str]] = (),
    warc_headers: dict[str, str] | None = None,
    packed: bool = True,
) -> bytes:
    """One record as warcio writes it, a gzip member of its own."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    fields = [*([("Content-Type", content_type)] if content_type else []), *headers]
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, fields, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date, **(warc_headers or {})},
        )
    )
    return out.getvalue()


def body(number: int) -> bytes:
    """The page of an article."""
    page = article(number).body
    return page.encode() if isinstance(page, str) else page


def url(number: int) -> str:
    return f"{HOST}/news/{number}"


def page_record(number: int, date: str = DATE, packed: bool = True) -> bytes:
    return record(url(number), body(number), date=date, packed=packed)


def pages_warc(numbers: Iterable[int], date: str = DATE, packed: bool = True) -> bytes:
    return b"".join(page_record(number, date, packed) for number in numbers)


def wacz(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        file.writestr("datapackage.json", "{}")
        for name, content in members.items():
            file.writestr(name, content)
    return path


def one_member(records: bytes) -> bytes:
    """A WARC that was packed as a whole."""
    return gzip.compress(records)
