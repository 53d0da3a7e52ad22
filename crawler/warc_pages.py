"""Pages of WARC and WACZ files."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.bufferedreaders import ChunkedDataReader

from archive.urls import clean_url
from crawler.found_pages import LARGEST_PAGE, Flaw, Found, FoundPage, NoPage, header, kind_of, moment
from crawler.warc_records import Break, Record, http_head, read_records
from crawler.warc_stream import open_stream

UNCOUNTED = ("warcinfo", "request", "metadata")
"""Records that are about others."""

PACKED_SO = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What WACZ 1.1.1 allows; zipfile knows more, each with errors of its own."""

UNREADABLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error)
"""What zipfile says of a broken, odd or encrypted member."""

_IN_WACZ = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")


def warc_pages(file: IO[bytes], name: str, now: datetime) -> Iterator[Found]:
    """What the responses of a WARC are, in their order; ``name`` stands in what is told of it."""
    for one in read_records(open_stream(file)):
        if isinstance(one, Break):
            yield Flaw(f"{name}: {_told(one)}", ends_file=one.end is None)
        elif (found := _found(one, name, now)) is not None:
            yield found


def wacz_pages(path: Path, now: datetime) -> Iterator[Found]:
    """What the responses of a WACZ are: its WARCs are read where they lie, nothing is unpacked to the disk."""
    try:
        with zipfile.ZipFile(path) as wacz:
            members = [one for one in wacz.infolist() if _IN_WACZ.fullmatch(one.filename)]
            if not members:
                yield Flaw(f"{path}: a zip without archive/*.warc.gz. Is it a WACZ?", ends_file=True)
            for member in members:
                yield from _member_pages(wacz, member, f"{path} {member.filename}", now)
    except (zipfile.BadZipFile, ValueError) as error:  # ValueError: places outside the file
        yield Flaw(f"{path}: not a whole WACZ ({error}). Fetch it again.", ends_file=True)


def _member_pages(wacz: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, now: datetime) -> Iterator[Found]:
    try:
        if member.compress_type not in PACKED_SO:
            raise NotImplementedError(f"by method {member.compress_type}, which no WACZ has")
        if member.header_offset < 0:
            raise zipfile.BadZipFile("it lies outside the file")
        with wacz.open(member) as file:
            yield from warc_pages(file, name, now)
    except UNREADABLE as error:
        yield Flaw(f"{name}: cannot be unpacked ({error}). Fetch the WACZ again.", ends_file=True)


def _found(record: Record, name: str, now: datetime) -> Found | None:
    kind = (record.header("warc-type") or "").lower()
    if kind in UNCOUNTED:
        return None
    if kind != "response":
        return NoPage("revisits" if kind == "revisit" else "other records")
    target = (record.header("warc-target-uri") or "").strip("<> ")
    if not target.lower().startswith(("http://", "https://")):
        return NoPage("other records")
    head = http_head(record.block)
    if head is None:
        return Flaw(f"{name}: the record at byte {record.at} holds no HTTP answer. It was left out.")
    status, headers, start = head
    if (no_page := kind_of(status, header(headers, "content-type"), record.block[start : start + 200])) is not None:
        return NoPage(no_page)
    url, fetched_at = clean_url(target), moment(record.header("warc-date"), now)
    if url is None or fetched_at is None:
        what = "WARC-Target-URI is no URL" if url is None else "WARC-Date is missing or cannot be true"
        return Flaw(f"{name}: {what} in the record at byte {record.at}. It was left out.")
    payload = None if record.length - start > LARGEST_PAGE else _unchunked(record.block[start:], headers)
    unusable = "too-large" if payload is None else "truncated" if record.header("warc-truncated") else None
    return FoundPage(
        url=url,
        fetched_at=fetched_at,
        headers=headers,
        payload=None if unusable else payload,
        unusable=unusable,
    )


def _unchunked(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """The body without its chunks; many tools keep the header and take the chunks out."""
    if "chunked" not in (header(headers, "transfer-encoding") or "").lower():
        return body
    return bytes(ChunkedDataReader(BytesIO(body)).read())


def _told(broken: Break) -> str:
    records = f"{broken.whole} whole record{'' if broken.whole == 1 else 's'}"
    if broken.cut:
        return f"ends in the middle of a record at byte {broken.at}, after {records}. Fetch it again for the rest."
    if broken.end is None:
        return f"damaged from byte {broken.at} to its end, after {records}. Fetch it again for the rest."
    return f"damaged from byte {broken.at} to byte {broken.end}; read on from there. Fetch it again for the rest."
