"""The original pages: WARC 1.1 files beside the database, by source and month, one gzip member per record.

The payload is stored as it came over the wire; one that lies there already is told by a ``revisit`` record. A record
is on the disk before its row is committed; what a crash left half-written after the last whole record is cut off at the
next start.
"""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import DamagedArchive
from archive.records import Capture

WARC_FIELDS = {"software": "Backissue", "format": "WARC File Format 1.1"}
GZIP = zlib.MAX_WBITS | 16
COMPRESSION = 4
"""On 228 news pages 4 % larger than level 6, in 0.58 of its time; most servers send pages that are packed already."""

MOST_BYTES = 1 << 30
"""Size from which on a month goes on in another file; web archives keep theirs at 1 GB, which any tool handles."""

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""The profile of WARC 1.1 for a payload that is not stored again."""

CHUNK = 1 << 16
"""Bytes that are read at once."""

_FRAMING = {"transfer-encoding", "connection", "keep-alive"}


def captures_folder(database: Path) -> Path:
    """``archive.captures/`` beside ``archive.db``; another ending stays, so that no two databases share a folder."""
    return database.with_name(database.name.removesuffix(".db") + ".captures")


def payload_digest(payload: bytes) -> str:
    """``sha256:`` and the hex digest."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


def append(
    folder: Path, capture: Capture, first: tuple[str, str] | None = None, most: int = MOST_BYTES
) -> tuple[str, int, int]:
    """Write a capture to the end of its file and sync it; gives (file, offset, length) in bytes.

    ``first`` are URL and moment of the capture that holds the same payload: it is not stored again then. A file of
    ``most`` bytes is full. The file's path is relative to the folder. Raises OSError when the disk takes no more; the
    file is then as it was.
    """
    name = _file_with_room(folder, f"{capture.source}/{capture.fetched_at[:7]}", most)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        end = file.tell()
        head = b"" if end else _warcinfo(path.name)
        member = _record(capture, first)
        try:
            _write_all(file, head + member)
            os.fsync(file.fileno())
        except BaseException:
            file.truncate(end)
            raise
    if head:
        _sync_folder(path.parent)
        _sync_folder(folder)
    return name, end + len(head), len(member)


def _file_with_room(folder: Path, month: str, most: int) -> str:
    name, number = f"{month}.warc.gz", 1
    while (folder / name).is_file() and (folder / name).stat().st_size >= most:
        number += 1
        name = f"{month}-{number}.warc.gz"
    return name


def read_payload(folder: Path, file: str, offset: int, length: int) -> bytes:
    """The payload of a record, byte for byte as it came; that of a ``revisit`` is empty.

    Raises DamagedArchive when it cannot be read back.
    """
    return bytes(_read_record(folder, file, offset, length).raw_stream.read())


def can_be_read(folder: Path, file: str, offset: int, length: int) -> bool:
    """Whether a record is there and whole; the gzip member's checksum is over every byte of it."""
    try:
        _read_record(folder, file, offset, length)
    except DamagedArchive:
        return False
    return True


def digest_told(folder: Path, file: str, offset: int, length: int) -> str | None:
    """The digest of its payload that a record names. Raises DamagedArchive when it cannot be read back."""
    told: str | None = _read_record(folder, file, offset, length).rec_headers.get_header("WARC-Payload-Digest")
    return told


def _read_record(folder: Path, file: str, offset: int, length: int) -> ArcWarcRecord:
    path = folder / file
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            member = stream.read(length)
    except FileNotFoundError as error:
        raise DamagedArchive(f"{path}: this capture file is gone. Restore it from a backup.") from error
    try:
        return next(iter(ArchiveIterator(io.BytesIO(zlib.decompress(member, GZIP)))))
    except (StopIteration, ArchiveLoadFailed, zlib.error, EOFError) as error:
        raise DamagedArchive(f"{path}: no whole record at byte {offset}. Restore the file from a backup.") from error


def cut_torn_tails(folder: Path, committed: dict[str, int]) -> list[tuple[str, int]]:
    """Cut what a crash left half-written; gives (file, bytes cut) for each mended file.

    ``committed`` holds for each file the end of its last record with a row. Whole records after it stay.
    """
    mended = []
    for path in sorted(folder.glob("*/*.warc.gz")):
        name = str(path.relative_to(folder))
        start = committed.get(name, 0)
        size = path.stat().st_size
        if size <= start:
            continue
        end = _end_of_whole_members(path, start)
        if end < size:
            os.truncate(path, end)
            mended.append((name, size - end))
    return mended


def _end_of_whole_members(path: Path, start: int) -> int:
    end = position = start
    with path.open("rb") as file:
        file.seek(start)
        member, chunk = zlib.decompressobj(GZIP), file.read(CHUNK)
        while chunk:
            try:
                member.decompress(chunk)
            except zlib.error:
                break
            position += len(chunk) - len(member.unused_data)
            chunk = member.unused_data or file.read(CHUNK)
            if member.eof:
                end, member = position, zlib.decompressobj(GZIP)
    return end


def _write_all(file: io.FileIO, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _warcinfo(filename: str) -> bytes:
    writer = WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")
    return _gzip_record(writer, writer.create_warcinfo_record(filename, WARC_FIELDS))


def _record(capture: Capture, first: tuple[str, str] | None) -> bytes:
    writer = WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")
    named = {"WARC-Date": capture.fetched_at, "WARC-Payload-Digest": payload_digest(capture.payload)}
    if first is not None:
        url, fetched_at = first
        named |= {"WARC-Profile": IDENTICAL, "WARC-Refers-To-Target-URI": url, "WARC-Refers-To-Date": fetched_at}
    payload = capture.payload if first is None else b""
    record = writer.create_warc_record(
        capture.url,
        "response" if first is None else "revisit",
        payload=io.BytesIO(payload),
        length=len(payload),
        http_headers=_HeadersAsReceived(str(capture.status), _recorded_headers(capture), protocol="HTTP/1.1"),
        warc_headers_dict=named,
    )
    return _gzip_record(writer, record)


class _HeadersAsReceived(StatusAndHeaders):  # type: ignore[misc]
    """Their bytes as they came: warcio would %-encode values that are not ASCII, and fail on such names."""

    def to_ascii_bytes(self, header_filter: None = None) -> bytes:
        return f"{self.to_str(header_filter)}\r\n".encode("latin-1", "replace")


def _recorded_headers(capture: Capture) -> list[tuple[str, str]]:
    """The headers as received, but for those of the connection: the payload is stored without its framing."""
    kept = [
        (_one_line(f"X-Archive-Orig-{name}" if name.lower() in _FRAMING else name), _one_line(value))
        for name, value in capture.headers
        if name.lower() != "content-length"
    ]
    return [*kept, ("Content-Length", str(len(capture.payload)))]


def _one_line(text: str) -> str:
    """A line break would end the header, and an empty line the headers."""
    return text.replace("\r", " ").replace("\n", " ")


def _gzip_record(writer: WARCWriter, record: object) -> bytes:
    writer.write_record(record)
    compressor = zlib.compressobj(COMPRESSION, zlib.DEFLATED, GZIP)
    return compressor.compress(writer.out.getvalue()) + compressor.flush()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
