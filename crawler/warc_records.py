"""Records of a WARC, one after the other: whole ones, and a word for what is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.found_pages import LARGEST_PAGE, Headers, header
from crawler.warc_stream import RECORD, Cut, Damaged, WarcStream

LARGEST_HEAD = 256 * 1024
"""Bytes of a record's own header, and of the HTTP head in it; thirty times what is usual."""

LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record."""

    at: int
    """Byte of the file at which it begins."""

    headers: Headers
    block: bytes
    """Not more than a page may have, with its HTTP head."""

    length: int
    """Bytes of the whole block."""

    def header(self, name: str) -> str | None:
        return header(self.headers, name)


@dataclass(frozen=True, slots=True)
class Break:
    """Bytes that are no whole record, from one place to another; ``end`` is None where nothing comes after them."""

    at: int
    end: int | None
    whole: int
    """Whole records before it."""

    cut: bool
    """The file ends in the middle of a record."""


def read_records(stream: WarcStream) -> Iterator[Record | Break]:
    """Every whole record; after damage it goes on where the next one begins."""
    whole, broken_at = 0, None
    while True:
        at = stream.at
        try:
            record = _record(stream)
        except Cut:
            yield Break(at if broken_at is None else broken_at, None, whole, cut=broken_at is None)
            return
        except Damaged:
            broken_at = at if broken_at is None else broken_at
            if not _resynced(stream):
                yield Break(broken_at, None, whole, cut=False)
                return
            continue
        if broken_at is not None:
            yield Break(broken_at, None if record is None else record.at, whole, cut=False)
            broken_at = None
        if record is None:
            return
        whole += 1
        yield record


def http_head(block: bytes) -> tuple[int, Headers, int] | None:
    """Status, headers and the length of the head; None where there is no HTTP answer."""
    ends = [(block.find(gap, 0, LARGEST_HEAD), len(gap)) for gap in (b"\r\n\r\n", b"\n\n")]
    end, gap = min((one for one in ends if one[0] >= 0), default=(len(block), 0))
    line, _, rest = block[:end].partition(b"\n")
    words = line.split(None, 2)
    if len(words) < 2 or not words[0].upper().startswith(b"HTTP/") or not words[1].isdigit() or len(words[1]) > 3:
        return None
    return int(words[1]), _fields(rest), end + gap


def _resynced(stream: WarcStream) -> bool:
    try:
        return stream.resync()
    except Cut:
        return False


def _record(stream: WarcStream) -> Record | None:
    """The next record; None at the end of the file."""
    if not stream.begin_record():
        return None
    at = stream.at
    if not stream.line(LONGEST_LINE).startswith(RECORD):
        raise Damaged("no record")
    headers = _fields(_head(stream))
    length = (header(headers, "content-length") or "").strip()
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        raise Damaged("no length")
    kept = min(int(length), LARGEST_PAGE + LARGEST_HEAD)
    block = stream.read(kept)
    stream.skip(int(length) - kept)
    stream.end_record()
    return Record(at, headers, block, int(length))


def _head(stream: WarcStream) -> bytes:
    lines: list[bytes] = []
    size = 0
    while (line := stream.line(LONGEST_LINE)).strip():
        lines.append(line)
        size += len(line)
        if size > LARGEST_HEAD:
            raise Damaged("a head without end")
    return b"".join(lines)


def _fields(head: bytes) -> Headers:
    """Names and values, in order; a line that begins with a space goes on with the one before."""
    fields: list[tuple[str, str]] = []
    for line in head.decode("latin-1").split("\n"):
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}".strip())
        elif colon and name.strip():
            fields.append((name.strip(), value.strip()))
    return tuple(fields)
